#include "core/cnn.h"

#include "core/clock.h"
#include "glia/error.h"

namespace glia::studio {

Cnn::Cnn(Engine& engine, TaskPtr task, std::shared_ptr<const ExtraNetworks> extra,
         std::function<void()> between)
    : inspector_(engine, std::move(between)),
      engine_(engine),
      task_(std::move(task)),
      extra_(std::move(extra)) {}

const Model& Cnn::model() {
  if (trainer_) return trainer_->model();
  if (const Model* model = given()) return *model;
  throw Error(ErrorCode::not_found,
              extra_->cnn_setup ? "the CNN has not learnt yet; teach it first"
                                : "there is no CNN here; start the studio with one: --cnn FILE");
}

void Cnn::teach() {
  if (!extra_->cnn_setup) {
    throw Error(ErrorCode::not_found, "cnn: there is nothing to teach; it came as it is");
  }
  const auto& [graph, recipe] = *extra_->cnn_setup;
  Model model;
  model.graph = graph;
  model.cost = recipe.cost;
  model.cost_parameters = recipe.cost_parameters;
  model.state = State(graph, recipe.seed);
  learnt_.reset();
  test_.reset();
  inspector_.forget();
  failed_.clear();
  seconds_ = 0;
  trainer_ = std::make_unique<Trainer>(engine_, model, task_->data->train, recipe);
}

void Cnn::bring(TaskPtr task) {
  task_ = std::move(task);
  test_.reset();
}

void Cnn::run(double seconds) {
  const Clock::time_point start = Clock::now();
  try {
    const StopReason reason = trainer_->run(Trainer::Budget::of_seconds(seconds));
    seconds_ += seconds_since(start);
    if (reason == StopReason::budget) return;
    learnt_ = trainer_->model();
  } catch (const Error& error) {
    failed_ = error.what();
  }
  trainer_.reset();
}

std::optional<Evaluation> Cnn::test() {
  if (!trainer_ && !test_) test_ = inspector_.evaluate(model(), task_->data->test);
  return test_;
}

Json Cnn::event() {
  const Model* model = given();
  const Graph* graph = model               ? &model->graph
                       : extra_->cnn_setup ? &extra_->cnn_setup->graph
                                           : nullptr;
  Json event{{"event", "cnn"},
             {"ready", model != nullptr && !learning()},
             {"learning", learning()},
             {"parameters", graph ? Json(graph->parameters()) : Json()},
             {"seconds", seconds_}};
  if (trainer_) {
    const Progress now = trainer_->progress();
    event["progress"] = static_cast<double>(now.step) / static_cast<double>(now.steps);
    event["cost"] = now.cost;
  }
  if (!failed_.empty()) event["error"] = failed_;
  return event;
}

}  // namespace glia::studio
