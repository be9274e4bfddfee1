#include "onnx/layers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

#include "glia/error.h"
#include "onnx/recurrent_weights.h"

namespace glia::exchange {
namespace {

// A node on its way. Values of its own that are not its output are called "node/what".
struct Layer {
  const Graph& graph;
  const Node& node;
  const State& state;
  const std::vector<std::string>& inputs;
  const Lengths& lengths;
  Writer& writer;
  Attributes attributes = node.op->attributes();

  const Shape& shape_in() const { return graph[node.inputs[0]].shape; }
  std::string inner(const char* what) const { return node.name + "/" + what; }
  std::int64_t integer(const char* name) const {
    return std::get<std::int64_t>(attributes.at(name));
  }
  double number(const char* name) const { return std::get<double>(attributes.at(name)); }
  const std::string& text(const char* name) const {
    return std::get<std::string>(attributes.at(name));
  }

  std::string parameter(std::size_t i) const {
    const Tensor& tensor = state[parameter_name(node, node.spec.params[i])];
    return writer.floats(parameter_name(node, node.spec.params[i]), tensor.shape, tensor.values);
  }
  std::string flat() const {
    if (shape_in().rank() == 1) return inputs[0];
    return writer.node("Flatten", {inputs[0]}, inner("flat"), {{"axis", std::int64_t{1}}});
  }
  // Whether samples may have fewer frames than there is room for.
  bool has_lengths() const { return !lengths.each.empty() && takes_lengths_of(graph, shape_in()); }
  static bool takes_lengths_of(const Graph& graph, const Shape& in) {
    const Shape& input = graph.input_shape();
    return input.rank() > 1 && in.rank() == 2 && in[0] == input[0];
  }
};

// What has an operator of its own and nothing to say about it.
std::string write_as(const Layer& layer, const char* op) {
  return layer.writer.node(op, layer.inputs, layer.node.name);
}
std::string write_add(const Layer& layer) { return write_as(layer, "Add"); }
std::string write_identity(const Layer& layer) { return write_as(layer, "Identity"); }
std::string write_relu(const Layer& layer) { return write_as(layer, "Relu"); }
std::string write_sigmoid(const Layer& layer) { return write_as(layer, "Sigmoid"); }
std::string write_tanh(const Layer& layer) { return write_as(layer, "Tanh"); }
std::string write_leaky_relu(const Layer& layer) {
  return layer.writer.node("LeakyRelu", layer.inputs, layer.node.name,
                           {{"alpha", layer.number("slope")}});
}
// It drops while training only.
std::string write_dropout(const Layer& layer) { return layer.inputs[0]; }

// z·½(1 + erf(z/√2)), in the order in which programs look for it.
std::string write_gelu(const Layer& layer) {
  Writer& writer = layer.writer;
  const std::string& z = layer.inputs[0];
  const std::string root = writer.number(layer.inner("root"), std::numbers::sqrt2_v<float>);
  const std::string scaled = writer.node("Div", {z, root}, layer.inner("scaled"));
  const std::string erf = writer.node("Erf", {scaled}, layer.inner("erf"));
  const std::string one = writer.number(layer.inner("one"), 1);
  const std::string sum = writer.node("Add", {erf, one}, layer.inner("sum"));
  const std::string product = writer.node("Mul", {z, sum}, layer.inner("product"));
  const std::string half = writer.number(layer.inner("half"), 0.5F);
  return writer.node("Mul", {product, half}, layer.node.name);
}

// Over all numbers of a sample, not over its last axis.
std::string write_softmax(const Layer& layer) {
  const Attributes last{{"axis", std::int64_t{-1}}};
  if (layer.shape_in().rank() == 1) {
    return layer.writer.node("Softmax", layer.inputs, layer.node.name, last);
  }
  const std::string parts =
      layer.writer.node("Softmax", {layer.flat()}, layer.inner("parts"), last);
  return layer.writer.reshaped(parts, layer.shape_in(), layer.node.name);
}

std::string write_flatten(const Layer& layer) {
  return layer.writer.node("Flatten", layer.inputs, layer.node.name, {{"axis", std::int64_t{1}}});
}
std::string write_reshape(const Layer& layer) {
  return layer.writer.reshaped(layer.inputs[0], layer.node.shape, layer.node.name);
}

std::string write_dense(const Layer& layer) {
  return layer.writer.node("Gemm", {layer.flat(), layer.parameter(0), layer.parameter(1)},
                           layer.node.name, {{"transB", std::int64_t{1}}});
}

std::string write_conv2d(const Layer& layer) {
  const std::int64_t k = layer.integer("kernel"), s = layer.integer("stride");
  const std::int64_t p = layer.integer("padding");
  return layer.writer.node("Conv", {layer.inputs[0], layer.parameter(0), layer.parameter(1)},
                           layer.node.name,
                           {{"kernel_shape", std::vector{k, k}},
                            {"strides", std::vector{s, s}},
                            {"pads", std::vector{p, p, p, p}}});
}

std::string write_pool(const Layer& layer, const char* of_windows, const char* of_planes) {
  const std::int64_t size = layer.integer("size");
  if (size == 0) return layer.writer.node(of_planes, layer.inputs, layer.node.name);
  const std::int64_t stride = layer.integer("stride") > 0 ? layer.integer("stride") : size;
  return layer.writer.node(
      of_windows, layer.inputs, layer.node.name,
      {{"kernel_shape", std::vector{size, size}}, {"strides", std::vector{stride, stride}}});
}
std::string write_max_pool(const Layer& layer) {
  return write_pool(layer, "MaxPool", "GlobalMaxPool");
}
std::string write_average_pool(const Layer& layer) {
  return write_pool(layer, "AveragePool", "GlobalAveragePool");
}

std::string write_batch_norm(const Layer& layer) {
  return layer.writer.node("BatchNormalization",
                           {layer.inputs[0], layer.parameter(0), layer.parameter(1),
                            layer.parameter(2), layer.parameter(3)},
                           layer.node.name, {{"epsilon", layer.number("epsilon")}});
}

std::string write_layer_norm(const Layer& layer) {
  const bool padded = layer.has_lengths();
  const std::string normal = layer.writer.node(
      "LayerNormalization", {layer.inputs[0], layer.parameter(0), layer.parameter(1)},
      padded ? layer.inner("normal") : layer.node.name,
      {{"axis", std::int64_t{-1}}, {"epsilon", layer.number("epsilon")}});
  if (!padded) return normal;
  const std::string zero = layer.writer.number(layer.inner("zero"), 0);
  return layer.writer.node("Where", {layer.lengths.padding, zero, normal}, layer.node.name);
}

// ONNX lays sequences {frames, batch, features} and its hidden states {frames, directions, batch,
// units}; of what is asked for the last, {directions, batch, units}.
std::string write_recurrent(const Layer& layer, const char* op) {
  Writer& writer = layer.writer;
  const std::string& name = layer.node.name;
  const bool lengths = layer.has_lengths();
  const bool last = layer.text("output") == "last", mean = layer.text("output") == "mean";
  const RecurrentWeights weights = recurrent_weights(layer.node, layer.state);
  const std::int64_t directions = weights.w.shape[0], units = weights.r.shape[2];
  const std::int64_t width = directions * units;

  std::vector<std::string> inputs{
      writer.node("Transpose", layer.inputs, layer.inner("frames"),
                  {{"perm", std::vector<std::int64_t>{1, 0, 2}}}),
      writer.floats(layer.inner("W"), weights.w.shape, weights.w.values),
      writer.floats(layer.inner("R"), weights.r.shape, weights.r.values),
      writer.floats(layer.inner("B"), weights.b.shape, weights.b.values)};
  if (lengths) inputs.push_back(layer.lengths.each);
  const std::string hidden = layer.inner(last ? "last" : "hidden");
  const auto outputs =
      last ? std::vector<std::string>{"", hidden} : std::vector<std::string>{hidden};
  writer.node(op, inputs, layer.inner("steps"), outputs,
              {{"hidden_size", units},
               {"direction", std::string(directions == 2 ? "bidirectional" : "forward")}});

  const std::string rows = writer.node("Transpose", {hidden}, layer.inner("rows"),
                                       {{"perm", last ? std::vector<std::int64_t>{1, 0, 2}
                                                      : std::vector<std::int64_t>{2, 0, 1, 3}}});
  if (!mean) return layer.writer.reshaped(rows, layer.node.shape, name);
  const std::string sequence =
      layer.writer.reshaped(rows, Shape{layer.shape_in()[0], width}, layer.inner("sequence"));
  if (!lengths) {
    return writer.node("ReduceMean", {sequence}, name,
                       {{"axes", std::vector<std::int64_t>{1}}, {"keepdims", std::int64_t{0}}});
  }
  const std::string axis = writer.int64s(layer.inner("axis"), std::array<std::int64_t, 1>{1});
  const std::string sum = writer.node("ReduceSum", {sequence, axis}, layer.inner("sum"),
                                      {{"keepdims", std::int64_t{0}}});
  const std::string count = writer.node("Cast", {layer.lengths.each}, layer.inner("count"),
                                        {{"to", std::int64_t{::onnx::TensorProto::FLOAT}}});
  const std::string counts = writer.node("Unsqueeze", {count, axis}, layer.inner("counts"));
  return writer.node("Div", {sum, counts}, name);
}
std::string write_lstm(const Layer& layer) { return write_recurrent(layer, "LSTM"); }
std::string write_rnn(const Layer& layer) { return write_recurrent(layer, "RNN"); }

using Write = std::string (*)(const Layer&);
const std::map<std::string_view, Write> writers{{"add", write_add},
                                                {"average_pool", write_average_pool},
                                                {"batch_norm", write_batch_norm},
                                                {"conv2d", write_conv2d},
                                                {"dense", write_dense},
                                                {"dropout", write_dropout},
                                                {"flatten", write_flatten},
                                                {"gelu", write_gelu},
                                                {"identity", write_identity},
                                                {"layer_norm", write_layer_norm},
                                                {"leaky_relu", write_leaky_relu},
                                                {"lstm", write_lstm},
                                                {"max_pool", write_max_pool},
                                                {"relu", write_relu},
                                                {"reshape", write_reshape},
                                                {"rnn", write_rnn},
                                                {"sigmoid", write_sigmoid},
                                                {"softmax", write_softmax},
                                                {"tanh", write_tanh}};

}  // namespace

Lengths write_lengths(const Graph& graph, const std::string& input, bool optional, Writer& writer) {
  bool each = false, padding = false;
  for (const Node& node : graph.nodes()) {
    if (!node.op || !Layer::takes_lengths_of(graph, graph[node.inputs[0]].shape)) continue;
    const std::string_view op = node.op->name();
    each |= op == "lstm" || op == "rnn";
    padding |= op == "layer_norm";
  }
  if (!each && !padding) return {};
  const auto frames = static_cast<std::int32_t>(graph.input_shape()[0]);
  Lengths lengths;
  if (optional) {
    const std::string given = writer.optional_input("lengths", frames);
    const std::string batch = writer.node("Shape", {input}, "lengths/batch",
                                          {{"start", std::int64_t{0}}, {"end", std::int64_t{1}}});
    lengths.each = writer.node("Expand", {given, batch}, "lengths/each");
  } else {
    lengths.each = writer.input("lengths", ::onnx::TensorProto::INT32, Shape{});
  }
  if (!padding) return lengths;
  std::vector<std::int32_t> numbers(static_cast<std::size_t>(frames));
  std::iota(numbers.begin(), numbers.end(), 0);
  const std::string axes = writer.int64s("lengths/axes", std::array<std::int64_t, 2>{1, 2});
  const std::string column = writer.node("Unsqueeze", {lengths.each, axes}, "lengths/column");
  lengths.padding = writer.node(
      "GreaterOrEqual", {writer.int32s("lengths/frames", Shape{1, frames, 1}, numbers), column},
      "lengths/padding");
  return lengths;
}

std::string write_layer(const Graph& graph, const Node& node, const State& state,
                        const std::vector<std::string>& inputs, const Lengths& lengths,
                        Writer& writer) {
  const auto found = writers.find(node.op->name());
  if (found == writers.end()) {
    throw Error(ErrorCode::unsupported, "layer '" + node.name + "': ONNX has nothing for the op '" +
                                            std::string(node.op->name()) +
                                            "', which is none of Glia's own");
  }
  return found->second({graph, node, state, inputs, lengths, writer});
}

}  // namespace glia::exchange
