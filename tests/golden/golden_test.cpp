// The same numbers as PyTorch: golden.json, made by make_golden.py.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "glia/session.h"
#include "ops/harness.h"

namespace glia {
namespace {

using nlohmann::json;

constexpr double kEpsilon = std::numeric_limits<float>::epsilon();

const json& golden() {
  static const json all = [] {
    std::ifstream file(GLIA_SOURCE_DIR "/tests/golden/golden.json");
    return json::parse(file);
  }();
  return all;
}

std::vector<float> floats(const json& numbers) { return numbers.get<std::vector<float>>(); }

void set_rows(Rows& rows, const std::vector<float>& numbers) {
  const std::int64_t width = rows.slot().width;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto at = static_cast<std::int64_t>(i);
    rows.at(at / width, at % width) = numbers[i];
  }
}

void expect_near(const std::vector<float>& actual, const json& expected, double terms,
                 const std::string& what) {
  ASSERT_EQ(actual.size(), expected.size()) << what;
  double largest = 1;
  for (const json& number : expected) largest = std::max(largest, std::abs(number.get<double>()));
  for (std::size_t i = 0; i < actual.size(); ++i) {
    ASSERT_NEAR(actual[i], expected[i].get<double>(), terms * kEpsilon * largest)
        << what << " at " << i;
  }
}

std::vector<float> numbers_of(Rows& rows, std::int64_t count) {
  std::vector<float> numbers;
  for (std::int64_t r = 0; r < count; ++r) {
    for (const double x : rows.numbers(r)) numbers.push_back(static_cast<float>(x));
  }
  return numbers;
}

TEST(Golden, SaysWhatMadeIt) {
  EXPECT_FALSE(golden()["made_with"]["torch"].get<std::string>().empty());
}

TEST(Golden, Activations) {
  const json& group = golden()["activations"];
  const std::int64_t rows = group["rows"], width = group["width"];
  for (const std::string& simd : Simd::available()) {
    for (const auto& [name, values] : group["functions"].items()) {
      OpHarness op(Simd(simd), make_op(name), {Shape{width}}, rows);
      set_rows(op.in[0], floats(values["x"]));
      set_rows(op.out_gradient, floats(values["dy"]));
      op.forward(rows);
      op.backward(rows);
      expect_near(numbers_of(op.out, rows), values["y"], 4, simd + ": " + name);
      expect_near(numbers_of(op.in_gradient[0], rows), values["dx"], 8, simd + ": " + name + "′");
    }
  }
}

TEST(Golden, Dense) {
  const json& values = golden()["dense"];
  const std::int64_t rows = values["rows"], in = values["in"], out = values["out"];
  for (const std::string& simd : Simd::available()) {
    OpHarness op(Simd(simd), make_op("dense", {{"out", out}}), {Shape{in}}, rows);
    op.canonical = {floats(values["weight"]), floats(values["bias"])};
    op.bind();
    set_rows(op.in[0], floats(values["x"]));
    set_rows(op.out_gradient, floats(values["dz"]));
    op.forward(rows);
    op.backward(rows);
    op.parameter_gradient(1, 8);
    expect_near(numbers_of(op.out, rows), values["z"], 20, simd + ": z");
    expect_near(numbers_of(op.in_gradient[0], rows), values["dx"], 8, simd + ": dx");
    const Numbers weight = op.gradient_of(0), bias = op.gradient_of(1);
    expect_near({weight.begin(), weight.end()}, values["dweight"], 8, simd + ": dW");
    expect_near({bias.begin(), bias.end()}, values["dbias"], 8, simd + ": db");
  }
}

// PyTorch averages over samples, so each sample's cost has a gradient of 1/rows.
TEST(Golden, Costs) {
  const json& group = golden()["costs"];
  const std::int64_t rows = group["rows"], width = group["width"];
  for (const std::string& simd : Simd::available()) {
    for (const auto& [name, values] : group["functions"].items()) {
      const std::string op_name = name == "squared" ? "squared_cost" : name;
      OpHarness op(Simd(simd), make_op(op_name), {Shape{width}, Shape{width}}, rows);
      set_rows(op.in[0], floats(values["z"]));
      set_rows(op.in[1], floats(values["y"]));
      for (std::int64_t r = 0; r < rows; ++r) {
        op.out_gradient.at(r, 0) = 1.0F / static_cast<float>(rows);
      }
      op.forward(rows);
      op.backward(rows);
      double cost = 0;
      for (std::int64_t r = 0; r < rows; ++r) cost += op.out.at(r, 0);
      const double expected = values["cost"];
      EXPECT_NEAR(cost / static_cast<double>(rows), expected, 10 * kEpsilon * expected) << name;
      expect_near(numbers_of(op.in_gradient[0], rows), values["dz"], 4, simd + ": " + name);
    }
  }
}

TEST(Golden, Optimizers) {
  using kernels::KernelTable;
  using kernels::Update;
  const std::map<std::string, void (*KernelTable::*)(const Update&)> kernels = {
      {"sgd", &KernelTable::sgd},
      {"momentum", &KernelTable::momentum},
      {"nesterov", &KernelTable::nesterov},
      {"adam", &KernelTable::adam},
      {"adamw", &KernelTable::adamw}};
  const json& group = golden()["optimizers"];
  const double beta1 = group["beta1"], beta2 = group["beta2"];
  for (const std::string& simd : Simd::available()) {
    for (const auto& [name, steps] : group["functions"].items()) {
      std::vector<float> w = floats(group["start"]), m(w.size()), v(w.size());
      for (std::size_t step = 0; step < steps.size(); ++step) {
        const std::vector<float> g = floats(group["gradients"][step]);
        const auto t = static_cast<double>(step + 1);
        (Simd(simd).table().*
         kernels.at(name))({.n = static_cast<std::int64_t>(w.size()),
                            .w = w.data(),
                            .g = g.data(),
                            .m = m.data(),
                            .v = v.data(),
                            .rate = group["rate"],
                            .decay = group["decay"],
                            .momentum = group["momentum"],
                            .beta1 = beta1,
                            .beta2 = beta2,
                            .epsilon = group["epsilon"],
                            .moment1_scale = static_cast<float>(1 / (1 - std::pow(beta1, t))),
                            .moment2_scale = static_cast<float>(1 / (1 - std::pow(beta2, t)))});
        expect_near(w, steps[step], 2 * t, simd + ": " + name + ", step " + std::to_string(step));
      }
    }
  }
}

// Whole networks: the gradients of the first step, the cost of every step, the weights at the end.
TEST(Golden, NetworksTrainedForSomeSteps) {
  const json& group = golden()["networks"];
  const std::int64_t rows = group["rows"];
  const float rate = group["rate"];
  for (const std::string& simd : Simd::available()) {
    for (const json& values : group["networks"]) {
      const std::string cost = values["cost"];
      SCOPED_TRACE(simd + ": " + values["hidden"].get<std::string>() + ", " + cost);
      const Graph graph = parse_net(group["net"].get<std::string>(),
                                    {.hidden = values["hidden"], .output = values["output"]});
      State state(graph, 1), gradients;
      for (auto& [name, tensor] : state.tensors()) tensor.values = floats(values["before"][name]);
      Engine engine(2, Simd(simd));
      PlanOptions options;
      options.batch = rows;
      options.cost = cost_named(cost);
      Session session(engine, graph, options);
      for (std::size_t step = 0; step < values["costs"].size(); ++step) {
        session.load(state);
        const double c = session.gradients(floats(group["inputs"][step]),
                                           floats(group["targets"][step]), rows, gradients);
        EXPECT_NEAR(c, values["costs"][step].get<double>(), 60 * kEpsilon);
        for (auto& [name, tensor] : state.tensors()) {
          const std::vector<float>& slope = gradients[name].values;
          if (step == 0) expect_near(slope, values["first_gradients"][name], 10, name);
          for (std::size_t i = 0; i < slope.size(); ++i) tensor.values[i] -= rate * slope[i];
        }
      }
      for (const auto& [name, tensor] : state.tensors()) {
        expect_near(tensor.values, values["after"][name], 30, name);
      }
    }
  }
}

}  // namespace
}  // namespace glia
