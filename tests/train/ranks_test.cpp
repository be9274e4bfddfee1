// A training that several processes share has the bits of one, whatever is learnt and however.
#include "train/ranks.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

#include "expect_error.h"
#include "glia/checkpoint.h"
#include "glia/probe.h"
#include "in_threads.h"
#include "support.h"

namespace glia {
namespace {

constexpr std::int64_t kSamples = 230;  // of which no batch below is a whole part: a short last one

Model model_of(const std::string& net, const Shape& input = {1, 6, 6}) {
  Model model;
  model.graph = parse_net(net, {}, input);
  model.state = State(model.graph, 3);
  return model;
}

Recipe batches_of(std::int64_t batch, Method method = Method::sgd) {
  Recipe recipe = quick(method);
  recipe.batch = batch;
  recipe.epochs = 2;
  return recipe;
}

Recipe with(Recipe recipe, const std::function<void(Recipe&)>& change) {
  change(recipe);
  return recipe;
}

struct Case {
  std::string name;
  std::function<Model()> model;
  Recipe recipe;
  std::function<Dataset(const Dataset&)> data = nullptr;
};

const auto mlp = [] { return small_model(); };
const auto cnn = [] {
  return model_of("conv(5,3x3,same) relu maxpool(2) conv(7,2x2) gelu dense(4)");
};
const auto normalised = [] {
  return model_of("conv(5,3x3,same) batchnorm relu maxpool(2) dense(9) batchnorm tanh dense(4)");
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"Dense", mlp, batches_of(64)},
      {"ShortLeaf", mlp, batches_of(50)},
      {"OneLeaf", mlp, batches_of(16)},
      {"LessThanALeaf", mlp, batches_of(9)},
      {"ManyLeaves", mlp, batches_of(220)},
      {"AllInOneBatch", mlp, batches_of(kSamples)},
      {"Buckets", [] { return model_of("36-440-300-300-4"); }, batches_of(50)},
      {"BucketsClipped", [] { return model_of("36-440-300-300-4"); },
       with(batches_of(72, Method::adam), [](Recipe& r) { r.optimizer.clip_norm = 0.1; })},
      {"BucketsOfConvolutions",
       [] { return model_of("conv(20,3x3,same) relu conv(20,3x3) relu dense(250) tanh dense(4)"); },
       batches_of(50, Method::momentum)},
      {"BucketsBehindBatchNorm",
       [] {
         return model_of(
             "conv(9,3x3,same) batchnorm relu dense(220) batchnorm relu dense(300) "
             "tanh dense(4)");
       },
       batches_of(50, Method::adam)},
      {"NarrowBeginning", [] { return model_of("600-5-4", {600}); }, batches_of(48),
       [](const Dataset&) {
         std::vector<float> inputs(600 * 100), targets(4 * 100);
         for (std::size_t i = 0; i < inputs.size(); ++i) {
           inputs[i] = static_cast<float>(i * 7919 % 1000) / 1000;
         }
         for (std::size_t i = 0; i < targets.size(); i += 4) targets[i + i / 4 % 4] = 1;
         return Dataset::rows(Shape{600}, inputs, Shape{4}, targets, "rows");
       }},
      {"Momentum", mlp, batches_of(50, Method::momentum)},
      {"Nesterov", mlp, batches_of(50, Method::nesterov)},
      {"Adam", mlp, batches_of(50, Method::adam)},
      {"AdamW", mlp,
       with(batches_of(50, Method::adamw), [](Recipe& r) { r.optimizer.weight_decay = 0.01; })},
      {"L1", mlp, with(batches_of(50), [](Recipe& r) { r.optimizer.l1 = 1e-4; })},
      {"Clipping", mlp, with(batches_of(80), [](Recipe& r) { r.optimizer.clip_norm = 0.1; })},
      {"ClippedAdam", cnn,
       with(batches_of(80, Method::adam), [](Recipe& r) { r.optimizer.clip_norm = 0.1; })},
      {"CrossEntropy", mlp,
       with(batches_of(50),
            [](Recipe& r) {
              r.cost = Cost::softmax_cross_entropy;
              r.label_smoothing = 0.1;
              r.schedule.curve = Curve::one_cycle;
            })},
      {"Dropout", [] { return small_model(3, {.dropout = 0.3}); }, batches_of(50)},
      {"Convolutions", cnn, batches_of(50)},
      {"Augmentation", cnn,
       with(batches_of(50),
            [](Recipe& r) { r.augment = {.shift = 1, .rotate = 10, .elastic = 0.5}; })},
      {"BatchNorm", normalised, batches_of(50)},
      {"BatchNormOfManyLeaves", normalised, batches_of(200, Method::adam)},
      {"BatchNormClipped", normalised,
       with(batches_of(72), [](Recipe& r) { r.optimizer.clip_norm = 0.5; })},
      {"Lstm", [] { return recurrent_model(); }, batches_of(50, Method::adam)},
      {"LstmOfLengths", [] { return recurrent_model(); }, batches_of(70),
       [](const Dataset& data) {
         std::vector<float> inputs(static_cast<std::size_t>(36 * data.size()));
         std::vector<std::uint8_t> labels;
         std::vector<std::int64_t> lengths;
         for (std::int64_t i = 0; i < data.size(); ++i) {
           data.input(i, inputs.data() + 36 * i);
           labels.push_back(static_cast<std::uint8_t>(data.label(i)));
           lengths.push_back(1 + i % 6);
         }
         return Dataset::labelled(Shape{6, 6}, inputs, labels, 4, "sequences")
             .with_lengths(lengths);
       }},
      {"Weights", mlp, batches_of(50),
       [](const Dataset& data) { return data.with_class_weights("balanced"); }},
      {"Patience", mlp,
       with(batches_of(50),
            [](Recipe& r) {
              r.epochs = 9;
              r.patience = 1;
              r.schedule.rate = 9;
            })},
  };
  return all;
}

// What is left of a training: every number that another could have.
struct Left {
  Snapshot snapshot;
  State answer;
  std::vector<EpochReport> reports;
  Evaluation evaluation;
  Journal journal;
  StopReason reason{};
};

void expect_same(const Evaluation& a, const Evaluation& b) {
  EXPECT_EQ(a.cost, b.cost);
  EXPECT_EQ(a.accuracy, b.accuracy);
  EXPECT_EQ(a.confusion, b.confusion);
}

void expect_same(const Left& a, const Left& b) {
  expect_same(a.snapshot.state, b.snapshot.state, "parameters");
  expect_same(a.answer, b.answer, "model()");
  EXPECT_EQ(a.snapshot.optimizer, b.snapshot.optimizer);
  EXPECT_EQ(a.snapshot.held, b.snapshot.held);
  EXPECT_EQ(a.snapshot.step, b.snapshot.step);
  EXPECT_EQ(a.journal, b.journal);
  EXPECT_EQ(a.reason, b.reason);
  expect_same(a.evaluation, b.evaluation);
  ASSERT_EQ(a.reports.size(), b.reports.size());
  for (std::size_t i = 0; i < a.reports.size(); ++i) {
    EXPECT_EQ(a.reports[i].cost, b.reports[i].cost);
    EXPECT_EQ(a.reports[i].train_accuracy, b.reports[i].train_accuracy);
    expect_same(*a.reports[i].validation, *b.reports[i].validation);
  }
}

Dataset data_of(const Case& of) {
  const Dataset data = blobs(kSamples, 5);
  return of.data ? of.data(data) : data;
}

// Learns with a person's hand in it, and on to the end.
Left learn(const Case& of, int threads, Communicator* others) {
  Engine engine(threads);
  const Dataset data = data_of(of);
  Trainer trainer(engine, of.model(), data, of.recipe);
  trainer.set_validation(data.first(90));
  if (others) trainer.share(*others);
  trainer.run(Trainer::Budget::of_steps(2));
  const std::string parameter = trainer.model().state.tensors().begin()->first;
  for (const Edit& edit :
       {Edit{Edit::Kind::hold, parameter, 0, 0.25}, Edit{Edit::Kind::set, parameter, 1, -0.5},
        Edit{.kind = Edit::Kind::learning_rate, .value = 0.5},
        Edit{.kind = Edit::Kind::batch, .value = 33}}) {
    EXPECT_TRUE(trainer.submit(edit));
  }
  Left left;
  left.reason = trainer.run();
  left.snapshot = trainer.snapshot();
  left.answer = trainer.model().state;
  left.reports = trainer.reports();
  left.evaluation = trainer.evaluate(data);
  left.journal = trainer.journal();
  return left;
}

class EveryTraining : public testing::TestWithParam<Case> {};

TEST_P(EveryTraining, HasTheSameBitsForAnyNumberOfRanksAndThreads) {
  const Left alone = learn(GetParam(), 1, nullptr);
  EXPECT_EQ(alone.journal.size(), 4U);
  for (const int ranks : {1, 2, 3, 4}) {
    for (const int threads : {1, 2}) {
      InThreads::run(ranks, [&](Communicator& others) {
        SCOPED_TRACE("rank " + std::to_string(others.rank()) + " of " + std::to_string(ranks) +
                     " on " + std::to_string(threads) + " threads");
        expect_same(learn(GetParam(), threads, &others), alone);
      });
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Ranks, EveryTraining, testing::ValuesIn(cases()),
                         [](const auto& one) { return one.param.name; });

TEST(Ranks, HaveBucketsWhereThereAreParametersEnough) {
  const auto buckets = [](const std::string& net) {
    const Model model = model_of(net);
    const Plan plan(model.graph, {.batch = 50, .cost = Cost::squared}, true);
    std::atomic<std::size_t> found = 0;
    InThreads::run(3, [&](Communicator& others) {
      const Ranks ranks(others, plan);
      if (others.rank() == 0) found = ranks.buckets();
    });
    return found.load();
  };
  EXPECT_EQ(buckets("36-16-4"), 1U);
  EXPECT_EQ(buckets("36-440-300-300-4"), 4U);
  EXPECT_EQ(buckets("conv(20,3x3,same) relu conv(20,3x3) relu dense(250) tanh dense(4)"), 2U);
}

TEST(Ranks, GoOnFromACheckpointInAnyNumber) {
  const Case of{"", normalised, batches_of(50, Method::adam)};
  const Dataset data = data_of(of);
  Engine engine;
  Trainer whole(engine, of.model(), data, of.recipe);
  whole.run();
  std::mutex mutex;
  std::vector<Checkpoint> moments;
  InThreads::run(3, [&](Communicator& others) {
    Engine own;
    Trainer trainer(own, of.model(), data, of.recipe);
    trainer.share(others);
    trainer.run(Trainer::Budget::of_steps(7));
    const Checkpoint moment = trainer.checkpoint();
    const std::lock_guard lock(mutex);
    moments.push_back(moment);
  });
  for (const Checkpoint& from : moments) {  // each rank has all of it
    InThreads::run(2, [&](Communicator& others) {
      Engine own;
      Trainer trainer(own, from.model, data, from.recipe);
      trainer.share(others);
      EXPECT_TRUE(trainer.resume(from).empty());
      trainer.run();
      expect_same(trainer.model().state, whole.model().state, "resumed");
      EXPECT_EQ(trainer.snapshot().optimizer, whole.snapshot().optimizer);
    });
  }
}

TEST(Ranks, SayWhereATrainingDivergesAsOneDoes) {
  const Dataset data = blobs(kSamples, 5);
  Recipe recipe = batches_of(50);
  recipe.schedule.rate = 1e6;
  const auto ends = [&](Communicator* others) {
    Engine engine;
    Trainer trainer(engine, small_model(3, {.hidden = "relu", .output = "identity"}), data, recipe);
    if (others) trainer.share(*others);
    return error_of(ErrorCode::diverged, [&] { trainer.run(); });
  };
  const std::string alone = ends(nullptr);
  InThreads::run(3, [&](Communicator& others) { EXPECT_EQ(ends(&others), alone); });
}

TEST(Ranks, StopTogetherWhoeverIsCancelled) {
  const Dataset data = blobs(kSamples, 5);
  for (const int who : {0, 2}) {
    InThreads::run(3, [&](Communicator& others) {
      Engine engine;
      Recipe recipe = batches_of(50);
      recipe.epochs = 1'000'000;
      Trainer trainer(engine, small_model(), data, recipe);
      trainer.share(others);
      trainer.run(Trainer::Budget::of_steps(8));
      if (others.rank() == who) trainer.cancel();
      EXPECT_EQ(trainer.run(), StopReason::cancelled);
      EXPECT_EQ(trainer.step(), 8U);
      EXPECT_EQ(trainer.run(Trainer::Budget::of_steps(1)), StopReason::budget);
      // The clock of rank 0 counts, and others' may go otherwise.
      const double seconds = others.rank() == 0 ? 0.05 : 1e300;
      EXPECT_EQ(trainer.run(Trainer::Budget::of_seconds(seconds)), StopReason::budget);
    });
  }
}

TEST(Ranks, RefuseToLearnWhenOneIsNotAsTheOthers) {
  const Dataset data = blobs(kSamples, 5), others_data = blobs(kSamples, 6);
  struct Other {
    std::string says;
    std::function<void(Model&, Dataset&, Recipe&)> change;
  };
  for (const Other& other : std::vector<Other>{
           {"its setting seed is 7, that of rank 0 is 1",
            [](Model&, Dataset&, Recipe&recipe) { recipe.seed = 7; }},
           {"its training data is 'blobs', 230 samples of digest",
            [&](Model&, Dataset&its, Recipe&) { its = others_data; }},
           {"its network is", [](Model&model, Dataset&, Recipe&) { model = small_model(4); }}}) {
    InThreads::run(3, [&](Communicator& others) {
      Engine engine;
      Model model = small_model();
      Dataset its = data;
      Recipe recipe = batches_of(50);
      if (others.rank() == 1) other.change(model, its, recipe);
      Trainer trainer(engine, model, its, recipe);
      trainer.share(others);
      EXPECT_ERROR(trainer.run(), ErrorCode::invalid_argument,
                   "rank 1 is not as rank 0: " + other.says);
    });
  }
}

TEST(Ranks, RefuseAnotherNumericPath) {
  std::string other;
  for (const auto& name : Simd::available()) {
    if (Simd(name).numeric_path() != Simd().numeric_path()) other = name;
  }
  if (other.empty()) GTEST_SKIP() << "a machine of one numeric path";
  InThreads::run(2, [&](Communicator& others) {
    Engine engine(1, others.rank() == 0 ? Simd() : Simd(other));
    Trainer trainer(engine, small_model(), blobs(kSamples, 5), batches_of(50));
    trainer.share(others);
    EXPECT_ERROR(trainer.run(), ErrorCode::invalid_argument,
                 "its numeric path is " + std::string(Simd(other).numeric_path()));
  });
}

TEST(Ranks, SayThatABatchIsTooSmallForThem) {
  const Dataset data = blobs(kSamples, 5);
  const auto notes = [&](int ranks, std::int64_t batch) {
    std::vector<std::string> said;
    InThreads::run(ranks, [&](Communicator& others) {
      Engine engine;
      Trainer trainer(engine, small_model(), data, batches_of(batch));
      trainer.share(others);
      if (others.rank() == 0) said = trainer.notes();
    });
    return said;
  };
  EXPECT_TRUE(notes(4, 64).empty());
  EXPECT_EQ(notes(3, 32),
            std::vector<std::string>{"a batch of 32 samples has work for 2 of 3 processes, which "
                                     "take 16 samples or more each; the others wait"});
}

TEST(Ranks, ShowWhatAllOfThemHave) {
  const Dataset data = blobs(kSamples, 5);
  InThreads::run(2, [&](Communicator& others) {
    Engine engine;
    Trainer trainer(engine, small_model(), data, batches_of(50));
    trainer.share(others);
    EXPECT_ERROR(Probe(trainer, "hidden1.weight.gradient"), ErrorCode::unsupported,
                 "the parameters and the cost can be watched");
    EXPECT_ERROR(Probe(trainer, "hidden1"), ErrorCode::unsupported, "can be watched");
    Probe cost(trainer, "cost"), weight(trainer, "hidden1.weight");
    cost.request();
    weight.request();
    trainer.run(Trainer::Budget::of_steps(3));
    std::vector<float> seen;
    std::uint64_t step = 0;
    EXPECT_TRUE(weight.read(seen, step));
    EXPECT_TRUE(cost.read(seen, step));
    EXPECT_ERROR(trainer.share(others), ErrorCode::invalid_argument, "has not begun");
  });
}

}  // namespace
}  // namespace glia
