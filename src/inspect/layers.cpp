#include <optional>

#include "glia/inspect.h"

namespace glia {
namespace {

// The node that alone reads `id`, if there is exactly one.
std::optional<NodeId> only_reader(const Graph& graph, NodeId id) {
  std::optional<NodeId> reader;
  const auto& nodes = graph.nodes();
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    for (NodeId in : nodes[n].inputs) {
      if (!(in == id)) continue;
      if (reader) return std::nullopt;
      reader = NodeId{static_cast<int>(n)};
    }
  }
  return reader;
}

bool is_activation(const Node& node, const Node& before) {
  return node.op && node.spec.params.empty() && node.op->name() != "dropout" &&
         node.inputs.size() == 1 && node.shape == before.shape;
}

// Number by number the same picture, only in another light.
bool is_finish(const Graph& graph, const Node& node) {
  if (!node.op || node.inputs.size() != 1) return false;
  const Node& before = graph[node.inputs[0]];
  if (!before.op || !only_reader(graph, node.inputs[0]) || node.shape != before.shape) return false;
  const std::string_view op = node.op->name();
  return op == "batch_norm" || op == "layer_norm" || op == "dropout" ||
         (is_activation(node, before) && op != "max_pool" && op != "average_pool");
}

}  // namespace

std::vector<Layer> dense_layers(const Graph& graph) {
  std::vector<Layer> layers;
  const auto& nodes = graph.nodes();
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    const Node& node = nodes[n];
    if (!node.op || node.op->name() != "dense") continue;
    const NodeId sums{static_cast<int>(n)};
    NodeId lights = sums;
    const std::optional<NodeId> reader = only_reader(graph, sums);
    if (reader && is_activation(graph[*reader], node)) lights = *reader;
    layers.push_back({node.name, node.inputs[0], sums, lights, node.shape.elements()});
  }
  return layers;
}

std::vector<MapLayer> map_layers(const Graph& graph) {
  std::vector<MapLayer> layers;
  const auto& nodes = graph.nodes();
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    const Node& node = nodes[n];
    if (!node.op || node.shape.rank() != 3 || is_finish(graph, node)) continue;
    const NodeId sums{static_cast<int>(n)};
    NodeId lights = sums;
    for (auto next = only_reader(graph, sums); next && is_finish(graph, graph[*next]);
         next = only_reader(graph, lights)) {
      lights = *next;
    }
    layers.push_back({node.name,
                      sums,
                      lights,
                      node.shape[0],
                      {static_cast<int>(node.shape[2]), static_cast<int>(node.shape[1])}});
  }
  return layers;
}

std::string TimeLayer::slot(int direction, std::string_view what) const {
  return name + (direction == 0 ? "." : ".reverse_") + std::string(what);
}

std::vector<TimeLayer> time_layers(const Graph& graph) {
  std::vector<TimeLayer> layers;
  const auto& nodes = graph.nodes();
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    const Node& node = nodes[n];
    if (!node.op || node.spec.inner.empty()) continue;  // nothing else keeps what has a name
    TimeLayer layer{.name = node.name, .node = NodeId{static_cast<int>(n)}};
    layer.frames = graph[node.inputs[0]].shape[0];
    layer.units = node.spec.inner.front().shape[1];
    layer.directions = 1;
    layer.output = std::get<std::string>(node.op->attributes().at("output"));
    for (const InnerSlot& slot : node.spec.inner) {
      if (slot.name.starts_with("reverse_")) {
        layer.directions = 2;
      } else {
        layer.slots.push_back(slot.name);
      }
    }
    layers.push_back(std::move(layer));
  }
  return layers;
}

std::int64_t frames_heard(const TimeLayer& layer, std::span<const float> first_slot) noexcept {
  std::int64_t last = std::ssize(first_slot);
  while (last > 0 && first_slot[static_cast<std::size_t>(last - 1)] == 0) --last;
  return (last + layer.units - 1) / layer.units;
}

}  // namespace glia
