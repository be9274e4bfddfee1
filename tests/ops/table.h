#pragma once
#include <functional>
#include <string>
#include <vector>

#include "glia/op.h"
#include "kernels/reference/costs.h"
#include "kernels/reference/maps.h"
#include "kernels/reference/pictures.h"
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
  std::vector<double> kinks = {};  // inputs come to both sides of these, and stay away from them
  bool random = false;             // draws while training; `reference` is what it does otherwise
  bool couples = false;            // looks at the whole batch while training; the same
  bool padded = false;             // some samples end in frames of zeros, which have no gradient
  std::int64_t depth = 1;          // sums that a number goes through one after another
};

inline reference::Picture picture_of(const Shape& shape) { return {shape[0], shape[1], shape[2]}; }

inline OpRow conv_row(const Shape& in, std::int64_t out, std::int64_t kernel, std::int64_t stride,
                      std::int64_t padding) {
  return {"conv2d",
          {{"out", out}, {"kernel", kernel}, {"stride", stride}, {"padding", padding}},
          {{in}},
          [=](const std::vector<Numbers>& x, const std::vector<Numbers>& params) {
            return reference::conv2d(params[0], params[1], x[0], picture_of(in), kernel, stride,
                                     padding);
          }};
}

// Size 0: the whole plane.
inline OpRow pool_row(const std::string& name, const Shape& in, std::int64_t size,
                      std::int64_t stride, double (*meet)(const Numbers&)) {
  return {name,
          {{"size", size}, {"stride", stride}},
          {{in}},
          [=](const std::vector<Numbers>& x, const std::vector<Numbers>&) {
            return reference::pool(x[0], picture_of(in), size > 0 ? size : in[1],
                                   size > 0 ? size : in[2],
                                   stride > 0 ? stride
                                   : size > 0 ? size
                                              : 1,
                                   meet);
          }};
}

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
  const auto huber = [](double delta) {
    return [delta](const Arrays& in, const Arrays&) {
      return Numbers{reference::huber_cost(in[0], in[1], delta).cost};
    };
  };
  const auto focal = [](double gamma) {
    return [gamma](const Arrays& in, const Arrays&) {
      return Numbers{reference::focal_cost(in[0], in[1], gamma).cost};
    };
  };
  const auto dense = [](const Arrays& in, const Arrays& params) {
    return reference::dense(params[0], params[1], in[0]);
  };
  const auto through_time = [](const std::string& name, auto reference, std::int64_t hidden,
                               bool bidirectional, const std::string& output) {
    return OpRow{
        .name = name,
        .attributes = {{"hidden", hidden},
                       {"bidirectional", std::int64_t{bidirectional}},
                       {"output", output}},
        .inputs = {{Shape{1, 3}}, {Shape{4, 1}}, {Shape{5, 6}}, {Shape{3, 17}}},
        .reference = [=](const Arrays& in,
                         const Arrays& params) { return reference(in[0], params, output); },
        .padded = true,
        .depth = 12};
  };
  const auto lstm = [&](std::int64_t hidden, bool bidirectional, const std::string& output) {
    return through_time("lstm", reference::lstm, hidden, bidirectional, output);
  };
  const auto rnn = [&](std::int64_t hidden, bool bidirectional, const std::string& output) {
    return through_time("rnn", reference::rnn, hidden, bidirectional, output);
  };
  const auto layer_norm = [](const Arrays& in, const Arrays& params) {
    return reference::layer_norm(in[0], params[0], params[1]);
  };
  const auto softmax = [](const Arrays& in, const Arrays&) { return reference::softmax(in[0]); };
  const auto leaky_relu = [](double x) { return reference::leaky_relu(x, 0.125); };
  const auto same = [](double x) { return x; };
  const auto sum = [](const Arrays& in, const Arrays&) {
    Numbers y = in[0];
    for (std::size_t i = 0; i < y.size(); ++i) y[i] += in[1][i];
    return y;
  };
  const auto batch_norm = [](const Arrays& in, const Arrays& p) {
    return reference::normalise(in[0], p[0], p[1], p[2], p[3], 1e-5);
  };

  return {
      {"absolute_cost", {}, pairs, cost(reference::absolute_cost), {0}},
      {"add", {}, pairs, sum},
      pool_row("average_pool", {3, 6, 8}, 2, 2, reference::average),
      pool_row("average_pool", {2, 7, 7}, 3, 2, reference::average),
      pool_row("average_pool", {5, 3, 4}, 0, 0, reference::average),
      {"batch_norm", {}, any, batch_norm, {}, false, true},
      conv_row({1, 5, 5}, 1, 1, 1, 0),
      conv_row({1, 9, 12}, 6, 5, 1, 0),
      conv_row({3, 9, 7}, 16, 3, 1, 1),
      conv_row({17, 3, 4}, 18, 3, 1, 1),
      conv_row({2, 9, 10}, 5, 3, 2, 1),
      conv_row({2, 8, 7}, 3, 2, 3, 0),
      conv_row({2, 3, 3}, 4, 5, 1, 4),
      conv_row({1, 14, 14}, 5, 3, 1, 1),
      {"dense", {{"out", std::int64_t{1}}}, any, dense},
      {"dense", {{"out", std::int64_t{16}}}, any, dense},
      {"dense", {{"out", std::int64_t{37}}}, any, dense},
      {"dropout", {{"rate", 0.4}}, any, map(same), {}, true},
      {"flatten", {}, any, map(same)},
      {"focal_cost", {{"gamma", 2.0}}, pairs, focal(2)},
      {"focal_cost", {{"gamma", 0.5}}, pairs, focal(0.5)},
      {"gelu", {}, any, map(reference::gelu)},
      {"huber_cost", {{"delta", 0.75}}, pairs, huber(0.75)},
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
      pool_row("max_pool", {3, 6, 8}, 2, 0, reference::largest),
      pool_row("max_pool", {2, 7, 7}, 3, 2, reference::largest),
      pool_row("max_pool", {2, 3, 4}, 0, 0, reference::largest),
      {"reshape", {{"shape", std::vector<std::int64_t>{2, 3, 6}}}, {{Shape{36}}}, map(same)},
      {"relu", {}, any, map(reference::relu), {0}},
      rnn(16, false, "sequence"),
      rnn(3, true, "sequence"),
      rnn(3, false, "last"),
      rnn(5, true, "last"),
      rnn(1, true, "mean"),
      {"sigmoid", {}, any, map(reference::sigmoid)},
      {"sigmoid_cross_entropy", {}, pairs, cost(reference::sigmoid_cross_entropy)},
      {"softmax", {}, any, softmax},
      {"softmax_cross_entropy", {}, pairs, cost(reference::softmax_cross_entropy)},
      {"squared_cost", {}, pairs, cost(reference::squared_cost)},
      {"tanh", {}, any, map(reference::tanh)},
  };
}

}  // namespace glia
