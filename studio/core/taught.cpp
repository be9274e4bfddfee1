#include "core/taught.h"

#include <algorithm>

#include "core/same_ops.h"
#include "glia/settings.h"

namespace glia::studio {
namespace {

// Learnt from, in all epochs: as many as the usual recipe takes of MNIST.
constexpr std::int64_t kMostSamples = 6'000'000;

// Of `glia train` with nothing asked, whose network the texts tell of.
Recipe first_recipe(const DataSplit& data) {
  Recipe recipe = complete({}).recipe;
  const std::int64_t most = std::max<std::int64_t>(1, kMostSamples / data.train.size());
  recipe.epochs = std::min(recipe.epochs, most);
  return recipe;
}

// That a browser has as well, so that a link leads from either to the other.
Simd shared_path() {
  for (const std::string& name : Simd::available()) {
    if (const Simd simd(name); simd.numeric_path() == "mul-add") return simd;
  }
  return {};
}

}  // namespace

bool Taught::offered() const {
  if (!model_ || model_->cost != timeline_.settings().recipe.cost) return false;
  const auto same_op = [](const Op* a, const Op* b) { return same(*a, *b); };
  const auto same_shape = [](const auto& a, const auto& b) {
    return a.first == b.first && a.second.shape == b.second.shape;
  };
  const State& trained = timeline_.branch().eras.back().start->state;
  return std::ranges::equal(ops_of(model_->graph), ops_of(timeline_.graph()), same_op) &&
         std::ranges::equal(model_->state.tensors(), trained.tensors(), same_shape);
}

void Taught::show(bool taught) {
  const Timeline::Branch& here = timeline_.branch();
  if (here.taught == taught) return;
  const int left = here.id;
  const auto of_that_kind = [&](const Timeline::Branch& branch) { return branch.taught == taught; };
  const auto there = std::ranges::find_if(timeline_.branches(), of_that_kind);
  if (left_[taught]) {
    timeline_.go_to(*left_[taught]);
  } else if (there != timeline_.branches().end()) {
    timeline_.go_to(there->id);
  } else {
    const Timeline::Branch& first = timeline_.branches().front();
    timeline_.fork(first.id, timeline_.first_step(first), "");
    timeline_.jump_to(model_->state, kTaught);
  }
  left_[!taught] = left;
}

Model teach_first_network(int threads, const DataSplit& data, Observer* observer) {
  Engine engine(threads, shared_path());
  const Recipe recipe = first_recipe(data);
  Model model;
  model.graph = graph_of(first_settings(), *pictures_task(data));
  model.state = State(model.graph, recipe.seed);
  model.cost = recipe.cost;
  model.cost_parameters = recipe.cost_parameters;
  Trainer teacher(engine, model, data.train, recipe);
  if (observer) teacher.add_observer(*observer);
  teacher.run();
  model = teacher.model();
  model.history["data_digest"] = std::to_string(data.train.digest());
  return model;
}

bool is_first_network(const Model& model, const DataSplit& data) {
  const auto says = [&](const char* what, std::string_view text) {
    const auto found = model.history.find(what);
    return found != model.history.end() && found->second == text;
  };
  return says("options", glia::to_json(asked_of(first_recipe(data)))) &&
         says("numeric_path", shared_path().numeric_path()) &&
         says("data_digest", std::to_string(data.train.digest()));
}

}  // namespace glia::studio
