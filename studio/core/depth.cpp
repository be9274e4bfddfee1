// What reaches each layer of a network that somebody describes: the sizes of its slopes.
#include "core/depth.h"

#include <cmath>
#include <memory>

#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {

std::vector<LayerSlope> layer_slopes(Inspector& inspector, const Model& model, const Batch& batch) {
  State slopes;
  inspector.gradients(model, batch.inputs, batch.targets, batch.rows, slopes);
  std::vector<LayerSlope> found;
  for (const Node& node : model.graph.nodes()) {
    for (const ParamSpec& param : node.spec.params) {
      if (param.shape.rank() < 2) continue;  // biases, and what a batch norm has
      const std::vector<float>& values = slopes[parameter_name(node, param)].values;
      double square = 0;
      for (const float value : values) square += double{value} * value;
      found.push_back({node.name, std::sqrt(square / static_cast<double>(values.size()))});
    }
  }
  return found;
}

Json to_json(const std::vector<LayerSlope>& slopes) {
  Json layers = Json::array();
  for (const LayerSlope& each : slopes) {
    layers.push_back({{"layer", each.layer}, {"size", each.size}});
  }
  return layers;
}

Settings changed_in_words(const Settings& settings, const Fields& fields, const Task& task) {
  constexpr std::size_t kMostWords = 2000;  // bytes
  constexpr std::int64_t kMostParameters = 2'000'000;
  if (fields.has("net") && fields.has("hidden")) fields.fail("net", "one of net and hidden");
  Settings after = changed(settings, fields, task);
  if (!fields.has("net")) return after;
  after.net = fields.text("net", kMostWords);
  const std::int64_t parameters = graph_of(after, task).parameters();
  if (parameters > kMostParameters) {
    fields.fail("net", "at most " + std::to_string(kMostParameters) + " parameters");
  }
  return after;
}

std::span<const std::string_view> fields_in_words() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list(settings_fields().begin(), settings_fields().end());
    list.push_back("net");
    return list;
  }();
  return names;
}

namespace {

constexpr std::int64_t kMostTrained = 5000, kMostSloped = 2000;
constexpr double kTraining = 0.02;  // seconds

Json depth(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const TaskPtr task = s.timeline.task();
  const Settings settings =
      changed_in_words(s.timeline.settings(), fields.object("recipe", fields_in_words()), *task);
  const auto steps = static_cast<std::uint64_t>(fields.whole("steps", 0, kMostTrained, 0));
  const std::int64_t samples = fields.whole("samples", 1, kMostSloped, 500);
  struct Job {
    TrainingData data;
    std::unique_ptr<Trainer> trainer;
    std::unique_ptr<Inspector> inspector;
    Batch batch;
  };
  auto job = std::make_shared<Job>();
  job->data = training_data_of(settings, task->data->train);
  Model model;
  model.graph = graph_of(settings, *task);
  model.state = State(model.graph, settings.recipe.seed);
  model.cost = settings.recipe.cost;
  model.cost_parameters = settings.recipe.cost_parameters;
  job->trainer = std::make_unique<Trainer>(*s.engine, model, job->data.train, recipe_of(settings));
  begin_at_rate(*job->trainer, settings);
  job->inspector = std::make_unique<Inspector>(*s.engine, [&s] { s.look_up(); });
  job->batch = first_of(job->data.train, samples);
  s.jobs.supersede({"depth"});
  return s.jobs.later(ask, "depth", [=]() -> std::optional<Json> {
    Trainer& trainer = *job->trainer;
    if (trainer.step() < steps) {
      trainer.run({.steps = steps - trainer.step(), .seconds = kTraining});
      return std::nullopt;
    }
    const Model now = trainer.model();
    const Evaluation found = job->inspector->evaluate(now, task->judged());
    return Json{{"layers", to_json(layer_slopes(*job->inspector, now, job->batch))},
                {"cost", maybe(cost_of(found))},
                {"accuracy", maybe(accuracy_of(found))},
                {"step", trainer.step()},
                {"parameters", now.graph.parameters()},
                {"samples", job->batch.rows}};
  });
}

}  // namespace

void add_depth(Commands& commands) { commands["depth"] = {depth, {"recipe", "steps", "samples"}}; }

}  // namespace glia::studio
