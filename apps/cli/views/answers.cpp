#include "views/answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli.h"
#include "data/open_model.h"
#include "glia/confidence.h"
#include "glia/error.h"
#include "options/options.h"
#include "terminal/terminal.h"
#include "text/say.h"

namespace glia::cli {

namespace {

constexpr float kSaid = 0.5F;  // an output of several classes says yes above

bool several_classes(const Model& model) noexcept {
  const TableForm* form = model.form.table();
  return form && form->kind == TargetKind::several_classes;
}

Session loaded(Engine& engine, const Model& model, PlanOptions plan) {
  plan.learn = false;
  Session session(engine, model.graph, plan);
  session.load(model.state);
  return session;
}

}  // namespace

std::string class_name(const std::vector<std::string>& classes, std::int64_t output) {
  const auto i = static_cast<std::size_t>(output);
  const bool named = output >= 0 && i < classes.size() && !classes[i].empty();
  return named ? classes[i] : std::to_string(output);
}

std::string class_name(const Model& model, std::int64_t output) {
  const TableForm* form = tells_numbers(model);
  if (form && output >= 0 && output < std::ssize(form->targets)) {
    return form->targets[static_cast<std::size_t>(output)].name;
  }
  return class_name(model.classes, output);
}

std::vector<std::string> class_names(const std::vector<std::string>& classes,
                                     std::int64_t outputs) {
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < outputs; ++i) names.push_back(class_name(classes, i));
  return names;
}

std::vector<std::string> class_names(const Model& model) {
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < outputs_of(model); ++i) names.push_back(class_name(model, i));
  return names;
}

const TableForm* tells_numbers(const Model& model) noexcept {
  const TableForm* form = model.form.table();
  return form && !form->targets.empty() && model.classes.empty() ? form : nullptr;
}

bool says(const Model& model, std::span<const float> outputs, std::int64_t output) {
  if (tells_numbers(model)) return true;
  return several_classes(model) ? outputs[static_cast<std::size_t>(output)] > kSaid
                                : output == brightest(outputs);
}

int inputs_of(const Model& model) {
  return static_cast<int>(
      std::ranges::count_if(model.graph.nodes(), [](const Node& node) { return !node.op; }));
}

Model load_network(const std::string& path) {
  Model model = open_model(path);
  if (const int inputs = inputs_of(model); inputs != 1) {
    throw Error(
        ErrorCode::format,
        fmt::format("{}: the network has {} inputs, and glia can ask networks of one input; "
                    "glia info, glia show and glia set work with it",
                    path, inputs));
  }
  return model;
}

Session answering(Engine& engine, const Model& model, std::int64_t together,
                  std::set<std::string> watch) {
  PlanOptions plan;
  plan.batch = together;
  plan.watch = std::move(watch);
  return loaded(engine, model, std::move(plan));
}

Session evaluating(Engine& engine, const Model& model, std::int64_t together) {
  PlanOptions plan;
  plan.batch = together;
  plan.cost = model.cost;
  plan.cost_parameters = model.cost_parameters;
  return loaded(engine, model, std::move(plan));
}

void check_answers(const Model& model, const Activations& activations, const std::string& path) {
  if (brightest(activations.output()) >= 0) return;
  std::size_t first = 0;
  while (brightest(activations[NodeId{static_cast<int>(first)}]) >= 0) ++first;
  throw Error(ErrorCode::format,
              fmt::format("{}: the network gives no answer, its outputs are not finite (NaN or "
                          "infinity begins in '{}'); the model is damaged or its training diverged",
                          path, model.graph.nodes()[first].name));
}

std::string unanswered(const Evaluation& evaluation) {
  if (evaluation.not_finite == 0) return "";
  return say("{} of {} get no answer and count as wrong: outputs are NaN or infinite.",
             grouped(evaluation.not_finite), grouped(evaluation.samples));
}

Answer Answer::of(const Model& model, std::span<const float> outputs,
                  std::optional<double> threshold) {
  if (several_classes(model)) {
    Answer all;
    for (std::int64_t i = 0; i < std::ssize(outputs); ++i) {
      if (says(model, outputs, i)) all.best += (all.best.empty() ? "" : ";") + class_name(model, i);
    }
    return all;
  }
  Answer answer{class_name(model, brightest(outputs)), glia::confidence(model, outputs)};
  answer.none = threshold && answer.confidence && *answer.confidence < *threshold;
  return answer;
}

void Answer::add_to(nlohmann::ordered_json& line) const {
  line["answer"] = none ? nlohmann::ordered_json() : nlohmann::ordered_json(best);
  if (none) line["best_guess"] = best;
  if (confidence) line["confidence"] = *confidence;
}

void add_threshold(CLI::App& app, std::optional<double>& threshold) {
  add_number(app, "--threshold", threshold, {0, 1},
             "Confidence from 0 to 1 below which the answer is 'none of these'");
}

void check_tells_confidence(const Model& model, const std::string& option,
                            const std::string& path) {
  if (tells_confidence(model.graph)) return;
  throw UsageError(fmt::format(
      "{}: {} does not tell how sure it is: its outputs are no probabilities, which takes a "
      "softmax or sigmoids at its end and two outputs at least",
      option, path));
}

void check_threshold(const Model& model, std::optional<double> threshold, const std::string& path) {
  if (threshold) check_tells_confidence(model, "--threshold", path);
}

std::int64_t outputs_of(const Model& model) {
  return model.graph[model.graph.output()].shape.elements();
}

std::string learnt_from(const Model& model) {
  const auto data = model.history.find("data");
  return data == model.history.end() ? "" : data->second;
}

}  // namespace glia::cli
