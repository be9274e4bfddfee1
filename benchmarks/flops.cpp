#include <variant>

#include "workloads.h"

namespace workloads {
namespace {

using namespace glia;

// Multiply-adds of one sample.
struct Products {
  double forward = 0, weights = 0, inputs = 0;
};

double elements(const Shape& shape) { return static_cast<double>(shape.elements()); }

// How many taps of a filter fall into the picture, over all places of one axis.
double taps(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride,
            std::int64_t padding) {
  double inside = 0;
  for (std::int64_t y = 0; y < out; ++y) {
    for (std::int64_t k = 0; k < kernel; ++k) {
      const std::int64_t at = y * stride + k - padding;
      inside += at >= 0 && at < in ? 1 : 0;
    }
  }
  return inside;
}

Products of_conv(const Node& node, const Shape& in) {
  const Attributes attributes = node.op->attributes();
  const auto number = [&](const char* name) { return std::get<std::int64_t>(attributes.at(name)); };
  const std::int64_t kernel = number("kernel"), stride = number("stride");
  const std::int64_t padding = number("padding");
  const double all = static_cast<double>(node.shape[0] * in[0]) *
                     taps(in[1], node.shape[1], kernel, stride, padding) *
                     taps(in[2], node.shape[2], kernel, stride, padding);
  return {all, all, all};
}

// One direction. The first frame meets a state of zeros.
Products of_lstm(const Node& node, const Shape& in) {
  const double frames = static_cast<double>(in[0]);
  const double input = frames * elements(node.spec.params[0].shape);
  const double hidden = (frames - 1) * elements(node.spec.params[1].shape);
  return {input + hidden, input + 2 * hidden, input};  // the gradient goes back through the states
}

Products of(const Graph& graph, const Node& node) {
  if (!node.op) return {};
  const Shape& in = graph[node.inputs[0]].shape;
  if (node.op->name() == "conv2d") return of_conv(node, in);
  if (node.op->name() == "lstm") return of_lstm(node, in);
  if (node.op->name() == "dense") {
    const double all = elements(node.spec.params[0].shape);
    return {all, all, all};
  }
  return {};
}

}  // namespace

double flops_forward(const Graph& graph) {
  double products = 0;
  for (const Node& node : graph.nodes()) products += of(graph, node).forward;
  return 2 * products;
}

double flops_trained(const Graph& graph) {
  double sum = 0;
  bool first = true;  // its inputs are the data: nobody asks for their gradient
  for (const Node& node : graph.nodes()) {
    const Products products = of(graph, node);
    if (products.forward == 0) continue;
    sum += products.forward + products.weights + (first ? 0 : products.inputs);
    first = false;
  }
  return 2 * sum;
}

}  // namespace workloads
