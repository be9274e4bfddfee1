#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/rng.h"
#include "glia/graph.h"
#include "glia/state.h"
#include "glia/training.h"
#include "kernels/reference/costs.h"
#include "kernels/reference/maps.h"
#include "kernels/reference/products.h"

namespace glia {

using reference::Numbers;

// A whole network in double, one sample at a time, every value of every node kept: what the engine
// is checked against from end to end. Inputs [rows][in], targets [rows][out], contiguous.
class ReferenceNetwork {
 public:
  ReferenceNetwork(const Graph& graph, const State& state) : graph_(graph) {
    for (const auto& [name, tensor] : state.tensors()) {
      params[name] = {tensor.values.begin(), tensor.values.end()};
    }
  }

  // Outside training: dropout does nothing.
  Numbers output(const Numbers& in) const {
    return forward(in, false, 0)[static_cast<std::size_t>(graph_.output().index)];
  }

  // The mean cost over samples while training; `gradients` gets its slope by every parameter.
  double cost(Cost cost, const std::vector<Numbers>& in, const std::vector<Numbers>& targets,
              std::map<std::string, Numbers>& gradients) const {
    gradients.clear();
    for (const auto& [name, numbers] : params) gradients[name] = Numbers(numbers.size(), 0.0);
    double sum = 0;
    for (std::size_t row = 0; row < in.size(); ++row) {
      const std::vector<Numbers> values = forward(in[row], true, row);
      const NodeId answer = answer_of(cost);
      reference::CostOf found = cost_of(cost, values[at(answer)], targets[row]);
      sum += found.cost;
      for (double& slope : found.gradient) slope /= static_cast<double>(in.size());
      backward(values, answer, found.gradient, row, gradients);
    }
    return sum / static_cast<double>(in.size());
  }

  std::map<std::string, Numbers> params;

 private:
  static std::size_t at(NodeId id) { return static_cast<std::size_t>(id.index); }

  // Cross-entropy looks at what goes into the network's softmax or sigmoid.
  NodeId answer_of(Cost cost) const {
    const Node& last = graph_[graph_.output()];
    const std::string name = last.op ? std::string(last.op->name()) : "";
    const bool sigmoid = cost == Cost::sigmoid_cross_entropy || cost == Cost::focal;
    const bool before = (cost == Cost::softmax_cross_entropy && name == "softmax") ||
                        (sigmoid && name == "sigmoid");
    return before ? last.inputs[0] : graph_.output();
  }

  static reference::CostOf cost_of(Cost cost, const Numbers& z, const Numbers& y) {
    switch (cost) {
      case Cost::squared:
        return reference::squared_cost(z, y);
      case Cost::absolute:
        return reference::absolute_cost(z, y);
      case Cost::huber:
        return reference::huber_cost(z, y, CostParameters{}.huber_delta);
      case Cost::softmax_cross_entropy:
        return reference::softmax_cross_entropy(z, y);
      case Cost::sigmoid_cross_entropy:
        return reference::sigmoid_cross_entropy(z, y);
      case Cost::focal:
        return reference::focal_cost(z, y, CostParameters{}.focal_gamma);
    }
    return {};
  }

  // What dropout multiplies by: drawn from (seed 0, node), step 0, (place in the batch, unit).
  static Numbers mask(const Node& node, std::size_t row, std::size_t width) {
    const double rate = std::get<double>(node.op->attributes()["rate"]);
    const std::uint64_t key = random_key(0, node.name);
    Numbers factors(width);
    for (std::size_t j = 0; j < width; ++j) {
      const Philox4 random = philox(key, 0, std::uint64_t{row} << 32 | j / 4 * 4);
      const bool drop = unit_float(random[j % 4]) < static_cast<float>(rate);
      factors[j] = drop ? 0 : 1 / (1 - rate);
    }
    return factors;
  }

  struct Function {
    double (*value)(double);
    double (*slope)(double);
  };
  static const std::map<std::string, Function, std::less<>>& functions() {
    static const std::map<std::string, Function, std::less<>> all = {
        {"sigmoid", {reference::sigmoid, reference::sigmoid_slope}},
        {"relu", {reference::relu, reference::relu_slope}},
        {"leaky_relu",
         {[](double x) { return reference::leaky_relu(x, 0.01); },
          [](double x) { return reference::leaky_relu_slope(x, 0.01); }}},
        {"tanh", {reference::tanh, reference::tanh_slope}},
        {"gelu", {reference::gelu, reference::gelu_slope}},
        {"identity", {[](double x) { return x; }, [](double) { return 1.0; }}},
    };
    return all;
  }

  std::vector<Numbers> forward(const Numbers& in, bool training, std::size_t row) const {
    std::vector<Numbers> values;
    for (const Node& node : graph_.nodes()) {
      if (!node.op) {
        values.push_back(in);
        continue;
      }
      const std::string_view name = node.op->name();
      Numbers y = values[at(node.inputs[0])];
      if (name == "dense") {
        y = reference::dense(params.at(node.name + ".weight"), params.at(node.name + ".bias"), y);
      } else if (name == "softmax") {
        y = reference::softmax(y);
      } else if (name == "squared_cost") {
        y = {reference::squared_cost(y, values[at(node.inputs[1])]).cost};
      } else if (name == "dropout") {
        const Numbers factors = mask(node, row, y.size());
        for (std::size_t j = 0; training && j < y.size(); ++j) y[j] *= factors[j];
      } else {
        for (double& number : y) number = functions().find(name)->second.value(number);
      }
      values.push_back(std::move(y));
    }
    return values;
  }

  void backward(const std::vector<Numbers>& values, NodeId answer, const Numbers& slope,
                std::size_t row, std::map<std::string, Numbers>& gradients) const {
    std::vector<Numbers> slopes;
    for (const Numbers& value : values) slopes.emplace_back(value.size(), 0.0);
    slopes[at(answer)] = slope;
    for (std::size_t n = at(answer) + 1; n-- > 0;) {
      const Node& node = graph_.nodes()[n];
      if (!node.op) continue;
      const std::string_view name = node.op->name();
      const Numbers& x = values[at(node.inputs[0])];
      const Numbers& dy = slopes[n];
      Numbers& dx = slopes[at(node.inputs[0])];
      if (name == "dense") {
        const Numbers& weight = params.at(node.name + ".weight");
        for (std::size_t o = 0; o < dy.size(); ++o) {
          gradients[node.name + ".bias"][o] += dy[o];
          for (std::size_t i = 0; i < x.size(); ++i) {
            gradients[node.name + ".weight"][o * x.size() + i] += dy[o] * x[i];
            dx[i] += weight[o * x.size() + i] * dy[o];
          }
        }
      } else if (name == "softmax") {
        const Numbers dz = reference::softmax_backward(values[n], dy);
        for (std::size_t j = 0; j < dx.size(); ++j) dx[j] += dz[j];
      } else if (name == "squared_cost") {
        const Numbers dz = reference::squared_cost(x, values[at(node.inputs[1])]).gradient;
        for (std::size_t j = 0; j < dx.size(); ++j) dx[j] += dy[0] * dz[j];
      } else if (name == "dropout") {
        const Numbers factors = mask(node, row, dy.size());
        for (std::size_t j = 0; j < dx.size(); ++j) dx[j] += dy[j] * factors[j];
      } else {
        for (std::size_t j = 0; j < dx.size(); ++j) {
          dx[j] += dy[j] * functions().find(name)->second.slope(x[j]);
        }
      }
    }
  }

  const Graph& graph_;
};

}  // namespace glia
