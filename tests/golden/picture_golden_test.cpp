// Layers and networks for pictures against PyTorch: pictures.json, made by make_pictures.py.
#include "glia/trainer.h"
#include "golden.h"

namespace glia {
namespace {

const json& golden() {
  static const json all = read_golden("pictures.json");
  return all;
}

Shape shape_of(const json& sizes) { return Shape(sizes.get<std::vector<std::int64_t>>()); }

Attributes attributes_of(const json& values) {
  Attributes attributes;
  for (const auto& [name, value] : values.items()) attributes[name] = value.get<std::int64_t>();
  return attributes;
}

// Forward and backward from x and dy; y and dx agree.
void run(OpHarness& op, const json& values, double terms) {
  set_rows(op.in[0], floats(values["x"]));
  set_rows(op.out_gradient, floats(values["dy"]));
  op.forward(16);
  op.backward(16);
  expect_near(numbers_of(op.out, op.rows()), values["y"], terms, "y");
  expect_near(numbers_of(op.in_gradient[0], op.rows()), values["dx"], terms, "dx");
}

TEST(PictureGolden, SaysWhatMadeIt) {
  EXPECT_FALSE(golden()["made_with"]["torch"].get<std::string>().empty());
}

TEST(PictureGolden, Convolutions) {
  for (const std::string& simd : Simd::available()) {
    for (const json& values : golden()["convolutions"]) {
      SCOPED_TRACE(simd + ": " + values["attributes"].dump());
      OpHarness op(Simd(simd), make_op("conv2d", attributes_of(values["attributes"])),
                   {shape_of(values["in"])}, values["rows"]);
      op.canonical = {floats(values["weight"]), floats(values["bias"])};
      op.bind();
      run(op, values, 30);
      op.parameter_gradient(1, 1);
      expect_near(floats(op.gradient_of(0)), values["dweight"], 30, "dW");
      expect_near(floats(op.gradient_of(1)), values["dbias"], 30, "db");
    }
  }
}

TEST(PictureGolden, Pools) {
  for (const std::string& simd : Simd::available()) {
    for (const json& values : golden()["pools"]) {
      SCOPED_TRACE(simd + ": " + values["name"].get<std::string>());
      OpHarness op(Simd(simd),
                   make_op(values["name"].get<std::string>(), attributes_of(values["attributes"])),
                   {shape_of(values["in"])}, values["rows"]);
      run(op, values, 4);
    }
  }
}

TEST(PictureGolden, BatchNorm) {
  const json& values = golden()["batch_norm"];
  const json& before = values["before"];
  for (const std::string& simd : Simd::available()) {
    SCOPED_TRACE(simd);
    OpHarness op(Simd(simd), make_op("batch_norm"), {shape_of(values["in"])}, values["rows"]);
    op.canonical = {floats(before["scale"]), floats(before["shift"]), floats(before["mean"]),
                    floats(before["variance"])};
    op.bind();
    run(op, values, 40);
    op.parameter_gradient(1, 1);
    expect_near(floats(op.gradient_of(0)), values["dscale"], 40, "dscale");
    expect_near(floats(op.gradient_of(1)), values["dshift"], 40, "dshift");
    const std::size_t channels = before["mean"].size();
    for (const auto& [i, name] : {std::pair(2, "mean"), std::pair(3, "variance")}) {
      std::vector<float> kept = floats(op.buffer(static_cast<std::size_t>(i)));
      kept.resize(channels);
      expect_near(kept, values["after"][name], 4, name);
    }
    op.context().training = false;
    op.forward(16);
    expect_near(numbers_of(op.out, op.rows()), values["y_later"], 40, "y, not training");
  }
}

// Momentum, batch norm, a residual sum: the cost of every step, all that was learnt, and what the
// network then says of the first batch.
TEST(PictureGolden, NetworkTrainedForSomeSteps) {
  const json& values = golden()["network"];
  const std::int64_t rows = values["rows"];
  for (const std::string& simd : Simd::available()) {
    SCOPED_TRACE(simd);
    Model model;
    model.graph =
        parse_net(values["net"].get<std::string>(), {.output = "softmax"}, shape_of(values["in"]));
    model.state = State(model.graph, 1);
    for (auto& [name, tensor] : model.state.tensors())
      tensor.values = floats(values["before"][name]);
    const Recipe recipe{.cost = Cost::softmax_cross_entropy,
                        .optimizer = {.method = Method::momentum, .momentum = values["momentum"]},
                        .schedule = {.rate = values["rate"]},
                        .batch = rows,
                        .epochs = 1};
    Engine engine(2, Simd(simd));
    std::map<std::string, std::vector<float>> velocity;
    for (std::size_t step = 0; step < values["costs"].size(); ++step) {
      // One step a batch, with the momentum of the steps before.
      std::vector<float> targets;
      for (const json& label : values["labels"][step]) {
        for (int c = 0; c < 3; ++c) targets.push_back(label.get<int>() == c ? 1.0F : 0.0F);
      }
      const Dataset data =
          Dataset::rows(shape_of(values["in"]), floats(values["inputs"][step]), Shape{3}, targets);
      Trainer trainer(engine, model, data, recipe);
      Snapshot moment = trainer.snapshot();
      if (!velocity.empty()) moment.optimizer = velocity;
      trainer.restore(moment);
      trainer.run(Trainer::Budget::of_steps(1));
      EXPECT_NEAR(trainer.reports().at(0).cost, values["costs"][step].get<double>(),
                  100 * kEpsilon);
      moment = trainer.snapshot();
      velocity = moment.optimizer;
      model.state = moment.state;
    }
    for (const auto& [name, tensor] : model.state.tensors()) {
      expect_near(tensor.values, values["after"][name], 200, name);
    }
    Session session(engine, model.graph, {.batch = rows, .watch = {"output"}});
    session.load(model.state);
    session.forward(floats(values["inputs"][0]), rows);
    std::vector<float> logits;
    for (std::int64_t r = 0; r < rows; ++r) {
      const std::vector<float> row = session.activation("output", r);
      logits.insert(logits.end(), row.begin(), row.end());
    }
    expect_near(logits, values["logits"], 200, "logits");
  }
}

}  // namespace
}  // namespace glia
