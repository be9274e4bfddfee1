#include <charconv>

#include "glia/error.h"
#include "glia/inspect.h"
#include "glia/suggest.h"

namespace glia {
namespace {

const Layer* find_layer(const std::vector<Layer>& layers, std::string_view name) {
  for (const Layer& layer : layers) {
    if (layer.name == name) return &layer;
  }
  return nullptr;
}

}  // namespace

std::string Neuron::str() const { return layer + "[" + std::to_string(index) + "]"; }

Neuron parse_neuron(std::string_view text, const Graph& graph) {
  const std::size_t open = text.find('[');
  Neuron neuron{std::string(text.substr(0, open)), -1};
  if (open != text.npos && text.ends_with(']')) {
    const char* const end = text.data() + text.size() - 1;
    const auto [stop, error] = std::from_chars(text.data() + open + 1, end, neuron.index);
    if (error != std::errc{} || stop != end) neuron.index = -1;
  }
  const std::vector<Layer> layers = dense_layers(graph);
  const Layer* layer = find_layer(layers, neuron.layer);
  if (!layer) {
    std::vector<std::string> names;
    for (const Layer& l : layers) names.push_back(l.name);
    throw Error(ErrorCode::invalid_argument,
                "there is no dense layer '" + neuron.layer + "'." + suggest(neuron.layer, names));
  }
  if (neuron.index < 0 || neuron.index >= layer->width) {
    throw Error(ErrorCode::invalid_argument, "neuron '" + std::string(text) + "': expected " +
                                                 layer->name + "[0] to " + layer->name + "[" +
                                                 std::to_string(layer->width - 1) + "]");
  }
  return neuron;
}

double Votes::in_favour() const {
  double total = 0;
  for (double c : contributions) total += c > 0 ? c : 0;
  return total;
}

double Votes::against() const {
  double total = 0;
  for (double c : contributions) total += c < 0 ? c : 0;
  return total;
}

Activations::Activations(Engine& engine, const Model& model, std::span<const float> input,
                         std::optional<std::int64_t> length)
    : graph_(&model.graph), state_(&model.state) {
  const auto& nodes = graph_->nodes();
  PlanOptions options;
  options.fuse = false;
  for (const Node& node : nodes) {
    if (node.op) options.watch.insert(node.name);
    for (const InnerSlot& slot : node.spec.inner) {
      options.watch.insert(node.name + "." + slot.name);
    }
  }
  Session session(engine, model.graph, options);
  session.load(model.state);
  std::span<const std::int64_t> lengths;
  if (length) lengths = {&*length, 1};
  session.forward(input, 1, lengths);
  for (const Node& node : nodes) {
    values_.push_back(node.op ? session.activation(node.name)
                              : std::vector<float>(input.begin(), input.end()));
    for (const InnerSlot& slot : node.spec.inner) {
      const std::string name = node.name + "." + slot.name;
      inner_.emplace(name, session.activation(name));
    }
  }
}

std::span<const float> Activations::inner(std::string_view slot) const& {
  const auto found = inner_.find(slot);
  if (found != inner_.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [name, values] : inner_) names.push_back(name);
  throw Error(ErrorCode::not_found,
              "there is no inner slot '" + std::string(slot) + "'." + suggest(slot, names));
}

Votes Activations::votes(const Neuron& neuron) const {
  const std::vector<Layer> layers = dense_layers(*graph_);
  const Layer* layer = find_layer(layers, neuron.layer);
  if (!layer || neuron.index < 0 || neuron.index >= layer->width) {
    throw Error(ErrorCode::invalid_argument, "there is no neuron '" + neuron.str() + "'");
  }
  const std::span<const float> source = (*this)[layer->source];
  const auto row = static_cast<std::size_t>(neuron.index);

  Votes votes;
  votes.neuron = neuron;
  votes.activations.assign(source.begin(), source.end());
  const auto& weight = (*state_)[layer->name + ".weight"].values;
  const auto first = weight.begin() + static_cast<std::ptrdiff_t>(row * source.size());
  votes.weights.assign(first, first + static_cast<std::ptrdiff_t>(source.size()));
  votes.bias = double{(*state_)[layer->name + ".bias"].values[row]};
  votes.z = (*this)[layer->sums][row];

  double total = 0;
  for (std::size_t i = 0; i < source.size(); ++i) {
    votes.contributions.push_back(double{votes.weights[i]} * double{source[i]});
    total += votes.contributions.back();
  }
  votes.rounding = double{votes.z} - (total + votes.bias);
  return votes;
}

}  // namespace glia
