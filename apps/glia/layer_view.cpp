#include "layer_view.h"

#include <algorithm>
#include <cmath>

namespace glia::cli {

double Column::brightness(std::int64_t neuron) const {
  return std::clamp(std::abs(double{lights[static_cast<std::size_t>(neuron)]}) / full, 0.0, 1.0);
}

std::vector<Column> columns_of(const Model& model, const Insight& insight, int at_most) {
  std::vector<Column> columns;
  for (const Layer& layer : dense_layers(model.graph)) {
    Column column{layer, {}, 1, {}, false};
    const std::span<const float> lights = insight[layer.lights];
    column.lights.assign(lights.begin(), lights.end());
    const bool bounded = model.graph[layer.lights].op->name() == "sigmoid" ||
                         model.graph[layer.lights].op->name() == "softmax" ||
                         model.graph[layer.lights].op->name() == "tanh";
    if (!bounded) column.full = largest_magnitude(column.lights);
    if (layer.width <= at_most) {
      for (std::int64_t i = 0; i < layer.width; ++i) column.rows.push_back(i);
    } else {
      const std::int64_t half = (at_most - 1) / 2;
      for (std::int64_t i = 0; i < half; ++i) column.rows.push_back(i);
      column.rows.push_back(-1);
      for (std::int64_t i = layer.width - half; i < layer.width; ++i) column.rows.push_back(i);
    }
    columns.push_back(std::move(column));
  }
  if (!columns.empty()) columns.back().outputs = true;
  return columns;
}

}  // namespace glia::cli
