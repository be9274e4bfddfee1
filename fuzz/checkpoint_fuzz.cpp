// Any bytes are a moment from which a training goes on, or an Error.
#include "fuzz.h"
#include "glia/error.h"
#include "glia/trainer.h"
#include "io/checkpoint_file.h"
#include "models.h"

namespace {

using namespace glia;

Dataset four_samples(const Graph& graph) {
  const Shape& input = graph.input_shape();
  const Shape& answer = graph[graph.output()].shape;
  return Dataset::rows(input, std::vector<float>(static_cast<std::size_t>(4 * input.elements())),
                       answer, std::vector<float>(static_cast<std::size_t>(4 * answer.elements())));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::MemoryFile file({data, size});
  try {
    const io::Moment moment = io::load_moment(file.path());
    const io::SafeTensors packed = io::pack_checkpoint(moment.checkpoint, moment.number);
    fuzz::expect(!packed.tensors.empty() || moment.checkpoint.snapshot.state.tensors().empty(),
                 "saved again it has its numbers");
    const Model& model = moment.checkpoint.model;
    if (model.graph.parameters() > 1000 || model.graph.input_shape().elements() > 1000) return 0;
    Engine engine;
    Trainer trainer(engine, model, four_samples(model.graph), moment.checkpoint.recipe);
    trainer.restore(moment.checkpoint.snapshot);
    trainer.run(Trainer::Budget::of_steps(3));
  } catch (const Error&) {
  }
  return 0;
}

std::vector<fuzz::Bytes> glia::fuzz::seeds() {
  std::vector<Bytes> all;
  for (const Model& model : small_models()) {
    for (const Method method : {Method::sgd, Method::adam}) {
      Engine engine;
      Recipe recipe;
      recipe.batch = 2;
      recipe.epochs = 2;
      recipe.cost = model.cost;
      recipe.optimizer.method = method;
      Trainer trainer(engine, model, four_samples(model.graph), recipe);
      const std::string parameter = trainer.model().state.tensors().begin()->first;
      trainer.submit({Edit::Kind::hold, parameter, 0, 0.5});
      trainer.run(Trainer::Budget::of_steps(1));
      all.push_back(
          without_check_sum(io::encode_safetensors(io::pack_checkpoint(trainer.checkpoint(), 1))));
    }
  }
  return all;
}
