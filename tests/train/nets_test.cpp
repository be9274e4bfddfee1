// What a training promises for every kind of network: its bits do not depend on threads or on how
// often it was interrupted, a person's edits can be replayed, and it says where it went wrong.
#include <gtest/gtest.h>

#include <map>

#include "count_allocations.h"
#include "expect_error.h"
#include "support.h"
#include "temp_dir.h"

namespace glia {
namespace {

struct Net {
  const char* name;
  Model (*make)(std::uint64_t seed);
  const char* first;  // where numbers that are too large turn to NaN or infinity; or nowhere
};

Model words(const char* net, std::uint64_t seed) {
  Model model;
  model.graph = parse_net(net, {}, Shape{1, 6, 6});
  model.state = State(model.graph, seed);
  return model;
}

// Sigmoids and gates take anything: at worst they saturate.
const Net kNets[] = {
    {"dense", [](std::uint64_t seed) { return small_model(seed, {.dropout = 0.2}); }, nullptr},
    {"rectified",
     [](std::uint64_t seed) { return small_model(seed, {.hidden = "relu", .output = "identity"}); },
     "layer 'hidden1'"},
    {"convolution",
     [](std::uint64_t seed) {
       return words(
           "conv(5,3x3,same) batchnorm relu conv(17,3x3) batchnorm relu maxpool(2) dropout(0.2) "
           "dense(4)",
           seed);
     },
     "layer 'conv1'"},
    {"residual",
     [](std::uint64_t seed) {
       return words(
           "batchnorm conv(4,3x3,same) residual(relu conv(4,3x3,same) batchnorm) gelu avgpool(2) "
           "dense(9) batchnorm tanh dense(4)",
           seed);
     },
     "'input.norm.variance'"},
    {"recurrent", [](std::uint64_t seed) { return recurrent_model(seed); }, nullptr},
};

class EveryNet : public testing::TestWithParam<Net> {
 protected:
  static Model model(std::uint64_t seed = 3) { return GetParam().make(seed); }

  // With all that draws at random or keeps numbers between steps.
  static Recipe recipe() {
    Recipe recipe = quick(Method::adamw);
    recipe.schedule.curve = Curve::one_cycle;
    recipe.optimizer.clip_norm = 1;
    recipe.optimizer.weight_decay = 1e-3;
    recipe.augment.shift = 1;
    recipe.augment.rotate = 5;
    return recipe;
  }

  static const State& whole() {  // trained without interruption
    static std::map<std::string, State> known;
    const auto [found, added] = known.try_emplace(GetParam().name);
    if (added) found->second = trained(1);
    return found->second;
  }

  static State trained(int threads) {
    Engine engine(threads);
    Trainer trainer(engine, model(), blobs(333, 1), recipe());
    EXPECT_EQ(StopReason::finished, trainer.run());
    return trainer.model().state;
  }
};

TEST_P(EveryNet, Learns) {
  Recipe longer = recipe();
  longer.epochs = 20;
  longer.augment = {};
  Engine engine(2);
  Trainer trainer(engine, model(), blobs(333, 1), longer);
  trainer.set_test(blobs(200, 2));
  trainer.run();
  EXPECT_GE(trainer.reports().back().test->accuracy, 0.95);
}

TEST_P(EveryNet, GivesTheSameBitsForAnyNumberOfThreads) {
  for (const int threads : {2, 3, 7}) {
    expect_same(whole(), trained(threads), std::to_string(threads) + " threads");
  }
}

TEST_P(EveryNet, GivesTheSameBitsHoweverItIsStepped) {
  for (const std::uint64_t steps : {1, 2, 5}) {
    Engine engine(2);
    Trainer trainer(engine, model(), blobs(333, 1), recipe());
    trainer.set_test(blobs(50, 2));  // looking at it changes nothing either
    while (trainer.run(Trainer::Budget::of_steps(steps)) == StopReason::budget) {
      trainer.model();
    }
    expect_same(whole(), trainer.model().state, std::to_string(steps) + " steps at a time");
  }
}

TEST_P(EveryNet, GoesOnFromASnapshotBitForBit) {
  for (const std::uint64_t steps : {0, 1, 6, 7, 8, 20}) {
    Engine engine(2);
    Trainer first(engine, model(), blobs(333, 1), recipe());
    first.run(Trainer::Budget::of_steps(steps));
    const Snapshot snapshot = first.snapshot();
    Trainer second(engine, model(99), blobs(333, 1), recipe());
    second.restore(snapshot);
    expect_same(snapshot.state, second.model().state, "at once");
    second.run();
    expect_same(whole(), second.model().state, std::to_string(steps) + " steps before");
    EXPECT_EQ(7 * 3U, second.step());
  }
}

TEST_P(EveryNet, GoesBackToASnapshotOfItsOwn) {
  Engine engine(2);
  Trainer trainer(engine, model(), blobs(333, 1), recipe());
  trainer.run(Trainer::Budget::of_steps(4));
  const Snapshot snapshot = trainer.snapshot();
  trainer.run(Trainer::Budget::of_steps(9));
  trainer.restore(snapshot);
  trainer.run();
  expect_same(whole(), trainer.model().state, "a second time");
}

// One of every parameter that the net has, also of the means that a batch norm keeps.
std::vector<Edit> edits_of(const Model& model) {
  std::vector<Edit> edits = {{Edit::Kind::learning_rate, "", 0, 0.5},
                             {Edit::Kind::batch, "", 0, 64}};
  for (const auto& [name, tensor] : model.state.tensors()) {
    const auto last = static_cast<std::int64_t>(tensor.values.size()) - 1;
    const Edit::Kind kind = edits.size() % 2 ? Edit::Kind::set : Edit::Kind::hold;
    edits.push_back({kind, name, last, 0.25 + 0.125 * static_cast<double>(edits.size() % 3)});
  }
  edits.push_back({Edit::Kind::hold, "output.weight", 2, 0.25});
  edits.push_back({Edit::Kind::release, edits[2].parameter, edits[2].index, 0});
  edits.push_back({Edit::Kind::batch, "", 0, 20});
  return edits;
}

TEST_P(EveryNet, ReplaysAPersonsEditsBitForBit) {
  Recipe longer = recipe();
  longer.epochs = 25;
  Engine engine(2);
  Trainer live(engine, model(), blobs(333, 1), longer);
  std::mt19937 random(5);
  const std::vector<Edit> edits = edits_of(model());
  for (const Edit& edit : edits) {
    live.run(Trainer::Budget::of_steps(1 + random() % 7));
    EXPECT_TRUE(live.submit(edit));
  }
  live.run();
  ASSERT_EQ(edits.size(), live.journal().size());
  EXPECT_EQ(0.25F, live.model().state["output.weight"].values[2]) << "it is still held";
  for (const int threads : {1, 3}) {
    Engine other(threads);
    Trainer again(other, model(), blobs(333, 1), longer);
    again.replay(live.journal());
    while (again.run(Trainer::Budget::of_steps(5)) == StopReason::budget) {
    }
    expect_same(live.model().state, again.model().state, std::to_string(threads) + " threads");
    EXPECT_EQ(live.journal(), again.journal());
  }
}

// In the middle of an epoch, with a weight that is held and a batch that is to grow after it.
TEST_P(EveryNet, GoesOnFromACheckpointBitForBit) {
  const TempDir dir;
  Engine engine(2);
  Trainer first(engine, model(), blobs(333, 1), recipe());
  for (const Edit& edit : edits_of(model())) {
    EXPECT_TRUE(first.submit(edit));
    first.run(Trainer::Budget::of_steps(1));
    if (first.step() == 5) break;
  }
  const Snapshot snapshot = first.snapshot();
  EXPECT_GT(snapshot.held.size(), 0U);
  save_checkpoint(first.checkpoint(), dir.path());
  first.run();

  std::string note;
  const Checkpoint back = load_checkpoint(dir.path(), &note);
  EXPECT_EQ("", note);
  expect_same(snapshot.state, back.snapshot.state, "from the file");
  Engine other(3);
  Trainer second(other, back.model, blobs(333, 1), recipe());
  second.resume(back);
  second.run();
  expect_same(first.model().state, second.model().state, "after it");
  EXPECT_EQ(first.journal(), second.journal());
}

TEST_P(EveryNet, AllocatesNothingInAStep) {
  if (!kCountsAllocations) GTEST_SKIP();
  const Dataset data = blobs(5000, 1), weighted = data.with_class_weights("0=2,3=0.5");
  for (const int threads : {1, 2, -2}) {
    Engine engine(std::abs(threads));
    Recipe longer = recipe();
    longer.epochs = 1000;
    Trainer trainer(engine, model(), threads < 0 ? weighted : data, longer);
    trainer.run(Trainer::Budget::of_steps(5));
    allocations = 0;
    trainer.run(Trainer::Budget::of_steps(40));
    EXPECT_EQ(0, allocations.load()) << threads << " threads";
  }
}

TEST_P(EveryNet, NamesTheLayerThatTheDataIsTooLargeFor) {
  if (!GetParam().first) return;
  const Model start = model();
  const Shape shape = start.graph.input_shape();
  std::vector<float> inputs(36 * 10, 0.5F), targets(4 * 10, 0);
  for (int i = 0; i < 36; ++i) inputs[36 * 7 + i] = i % 2 ? 3e38F : -3e38F;
  Engine engine;
  Trainer trainer(engine, start, Dataset::rows(shape, inputs, Shape{4}, targets), quick());
  EXPECT_ERROR(trainer.run(), ErrorCode::diverged, GetParam().first);
  expect_same(start.state, trainer.model().state, "nothing was learnt from it");
}

void PrintTo(const Net& net, std::ostream* out) { *out << net.name; }

INSTANTIATE_TEST_SUITE_P(Trainer, EveryNet, testing::ValuesIn(kNets),
                         [](const auto& net) { return std::string(net.param.name); });

}  // namespace
}  // namespace glia
