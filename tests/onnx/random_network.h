#pragma once
#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "glia/model.h"
#include "glia/session.h"

// Networks of every kind that Glia describes, drawn at random: one for each seed, on every machine
// the same.
namespace glia::random_network {

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : engine_(seed) {}
  std::int64_t from(std::int64_t least, std::int64_t most) {
    return least +
           static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(most - least + 1));
  }
  bool coin() { return engine_() >> 63; }
  std::string one_of(std::initializer_list<const char*> names) {
    return names.begin()[from(0, std::ssize(names) - 1)];
  }
  float number() { return static_cast<float>(from(-1'000'000, 1'000'000)) * 1e-6F; }  // −1 … 1

 private:
  std::mt19937_64 engine_;
};

// Adds layers to a graph, each after the one before.
class Builder {
 public:
  Builder(Draw& draw, const Shape& input) : draw_(draw) { x_ = graph_.input("input", input); }

  Graph graph() const { return graph_; }
  Shape shape() const { return graph_[x_].shape; }
  bool is_picture() const { return shape().rank() == 3; }

  void add(std::string_view op, const Attributes& attributes = {}) {
    x_ = graph_.add(name(op), OpSet().make(op, attributes), {x_});
  }
  // Behind a softmax over a whole picture all numbers are alike, and a layer norm makes of their
  // last digits, which no two programs share, what counts: so it stands over one only at the end.
  void activation() {
    const std::string op = draw_.one_of(
        {"sigmoid", "relu", "leaky_relu", "tanh", "gelu", "identity", "dropout", "softmax"});
    if (op == "leaky_relu") {
      return add(op, {{"slope", 0.01 * static_cast<double>(draw_.from(1, 40))}});
    }
    add(op == "softmax" && shape().rank() > 1 ? "tanh" : op);
  }
  // A layer norm over two or three numbers has such a case as well.
  void norm() {
    const std::int64_t last = shape()[shape().rank() - 1];
    add(last > 3 ? draw_.one_of({"batch_norm", "layer_norm"}) : "batch_norm",
        {{"epsilon", last % 2 == 0 ? 1e-5 : 1e-3}});
  }
  void dense(std::int64_t out) { add("dense", {{"out", out}}); }

  // Twice what keeps the shape, and what went in.
  void residual() {
    const NodeId before = x_;
    const Shape kept = shape();
    for (int i = 0; i < 2; ++i) {
      if (is_picture()) {
        const std::int64_t half = draw_.from(0, 2);
        add("conv2d", {{"out", kept[0]}, {"kernel", 2 * half + 1}, {"padding", half}});
      } else {
        dense(kept.elements());
        if (shape() != kept) {
          add("reshape",
              {{"shape", std::vector<std::int64_t>(kept.sizes().begin(), kept.sizes().end())}});
        }
      }
      if (draw_.coin()) norm();
      activation();
    }
    x_ = graph_.add(name("add"), OpSet().make("add"), {x_, before});
  }

  void convolution() {
    const std::int64_t least = std::min(shape()[1], shape()[2]);
    const std::int64_t kernel = draw_.from(1, std::min<std::int64_t>(least, 5));
    add("conv2d", {{"out", draw_.from(1, 20)},
                   {"kernel", kernel},
                   {"stride", draw_.from(1, 3)},
                   {"padding", draw_.from(0, kernel - 1)}});
  }
  void pool() {
    const std::int64_t least = std::min(shape()[1], shape()[2]);
    add(draw_.one_of({"max_pool", "average_pool"}),
        {{"size", draw_.from(0, std::min<std::int64_t>(least, 4))}, {"stride", draw_.from(0, 3)}});
  }
  void recurrent(const char* output) {
    add(draw_.one_of({"lstm", "rnn"}), {{"hidden", draw_.from(1, 20)},
                                        {"bidirectional", std::int64_t{draw_.coin()}},
                                        {"output", std::string(output)}});
  }
  // An answer, or numbers as they are.
  void answer() {
    if (draw_.coin()) dense(draw_.from(1, 20));
    const std::string last = draw_.one_of({"softmax", "sigmoid", "identity", "dropout", ""});
    if (!last.empty()) add(last);
  }

 private:
  std::string name(std::string_view op) {
    return std::string(op) + std::to_string(graph_.nodes().size());
  }

  Draw& draw_;
  Graph graph_;
  NodeId x_;
};

inline Graph plain(Draw& draw) {
  const Shape inputs[] = {{draw.from(1, 40)},
                          {draw.from(1, 6), draw.from(1, 6)},
                          {draw.from(1, 3), draw.from(1, 5), draw.from(1, 5)},
                          {}};
  Builder builder(draw, inputs[draw.from(0, 3)]);
  for (std::int64_t layer = draw.from(1, 3); layer > 0; --layer) {
    builder.dense(draw.from(1, 40));
    if (draw.coin()) builder.norm();
    builder.activation();
    if (draw.from(0, 3) == 0) builder.residual();
  }
  builder.answer();
  return builder.graph();
}

inline Graph picture(Draw& draw) {
  Builder builder(draw, {draw.from(1, 4), draw.from(5, 13), draw.from(5, 13)});
  for (std::int64_t layer = draw.from(1, 3); layer > 0; --layer) {
    builder.convolution();
    if (draw.coin()) builder.norm();
    builder.activation();
    if (draw.coin()) builder.residual();
    if (draw.coin()) builder.pool();
  }
  if (draw.coin()) builder.add("flatten");
  builder.answer();
  return builder.graph();
}

inline Graph sequence(Draw& draw) {
  Builder builder(draw, {draw.from(1, 9), draw.from(1, 8)});
  for (std::int64_t layer = draw.from(0, 2); layer > 0; --layer) {
    if (draw.coin()) builder.norm();
    builder.recurrent("sequence");
    if (draw.coin()) builder.activation();
    if (draw.from(0, 3) == 0) builder.residual();
  }
  const std::string output = draw.one_of({"sequence", "last", "mean"});
  builder.recurrent(output.c_str());
  if (draw.coin()) builder.norm();
  builder.answer();
  return builder.graph();
}

// Numbers of a network that has learnt: none is as it began.
inline State state(const Graph& graph, Draw& draw) {
  State state(graph, 1);
  for (auto& [name, tensor] : state.tensors()) {
    const bool variance = name.ends_with(".variance");
    for (float& value : tensor.values) {
      value = variance ? 1.5F + draw.number() : value + 0.3F * draw.number();
    }
  }
  return state;
}

inline Model model(std::uint64_t seed) {
  Draw draw(seed);
  constexpr Graph (*kKinds[])(Draw&) = {plain, picture, sequence};
  Model model;
  model.graph = kKinds[seed % 3](draw);
  model.state = state(model.graph, draw);
  return model;
}

// Rows of examples, how long they are where the network takes lengths, and what it answers.
struct Answered {
  std::int64_t rows = 1;
  std::vector<float> inputs = {};
  std::vector<std::int64_t> lengths = {};  // or none
  std::vector<float> outputs = {};
};
inline Answered answered(const Model& model, std::uint64_t seed) {
  Draw draw(seed + 1000);
  Answered answered{.rows = seed % 2 == 0 ? 1 : 7};
  const Shape& input = model.graph.input_shape();
  answered.inputs.resize(static_cast<std::size_t>(answered.rows * input.elements()));
  for (float& value : answered.inputs) value = 2 * draw.number();
  const bool through_time = std::ranges::any_of(model.graph.nodes(), [](const Node& node) {
    return node.op && (node.op->name() == "lstm" || node.op->name() == "rnn");
  });
  for (std::int64_t row = 0; through_time && seed % 4 < 2 && row < answered.rows; ++row) {
    answered.lengths.push_back(draw.from(1, input[0]));
  }
  Engine engine;
  Session session(engine, model.graph, {.batch = answered.rows});
  session.load(model.state);
  answered.outputs = session.forward(answered.inputs, answered.rows, answered.lengths);
  return answered;
}

}  // namespace glia::random_network
