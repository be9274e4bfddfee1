// Networks with ops of a program's own, in files.
#include <gtest/gtest.h>

#include <cmath>

#include "expect_error.h"
#include "glia/checkpoint.h"
#include "glia/op_run.h"
#include "glia/session.h"
#include "glia/trainer.h"
#include "temp_dir.h"

namespace glia {
namespace {

// a = gain · z / (1 + |z|); da/dz = gain / (1 + |z|)²
class Softsign : public Op {
 public:
  explicit Softsign(double gain) : gain_(gain) {}
  static std::shared_ptr<const Op> make(const Attributes& attributes) {
    const auto found = attributes.find("gain");
    if (found == attributes.end()) throw Error(ErrorCode::invalid_argument, "softsign: no gain");
    return std::make_shared<Softsign>(std::get<double>(found->second));
  }

  std::string_view name() const noexcept override { return "softsign"; }
  Attributes attributes() const override { return {{"gain", gain_}}; }
  OpSpec infer(std::span<const Shape> in) const override {
    return {.out = in[0], .needs_input = true};
  }
  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const float* z = memory.in[0].data;
    for (std::int64_t i = 0; i < memory.in[0].floats(context.rows); ++i) {
      memory.out.data[i] = static_cast<float>(gain_) * z[i] / (1 + std::abs(z[i]));
    }
  }
  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const Slot& gradient = memory.in_gradient[0];
    for (std::int64_t i = 0; gradient && i < gradient.floats(context.rows); ++i) {
      const float slope = 1 + std::abs(memory.in[0].data[i]);
      gradient.data[i] = memory.out_gradient.data[i] * static_cast<float>(gain_) / (slope * slope);
    }
  }

 private:
  double gain_;
};

// The same name, another op.
class Impostor : public Softsign {
 public:
  using Softsign::Softsign;
};

// Has more inside than it says.
class Secretive : public Softsign {
 public:
  explicit Secretive(double gain) : Softsign(gain), told_(gain == 2 ? 1 : gain) {}
  static std::shared_ptr<const Op> make(const Attributes& attributes) {
    return std::make_shared<Secretive>(std::get<double>(attributes.at("gain")) + 1);
  }
  Attributes attributes() const override { return {{"gain", told_}}; }

 private:
  double told_;
};

template <typename Own = Softsign>
Model model_with(double gain = 1.5) {
  Model model;
  NodeId x = dense(model.graph, "hidden1", model.graph.input("input", Shape{3}), 4);
  x = model.graph.add("hidden1.softsign", std::make_shared<Own>(gain), {x});
  dense(model.graph, "output", x, 2);
  model.state = State(model.graph, 1);
  return model;
}

OpSet with_softsign() {
  OpSet ops;
  ops.add("softsign", Softsign::make);
  return ops;
}

std::vector<float> answers(const Model& model) {
  Engine engine;
  Session session(engine, model.graph, {});
  session.load(model.state);
  return session.forward(std::vector<float>{0.5F, -1, 2});
}

TEST(OpSet, BringsAProgramsOwnOpsBackFromAFile) {
  const TempDir dir;
  const std::string path = dir.file("own.safetensors");
  const Model model = model_with();
  save_model(model, path, with_softsign());
  EXPECT_EQ(answers(model), answers(load_model(path, with_softsign())));
  EXPECT_EQ(answers(model),
            answers(decode_model(encode_model(model, with_softsign()), "model", with_softsign())));
}

TEST(OpSet, SaysWhichOpOfAFileItDoesNotKnow) {
  const std::vector<std::uint8_t> file = encode_model(model_with(), with_softsign());
  const std::string text =
      error_of(ErrorCode::format, [&] { decode_model(file, "own.safetensors"); });
  expect_contains(text, "own.safetensors");
  expect_contains(text, "hidden1.softsign");
  expect_contains(text, "no op is called 'softsign'");
}

TEST(OpSet, KeepsANetworkFromBeingSavedThatItWouldNotGiveAgain) {
  const TempDir dir;
  const std::string path = dir.file("lost.safetensors");
  const auto refused = [&](const Model& model, const OpSet& ops, const std::string& why) {
    const std::string text =
        error_of(ErrorCode::invalid_argument, [&] { save_model(model, path, ops); });
    expect_contains(text, path);
    expect_contains(text, "hidden1.softsign");
    expect_contains(text, why);
  };
  refused(model_with(), {}, "OpSet");
  refused(model_with<Impostor>(), with_softsign(), "loaded as another");
  OpSet secretive;
  secretive.add("softsign", Secretive::make);
  refused(model_with<Secretive>(5), secretive, "loaded as another");
  OpSet fails;
  fails.add("softsign", [](const Attributes&) -> std::shared_ptr<const Op> {
    throw Error(ErrorCode::invalid_argument, "softsign: never");
  });
  refused(model_with(), fails, "softsign: never");
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(OpSet, KeepsACostFromBeingSavedAsALayer) {
  Model model;
  const NodeId x = model.graph.input("input", Shape{3});
  const NodeId wanted = model.graph.input("wanted", Shape{3});
  model.graph.add("cost", make_op("squared_cost"), {x, wanted});
  EXPECT_ERROR(encode_model(model), ErrorCode::invalid_argument, "is a cost, not a layer");
}

TEST(OpSet, TakesANameOnce) {
  OpSet ops = with_softsign();
  for (const char* name : {"softsign", "dense", "input", ""}) {
    EXPECT_ERROR(ops.add(name, Softsign::make), ErrorCode::invalid_argument, "op '");
  }
  EXPECT_ERROR(ops.add("other", nullptr), ErrorCode::invalid_argument, "function");
  ops.add("other", Softsign::make);
  EXPECT_ERROR(ops.make("other", {{"gain", 1.0}}), ErrorCode::invalid_argument, "'softsign'");
  ops.add("none", [](const Attributes&) { return std::shared_ptr<const Op>(); });
  EXPECT_ERROR(ops.make("none"), ErrorCode::invalid_argument, "nothing");
  EXPECT_ERROR(ops.make("softsing"), ErrorCode::not_found, "softsign");
  EXPECT_THROW(make_op("softsign"), Error);
}

TEST(OpSet, BringsATrainingBackFromItsCheckpoint) {
  const TempDir dir;
  const std::string folder = dir.file("moments");
  Engine engine;
  const Dataset data = Dataset::rows(Shape{3}, std::vector<float>{1, 2, 3, 4, 5, 6}, Shape{2},
                                     std::vector<float>{1, 0, 0, 1});
  const Model model = model_with();
  Recipe recipe;
  recipe.batch = 1;
  Trainer trainer(engine, model, data, recipe);
  trainer.run(Trainer::Budget::of_steps(3));
  EXPECT_ERROR(save_checkpoint(trainer.checkpoint(), folder), ErrorCode::invalid_argument, "OpSet");
  save_checkpoint(trainer.checkpoint(), folder, 3, with_softsign());
  const Checkpoint found = load_checkpoint(folder, nullptr, with_softsign());
  EXPECT_EQ(3U, found.snapshot.step);
  EXPECT_EQ(answers(trainer.model()), answers(found.model));
}

}  // namespace
}  // namespace glia
