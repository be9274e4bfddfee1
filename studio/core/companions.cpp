#include "core/companions.h"

#include "base/in_words.h"
#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {

void expect_one_input(const Graph& graph, const std::string& what) {
  std::string names;
  std::size_t count = 0;
  for (const Node& node : graph.nodes()) {
    if (node.op) continue;
    names += (count++ ? ", '" : "'") + node.name + "'";
  }
  if (count == 1) return;
  throw Error(ErrorCode::unsupported, what + ": the network takes " + std::to_string(count) +
                                          " inputs (" + names +
                                          "); the studio shows networks that take one");
}

void expect_classes(const Model& model, const DataSplit& data, const std::string& what) {
  if (model.classes.empty() || data.classes.empty() || model.classes == data.classes) return;
  if (!data.train.class_names().empty() && data.train.by_place(model.classes)) return;
  throw Error(ErrorCode::shape_mismatch, what + ": expected a network that tells apart " +
                                             in_words(data.classes) +
                                             ", as the pictures are, got "
                                             "one that tells apart " +
                                             in_words(model.classes));
}

void check_companions(const Companions& companions, const DataSplit& data) {
  const auto fits = [&](const Graph& graph) {
    if (graph.input_shape() == data.train.shape() &&
        graph[graph.output()].shape.elements() == data.train.classes()) {
      return;
    }
    throw Error(ErrorCode::shape_mismatch,
                "the network to compare with: expected one from " + data.train.shape().str() +
                    " to " + std::to_string(data.train.classes()) + " classes, got one from " +
                    graph.input_shape().str() + " to " +
                    std::to_string(graph[graph.output()].shape.elements()));
  };
  const auto has_maps = [](const Graph& graph) {
    if (!map_layers(graph).empty()) return;
    throw Error(ErrorCode::unsupported,
                "the network to compare with has no convolution; train one with: glia train "
                "--preset lenet");
  };
  if (companions.cnn) {
    expect_one_input(companions.cnn->graph, "the network to compare with");
    fits(companions.cnn->graph);
    expect_classes(*companions.cnn, data, "the network to compare with");
    has_maps(companions.cnn->graph);
  }
  if (companions.lesson) fits(companions.lesson->graph);
  if (companions.speech) expect_one_input(companions.speech->graph, "the network that hears");
  if (companions.speech && !companions.speech->form.sound()) {
    throw Error(ErrorCode::unsupported,
                "the network that hears: this one learnt from pictures; train one with: glia "
                "train --preset lstm --data fsdd");
  }
}

Cnn::Cnn(Engine& engine, const DataSplit& data, std::shared_ptr<const Companions> companions,
         std::function<void()> between)
    : looker(engine, std::move(between)),
      engine_(engine),
      data_(data),
      companions_(std::move(companions)) {}

const Model& Cnn::model() {
  if (trainer_) return trainer_->model();
  if (const Model* model = given()) return *model;
  throw Error(ErrorCode::not_found,
              companions_->lesson ? "the CNN has not learnt yet; teach it first"
                                  : "there is no CNN here; start the studio with one: --cnn FILE");
}

void Cnn::teach() {
  if (!companions_->lesson) {
    throw Error(ErrorCode::not_found, "cnn: there is nothing to teach; it came as it is");
  }
  const auto& [graph, recipe] = *companions_->lesson;
  Model model;
  model.graph = graph;
  model.cost = recipe.cost;
  model.state = State(graph, recipe.seed);
  learnt_.reset();
  test_.reset();
  looker.forget();
  failed_.clear();
  seconds_ = 0;
  trainer_ = std::make_unique<Trainer>(engine_, model, data_.train, recipe);
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
  if (!trainer_ && !test_) test_ = looker.evaluate(model(), data_.test);
  return test_;
}

Json Cnn::event() {
  const Model* model = given();
  const Graph* graph = model                 ? &model->graph
                       : companions_->lesson ? &companions_->lesson->graph
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
