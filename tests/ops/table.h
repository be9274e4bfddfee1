#pragma once
#include <functional>
#include <string>
#include <vector>

#include "glia/op.h"
#include "kernels/reference/costs.h"
#include "kernels/reference/maps.h"
#include "kernels/reference/products.h"
#include "kernels/reference/recurrent.h"

namespace glia {

using reference::Numbers;

// How an op is tested. A new op is its file, its line in ops.def and one row of op_table().
struct OpRow {
  // One sample's output in double, from its inputs and the canonical parameters.
  using Reference =
      std::function<Numbers(const std::vector<Numbers>& in, const std::vector<Numbers>& params)>;

  std::string name;
  Attributes attributes;
  std::vector<std::vector<Shape>> inputs;  // sets of input shapes to try
  Reference reference;
  std::vector<double> kinks = {};  // inputs stay away from these
  bool random = false;             // draws while training; `reference` is what it does otherwise
  bool padded = false;             // some samples end in frames of zeros, which have no gradient
  std::int64_t depth = 1;          // sums that a number goes through one after another
};

inline std::vector<OpRow> op_table() {
  using Arrays = std::vector<Numbers>;
  const std::vector<std::vector<Shape>> any = {
      {Shape{1}}, {Shape{5}}, {Shape{16}}, {Shape{3, 4, 3}}, {Shape{70}}};
  const std::vector<std::vector<Shape>> pairs = {
      {Shape{1}, Shape{1}}, {Shape{10}, Shape{10}}, {Shape{16}, Shape{16}}, {Shape{35}, Shape{35}}};
  const auto map = [](double (*f)(double)) {
    return [f](const Arrays& in, const Arrays&) {
      Numbers y = in[0];
      for (double& number : y) number = f(number);
      return y;
    };
  };
  const auto cost = [](reference::CostOf (*f)(const Numbers&, const Numbers&)) {
    return [f](const Arrays& in, const Arrays&) { return Numbers{f(in[0], in[1]).cost}; };
  };
  const auto dense = [](const Arrays& in, const Arrays& params) {
    return reference::dense(params[0], params[1], in[0]);
  };
  const auto lstm = [](std::int64_t hidden, bool bidirectional, const std::string& output) {
    return OpRow{.name = "lstm",
                 .attributes = {{"hidden", hidden},
                                {"bidirectional", std::int64_t{bidirectional}},
                                {"output", output}},
                 .inputs = {{Shape{1, 3}}, {Shape{4, 1}}, {Shape{5, 6}}, {Shape{3, 17}}},
                 .reference =
                     [output](const Arrays& in, const Arrays& params) {
                       return reference::lstm(in[0], params, output);
                     },
                 .padded = true,
                 .depth = 12};
  };
  const auto layer_norm = [](const Arrays& in, const Arrays& params) {
    return reference::layer_norm(in[0], params[0], params[1]);
  };
  const auto softmax = [](const Arrays& in, const Arrays&) { return reference::softmax(in[0]); };
  const auto leaky_relu = [](double x) { return reference::leaky_relu(x, 0.125); };
  const auto same = [](double x) { return x; };

  return {
      {"dense", {{"out", std::int64_t{1}}}, any, dense},
      {"dense", {{"out", std::int64_t{16}}}, any, dense},
      {"dense", {{"out", std::int64_t{37}}}, any, dense},
      {"dropout", {{"rate", 0.4}}, any, map(same), {}, true},
      {"gelu", {}, any, map(reference::gelu)},
      {"identity", {}, any, map(same)},
      {"leaky_relu", {{"slope", 0.125}}, any, map(leaky_relu), {0}},
      {.name = "layer_norm",
       .inputs = {{Shape{1}}, {Shape{5}}, {Shape{16}}, {Shape{3, 4, 3}}, {Shape{4, 21}}},
       .reference = layer_norm,
       .padded = true,
       .depth = 6},
      lstm(16, false, "sequence"),
      lstm(3, true, "sequence"),
      lstm(3, false, "last"),
      lstm(5, true, "last"),
      lstm(1, true, "mean"),
      {"relu", {}, any, map(reference::relu), {0}},
      {"sigmoid", {}, any, map(reference::sigmoid)},
      {"sigmoid_cross_entropy", {}, pairs, cost(reference::sigmoid_cross_entropy)},
      {"softmax", {}, any, softmax},
      {"softmax_cross_entropy", {}, pairs, cost(reference::softmax_cross_entropy)},
      {"squared_cost", {}, pairs, cost(reference::squared_cost)},
      {"tanh", {}, any, map(reference::tanh)},
  };
}

}  // namespace glia
