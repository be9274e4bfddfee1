// A training that is stopped and goes on from its checkpoint is the training that was never
// stopped; what is not the same training is refused or said.
#include <gtest/gtest.h>

#include <limits>
#include <optional>

#include "expect_error.h"
#include "glia/checkpoint.h"
#include "support.h"
#include "temp_dir.h"

namespace glia {
namespace {

struct Kind {
  const char* name;
  Model (*make)();
  Recipe (*recipe)();
  bool validated;
  bool edited;
};

Model words(const char* net) {
  Model model;
  model.graph = parse_net(net, {}, Shape{1, 6, 6});
  model.state = State(model.graph, 3);
  return model;
}

Recipe adam() {
  Recipe recipe = quick(Method::adam);
  recipe.schedule.curve = Curve::cosine;
  return recipe;
}

Recipe augmented() {
  Recipe recipe = adam();
  recipe.schedule.curve = Curve::one_cycle;
  recipe.augment.shift = 1;
  return recipe;
}

Recipe patient() {
  Recipe recipe = quick();
  recipe.schedule.rate = 8;
  recipe.epochs = 12;
  recipe.patience = 2;
  return recipe;
}

const Kind kKinds[] = {
    {"DenseWithDropout", [] { return small_model(3, {.dropout = 0.2}); }, adam, false, false},
    {"Flash", [] { return words("conv(5,3x3) maxpool(2) batchnorm relu dense(9) relu dense(4)"); },
     augmented, false, false},
    {"Lstm", [] { return recurrent_model(); }, adam, false, false},
    {"Patience", [] { return small_model(); }, patient, true, false},
    {"Edits", [] { return small_model(); }, adam, false, true},
};

class EveryKind : public testing::TestWithParam<Kind> {
 protected:
  static constexpr std::int64_t kSamples = 120;

  static std::unique_ptr<Trainer> begin(Engine& engine, const Recipe& recipe) {
    auto trainer = std::make_unique<Trainer>(engine, GetParam().make(), blobs(kSamples, 1), recipe);
    if (GetParam().validated) {
      trainer->set_validation(blobs(100, 7).with_shuffled_labels(2));
    }
    return trainer;
  }

  // A person's hand before each step, until the `stop`th or the end.
  static StopReason run(Trainer& trainer, std::uint64_t stop) {
    while (trainer.step() < stop) {
      if (GetParam().edited) {
        const auto step = static_cast<std::int64_t>(trainer.step());
        const auto kind = step % 3 == 2 ? Edit::Kind::release : Edit::Kind::hold;
        trainer.submit({kind, "hidden1.weight", 5 * (step / 3), 0.01 * static_cast<double>(step)});
        if (step == 2) trainer.submit({Edit::Kind::batch, "", 0, 40});
        if (step == 4) trainer.submit({Edit::Kind::learning_rate, "", 0, 0.5});
      }
      const StopReason reason = trainer.run(Trainer::Budget::of_steps(1));
      if (reason != StopReason::budget) return reason;
    }
    return StopReason::budget;
  }
};

TEST_P(EveryKind, StoppedAtAnyStepItEndsInTheSameBytes) {
  constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();
  Engine engine(1);
  const auto straight = begin(engine, GetParam().recipe());
  const StopReason end = run(*straight, kNever);
  const std::vector<std::uint8_t> bytes = encode_model(straight->model());
  ASSERT_GT(straight->step(), 5U);
  for (std::uint64_t stop = 0; stop <= straight->step(); ++stop) {
    SCOPED_TRACE(stop);
    const TempDir dir;
    const auto first = begin(engine, GetParam().recipe());
    run(*first, stop);
    save_checkpoint(first->checkpoint(), dir.path());

    Engine other(2);
    const Checkpoint back = load_checkpoint(dir.path());
    const auto second = begin(other, back.recipe);
    EXPECT_EQ(second->resume(back), std::vector<std::string>{});
    EXPECT_EQ(run(*second, kNever), end);
    ASSERT_EQ(encode_model(second->model()), bytes);
    EXPECT_EQ(second->step(), straight->step());
    EXPECT_EQ(second->checkpoint().run, straight->checkpoint().run);
  }
}

INSTANTIATE_TEST_SUITE_P(Resume, EveryKind, testing::ValuesIn(kKinds),
                         [](const auto& tested) { return tested.param.name; });

std::unique_ptr<Trainer> patient_one(Engine& engine, std::int64_t epochs, std::int64_t patience) {
  Recipe recipe = patient();
  recipe.epochs = epochs;
  recipe.patience = patience;
  auto trainer = std::make_unique<Trainer>(engine, small_model(), blobs(120, 1), recipe);
  trainer->set_validation(blobs(100, 7).with_shuffled_labels(2));
  return trainer;
}

TEST(Resume, WhatStoppedEarlyStaysStopped) {
  Engine engine(1);
  const auto first = patient_one(engine, 300, 2);
  ASSERT_EQ(first->run(), StopReason::early_stopping);
  const auto second = patient_one(engine, 300, 2);
  second->resume(first->checkpoint());
  EXPECT_EQ(second->run(), StopReason::early_stopping);
  EXPECT_EQ(second->step(), first->step());
  EXPECT_EQ(encode_model(second->model()), encode_model(first->model()));
}

TEST(Resume, MoreEpochsOrMorePatienceGoOnAsIfThereHadBeenSoManyFromTheStart) {
  Engine engine(1);
  Recipe recipe = quick();
  recipe.epochs = 2;
  Trainer two(engine, small_model(), blobs(120, 1), recipe);
  two.run();
  recipe.epochs = 5;
  Trainer straight(engine, small_model(), blobs(120, 1), recipe);
  straight.run();
  Trainer five(engine, small_model(), blobs(120, 1), recipe);
  EXPECT_EQ(five.resume(two.checkpoint()), std::vector<std::string>{})
      << "more epochs are no change";
  five.run();
  expect_same(straight.model().state, five.model().state, "five epochs");

  const auto hasty = patient_one(engine, 9, 1), calm = patient_one(engine, 9, 8);
  ASSERT_EQ(hasty->run(), StopReason::early_stopping);
  calm->run();
  const auto waits = patient_one(engine, 9, 8);
  waits->resume(hasty->checkpoint());
  waits->run();
  EXPECT_GT(waits->step(), hasty->step());
  expect_same(calm->model().state, waits->model().state, "the best of nine epochs");
}

// The last parameters, from which it goes on, are not those that it answers with.
TEST(Resume, TheBestParametersAnswerAndTheLastOnesGoOn) {
  Engine engine(1);
  const auto trainer = patient_one(engine, 300, 2);
  trainer->run();
  const Snapshot snapshot = trainer->snapshot();
  ASSERT_TRUE(snapshot.best);
  EXPECT_EQ(snapshot.best->epochs_since, 2U);
  expect_same(snapshot.best->state, trainer->model().state, "the best");
  EXPECT_NE(snapshot.state["output.bias"].values, trainer->model().state["output.bias"].values);
}

class Stopped : public testing::Test {
 protected:
  Stopped() : trainer_(engine_, small_model(), blobs(120, 1), quick()) {
    trainer_.run(Trainer::Budget::of_steps(4));
    checkpoint_ = trainer_.checkpoint();
  }

  void refuse(const Checkpoint& from, const Dataset& data, const std::string& why) {
    SCOPED_TRACE(why);
    Trainer other(engine_, small_model(), data, quick());
    EXPECT_ERROR(other.resume(from), ErrorCode::shape_mismatch, why);
    EXPECT_EQ(other.step(), 0U);
    EXPECT_EQ(other.journal(), Journal{});
    expect_same(small_model().state, other.model().state, "nothing has changed");
    EXPECT_EQ(other.resume(checkpoint_), std::vector<std::string>{}) << "it can still go on";
  }
  void refuse(const Checkpoint& from, const std::string& why) { refuse(from, blobs(120, 1), why); }

  Engine engine_{1};
  Trainer trainer_;
  Checkpoint checkpoint_;
};

TEST(Resume, DataMayHaveAnyName) {
  const Dataset data = Dataset::rows(Shape{36}, std::vector<float>(36 * 60, 0.5F), Shape{4},
                                     std::vector<float>(4 * 60, 0.25F), "\xed\xee\x1b\n");
  Engine engine(1);
  Trainer trainer(engine, small_model(), data, quick());
  trainer.run(Trainer::Budget::of_steps(1));
  const TempDir dir;
  save_checkpoint(trainer.checkpoint(), dir.path());
  Trainer other(engine, small_model(), data, quick());
  EXPECT_EQ(other.resume(load_checkpoint(dir.path())), std::vector<std::string>{});
}

TEST_F(Stopped, OtherDataAreRefusedByNameAndNumber) {
  const auto refused = [&](const Dataset& data, const std::string& why) {
    Trainer other(engine_, small_model(), data, quick());
    EXPECT_ERROR(other.resume(checkpoint_), ErrorCode::shape_mismatch, why);
  };
  refused(blobs(100, 1), "'blobs', 120 samples, got 'blobs', 100 samples");
  refused(blobs(120, 2), "with other numbers, labels or order");
  refused(blobs(120, 1).with_shuffled_labels(1), "with other numbers, labels or order");
}

TEST_F(Stopped, OtherValidationDataAreRefusedWhereEarlyStoppingWatchesThem) {
  const auto first = patient_one(engine_, 9, 2);
  const Checkpoint from = first->checkpoint();
  Trainer none(engine_, small_model(), blobs(120, 1), patient());
  EXPECT_ERROR(none.resume(from), ErrorCode::shape_mismatch, "validation");
  Trainer other(engine_, small_model(), blobs(120, 1), patient());
  other.set_validation(blobs(99, 7));
  EXPECT_ERROR(other.resume(from), ErrorCode::shape_mismatch, "100 samples, got 'blobs', 99");
}

TEST_F(Stopped, OtherNamesOfTheClassesAreRefused) {
  checkpoint_.model.classes = {"a", "b", "c", "d"};
  Model other = small_model();
  other.classes = {"a", "b", "d", "c"};
  Trainer trainer(engine_, other, blobs(120, 1), quick());
  EXPECT_ERROR(trainer.resume(checkpoint_), ErrorCode::shape_mismatch,
               "a, b, c, d, got a, b, d, c");
}

TEST_F(Stopped, APlaceThatNoTrainingComesToIsRefused) {
  const std::string place = "its place in the data does not fit";
  const auto at = [&](auto&& change) {
    Checkpoint from = checkpoint_;
    change(from.snapshot);
    refuse(from, place);
  };
  // 120 samples are three batches of 50: the third ends the epoch.
  at([](Snapshot& s) { s.batch = 3, s.step = 6; });
  at([](Snapshot& s) { s.batch_size = 40, s.batch = 3; });
  at([](Snapshot& s) { s.batch = ~std::uint64_t{0}, s.step = s.batch; });
  at([](Snapshot& s) { s.batch_size = 121; });
  at([](Snapshot& s) { s.batch_size = ~std::uint64_t{0}; });
  at([](Snapshot& s) { s.batch = 2, s.step = 1; });
  at([](Snapshot& s) { s.edits = 1; });
  at([](Snapshot& s) { s.epoch_correct = 1000; });
}

TEST_F(Stopped, NumbersThatNoTrainingHasAreRefused) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const double rate : {-1.0, double{nan}, std::numeric_limits<double>::infinity()}) {
    Checkpoint from = checkpoint_;
    from.snapshot.rate_factor = rate;
    refuse(from, "a factor of 0 or more on the learning rate");
  }
  for (const char* name : {"hidden1.weight", "hidden1.weight[", "hidden1.weight[]",
                           "hidden1.weight[0]", "hidden1.weight[0,36]", "hidden1.weight[17,0]",
                           "hidden1.weight[0,0", "hidden1.weight[0,0]x", "hidden1.weight[-1,0]",
                           "hidden1.weight[0,0,0]", "hidden1.weight[00,0]", "hidden1.bias[17]",
                           "hidden1.weight[9223372036854775807,9223372036854775807]",
                           "hidden1.weight[99999999999999999999,0]"}) {
    Checkpoint from = checkpoint_;
    from.snapshot.held[name] = 1;
    refuse(from, "name of a number that is held");
  }
  Checkpoint from = checkpoint_;
  from.snapshot.held["hidden1.weight[16,35]"] = nan;
  refuse(from, "a finite value");
}

TEST_F(Stopped, WhatIsNotAsItWasIsSaid) {
  Recipe slower = quick();
  slower.schedule.rate = 0.5;
  slower.epochs = 9;
  Trainer other(engine_, small_model(), blobs(120, 1), slower);
  EXPECT_EQ(other.resume(checkpoint_), std::vector<std::string>{"the recipe's rate: 0.5, was 2"});

  Checkpoint elsewhere = checkpoint_;
  elsewhere.numeric_path = "other";
  Trainer here(engine_, small_model(), blobs(120, 1), quick());
  const std::vector<std::string> said = here.resume(elsewhere);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0], "numeric path: " + std::string(engine_.simd.numeric_path()) + ", was other");
}

TEST_F(Stopped, ATrainingThatHasBegunCannotBecomeAnother) {
  EXPECT_ERROR(trainer_.resume(checkpoint_), ErrorCode::invalid_argument, "has not begun");
}

TEST_F(Stopped, ATrainingIsKnownByWhatItIsMadeOf) {
  const auto run = [&](const Model& model, const Dataset& data, const Recipe& recipe) {
    return Trainer(engine_, model, data, recipe).checkpoint().run;
  };
  const std::string same = checkpoint_.run;
  EXPECT_EQ(run(small_model(), blobs(120, 1), quick()), same);
  Recipe longer = quick();
  longer.epochs = 99;
  EXPECT_EQ(run(small_model(), blobs(120, 1), longer), same);
  Recipe faster = quick();
  faster.schedule.rate = 2.5;
  EXPECT_NE(run(small_model(), blobs(120, 1), faster), same);
  EXPECT_NE(run(small_model(4), blobs(120, 1), quick()), same);
  EXPECT_NE(run(small_model(), blobs(120, 2), quick()), same);
}

// A rate that is too high makes parameters infinite one step before the cost shows it.
TEST(Checkpoint, OfParametersThatAreNoLongerFiniteSaysThatItDiverged) {
  int diverged = 0;
  for (const double rate : {1e3, 1e6}) {
    for (const std::uint64_t seed : {1, 2, 3, 4, 5, 6}) {
      Recipe recipe = quick();
      recipe.schedule.rate = rate;
      recipe.epochs = 50;
      Engine engine(1);
      Trainer trainer(engine, small_model(seed, {.hidden = "identity", .output = "identity"}),
                      blobs(120, 1), recipe);
      try {
        while (trainer.run(Trainer::Budget::of_steps(1)) == StopReason::budget) {
          trainer.checkpoint().snapshot.state.check(trainer.model().graph);
        }
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::diverged) << error.what();
        ++diverged;
      }
      trainer.model().state.check(trainer.model().graph);  // the last good ones
    }
  }
  EXPECT_EQ(diverged, 12);
}

// What was submitted and no step has taken yet stands in the journal when run() returns, and in a
// checkpoint: between two epochs, in the middle of one and before the first step.
TEST(Resume, LosesNoEditThatWaitsWhenItStops) {
  const Edit set{Edit::Kind::set, "hidden1.bias", 3, 2}, batch{Edit::Kind::batch, "", 0, 20},
      hold{Edit::Kind::hold, "hidden1.weight", 7, 0.5};
  Engine engine;
  for (const std::uint64_t steps : {0, 4, 7}) {
    const TempDir dir;
    Trainer trainer(engine, small_model(), blobs(333, 1), quick());
    trainer.run(Trainer::Budget::of_steps(steps));
    EXPECT_TRUE(trainer.submit(set));
    EXPECT_TRUE(trainer.submit(batch));
    trainer.cancel();
    EXPECT_EQ(StopReason::cancelled, trainer.run());
    EXPECT_EQ((Journal{{steps, 0, set}, {steps, 1, batch}}), trainer.journal());
    EXPECT_TRUE(trainer.submit(hold));
    save_checkpoint(trainer.checkpoint(), dir.path());
    EXPECT_EQ(3U, trainer.journal().size());

    Trainer again(engine, small_model(), blobs(333, 1), quick());
    again.resume(load_checkpoint(dir.path()));
    trainer.run();
    again.run();
    EXPECT_EQ(0.5F, trainer.model().state["hidden1.weight"].values[7]);
    expect_same(trainer.model().state, again.model().state, std::to_string(steps));
    EXPECT_EQ((Journal{{steps, 0, set}, {steps, 1, batch}, {steps, 2, hold}}), trainer.journal());
    EXPECT_EQ(trainer.journal(), again.journal());
    Trainer replayed(engine, small_model(), blobs(333, 1), quick());
    replayed.replay(trainer.journal());
    replayed.run();
    expect_same(trainer.model().state, replayed.model().state, "replayed");
  }
}

TEST(Trainer, RefusesAnEditThatIsInfiniteAsAFloat) {
  Engine engine(1);
  Trainer trainer(engine, small_model(), blobs(120, 1), quick());
  EXPECT_ERROR(trainer.submit({Edit::Kind::set, "output.bias", 0, 1e39}),
               ErrorCode::invalid_argument, "finite float32");
}

TEST(Trainer, KeepsTheConfusionOfTheLastEpochOnly) {
  Engine engine(1);
  Trainer trainer(engine, small_model(), blobs(120, 1), quick());
  trainer.set_test(blobs(50, 2));
  trainer.run();
  ASSERT_EQ(trainer.reports().size(), 3U);
  EXPECT_TRUE(trainer.reports()[0].test->confusion.empty());
  EXPECT_TRUE(trainer.reports()[1].test->confusion.empty());
  EXPECT_EQ(trainer.reports()[2].test->confusion.size(), 4U);
}

}  // namespace
}  // namespace glia
