// Sequences of different lengths, from the data set to the trained network.
#include "expect_error.h"
#include "support.h"

namespace glia {
namespace {

constexpr std::int64_t kFrames = 6, kSamples = 70;

std::int64_t length_of(std::int64_t i) { return 1 + i % kFrames; }

std::vector<std::int64_t> lengths(std::int64_t samples) {
  std::vector<std::int64_t> found;
  for (std::int64_t i = 0; i < samples; ++i) found.push_back(length_of(i));
  return found;
}

// Random frames of six numbers; those after a sample's length are `padding`.
Dataset sequences(float padding) {
  std::mt19937 random(3);
  std::vector<float> inputs, targets;
  for (std::int64_t i = 0; i < kSamples; ++i) {
    for (std::int64_t j = 0; j < kFrames * 6; ++j) {
      const float x = static_cast<float>(random() % 512) / 256 - 1;
      inputs.push_back(j < length_of(i) * 6 ? x : padding);
    }
    for (int c = 0; c < 4; ++c) targets.push_back(c == i % 4 ? 1.0F : 0.0F);
  }
  return Dataset::rows(Shape{kFrames, 6}, inputs, Shape{4}, targets, "sequences");
}

TEST(Lengths, BelongToSamplesInEveryView) {
  const Dataset plain = sequences(0);
  EXPECT_FALSE(plain.has_lengths());
  EXPECT_EQ(plain.length(5), kFrames);
  const Dataset data = plain.with_lengths(lengths(kSamples));
  EXPECT_TRUE(data.has_lengths());
  EXPECT_EQ(data.length(3), 4);
  EXPECT_EQ(data.subset({8, 1}).length(0), 3);
  EXPECT_EQ(data.first(2).length(1), 2);
  const auto [most, few] = data.split(0.2, 1);
  EXPECT_TRUE(most.has_lengths() && few.has_lengths());
  const Dataset part = plain.subset({9, 4}).with_lengths({2, 5});
  EXPECT_EQ(part.length(0), 2);
  EXPECT_EQ(part.length(1), 5);
  EXPECT_NE(data.digest(), plain.digest());
  EXPECT_NE(data.digest(), plain.with_lengths(std::vector(kSamples, kFrames)).digest());
}

TEST(Lengths, ThatDoNotFitAreRefused) {
  const Dataset data = sequences(0).first(2);
  EXPECT_ERROR(data.with_lengths({1}), ErrorCode::invalid_argument,
               "a length for each of 2 samples, got 1");
  EXPECT_ERROR(data.with_lengths({1, 0}), ErrorCode::invalid_argument,
               "from 1 to 6 frames, got 0 for sample 1");
  EXPECT_ERROR(data.with_lengths({7, 1}), ErrorCode::invalid_argument, "got 7 for sample 0");
  const Dataset flat = Dataset::rows(Shape{4}, std::vector<float>(4), Shape{1}, {1});
  EXPECT_ERROR(flat.with_lengths({1}), ErrorCode::invalid_argument, "frames × numbers");
}

// Its frames are others than the data's, so the lengths say nothing about them.
TEST(Lengths, AreIgnoredByANetworkOfOtherFrames) {
  const Dataset data = sequences(0).with_lengths(lengths(kSamples));
  for (const Shape& shape : {Shape{4, 9}, Shape{9, 4}, Shape{1, 6, 6}, Shape{36}}) {
    SCOPED_TRACE(shape.str());
    EXPECT_FALSE(takes_lengths(parse_net("dense(4)", {}, shape), data.shape()));
    if (shape.rank() != 2) continue;
    Model model;
    model.graph = parse_net("lstm(5,last) dense(4)", {}, shape);
    model.state = State(model.graph, 3);
    Engine engine(2);
    Trainer with(engine, model, data, quick()), without(engine, model, sequences(0), quick());
    with.run();
    without.run();
    expect_same(with.model().state, without.model().state, "with lengths and without");
    EXPECT_EQ(with.evaluate(data).cost, without.evaluate(sequences(0)).cost);
  }
  EXPECT_TRUE(takes_lengths(parse_net("lstm(5,last) dense(4)", {}, Shape{6, 6}), data.shape()));
}

TEST(Lengths, PaddingIsNotLearntFrom) {
  State expected;
  double cost = 0;
  for (const float padding : {0.0F, 0.75F, -3.0F}) {
    for (const int threads : {1, 3}) {
      Engine engine(threads);
      const Dataset data = sequences(padding).with_lengths(lengths(kSamples));
      Trainer trainer(engine, recurrent_model(), data, quick());
      trainer.set_validation(data);
      trainer.run();
      if (expected.tensors().empty()) {
        expected = trainer.model().state;
        cost = trainer.evaluate(data).cost;
      }
      expect_same(expected, trainer.model().state, "padding of " + std::to_string(padding));
      EXPECT_EQ(trainer.evaluate(data).cost, cost);
      EXPECT_EQ(trainer.reports().back().validation->cost, cost);
    }
  }
  Engine engine(1);
  Trainer whole(engine, recurrent_model(), sequences(0), quick());
  whole.run();
  EXPECT_NE(whole.model().state["lstm1.bias"].values, expected["lstm1.bias"].values);
}

TEST(Lengths, AreKeptBetweenStepsOfAResumedTraining) {
  Engine engine(1);
  const Dataset data = sequences(0.5F).with_lengths(lengths(kSamples));
  Trainer whole(engine, recurrent_model(), data, quick());
  whole.run();
  Trainer half(engine, recurrent_model(), data, quick());
  half.run(Trainer::Budget::of_steps(3));
  const Checkpoint at = half.checkpoint();
  Trainer rest(engine, at.model, data, at.recipe);
  EXPECT_TRUE(rest.resume(at).empty());
  rest.run();
  expect_same(whole.model().state, rest.model().state, "resumed");
  Trainer other(engine, at.model, sequences(0.5F), at.recipe);
  EXPECT_ERROR(other.resume(at), ErrorCode::shape_mismatch, "training data");
}

}  // namespace
}  // namespace glia
