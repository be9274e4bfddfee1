// Which examples count, from the data set to the trained network.
#include <limits>

#include "expect_error.h"
#include "glia/checkpoint.h"
#include "support.h"
#include "temp_dir.h"

namespace glia {
namespace {

std::vector<float> weights(std::int64_t samples) {
  std::vector<float> found;
  for (std::int64_t i = 0; i < samples; ++i) found.push_back(0.25F * static_cast<float>(i % 7));
  return found;
}

Dataset weighted(std::int64_t samples = 120) {
  return blobs(samples, 1).with_weights(weights(samples));
}

// Sample i as often as times[i].
Dataset repeated(const Dataset& data, const std::vector<float>& times) {
  std::vector<std::uint32_t> indices;
  for (std::uint32_t i = 0; i < times.size(); ++i) {
    for (float n = 0; n < times[i]; ++n) indices.push_back(i);
  }
  return data.subset(indices);
}

Recipe whole_batches(std::int64_t samples) {
  Recipe recipe = quick();
  recipe.batch = samples;
  return recipe;
}

double furthest(const State& a, const State& b) {
  double distance = 0;
  for (const auto& [name, tensor] : a.tensors()) {
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      distance = std::max(distance, std::abs(double{tensor.values[i]} - b[name].values[i]));
    }
  }
  return distance;
}

TEST(Weights, BelongToSamplesInEveryView) {
  const Dataset plain = blobs(120, 1);
  EXPECT_FALSE(plain.has_weights());
  EXPECT_EQ(plain.weight(5), 1);
  const Dataset data = weighted();
  EXPECT_TRUE(data.has_weights());
  EXPECT_EQ(data.weight(9), 0.5F);
  EXPECT_EQ(data.subset({13, 1}).weight(0), 1.5F);
  EXPECT_EQ(data.first(2).weight(1), 0.25F);
  const auto [most, few] = data.split(0.2, 1);
  EXPECT_TRUE(most.has_weights() && few.has_weights());
  const Dataset part = plain.subset({9, 4}).with_weights({2, 5});
  EXPECT_EQ(part.weight(0), 2);
  EXPECT_EQ(part.weight(1), 5);
  EXPECT_EQ(data.with_shuffled_labels(3).weight(9), 0.5F);
  ASSERT_NE(data.column("weight"), nullptr);
  EXPECT_EQ(plain.column("weight"), nullptr);
}

TEST(Weights, AreAColumnAndPartOfTheDigest) {
  const auto of = [](std::vector<float> weights) {
    std::vector<Column> columns;
    columns.push_back({"input", Shape{1}, std::vector<float>{1, 2, 3}});
    columns.push_back({"target", Shape{1}, std::vector<float>{0, 1, 0}});
    if (!weights.empty()) columns.push_back({"weight", Shape{1}, std::move(weights)});
    return Dataset::of(std::move(columns));
  };
  EXPECT_EQ(of({1, 0, 2}).weight(2), 2);
  EXPECT_NE(of({1, 0, 2}).digest(), of({}).digest());
  EXPECT_NE(of({1, 0, 2}).digest(), of({1, 2, 0}).digest());
  EXPECT_NE(of({1, 1, 1}).digest(), of({}).digest());
  EXPECT_ERROR(of({1, 2}), ErrorCode::invalid_argument, "a weight for each of 3 samples, got 2");
  std::vector<Column> whole;
  whole.push_back({"input", Shape{1}, std::vector<float>{1}});
  whole.push_back({"target", Shape{1}, std::vector<float>{0}});
  whole.push_back({"weight", Shape{1}, std::vector<std::int64_t>{1}});
  EXPECT_ERROR(Dataset::of(std::move(whole)), ErrorCode::invalid_argument, "that are floats");
}

TEST(Weights, ThatMakeNoSenseAreRefused) {
  const Dataset data = blobs(3, 1);
  const auto with = [&](float x) { return data.with_weights({1, x, 1}); };
  EXPECT_ERROR(data.with_weights({1}), ErrorCode::invalid_argument, "each of 3 samples, got 1");
  EXPECT_ERROR(with(-1), ErrorCode::invalid_argument, "of at least 0, got -1 for sample 1");
  EXPECT_ERROR(with(std::numeric_limits<float>::quiet_NaN()), ErrorCode::invalid_argument,
               "finite weights");
  EXPECT_ERROR(with(std::numeric_limits<float>::infinity()), ErrorCode::invalid_argument,
               "finite weights");
  EXPECT_ERROR(data.with_weights({0, 0, 0}), ErrorCode::invalid_argument, "no sample counts");
  Engine engine;
  const Dataset none = data.with_weights({0, 0, 1}).first(2);
  EXPECT_ERROR(Trainer(engine, small_model(), none, quick()), ErrorCode::invalid_argument,
               "all have the weight 0");
}

TEST(Weights, OfClassesAreBalancedOrNamed) {
  const Dataset data = blobs(400, 1).first(300).with_class_names({"cat", "dog", "a=b,c", "a"});
  std::vector<double> counts(4);
  for (std::int64_t i = 0; i < data.size(); ++i) ++counts[static_cast<std::size_t>(data.label(i))];
  const Dataset balanced = data.with_class_weights("balanced");
  std::vector<double> sums(4);
  for (std::int64_t i = 0; i < data.size(); ++i) {
    const auto c = static_cast<std::size_t>(data.label(i));
    sums[c] += double{balanced.weight(i)};
    EXPECT_FLOAT_EQ(balanced.weight(i), static_cast<float>(300 / (4 * counts[c])));
  }
  for (const double sum : sums) EXPECT_NEAR(sum, 75, 1e-4);

  const Dataset named = data.with_class_weights("a=b,c=0.5,dog=3");
  const float expected[] = {1, 3, 0.5F, 1};
  for (std::int64_t i = 0; i < data.size(); ++i)
    EXPECT_EQ(named.weight(i), expected[data.label(i)]);
  const Dataset twice = named.with_class_weights("dog=2");
  for (std::int64_t i = 0; i < data.size(); ++i) {
    EXPECT_EQ(twice.weight(i), named.weight(i) * (data.label(i) == 1 ? 2 : 1));
  }
  EXPECT_EQ(blobs(20, 1).with_class_weights("2=7").weight(0), blobs(20, 1).label(0) == 2 ? 7 : 1);

  const auto wrong = [&](const char* text, const char* why) {
    EXPECT_ERROR(data.with_class_weights(text), ErrorCode::invalid_argument, why);
  };
  wrong("cta=1", "there is no class 'cta'. Did you mean 'cat'?");
  wrong("cat", "there is no class 'cat'");
  wrong("cat=", "a number of at least 0 for 'cat', got ''");
  wrong("cat=1,cat=2", "'cat' is there twice");
  wrong("cat=-1", "got '-1'");
  wrong("cat=1;dog=2", "got '1;dog=2'");
  wrong("cat=inf", "got 'inf'");
  wrong("cat=0,dog=0,a=0,a=b,c=0", "no sample counts");
  const Dataset rows = Dataset::rows(Shape{1}, {1, 2}, Shape{1}, {0, 1});
  EXPECT_ERROR(rows.with_class_weights("balanced"), ErrorCode::invalid_argument, "no classes");
}

// A class that nobody has an example of takes no part in the sharing out, as in scikit-learn.
TEST(Weights, OfClassesAreBalancedAmongThoseThatAreThere) {
  const Dataset all = blobs(200, 1);
  std::vector<std::uint32_t> two;
  for (std::uint32_t i = 0; i < 200; ++i) {
    if (all.label(i) < 2) two.push_back(i);
  }
  const Dataset data = all.subset(two).with_class_weights("balanced");
  double sum = 0;
  for (std::int64_t i = 0; i < data.size(); ++i) sum += double{data.weight(i)};
  EXPECT_NEAR(sum, static_cast<double>(data.size()), 1e-3);
}

// What a weight means: as often as that.
TEST(Weights, CountASampleAsIfItWereThereSoOften) {
  const Dataset data = blobs(80, 1);
  std::vector<float> times;
  for (int i = 0; i < 80; ++i) times.push_back(static_cast<float>(i % 4));
  const Dataset weighed = data.with_weights(times), there = repeated(data, times);
  Engine engine(2);
  Trainer by_weight(engine, small_model(), weighed, whole_batches(80));
  Trainer by_number(engine, small_model(), there, whole_batches(there.size()));
  by_weight.run();
  by_number.run();
  EXPECT_LT(furthest(by_weight.model().state, by_number.model().state), 1e-5);
  EXPECT_GT(furthest(by_weight.model().state, small_model().state), 1e-2);
  for (std::size_t e = 0; e < 3; ++e) {
    const EpochReport &a = by_weight.reports()[e], &b = by_number.reports()[e];
    EXPECT_NEAR(a.cost, b.cost, 1e-5);
    EXPECT_NEAR(a.train_accuracy, b.train_accuracy, 1e-7);  // scaled weights are floats
  }
  const Evaluation a = by_weight.evaluate(weighed), b = by_number.evaluate(there);
  EXPECT_NEAR(a.cost, b.cost, 1e-5);
  EXPECT_NEAR(a.accuracy, b.accuracy, 1e-9);
  EXPECT_EQ(a.samples, 80);
  EXPECT_EQ(a.confusion, by_weight.evaluate(data).confusion) << "in counts";
}

TEST(Weights, ThatAreAllTheSameAreNoWeights) {
  const Dataset data = blobs(120, 1);
  for (const float weight : {1.0F, 3.0F, 1e-20F, 0.1F}) {
    Engine engine;
    Trainer with(engine, small_model(), data.with_weights(std::vector(120, weight)), quick());
    Trainer without(engine, small_model(), data, quick());
    with.run();
    without.run();
    expect_same(with.model().state, without.model().state, std::to_string(weight));
    EXPECT_EQ(with.reports().back().cost, without.reports().back().cost);
    EXPECT_EQ(with.reports().back().train_accuracy, without.reports().back().train_accuracy);
  }
}

TEST(Weights, OfNothingLeaveASampleOut) {
  const Dataset data = blobs(120, 1);
  std::vector<float> most(120, 1.0F);
  std::vector<std::uint32_t> kept;
  for (std::uint32_t i = 0; i < 120; ++i) {
    if (i % 5 == 0) {
      most[i] = 0;
    } else {
      kept.push_back(i);
    }
  }
  Engine engine;
  Trainer with(engine, small_model(), data.with_weights(most), whole_batches(120));
  Trainer without(engine, small_model(), data.subset(kept), whole_batches(96));
  with.run();
  without.run();
  EXPECT_LT(furthest(with.model().state, without.model().state), 1e-5);
  EXPECT_NEAR(with.evaluate(data.with_weights(most)).cost, without.evaluate(data.subset(kept)).cost,
              1e-6);
}

TEST(Weights, GiveTheSameBitsForAnyThreads) {
  for (const Method method : {Method::sgd, Method::adam}) {
    State expected;
    for (const int threads : {1, 2, 3}) {
      Engine engine(threads);
      Trainer trainer(engine, small_model(), weighted(), quick(method));
      trainer.run();
      if (threads == 1) expected = trainer.model().state;
      expect_same(expected, trainer.model().state, std::to_string(threads) + " threads");
    }
  }
}

TEST(Weights, AreKeptOverACheckpointBitForBit) {
  const TempDir folder;
  Engine engine(2);
  Trainer whole(engine, small_model(), weighted(), quick(Method::adam));
  whole.run();
  Trainer half(engine, small_model(), weighted(), quick(Method::adam));
  half.run(Trainer::Budget::of_steps(5));  // in the midst of the second epoch
  save_checkpoint(half.checkpoint(), folder.path(), 1);
  const Checkpoint at = load_checkpoint(folder.path());
  ASSERT_TRUE(at.snapshot.epoch_weight.has_value());
  EXPECT_EQ(*at.snapshot.epoch_weight, *half.snapshot().epoch_weight);
  EXPECT_EQ(at.snapshot.epoch_correct, half.snapshot().epoch_correct);
  Trainer rest(engine, at.model, weighted(), at.recipe);
  EXPECT_TRUE(rest.resume(at).empty());
  rest.run();
  expect_same(whole.model().state, rest.model().state, "resumed");
  EXPECT_EQ(whole.reports().back().cost, rest.reports().back().cost);
  EXPECT_EQ(whole.reports()[1].cost, rest.reports()[0].cost) << "the epoch that was open";
  EXPECT_EQ(whole.reports()[1].train_accuracy, rest.reports()[0].train_accuracy);

  Trainer other(engine, at.model, blobs(120, 1), at.recipe);
  EXPECT_ERROR(other.resume(at), ErrorCode::shape_mismatch, "training data");
  Checkpoint odd = at;
  odd.snapshot.epoch_weight.reset();
  Trainer again(engine, at.model, weighted(), at.recipe);
  EXPECT_ERROR(again.resume(odd), ErrorCode::shape_mismatch, "its place in the data");
  odd = at;
  odd.snapshot.epoch_correct = *odd.snapshot.epoch_weight + 1;
  EXPECT_ERROR(again.resume(odd), ErrorCode::shape_mismatch, "its place in the data");
}

TEST(Weights, MultiplyTheGradientOfAStep) {
  Engine engine;
  const Model model = small_model();
  for (const std::string_view name : cost_names()) {
    Session session(engine, model.graph, {.batch = 3, .cost = cost_named(name)});
    session.load(model.state);
    const Dataset data = blobs(3, 4);
    std::vector<float> inputs(3 * 36), targets(3 * 4);
    for (std::int64_t i = 0; i < 3; ++i) {
      data.input(i, inputs.data() + i * 36);
      data.target(i, targets.data() + i * 4);
    }
    const std::vector<float> counts{2, 0, 0.5F};
    State all, sum;
    const double cost = session.gradients(inputs, targets, 3, all, {.weights = counts});
    double expected = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      State one;
      expected += counts[i] / 3 *
                  session.gradients(std::span(inputs).subspan(i * 36, 36),
                                    std::span(targets).subspan(i * 4, 4), 1, one);
      for (auto& [param, tensor] : one.tensors()) {
        std::vector<float>& total = sum.tensors()[param].values;
        total.resize(tensor.values.size());
        for (std::size_t k = 0; k < total.size(); ++k) total[k] += counts[i] / 3 * tensor.values[k];
      }
    }
    EXPECT_NEAR(cost, expected, 1e-6) << name;
    EXPECT_LT(furthest(all, sum), 1e-6) << name;
    EXPECT_ERROR(session.gradients(inputs, targets, 3, all, {.weights = std::vector<float>{1}}),
                 ErrorCode::shape_mismatch, "a weight for each of 3 rows");
    EXPECT_ERROR(
        session.gradients(inputs, targets, 3, all, {.weights = std::vector<float>{1, -1, 1}}),
        ErrorCode::invalid_argument, "got another for row 1");
  }
}

}  // namespace
}  // namespace glia
