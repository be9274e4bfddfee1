// What a training promises, on the network of the lessons; nets_test.cpp has what every kind of
// network promises.
#include "glia/trainer.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <random>
#include <thread>

#include "expect_error.h"
#include "glia/probe.h"
#include "glia/settings.h"
#include "support.h"

namespace glia {
namespace {

State trained(int threads, const Recipe& recipe, const NetOptions& options = {}) {
  Engine engine(threads);
  Trainer trainer(engine, small_model(3, options), blobs(333, 1), recipe);
  EXPECT_EQ(StopReason::finished, trainer.run());
  return trainer.model().state;
}

class EveryMethod : public testing::TestWithParam<Method> {};

TEST_P(EveryMethod, Learns) {
  Recipe recipe = quick(GetParam());
  recipe.epochs = 40;
  Engine engine(2);
  Trainer trainer(engine, small_model(), blobs(500, 1), recipe);
  trainer.set_test(blobs(200, 2));
  trainer.run();
  EXPECT_GE(trainer.reports().back().test->accuracy, 0.95);
  EXPECT_LT(trainer.reports().back().cost, trainer.reports().front().cost / 2);
}

// The steps of a batch of 50 are too small to share out; those of 200 are shared out, and the rest
// of 133 is not.
TEST_P(EveryMethod, GivesTheSameBitsForAnyNumberOfThreads) {
  Recipe recipe = quick(GetParam());
  recipe.optimizer.weight_decay = 1e-3;
  for (const int batch : {50, 200}) {
    recipe.batch = batch;
    for (const double clip : {0.0, 0.05}) {
      recipe.optimizer.clip_norm = clip;
      const State one = trained(1, recipe, {.dropout = 0.3});
      for (const int threads : {2, 3, 7}) {
        expect_same(one, trained(threads, recipe, {.dropout = 0.3}),
                    std::to_string(threads) + " threads, batch " + std::to_string(batch));
      }
    }
  }
}

std::vector<Method> methods() {
  std::vector<Method> all;
  for (const std::string_view name : method_names()) all.push_back(method_named(name));
  return all;
}
INSTANTIATE_TEST_SUITE_P(Trainer, EveryMethod, testing::ValuesIn(methods()),
                         [](const auto& param_info) {
                           return std::string(name_of(param_info.param));
                         });

// A narrow layer of many inputs, which threads share out by inputs: 7 strands, the last one short.
struct NarrowBegin {
  explicit NarrowBegin(std::int64_t batch) {
    std::mt19937 random(5);
    std::vector<std::uint8_t> pixels(150 * 784), labels(150);
    for (auto& pixel : pixels) pixel = static_cast<std::uint8_t>(random() % 256);
    for (auto& label : labels) label = static_cast<std::uint8_t>(random() % 10);
    data = Dataset::images(Shape{1, 28, 28}, pixels, labels, 10, "noise");
    model.graph = parse_net("784-16-16-10", {}, data.shape());
    model.state = State(model.graph, 2);
    recipe = quick();
    recipe.batch = batch;
    recipe.optimizer.weight_decay = 1e-3;
  }
  Dataset data;
  Model model;
  Recipe recipe;
};

TEST(Trainer, NotesInTheModelHowItCameToBe) {
  Engine engine(1);
  Recipe recipe = quick(Method::adam);
  Trainer trainer(engine, small_model(), blobs(60, 1), recipe);
  const auto& history = trainer.model().history;
  EXPECT_EQ(history.at("options"), to_json(asked_of(recipe)));
  EXPECT_EQ(history.at("numeric_path"), engine.simd.numeric_path());
}

TEST(Trainer, SharesOutTheInputsOfANarrowLayerWithTheSameBits) {
  for (const std::int64_t batch : {8, 10, 70}) {
    NarrowBegin begin(batch);
    for (const Method method : {Method::sgd, Method::adam}) {
      begin.recipe.optimizer.method = method;
      State one;
      for (const int threads : {1, 2, 3, 7}) {
        Engine engine(threads);
        Trainer trainer(engine, begin.model, begin.data, begin.recipe);
        trainer.run();
        if (threads == 1) one = trainer.model().state;
        expect_same(one, trainer.model().state,
                    std::to_string(threads) + " threads, batch " + std::to_string(batch));
      }
    }
  }
}

// A layer that somebody watches, but that leads nowhere, has no gradient and keeps no input.
TEST(Session, LearnsBesideANarrowLayerThatLeadsNowhere) {
  Model model;
  const NodeId x = model.graph.input("input", Shape{784});
  dense(model.graph, "aside", x, 16);
  const NodeId hidden = activation(model.graph, "hidden", x, "relu");
  const NodeId output = dense(model.graph, "output", hidden, 10);
  activation(model.graph, "answer", output, "sigmoid");
  model.state = State(model.graph, 3);
  const std::vector<float> inputs(128 * 784, 0.5F), targets(128 * 10, 1);
  State one;
  for (const int threads : {1, 2}) {
    Engine engine(threads);
    Session session(engine, model.graph, {.batch = 128, .cost = Cost::squared, .watch = {"aside"}});
    session.load(model.state);
    State found;
    session.gradients(inputs, targets, 128, found);
    if (threads == 1) one = found;
    expect_same(one, found, std::to_string(threads) + " threads");
  }
}

// Gradient descent needs no gradients in memory, unless somebody looks.
TEST(Trainer, LearnsTheSameWhetherOrNotSomebodyLooksAtGradients) {
  NarrowBegin begin(10);
  Engine engine(2);
  Trainer plain(engine, begin.model, begin.data, begin.recipe);
  plain.run();
  Trainer watched(engine, begin.model, begin.data, begin.recipe);
  Probe probe(watched, "hidden1.weight.gradient");
  std::vector<float> before, gradient;
  for (std::uint64_t at = 0; watched.run(Trainer::Budget::of_steps(1)) == StopReason::budget;) {
    if (watched.step() % 3 == 0) probe.request();
    if (!probe.read(gradient, at)) continue;
    EXPECT_EQ(at, watched.step());
    EXPECT_NE(gradient, before) << "an older one";
    before = gradient;
  }
  expect_same(plain.model().state, watched.model().state, "looked at");
}

TEST(Probe, SeesTheCellsOfAnLstm) {
  Engine engine(2);
  const Dataset data = blobs(333, 1);
  Trainer trainer(engine, recurrent_model(), data, quick());
  Probe cell(trainer, "lstm2.cell");
  cell.request();
  trainer.run(Trainer::Budget::of_steps(1));
  std::vector<float> values;
  std::uint64_t at = 0;
  ASSERT_TRUE(cell.read(values, at));
  EXPECT_EQ(50U * 6 * 18, values.size());
  EXPECT_NE(0.0F, values.back());
  EXPECT_THROW(Probe(trainer, "lstm2.forget_gate"), Error) << "its gradient took its place";
}

TEST(Trainer, TakesEditsFromAnotherThreadWhileItTrains) {
  Recipe recipe = quick();
  recipe.epochs = 60;
  Engine engine(2);
  Trainer trainer(engine, small_model(), blobs(333, 1), recipe);
  std::atomic<bool> done{false};
  std::thread hand([&] {
    for (int i = 0; !done; ++i) {
      trainer.submit({Edit::Kind::set, "hidden1.weight", i % 600, 0.01 * (i % 7)});
      std::this_thread::yield();
    }
  });
  trainer.run();
  done = true;
  hand.join();
  Engine other(1);
  Trainer again(other, small_model(), blobs(333, 1), recipe);
  again.replay(trainer.journal());
  again.run();
  expect_same(trainer.model().state, again.model().state, "replay");
}

// With a branch that leads nowhere.
Model branched_model() {
  Model model;
  NodeId x = model.graph.input("input", Shape{36});
  x = activation(model.graph, "hidden.activation", dense(model.graph, "hidden", x, 17), "tanh");
  dense(model.graph, "side", x, 3);
  activation(model.graph, "answer", dense(model.graph, "output", x, 4), "sigmoid");
  model.state = State(model.graph, 3);
  return model;
}

TEST(Trainer, TakesEditsOfParametersThatTheAnswerDoesNotNeed) {
  Engine engine;
  const Dataset data = blobs(100, 1);
  Trainer trainer(engine, branched_model(), data, quick());
  trainer.submit({Edit::Kind::set, "side.weight", 2, 0.5});
  trainer.submit({Edit::Kind::hold, "side.bias", 1, -2});
  Probe side(trainer, "side.weight");
  side.request();
  trainer.run(Trainer::Budget::of_steps(1));
  std::vector<float> seen;
  std::uint64_t at = 0;
  ASSERT_TRUE(side.read(seen, at));
  EXPECT_EQ(0.5F, seen[2]);
  const Snapshot moment = trainer.snapshot();
  trainer.submit({Edit::Kind::release, "side.bias", 1, 0});
  trainer.run(Trainer::Budget::of_steps(1));
  EXPECT_EQ(0.5F, trainer.model().state["side.weight"].values[2]);
  EXPECT_EQ(-2.0F, trainer.model().state["side.bias"].values[1]);

  Trainer again(engine, branched_model(), data, quick());
  again.replay(trainer.journal());
  again.restore(moment);
  again.run(Trainer::Budget::of_steps(1));
  expect_same(trainer.model().state, again.model().state, "from the moment on");
}

// It would learn by more parameters than the cost has.
TEST(Probe, IsNotForNodesThatTheCostDoesNotNeed) {
  Engine engine;
  Trainer trainer(engine, branched_model(), blobs(100, 1), quick(Method::adam));
  trainer.run(Trainer::Budget::of_steps(2));
  EXPECT_ERROR(Probe(trainer, "side"), ErrorCode::invalid_argument, "'side': the cost does not");
  Probe answer(trainer, "answer");
  trainer.run(Trainer::Budget::of_steps(2));
  EXPECT_EQ(4U, trainer.step());
}

// Cheap to ask for at every step: nothing of the parameters is copied.
TEST(Trainer, SaysWhatIsDoneOfTheOpenEpoch) {
  Engine engine;
  const Dataset data = blobs(100, 1);
  Recipe recipe = quick();
  recipe.batch = 30;
  recipe.epochs = 5;
  Trainer trainer(engine, small_model(), data, recipe);
  const auto expect_true = [&](const Trainer& at) {
    const EpochSoFar here = at.epoch_so_far();
    const Snapshot there = at.snapshot();
    EXPECT_EQ(there.epoch, here.epoch);
    EXPECT_EQ(there.batch, here.steps);
    EXPECT_EQ(there.batch_size, here.batch_size);
    EXPECT_EQ(there.epoch_cost, here.cost);
    EXPECT_EQ(there.epoch_correct, here.correct);
    EXPECT_EQ(std::min<std::uint64_t>(100, here.steps * here.batch_size), here.samples);
    EXPECT_EQ((99 + here.batch_size) / here.batch_size, here.steps + here.steps_left);
  };
  expect_true(trainer);
  for (int step = 0; step < 6; ++step) {  // across the end of an epoch
    trainer.run(Trainer::Budget::of_steps(1));
    expect_true(trainer);
    EXPECT_EQ(step == 3 ? 0U : static_cast<std::uint64_t>(step % 4 + 1),
              trainer.epoch_so_far().steps);
  }
  Trainer restored(engine, small_model(), data, recipe);
  restored.restore(trainer.snapshot());
  expect_true(restored);
  EXPECT_EQ(60U, restored.epoch_so_far().samples);
}

TEST(Trainer, RefusesEditsThatDoNotFit) {
  Engine engine;
  Trainer trainer(engine, small_model(), blobs(100, 1), quick());
  const Edit wrong[] = {{Edit::Kind::set, "hidden9.weight", 0, 1},
                        {Edit::Kind::set, "hidden1.weight", 17 * 36, 1},
                        {Edit::Kind::hold, "hidden1.bias", -1, 1},
                        {Edit::Kind::set, "hidden1.bias", 0, NAN},
                        {Edit::Kind::learning_rate, "", 0, -1},
                        {Edit::Kind::batch, "", 0, 0},
                        {Edit::Kind::batch, "", 0, 2.5}};
  for (const Edit& edit : wrong) EXPECT_THROW(trainer.submit(edit), Error);
  for (std::size_t i = 0; i < 1024; ++i) {
    EXPECT_TRUE(trainer.submit({Edit::Kind::set, "hidden1.bias", 0, 1}));
  }
  EXPECT_FALSE(trainer.submit({Edit::Kind::set, "hidden1.bias", 0, 1})) << "the queue is bounded";
}

TEST(Trainer, SaysWhereItDivergedAndKeepsTheLastGoodParameters) {
  Recipe recipe = quick();
  recipe.epochs = 50;
  recipe.schedule.rate = 1e6;
  Engine engine(2);
  Trainer trainer(engine, small_model(3, {.hidden = "relu", .output = "identity"}), blobs(333, 1),
                  recipe);
  try {
    trainer.run();
    FAIL() << "expected it to diverge";
  } catch (const Error& error) {
    EXPECT_EQ(ErrorCode::diverged, error.code());
    const std::string text = error.what();
    EXPECT_NE(std::string::npos, text.find("the cost of the outputs")) << text;
    EXPECT_NE(std::string::npos, text.find("learning rate")) << text;
  }
  trainer.model().state.check(trainer.model().graph);  // finite
}

TEST(Trainer, RefusesASnapshotWhoseOptimizerDoesNotFit) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  Engine engine(1);
  Trainer trainer(engine, small_model(), blobs(333, 1), quick(Method::adam));
  trainer.run(Trainer::Budget::of_steps(3));
  const Snapshot good = trainer.snapshot();
  trainer.run(Trainer::Budget::of_steps(2));
  const State before = trainer.model().state;
  const auto refused = [&](const std::string& name, auto&& spoil, const std::string& part) {
    SCOPED_TRACE(name + ": " + part);
    Snapshot bad = good;
    spoil(bad.optimizer[name]);
    EXPECT_ERROR(trainer.restore(bad), ErrorCode::shape_mismatch, name);
    EXPECT_ERROR(trainer.restore(bad), ErrorCode::shape_mismatch, part);
    expect_same(before, trainer.model().state, "nothing has changed");
    EXPECT_EQ(5U, trainer.step());
  };
  for (const std::string name : {"velocity:hidden1.weight", "second_moment:output.bias"}) {
    using Floats = std::vector<float>;
    refused(
        name, [](Floats& v) { v.pop_back(); }, "of another size");
    refused(
        name, [](Floats& v) { v.push_back(0); }, "of another size");
    refused(
        name, [](Floats& v) { v.clear(); }, "of another size");
    refused(
        name, [&](Floats& v) { v.back() = nan; }, "not finite");
    refused(
        name, [&](Floats& v) { v.front() = -infinity; }, "not finite");
  }
  refused(
      "second_moment:output.weight", [](std::vector<float>& v) { v[1] = -1; }, "below zero");
  // What was refused has left no trace: from the good one it goes on as ever.
  trainer.restore(good);
  trainer.run();
  expect_same(trained(1, quick(Method::adam)), trainer.model().state, "after all");
}

TEST(Trainer, StopsEarlyWithTheBestParameters) {
  Recipe recipe = quick();
  recipe.epochs = 300;
  recipe.patience = 4;
  recipe.schedule.rate = 8;
  Engine engine(2);
  Trainer trainer(engine, small_model(), blobs(40, 1), recipe);
  const Dataset validation = blobs(300, 7).with_shuffled_labels(2);
  trainer.set_validation(validation);
  EXPECT_EQ(StopReason::early_stopping, trainer.run());
  double best = 1e9;
  for (const EpochReport& report : trainer.reports())
    best = std::min(best, report.validation->cost);
  EXPECT_EQ(best, trainer.evaluate(validation).cost);
}

TEST(Trainer, CanBeCancelledAndGoesOn) {
  Recipe recipe = quick();
  recipe.epochs = 1'000'000;
  Engine engine(2);
  Trainer trainer(engine, small_model(), blobs(333, 1), recipe);
  std::thread other([&] { trainer.cancel(); });
  EXPECT_EQ(StopReason::cancelled, trainer.run());
  other.join();
  EXPECT_EQ(StopReason::budget, trainer.run(Trainer::Budget::of_steps(3)));
}

// Steps of 200 are shared out; those of the LSTMs have many meetings.
TEST(Trainer, SharesAnEngineWithOthersOnOtherThreads) {
  Recipe recipe = quick(Method::adam);
  recipe.batch = 200;
  recipe.epochs = 8;
  const auto train = [&](Engine& engine, bool recurrent, State& state) {
    Trainer trainer(engine, recurrent ? recurrent_model() : small_model(), blobs(900, 1), recipe);
    trainer.set_validation(blobs(150, 2));
    trainer.run();
    state = trainer.model().state;
  };
  for (const int threads : {1, 2, 3}) {
    std::array<State, 2> alone;
    for (const bool recurrent : {false, true}) {
      Engine engine(threads);
      train(engine, recurrent, alone[recurrent]);
    }
    Engine engine(threads);
    std::array<State, 4> together;
    std::vector<std::thread> others;
    for (std::size_t i = 0; i < together.size(); ++i) {
      others.emplace_back([&, i] { train(engine, i % 2 == 1, together[i]); });
    }
    for (std::thread& other : others) other.join();
    for (std::size_t i = 0; i < together.size(); ++i) {
      expect_same(alone[i % 2], together[i], std::to_string(threads) + " threads");
    }
  }
}

TEST(Trainer, WorksInsideARunOfItsEnginesOwnPool) {
  Recipe recipe = quick();
  recipe.batch = 200;
  const State outside = trained(2, recipe);
  Engine engine(2);
  std::array<State, 2> inside;
  engine.pool.run([&](int thread) {
    Trainer trainer(engine, small_model(), blobs(333, 1), recipe);
    trainer.run();
    inside[static_cast<std::size_t>(thread)] = trainer.model().state;
  });
  for (int t = 0; t < engine.pool.size(); ++t) {  // one where there are no threads
    expect_same(outside, inside[static_cast<std::size_t>(t)], "inside a run");
  }
}

TEST(Trainer, RefusesWhatDoesNotFitTogether) {
  Engine engine;
  const auto wrong_input =
      Dataset::rows(Shape{5}, std::vector<float>(10), Shape{4}, std::vector<float>(8));
  const auto wrong_target =
      Dataset::rows(Shape{36}, std::vector<float>(72), Shape{3}, std::vector<float>(6));
  EXPECT_THROW(Trainer(engine, small_model(), wrong_input, quick()), Error);
  EXPECT_THROW(Trainer(engine, small_model(), wrong_target, quick()), Error);
  Model broken = small_model();
  broken.state["hidden1.bias"].values.pop_back();
  EXPECT_THROW(Trainer(engine, broken, blobs(50, 1), quick()), Error);
}

TEST(Trainer, KeepsTheParametersThatTheOutputDoesNotNeed) {
  Model model = small_model();
  dense(model.graph, "aside", model.graph.find("hidden1.activation"), 3);
  model.graph.set_output(model.graph.find("output.activation"));
  model.state = State(model.graph, 3);
  Engine engine;
  Trainer trainer(engine, model, blobs(333, 1), quick());
  trainer.run();
  trainer.model().state.check(model.graph);
  EXPECT_EQ(model.state["aside.weight"].values, trainer.model().state["aside.weight"].values);
}

TEST(Probe, CopiesASlotWithItsStepWhileTrainingGoesOn) {
  Recipe recipe = quick();
  recipe.epochs = 4000;
  Engine engine(2);
  Trainer trainer(engine, small_model(), blobs(333, 1), recipe);
  Probe weight(trainer, "hidden1.weight"), gradient(trainer, "hidden1.weight.gradient");
  Probe neuron(trainer, "hidden2.activation"), cost(trainer, "cost");
  std::vector<float> values;
  std::uint64_t at = 0;
  EXPECT_FALSE(weight.read(values, at)) << "nobody asked";
  for (Probe* probe : {&weight, &gradient, &neuron, &cost}) probe->request();
  trainer.run(Trainer::Budget::of_steps(3));
  ASSERT_TRUE(gradient.read(values, at));
  EXPECT_EQ(17U * 36, values.size());
  EXPECT_EQ(1U, at) << "the end of the step in which it was asked";
  ASSERT_TRUE(neuron.read(values, at));
  EXPECT_EQ(50U * 9, values.size());
  for (const float a : values) EXPECT_TRUE(a > 0 && a < 1);
  ASSERT_TRUE(cost.read(values, at));
  EXPECT_GT(values[0], 0);
  ASSERT_TRUE(weight.read(values, at));
  // The copy is the parameter of that very step.
  Engine other(1);
  Trainer again(other, small_model(), blobs(333, 1), recipe);
  again.run(Trainer::Budget::of_steps(at));
  EXPECT_EQ(again.model().state["hidden1.weight"].values, values);
  // From another thread, while it trains.
  std::atomic<bool> done{false};
  int copies = 0;
  std::thread viewer([&] {
    std::vector<float> seen;
    std::uint64_t step = 0, last = 0;
    while (!done) {
      weight.request();
      if (!weight.read(seen, step)) continue;
      EXPECT_GT(step, last);
      last = step;
      ++copies;
    }
  });
  trainer.run(Trainer::Budget::of_seconds(0.3));
  done = true;
  viewer.join();
  EXPECT_GT(copies, 0);
  EXPECT_THROW(Probe(trainer, "hidden7.weight"), Error);
}

}  // namespace
}  // namespace glia
