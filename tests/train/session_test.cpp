// What a Session promises to whoever has nothing but its header.
#include "glia/session.h"

#include <gtest/gtest.h>

#include "expect_error.h"
#include "support.h"

namespace glia {
namespace {

constexpr std::int64_t kRows = 24;

Model with_dropout_and_statistics() {
  Model model;
  NodeId x = model.graph.input("input", Shape{1, 6, 6});
  x = conv2d(model.graph, "conv1", x, {.out = 3, .padding = 1});
  x = batch_norm(model.graph, "norm", x);
  x = activation(model.graph, "conv1.activation", x, "relu");
  x = dropout(model.graph, "drop", x, 0.4);
  activation(model.graph, "answer", dense(model.graph, "output", x, 4), "sigmoid");
  model.state = State(model.graph, 5);
  return model;
}

struct Batch {
  std::vector<float> inputs, targets;

  explicit Batch(const Dataset& data, std::int64_t first = 0)
      : inputs(static_cast<std::size_t>(kRows * 36)), targets(static_cast<std::size_t>(kRows * 4)) {
    for (std::int64_t r = 0; r < kRows; ++r) {
      data.input(first + r, inputs.data() + r * 36);
      data.target(first + r, targets.data() + r * 4);
    }
  }
};

struct Asked {
  Engine engine{2};
  Model model = with_dropout_and_statistics();
  Session session{engine, model.graph, {.batch = kRows, .cost = Cost::squared, .watch = {}}};
  Batch batch{blobs(kRows, 1)};

  Asked() { session.load(model.state); }

  State gradients(const StepOptions& options = {}) {
    State found;
    session.gradients(batch.inputs, batch.targets, kRows, found, options);
    return found;
  }
};

bool same(const State& a, const State& b, const std::string& name) {
  return a[name].values == b[name].values;
}

// An op that has something to learn, and does not say how.
class Silent final : public Op {
 public:
  std::string_view name() const noexcept override { return "silent"; }
  OpSpec infer(std::span<const Shape> in) const override {
    return {.out = in[0], .params = {{.name = "scale", .shape = in[0]}}};
  }
  void forward(const OpMemory&, const ExecContext&) const noexcept override {}
  void backward(const OpMemory&, const ExecContext&) const noexcept override {}
};

TEST(Session, RefusesToLearnParametersOfWhichNobodyFindsTheGradients) {
  Engine engine;
  Graph graph;
  graph.add("own", std::make_shared<Silent>(), {graph.input("input", {3})});
  EXPECT_ERROR(Session(engine, graph, {.cost = Cost::squared}), ErrorCode::unsupported,
               "derive it from TileGradients or LeafGradients");
  EXPECT_NO_THROW(Session(engine, graph, {}));
}

TEST(Session, GivesTheSameGradientsForTheSameStep) {
  Asked asked;
  const State first = asked.gradients({.step = 7});
  asked.gradients({.step = 8});
  expect_same(first, asked.gradients({.step = 7}), "the same step");
  expect_same(asked.gradients(), asked.gradients({.seed = 0, .step = 0}), "by itself");
}

TEST(Session, DropsAnewInAnotherStepAndWithAnotherSeed) {
  Asked asked;
  const State first = asked.gradients({.seed = 1, .step = 7});
  EXPECT_FALSE(same(first, asked.gradients({.seed = 1, .step = 8}), "output.weight"));
  EXPECT_FALSE(same(first, asked.gradients({.seed = 2, .step = 7}), "output.weight"));
}

TEST(Session, KeepsTheNumbersThatWereLoaded) {
  Asked asked;
  const std::vector<float> before = asked.session.forward(asked.batch.inputs, kRows);
  State statistics;
  const State gradients = asked.gradients({.statistics = &statistics});
  expect_same(asked.model.state, asked.session.state(), "after gradients()");
  EXPECT_EQ(before, asked.session.forward(asked.batch.inputs, kRows));
  for (const char* name : {"norm.mean", "norm.variance"}) {
    const std::vector<float>& slopes = gradients[name].values;
    EXPECT_EQ(slopes, std::vector<float>(slopes.size())) << name;
    EXPECT_FALSE(same(statistics, asked.model.state, name)) << name;
  }
  EXPECT_EQ(2U, statistics.tensors().size());
}

// Gradient descent by hand, and by a Trainer.
TEST(Session, TakesTheStepsOfATrainer) {
  const Dataset data = blobs(kRows, 1);
  Recipe recipe = quick();
  recipe.batch = kRows;
  recipe.seed = 9;
  recipe.epochs = 5;
  Asked asked;
  Trainer trainer(asked.engine, asked.model, data, recipe);
  State state = asked.model.state;
  for (std::uint64_t step = 0; step < 5; ++step) {
    // Statistics alone do not depend on how an epoch was shuffled.
    State gradients;
    asked.session.load(state);
    asked.session.gradients(asked.batch.inputs, asked.batch.targets, kRows, gradients,
                            {.seed = recipe.seed, .step = step, .statistics = &state});
    for (auto& [name, tensor] : state.tensors()) {
      for (std::size_t i = 0; i < tensor.values.size(); ++i) {
        tensor.values[i] -= static_cast<float>(recipe.schedule.rate) * gradients[name].values[i];
      }
    }
    trainer.run(Trainer::Budget::of_steps(1));
    if (step > 0) continue;  // from here on the masks met other samples
    const State& learnt = trainer.model().state;
    for (const char* name : {"norm.mean", "norm.variance"}) {
      for (std::size_t i = 0; i < state[name].values.size(); ++i) {
        EXPECT_NEAR(state[name].values[i], learnt[name].values[i], 1e-5) << name;
      }
    }
  }
}

TEST(Session, NeedsNumbersBeforeItAnswers) {
  Engine engine;
  const Model model = with_dropout_and_statistics();
  const Batch batch(blobs(kRows, 1));
  Session session(engine, model.graph, {.batch = kRows, .cost = Cost::squared, .watch = {}});
  Session slopes(engine, model.graph,
                 {.cost = Cost::squared, .watch = {}, .learn = false, .explain = true});
  State state;
  const auto refuses = [&](auto&& ask) {
    expect_contains(error_of(ErrorCode::invalid_argument, ask), "load()");
  };
  refuses([&] { session.forward(batch.inputs, kRows); });
  refuses([&] { session.gradients(batch.inputs, batch.targets, kRows, state); });
  refuses([&] { session.evaluate(blobs(kRows, 1)); });
  refuses([&] { session.state(); });
  refuses([&] { session.store(state); });
  refuses([&] { slopes.input_gradient(std::span(batch.inputs).first(36), 0); });
  EXPECT_TRUE(state.tensors().empty());
  // A State that does not fit brings none.
  EXPECT_ERROR(session.load(State()), ErrorCode::not_found, "");
  refuses([&] { session.forward(batch.inputs, kRows); });
  session.load(model.state);
  EXPECT_NO_THROW(session.forward(batch.inputs, kRows));
}

TEST(Session, NeedsNoNumbersWhereTheGraphHasNone) {
  Engine engine;
  Graph graph;
  activation(graph, "answer", graph.input("input", Shape{2}), "relu");
  Session session(engine, graph, {});
  EXPECT_EQ((std::vector<float>{0, 3}), session.forward(std::vector<float>{-1, 3}));
}

TEST(Session, SaysThatNothingWasRunYet) {
  Engine engine;
  const Model model = small_model();
  Session session(engine, model.graph, {.watch = {"hidden1"}});
  session.load(model.state);
  EXPECT_ERROR(session.activation("hidden1"), ErrorCode::invalid_argument, "forward()");
}

}  // namespace
}  // namespace glia
