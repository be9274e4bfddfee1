#include "answers.h"

#include <fmt/format.h>

#include <algorithm>

#include "glia/error.h"
#include "terminal.h"

namespace glia::cli {

std::string class_name(const std::vector<std::string>& classes, std::int64_t output) {
  const auto i = static_cast<std::size_t>(output);
  const bool named = output >= 0 && i < classes.size() && !classes[i].empty();
  return named ? classes[i] : std::to_string(output);
}

std::string class_name(const Model& model, std::int64_t output) {
  return class_name(model.classes, output);
}

std::vector<std::string> class_names(const std::vector<std::string>& classes,
                                     std::int64_t outputs) {
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < outputs; ++i) names.push_back(class_name(classes, i));
  return names;
}

std::vector<std::string> class_names(const Model& model) {
  return class_names(model.classes, outputs_of(model));
}

int inputs_of(const Model& model) {
  return static_cast<int>(
      std::ranges::count_if(model.graph.nodes(), [](const Node& node) { return !node.op; }));
}

Model load_network(const std::string& path) {
  Model model = load_model(path);
  if (const int inputs = inputs_of(model); inputs != 1) {
    throw Error(
        ErrorCode::format,
        fmt::format("{}: the network has {} inputs, and glia can ask networks of one input; "
                    "glia info, glia show and glia set work with it",
                    path, inputs));
  }
  return model;
}

void check_answers(const Model& model, const Insight& insight, const std::string& path) {
  if (brightest(insight.output()) >= 0) return;
  std::size_t first = 0;
  while (brightest(insight[NodeId{static_cast<int>(first)}]) >= 0) ++first;
  throw Error(ErrorCode::format,
              fmt::format("{}: the network gives no answer, its outputs are not finite (NaN or "
                          "infinity begins in '{}'); the model is damaged or its training diverged",
                          path, model.graph.nodes()[first].name));
}

std::string unanswered(const Evaluation& evaluation) {
  if (evaluation.not_finite == 0) return "";
  return fmt::format("{} of {} get no answer and count as wrong: outputs are NaN or infinite.",
                     grouped(evaluation.not_finite), grouped(evaluation.samples));
}

std::int64_t outputs_of(const Model& model) {
  return model.graph[model.graph.output()].shape.elements();
}

std::string learnt_from(const Model& model) {
  const auto data = model.history.find("data");
  return data == model.history.end() ? "" : data->second;
}

}  // namespace glia::cli
