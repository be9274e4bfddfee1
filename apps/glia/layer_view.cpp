#include "layer_view.h"

#include <algorithm>
#include <cmath>

namespace glia::cli {

double Column::brightness(std::int64_t neuron) const {
  return std::clamp(std::abs(double{lights[static_cast<std::size_t>(neuron)]}) / full, 0.0, 1.0);
}

std::vector<Column> columns_of(const Model& model, const Insight& insight, int at_most) {
  std::vector<Column> columns;
  std::vector<Layer> layers = dense_layers(model.graph);
  const bool votes = !layers.empty();
  if (!votes) {
    const NodeId out = model.graph.output();
    layers.push_back({"output", out, out, out, model.graph[out].shape.elements()});
  }
  for (const Layer& layer : layers) {
    Column column{layer, {}, 1, {}, false};
    const std::span<const float> lights = insight[layer.lights];
    column.lights.assign(lights.begin(), lights.end());
    column.votes = votes;
    const Node& lit_by = model.graph[layer.lights];
    const bool bounded =
        lit_by.op && (lit_by.op->name() == "sigmoid" || lit_by.op->name() == "softmax" ||
                      lit_by.op->name() == "tanh");
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
  columns.back().outputs = true;
  return columns;
}

std::span<const float> MapColumn::map(std::int64_t channel) const {
  const auto pixels = lights.size() / static_cast<std::size_t>(layer.channels);
  return std::span(lights).subspan(static_cast<std::size_t>(channel) * pixels, pixels);
}

std::vector<MapColumn> map_columns_of(const Model& model, const Insight& insight) {
  std::vector<MapColumn> columns;
  for (const MapLayer& layer : map_layers(model.graph)) {
    const std::span<const float> lights = insight[layer.lights];
    MapColumn column{layer, {lights.begin(), lights.end()}, largest_magnitude(lights), false};
    column.diverging = std::any_of(lights.begin(), lights.end(), [](float v) { return v < 0; });
    columns.push_back(std::move(column));
  }
  return columns;
}

NodeId input_of(const Graph& graph) {
  int index = 0;
  while (graph.nodes()[static_cast<std::size_t>(index)].op) ++index;
  return NodeId{index};
}

}  // namespace glia::cli
