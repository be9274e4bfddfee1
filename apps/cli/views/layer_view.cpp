#include "views/layer_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "terminal/terminal.h"
#include "views/answers.h"
#include "views/finite.h"

namespace glia::cli {
namespace {

MapColumn hidden_states(const TimeLayer& layer, const Activations& activations) {
  MapColumn column;
  column.layer = {layer.name,
                  layer.node,
                  layer.node,
                  layer.directions,
                  {static_cast<int>(layer.frames), static_cast<int>(layer.units)}};
  for (int d = 0; d < layer.directions; ++d) {
    const std::span<const float> hidden = activations.inner(layer.slot(d, "hidden"));
    for (std::int64_t unit = 0; unit < layer.units; ++unit) {
      for (std::int64_t t = 0; t < layer.frames; ++t) {
        column.lights.push_back(hidden[static_cast<std::size_t>(t * layer.units + unit)]);
      }
    }
  }
  column.full = largest_magnitude(column.lights);
  column.diverging = true;
  column.time = layer;
  return column;
}

// The neurons of a layer that are shown.
std::vector<std::int64_t> shown(std::int64_t width, int at_most) {
  std::vector<std::int64_t> rows;
  const std::int64_t half = width <= at_most ? width : (at_most - 1) / 2;
  for (std::int64_t i = 0; i < half; ++i) rows.push_back(i);
  if (half == width) return rows;
  rows.push_back(-1);
  for (std::int64_t i = width - half; i < width; ++i) rows.push_back(i);
  return rows;
}

Column input_column(const Model& model, const Activations& activations,
                    const std::vector<std::string>& names, int at_most) {
  const NodeId node = input_of(model.graph);
  const std::span<const float> lights = activations[node];
  return {.layer = {model.graph[node].name, node, node, node, std::ssize(lights)},
          .lights = {lights.begin(), lights.end()},
          .full = largest_magnitude(lights),
          .rows = shown(std::ssize(lights), at_most),
          .inputs = true,
          .votes = false,
          .names = names};
}

// What the outputs are called, and of numbers which they are.
std::vector<std::string> output_names(const Model& model, std::span<const float> outputs) {
  std::vector<std::string> names = class_names(model);
  const TableForm* form = tells_numbers(model);
  for (std::size_t i = 0; form && i < names.size(); ++i) {
    names[i] += " = " + short_number(form->in_own_unit(i, double{outputs[i]}), 5);
  }
  return names;
}

}  // namespace

double Column::brightness(std::int64_t neuron) const {
  return unit(std::abs(double{lights[static_cast<std::size_t>(neuron)]}) / full);
}

std::vector<Column> columns_of(const Model& model, const Activations& activations,
                               const std::vector<std::string>& inputs, int at_most) {
  std::vector<Column> columns;
  if (!inputs.empty()) columns.push_back(input_column(model, activations, inputs, at_most));
  std::vector<Layer> layers = dense_layers(model.graph);
  const bool votes = !layers.empty();
  if (!votes) {
    const NodeId out = model.graph.output();
    layers.push_back({"output", out, out, out, model.graph[out].shape.elements()});
  }
  for (const Layer& layer : layers) {
    Column column{.layer = layer, .rows = shown(layer.width, at_most), .votes = votes};
    const std::span<const float> lights = activations[layer.lights];
    column.lights.assign(lights.begin(), lights.end());
    const Node& lit_by = model.graph[layer.lights];
    const bool bounded =
        lit_by.op && (lit_by.op->name() == "sigmoid" || lit_by.op->name() == "softmax" ||
                      lit_by.op->name() == "tanh");
    if (!bounded) column.full = largest_magnitude(column.lights);
    columns.push_back(std::move(column));
  }
  columns.back().outputs = true;
  columns.back().names = output_names(model, columns.back().lights);
  return columns;
}

std::span<const float> MapColumn::map(std::int64_t channel) const {
  const auto pixels = lights.size() / static_cast<std::size_t>(layer.channels);
  return std::span(lights).subspan(static_cast<std::size_t>(channel) * pixels, pixels);
}

MapColumn::Pixel MapColumn::pixel(std::int64_t index) const {
  const std::int64_t width = layer.size.width, height = layer.size.height;
  if (!time) return {index / (width * height), index % width, index / width % height};
  const std::int64_t of_frame = index % (time->directions * time->units);
  const std::int64_t direction = of_frame / time->units;
  // The way back ends at the first frame; a mean is of all of them.
  const std::int64_t frame = time->output == "sequence" ? index / (time->directions * time->units)
                             : time->output == "last" && direction == 1 ? 0
                                                                        : width - 1;
  return {direction, frame, of_frame % time->units};
}

std::string MapColumn::sizes() const {
  if (!time) return fmt::format("{}×{}×{}", layer.channels, layer.size.height, layer.size.width);
  return time->directions == 1 ? fmt::format("{}", time->units)
                               : fmt::format("{}×{}", time->directions, time->units);
}

std::vector<MapColumn> map_columns_of(const Model& model, const Activations& activations) {
  std::vector<MapColumn> columns;
  for (const MapLayer& layer : map_layers(model.graph)) {
    const std::span<const float> lights = activations[layer.lights];
    MapColumn column{layer, {lights.begin(), lights.end()}, largest_magnitude(lights), false};
    column.diverging = std::any_of(lights.begin(), lights.end(), [](float v) { return v < 0; });
    columns.push_back(std::move(column));
  }
  for (const TimeLayer& layer : time_layers(model.graph)) {
    columns.push_back(hidden_states(layer, activations));
  }
  std::ranges::stable_sort(columns, {}, [](const MapColumn& c) { return c.layer.sums.index; });
  return columns;
}

NodeId input_of(const Graph& graph) {
  int index = 0;
  while (graph.nodes()[static_cast<std::size_t>(index)].op) ++index;
  return NodeId{index};
}

}  // namespace glia::cli
