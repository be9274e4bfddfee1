// What a training promises: it learns, its bits do not depend on threads or on how often it was
// interrupted, a person's edits can be replayed, and it says where it went wrong.
#include "glia/trainer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <new>
#include <random>
#include <thread>

#include "glia/error.h"
#include "glia/probe.h"

namespace {

std::atomic<bool> counting{false};
std::atomic<std::int64_t> allocations{0};

}  // namespace

// Counts what is allocated while `counting`, by any thread.
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (counting.load(std::memory_order_relaxed)) ++allocations;
  if (void* p = std::malloc(size == 0 ? 1 : size)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace glia {
namespace {

// Four blurred blobs of 6×6 pixels in noise: quick to learn, not trivial.
Dataset blobs(std::int64_t samples, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::uint8_t> pixels, labels;
  for (std::int64_t s = 0; s < samples; ++s) {
    const int label = static_cast<int>(random() % 4);
    const double cx = label % 2 ? 4 : 1, cy = label / 2 ? 4 : 1;
    for (int y = 0; y < 6; ++y) {
      for (int x = 0; x < 6; ++x) {
        const double d = (x - cx) * (x - cx) + (y - cy) * (y - cy);
        pixels.push_back(
            static_cast<std::uint8_t>(180 * std::exp(-d / 3) + static_cast<double>(random() % 76)));
      }
    }
    labels.push_back(static_cast<std::uint8_t>(label));
  }
  return Dataset::images(Shape{1, 6, 6}, pixels, labels, 4, "blobs");
}

Model small_model(std::uint64_t seed = 3, const NetOptions& options = {}) {
  Model model;
  model.graph = parse_net("36-17-9-4", options);
  model.state = State(model.graph, seed);
  return model;
}

Recipe quick(Method method = Method::sgd) {
  Recipe recipe;
  recipe.batch = 50;
  recipe.epochs = 3;
  recipe.optimizer.method = method;
  const bool adaptive = method == Method::adam || method == Method::adamw;
  recipe.schedule.rate = method == Method::sgd ? 2.0 : adaptive ? 0.01 : 0.2;
  return recipe;
}

// Every bit of every number.
void expect_same(const State& a, const State& b, const std::string& what) {
  ASSERT_EQ(a.tensors().size(), b.tensors().size());
  for (const auto& [name, tensor] : a.tensors()) {
    const std::vector<float>& other = b[name].values;
    ASSERT_EQ(tensor.values.size(), other.size());
    EXPECT_EQ(0, std::memcmp(tensor.values.data(), other.data(), other.size() * sizeof(float)))
        << what << ": " << name;
  }
}

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

TEST_P(EveryMethod, GivesTheSameBitsForAnyNumberOfThreads) {
  Recipe recipe = quick(GetParam());
  recipe.optimizer.weight_decay = 1e-3;
  for (const double clip : {0.0, 0.05}) {
    recipe.optimizer.clip_norm = clip;
    const State one = trained(1, recipe, {.dropout = 0.3});
    for (const int threads : {2, 3, 7}) {
      expect_same(one, trained(threads, recipe, {.dropout = 0.3}), std::to_string(threads));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Trainer, EveryMethod,
                         testing::Values(Method::sgd, Method::momentum, Method::nesterov,
                                         Method::adam, Method::adamw),
                         [](const auto& param_info) {
                           return std::string(name_of(param_info.param));
                         });

TEST(Trainer, GivesTheSameBitsHoweverItIsStepped) {
  const Recipe recipe = quick(Method::adam);
  const State whole = trained(1, recipe);
  Engine engine(1);
  Trainer trainer(engine, small_model(), blobs(333, 1), recipe);
  while (trainer.run(Trainer::Budget::of_steps(2)) == StopReason::budget) {
  }
  expect_same(whole, trainer.model().state, "two steps at a time");
}

TEST(Trainer, GoesOnFromASnapshotBitForBit) {
  Recipe recipe = quick(Method::adamw);
  recipe.schedule.curve = Curve::one_cycle;
  const State whole = trained(2, recipe, {.dropout = 0.2});
  for (const std::uint64_t steps : {0, 1, 6, 7, 8, 20}) {
    Engine engine(2);
    Trainer first(engine, small_model(3, {.dropout = 0.2}), blobs(333, 1), recipe);
    first.run(Trainer::Budget::of_steps(steps));
    const Snapshot snapshot = first.snapshot();
    Trainer second(engine, small_model(99, {.dropout = 0.2}), blobs(333, 1), recipe);
    second.restore(snapshot);
    second.run();
    expect_same(whole, second.model().state, std::to_string(steps) + " steps before");
    EXPECT_EQ(7 * 3U, second.step());
  }
}

TEST(Trainer, AllocatesNothingInAStep) {
  for (const int threads : {1, 2}) {
    Engine engine(threads);
    Recipe recipe = quick(Method::adam);
    recipe.epochs = 1000;
    recipe.optimizer.clip_norm = 1;
    recipe.augment.shift = 1;
    recipe.augment.rotate = 5;
    Trainer trainer(engine, small_model(3, {.dropout = 0.2}), blobs(5000, 1), recipe);
    trainer.run(Trainer::Budget::of_steps(5));
    allocations = 0;
    counting = true;
    trainer.run(Trainer::Budget::of_steps(80));
    counting = false;
    EXPECT_EQ(0, allocations.load()) << threads << " threads";
  }
}

// The blobs as six frames of six numbers, for two LSTMs.
Model recurrent_model() {
  Model model;
  NodeId x = model.graph.input("input", Shape{6, 6});
  x = lstm(model.graph, "lstm1", x, 7, {.bidirectional = true});
  x = layer_norm(model.graph, "norm", x);
  x = lstm(model.graph, "lstm2", x, 18, {.output = "last"});
  activation(model.graph, "answer", dense(model.graph, "output", x, 4), "sigmoid");
  model.state = State(model.graph, 3);
  return model;
}

TEST(Trainer, TrainsAnLstmToTheSameBitsForAnyThreadsWithoutAllocating) {
  Recipe recipe = quick(Method::adam);
  recipe.epochs = 12;
  const Dataset data = blobs(333, 1);
  State one;
  for (const int threads : {1, 2, 3, 7}) {
    Engine engine(threads);
    Trainer trainer(engine, recurrent_model(), data, recipe);
    trainer.run(Trainer::Budget::of_steps(2));
    allocations = 0;
    counting = true;
    trainer.run(Trainer::Budget::of_steps(4));
    counting = false;
    EXPECT_EQ(0, allocations.load()) << threads << " threads";
    trainer.run();
    EXPECT_LT(trainer.reports().back().cost, trainer.reports().front().cost / 2);
    if (threads == 1) one = trainer.model().state;
    expect_same(one, trainer.model().state, std::to_string(threads));
  }
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

TEST(Trainer, ReplaysAPersonsEditsBitForBit) {
  Recipe recipe = quick();
  recipe.epochs = 30;
  Engine engine(2);
  Trainer live(engine, small_model(), blobs(333, 1), recipe);
  std::mt19937 random(5);
  const Edit edits[] = {
      {Edit::Kind::set, "hidden1.weight", 40, 0.7}, {Edit::Kind::hold, "hidden2.bias", 3, -1},
      {Edit::Kind::learning_rate, "", 0, 0.5},      {Edit::Kind::batch, "", 0, 64},
      {Edit::Kind::hold, "output.weight", 2, 0.25}, {Edit::Kind::release, "hidden2.bias", 3, 0},
      {Edit::Kind::set, "output.bias", 1, -0.125},  {Edit::Kind::batch, "", 0, 20},
  };
  for (const Edit& edit : edits) {
    live.run(Trainer::Budget::of_steps(1 + random() % 19));
    EXPECT_TRUE(live.submit(edit));
  }
  live.run();
  ASSERT_EQ(std::size(edits), live.journal().size());
  EXPECT_EQ(0.25F, live.model().state["output.weight"].values[2]) << "it is still held";
  for (const int threads : {1, 3}) {
    Engine other(threads);
    Trainer again(other, small_model(), blobs(333, 1), recipe);
    again.replay(live.journal());
    while (again.run(Trainer::Budget::of_steps(5)) == StopReason::budget) {
    }
    expect_same(live.model().state, again.model().state, std::to_string(threads) + " threads");
    EXPECT_EQ(live.journal(), again.journal());
  }
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

TEST(Trainer, NamesTheLayerThatTheDataIsTooLargeFor) {
  Model model = small_model(3, {.hidden = "relu", .output = "identity"});
  std::vector<float> inputs(36 * 10, 0.5F), targets(4 * 10, 0);
  for (int i = 0; i < 36; ++i) inputs[36 * 7 + i] = i % 2 ? 3e38F : -3e38F;
  Engine engine;
  Trainer trainer(engine, model, Dataset::rows(Shape{36}, inputs, Shape{4}, targets), quick());
  try {
    trainer.run();
    FAIL() << "expected it to diverge";
  } catch (const Error& error) {
    EXPECT_NE(std::string::npos, std::string(error.what()).find("layer 'hidden1'")) << error.what();
  }
  expect_same(model.state, trainer.model().state, "nothing was learnt from it");
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
