#include "glia/state.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/rng.h"
#include "expect_error.h"

namespace glia {
namespace {

NetOptions with(Initializer initializer) {
  NetOptions options;
  options.initializer = initializer;
  return options;
}

struct Moments {
  double mean = 0, variance = 0, largest = 0;
};

Moments moments(const Tensor& tensor) {
  Moments m;
  const auto n = static_cast<double>(tensor.values.size());
  for (const float v : tensor.values) {
    m.mean += v / n;
    m.largest = std::max(m.largest, std::abs(static_cast<double>(v)));
  }
  for (const float v : tensor.values) m.variance += (v - m.mean) * (v - m.mean) / n;
  return m;
}

TEST(State, HasEveryParameterInItsCanonicalShape) {
  const State state(parse_net("784-16-16-10"), 1);
  EXPECT_EQ(state.tensors().size(), 6U);
  EXPECT_EQ(state["hidden1.weight"].shape, Shape({16, 784}));
  EXPECT_EQ(state["hidden1.weight"].values.size(), 16U * 784U);
  EXPECT_EQ(state["output.bias"].shape, Shape({10}));
  for (const float bias : state["hidden2.bias"].values) EXPECT_EQ(bias, 0.0F);
}

TEST(State, StartsWithTheInitializersMoments) {
  const struct {
    Initializer initializer;
    double variance;
  } rows[] = {{Initializer::zero, 0},
              {Initializer::textbook, 1},
              {Initializer::lecun, 1.0 / 784},
              {Initializer::xavier, 2.0 / (784 + 64)},
              {Initializer::he, 2.0 / 784}};
  for (const auto& [initializer, variance] : rows) {
    SCOPED_TRACE(name_of(initializer));
    const State state(parse_net("784-64-10", with(initializer)), 7);
    const Moments m = moments(state["hidden1.weight"]);
    // 50,176 numbers: the sample variance of a normal is within 6 deviations of 2.5 %.
    EXPECT_NEAR(m.variance, variance, 0.04 * variance);
    EXPECT_NEAR(m.mean, 0, 5 * std::sqrt(variance / 50176));
    if (initializer == Initializer::xavier) {
      EXPECT_LE(m.largest, std::sqrt(6.0 / (784 + 64)));
    }
  }
}

TEST(State, ANumberIsAFunctionOfSeedNameAndIndex) {
  const State state(parse_net("784-16-16-10"), 5);
  const auto& weight = state["hidden1.weight"].values;
  Rng rng(random_key(5, "init:hidden1.weight"));
  for (std::size_t i = 0; i < 100; ++i) {
    EXPECT_EQ(weight[i], static_cast<float>(std::sqrt(1.0 / 784) * rng.normal())) << i;
  }
  // Other layers and other sizes do not change it.
  const State deeper(parse_net("784-16-30-16-10"), 5);
  EXPECT_EQ(deeper["hidden1.weight"].values, weight);
  const State wider(parse_net("784-17-10"), 5);
  EXPECT_TRUE(std::equal(weight.begin(), weight.end(), wider["hidden1.weight"].values.begin()));
}

TEST(State, SeedsAndNamesDiffer) {
  const Graph graph = parse_net("16-16-16");
  const State one(graph, 1);
  const State two(graph, 2);
  EXPECT_NE(one["hidden1.weight"].values, two["hidden1.weight"].values);
  EXPECT_NE(one["hidden1.weight"].values, one["output.weight"].values);
  const State again(graph, 1);
  EXPECT_EQ(one["output.weight"].values, again["output.weight"].values);
}

TEST(State, SuggestsTheNearestName) {
  State state(parse_net("4-3-2"), 1);
  EXPECT_ERROR(state["hidden1.weigth"], ErrorCode::not_found, "Did you mean 'hidden1.weight'?");
}

TEST(State, CheckNamesWhatDoesNotFit) {
  const Graph graph = parse_net("4-3-2");
  const State good(graph, 1);
  good.check(graph);

  State missing = good;
  missing.tensors().erase("output.bias");
  EXPECT_ERROR(missing.check(graph), ErrorCode::not_found, "'output.bias': the network needs it");

  State foreign = good;
  foreign.tensors()["stranger"] = {{1}, {0}};
  EXPECT_ERROR(foreign.check(graph), ErrorCode::not_found, "'stranger'");

  State shape = good;
  shape["hidden1.weight"].shape = {4, 3};
  EXPECT_ERROR(shape.check(graph), ErrorCode::shape_mismatch,
               "'hidden1.weight': expected 3×4, got 4×3");

  State size = good;
  size["hidden1.bias"].values.pop_back();
  EXPECT_ERROR(size.check(graph), ErrorCode::shape_mismatch, "expected 3 numbers, got 2");

  for (const float bad : {NAN, INFINITY, -INFINITY}) {
    State state = good;
    state["hidden1.weight"].values[5] = bad;
    EXPECT_ERROR(state.check(graph), ErrorCode::invalid_argument, "'hidden1.weight': number 5 is");
  }
}

TEST(Initializer, NamesGoBothWays) {
  for (const auto i : {Initializer::zero, Initializer::textbook, Initializer::lecun,
                       Initializer::xavier, Initializer::he}) {
    EXPECT_EQ(initializer_named(name_of(i)), i);
  }
  EXPECT_ERROR(initializer_named("lecum"), ErrorCode::not_found, "Did you mean 'lecun'?");
  EXPECT_ERROR(initializer_named("quadratic"), ErrorCode::not_found, "zero, one, textbook, lecun");
}

}  // namespace
}  // namespace glia
