// The same numbers as PyTorch: golden.json, made by make_golden.py.
#include "golden.h"

#include "glia/session.h"

namespace glia {
namespace {

const json& golden() {
  static const json all = read_golden("golden.json");
  return all;
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

TEST(Golden, LayerNorm) {
  const json& values = golden()["layer_norm"];
  const std::int64_t rows = values["rows"], frames = values["frames"], width = values["width"];
  for (const std::string& simd : Simd::available()) {
    OpHarness op(Simd(simd), make_op("layer_norm"), {Shape{frames, width}}, rows);
    op.canonical = {floats(values["gain"]), floats(values["bias"])};
    op.bind();
    set_rows(op.in[0], floats(values["x"]));
    set_rows(op.out_gradient, floats(values["dy"]));
    op.forward(rows);
    op.backward(rows);
    op.parameter_gradient(1, 8);
    expect_near(numbers_of(op.out, rows), values["y"], 8, simd + ": y");
    expect_near(numbers_of(op.in_gradient[0], rows), values["dx"], 16, simd + ": dx");
    const Numbers gain = op.gradient_of(0), bias = op.gradient_of(1);
    expect_near({gain.begin(), gain.end()}, values["dgain"], 16, simd + ": dgain");
    expect_near({bias.begin(), bias.end()}, values["dbias"], 16, simd + ": dbias");
  }
}

// Two bidirectional layers over sequences of different lengths, which PyTorch packs.
class GoldenRecurrent : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Ops, GoldenRecurrent, testing::Values("lstm", "rnn"));

TEST_P(GoldenRecurrent, LayersOverSequences) {
  const json& group = golden()[GetParam()];
  const std::int64_t rows = group["rows"], frames = group["frames"], hidden = group["hidden"];
  // In our order of parameters: weights of the input and the hidden state, and bias, either way.
  const char* const names[] = {"weight_ih_l", "weight_hh_l", "bias_ih_l"};
  const auto name_of = [&](int layer, std::size_t param) {
    return names[param % 3] + std::to_string(layer) + (param < 3 ? "" : "_reverse");
  };
  const auto make = [&](const Simd& simd, std::int64_t features, const std::string& output) {
    return OpHarness(
        simd,
        make_op(GetParam(),
                {{"hidden", hidden}, {"bidirectional", std::int64_t{1}}, {"output", output}}),
        {Shape{frames, features}}, rows);
  };
  for (const std::string& simd : Simd::available()) {
    for (const auto& [output, values] : group["outputs"].items()) {
      SCOPED_TRACE(simd + ": " + output);
      OpHarness layers[] = {make(Simd(simd), group["features"], "sequence"),
                            make(Simd(simd), 2 * hidden, output)};
      for (int l = 0; l < 2; ++l) {
        for (std::size_t p = 0; p < 6; ++p) {
          layers[l].canonical[p] = floats(group["params"][name_of(l, p)]);
        }
        layers[l].bind();
        layers[l].lengths = group["lengths"].get<std::vector<std::int64_t>>();
      }
      set_rows(layers[0].in[0], floats(group["x"]));
      set_rows(layers[1].out_gradient, floats(values["dy"]));
      layers[0].forward(rows);
      layers[1].in[0] = layers[0].out;
      layers[1].forward(rows);
      layers[1].backward(rows);
      layers[0].out_gradient = layers[1].in_gradient[0];
      layers[0].backward(rows);
      expect_near(numbers_of(layers[1].out, rows), values["y"], 20, "y");
      expect_near(numbers_of(layers[0].in_gradient[0], rows), values["dx"], 20, "dx");
      for (int l = 0; l < 2; ++l) {
        layers[l].parameter_gradient(1, 8);
        for (std::size_t p = 0; p < 6; ++p) {
          const Numbers gradient = layers[l].gradient_of(p);
          expect_near({gradient.begin(), gradient.end()}, values["gradients"][name_of(l, p)], 30,
                      name_of(l, p));
        }
      }
    }
  }
}

// PyTorch averages over samples, so each sample's cost has a gradient of 1/rows.
class GoldenCosts : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Golden, GoldenCosts, testing::Values("costs", "other_costs"));

TEST_P(GoldenCosts, AndTheirGradients) {
  const json& group = golden()[GetParam()];
  const std::int64_t rows = group["rows"], width = group["width"];
  for (const std::string& simd : Simd::available()) {
    for (const auto& [name, values] : group["functions"].items()) {
      const std::string op_name = name.ends_with("_entropy") ? name : name + "_cost";
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
  const std::map<std::string, decltype(&KernelTable::sgd)> kernels = {
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

// schedules.json, made by make_schedules.py.
TEST(Golden, Schedules) {
  const json file = read_golden("schedules.json");
  EXPECT_EQ(file["cases"].size(), 17U);
  for (const json& given : file["cases"]) {
    Schedule schedule;
    schedule.curve = curve_named(given["curve"].get<std::string>());
    schedule.rate = file["rate"];
    schedule.final_fraction = given.value("final_fraction", 0.0);
    schedule.warmup = given.value("warmup", schedule.warmup);
    schedule.step_factor = given.value("step_factor", schedule.step_factor);
    schedule.step_every = given.value("step_every", schedule.step_every);
    const auto rates = given["rates"].get<std::vector<double>>();
    ASSERT_EQ(rates.size(), given["total"].get<std::size_t>());
    for (std::size_t step = 0; step < rates.size(); ++step) {
      ASSERT_NEAR(schedule.at(step, rates.size()), rates[step], 1e-12 * schedule.rate)
          << given["curve"] << " of " << rates.size() << " steps: step " << step;
    }
  }
}

}  // namespace
}  // namespace glia
