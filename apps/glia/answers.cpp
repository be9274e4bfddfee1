#include "answers.h"

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

std::int64_t outputs_of(const Model& model) {
  return model.graph[model.graph.output()].shape.elements();
}

std::string learnt_from(const Model& model) {
  const auto data = model.history.find("data");
  return data == model.history.end() ? "" : data->second;
}

}  // namespace glia::cli
