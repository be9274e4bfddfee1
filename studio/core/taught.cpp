#include "core/taught.h"

#include <algorithm>

#include "core/same_ops.h"
#include "glia/settings.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kSamples = 600'000;  // that are learnt from
constexpr std::int64_t kMostEpochs = 30;

Recipe first_recipe(const DataSplit& data) {
  Recipe recipe = first_settings().recipe;
  recipe.schedule.curve = Curve::cosine;
  recipe.epochs = std::clamp<std::int64_t>(kSamples / data.train.size(), 1, kMostEpochs);
  return recipe;
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

std::unique_ptr<Trainer> first_teacher(Engine& engine, const DataSplit& data) {
  const Recipe recipe = first_recipe(data);
  Model model;
  model.graph = graph_of(first_settings(), *pictures_task(data));
  model.state = State(model.graph, recipe.seed);
  model.cost = recipe.cost;
  return std::make_unique<Trainer>(engine, model, data.train, recipe);
}

Model teach_first_network(Engine& engine, const DataSplit& data) {
  const std::unique_ptr<Trainer> teacher = first_teacher(engine, data);
  teacher->run();
  Model model = teacher->model();
  model.history["data_digest"] = std::to_string(data.train.digest());
  return model;
}

bool is_first_network(const Model& model, const Engine& engine, const DataSplit& data) {
  const auto says = [&](const char* what, std::string_view text) {
    const auto found = model.history.find(what);
    return found != model.history.end() && found->second == text;
  };
  return says("options", glia::to_json(asked_of(first_recipe(data)))) &&
         says("numeric_path", engine.simd.numeric_path()) &&
         says("data_digest", std::to_string(data.train.digest()));
}

}  // namespace glia::studio
