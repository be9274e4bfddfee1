#include "views/weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli.h"
#include "data/sample.h"
#include "glia/suggest.h"
#include "text/say.h"
#include "views/finite.h"

namespace glia::cli {
namespace {

bool has_weights(const Node& node) {
  return node.op && (node.op->name() == "dense" || node.op->name() == "conv2d");
}

NodeId find_weights(const Graph& graph, const std::string& name) {
  std::vector<std::string> known;
  for (std::size_t n = 0; n < graph.nodes().size(); ++n) {
    const Node& node = graph.nodes()[n];
    if (!has_weights(node)) continue;
    if (name.empty() || node.name == name) return NodeId{static_cast<int>(n)};
    known.push_back(node.name);
  }
  if (known.empty()) throw UsageError("this network has no dense or convolution layer to show");
  throw UsageError(
      fmt::format("--layer: there is no '{}' with weights.{}", name, suggest(name, known)));
}

// What a dense layer sees when its inputs are pictures: the last node before it, through flatten
// and activations, that is channels × height × width, or the input.
struct Seen {
  std::int64_t channels = 0;  // 0: no picture
  ImageSize size;
};

Seen seen_by(const Graph& graph, NodeId at) {
  const std::int64_t elements = graph[at].shape.elements();
  while (true) {
    const Node& node = graph[at];
    if (node.shape.rank() == 3 && node.shape[1] * node.shape[2] > 1) {
      return {node.shape[0], {static_cast<int>(node.shape[2]), static_cast<int>(node.shape[1])}};
    }
    if (!node.op) {
      const auto size = image_size(node.shape);
      return size ? Seen{1, *size} : Seen{};
    }
    const bool same = node.inputs.size() == 1 && node.spec.params.empty() &&
                      graph[node.inputs[0]].shape.elements() == elements;
    if (!same) return {};
    at = node.inputs[0];
  }
}

// The magnitude that all but a few in a thousand weights stay below: a lone giant must not darken
// the rest.
double common_scale(std::span<const float> weights) {
  std::vector<float> sorted;
  for (float w : weights) {
    if (std::isfinite(w)) sorted.push_back(std::abs(w));
  }
  if (sorted.empty()) return 1;
  const auto at = sorted.begin() + static_cast<std::ptrdiff_t>((sorted.size() - 1) * 995 / 1000);
  std::nth_element(sorted.begin(), at, sorted.end());
  return *at > 0 ? double{*at} : 1;
}

// [time][band] becomes time to the right, high above low.
void turn_upright(WeightFigure& figure) {
  figure.sound = true;
  figure.size = {figure.size.height, figure.size.width};
  const auto pixels =
      static_cast<std::size_t>(figure.size.width) * static_cast<std::size_t>(figure.size.height);
  for (std::size_t begin = 0; begin < figure.weights.size(); begin += pixels) {
    const std::span<float> picture = std::span(figure.weights).subspan(begin, pixels);
    std::ranges::copy(upright<float>(picture, figure.size), picture.begin());
  }
}

}  // namespace

std::span<const float> WeightFigure::picture(std::int64_t unit, std::int64_t channel) const {
  const auto pixels = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
  return std::span(weights).subspan(static_cast<std::size_t>(unit * channels + channel) * pixels,
                                    pixels);
}

std::string WeightFigure::unit_name(std::int64_t unit) const {
  return fmt::format("{}[{}]", name, unit);
}

std::string WeightFigure::summary() const {
  if (matrix) {
    return say("a row for each of its {} neurons, a column for each of the {} of {}", size.height,
               size.width, source);
  }
  const std::string what = filters
                               ? say("{} filters, {} × {} weights", units, size.width, size.height)
                               : say("{} neurons, {} × {} weights", units, size.width, size.height);
  if (channels == 1) return say("{} each", what);
  if (rgb) return say("{} each for red, green and blue", what);
  return say("{} for each of the {} maps of {}", what, channels, source);
}

WeightFigure weights_of(const Model& model, const std::string& name) {
  const Graph& graph = model.graph;
  const Node& node = graph[find_weights(graph, name)];
  const Tensor& weight = model.state[node.name + ".weight"];
  WeightFigure figure;
  figure.name = node.name;
  figure.source = owner_of(graph, node.inputs[0]);
  figure.filters = node.op->name() == "conv2d";
  figure.units = weight.shape[0];
  figure.weights = weight.values;
  figure.biases = model.state[node.name + ".bias"].values;
  figure.scale = common_scale(weight.values);
  if (figure.filters) {
    figure.channels = weight.shape[1];
    figure.size = {static_cast<int>(weight.shape[3]), static_cast<int>(weight.shape[2])};
  } else if (const Seen seen = seen_by(graph, node.inputs[0]); seen.channels > 0) {
    figure.channels = seen.channels;
    figure.size = seen.size;
  } else {
    figure.matrix = true;
    figure.size = {static_cast<int>(weight.shape[1]), static_cast<int>(weight.shape[0])};
    figure.units = 1;
  }
  if (model.form.sound() && !figure.matrix) turn_upright(figure);
  figure.rgb = figure.channels == 3 && figure.source == graph.nodes().front().name;
  return figure;
}

}  // namespace glia::cli
