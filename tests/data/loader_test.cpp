#include "data/loader.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <thread>
#include <vector>

#include "expect_error.h"

namespace glia {
namespace {

using Bytes = std::vector<std::uint8_t>;

Dataset pictures(int samples, const Shape& shape = {1, 12, 9}) {
  Bytes inputs(static_cast<std::size_t>(samples * shape.elements())), labels;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    inputs[i] = static_cast<std::uint8_t>(i * 2654435761U >> 20);
  }
  for (int i = 0; i < samples; ++i) labels.push_back(static_cast<std::uint8_t>(i * 7 % 10));
  return Dataset::images(shape, inputs, labels, 10);
}

struct Batch {
  std::vector<float> inputs, targets;
  bool operator==(const Batch&) const = default;
};
constexpr std::int64_t kInputStride = 112, kTargetStride = 16;

// The whole epoch, filled in runs of these lengths.
Batch epoch_of(const Loader& loader, const std::vector<int>& runs) {
  Batch batch;
  batch.inputs.assign(static_cast<std::size_t>(loader.size() * kInputStride), 9.0F);
  batch.targets.assign(static_cast<std::size_t>(loader.size() * kTargetStride), 9.0F);
  std::int64_t at = 0;
  for (std::size_t i = 0; at < loader.size(); ++i) {
    const std::int64_t rows = std::min<std::int64_t>(runs[i % runs.size()], loader.size() - at);
    loader.fill({.first = at,
                 .rows = rows,
                 .inputs = batch.inputs.data() + at * kInputStride,
                 .input_stride = kInputStride,
                 .targets = batch.targets.data() + at * kTargetStride,
                 .target_stride = kTargetStride});
    at += rows;
  }
  return batch;
}

TEST(Loader, EveryEpochIsAPermutationAndEachIsAnother) {
  rc::check([](std::uint64_t seed, std::uint16_t epoch) {
    const int samples = *rc::gen::inRange(2, 200);
    Loader loader(pictures(samples, {2}), {.seed = seed});
    loader.start_epoch(epoch);
    std::vector<std::uint32_t> order, other;
    for (int i = 0; i < samples; ++i) order.push_back(loader.index(i));
    loader.start_epoch(epoch + 1);
    for (int i = 0; i < samples; ++i) other.push_back(loader.index(i));
    RC_ASSERT(order != other || samples < 12);
    loader.start_epoch(epoch);
    for (int i = 0; i < samples; ++i)
      RC_ASSERT(loader.index(i) == order[static_cast<std::size_t>(i)]);
    std::ranges::sort(order);
    for (int i = 0; i < samples; ++i)
      RC_ASSERT(order[static_cast<std::size_t>(i)] == static_cast<std::uint32_t>(i));
  });
}

// χ² of where sample 0 comes to lie, over 6,000 epochs of 6 samples; 5 degrees of freedom.
TEST(Loader, TheShuffleIsFair) {
  Loader loader(pictures(6, {2}), {.seed = 1});
  std::vector<double> count(6);
  for (std::uint64_t epoch = 0; epoch < 6000; ++epoch) {
    loader.start_epoch(epoch);
    for (int i = 0; i < 6; ++i) {
      if (loader.index(i) == 0) count[static_cast<std::size_t>(i)] += 1;
    }
  }
  double chi = 0;
  for (const double n : count) chi += (n - 1000) * (n - 1000) / 1000;
  EXPECT_LT(chi, 20.5) << "p = 0.001";
}

TEST(Loader, WritesWhatTheDataSetSaysAndPadsWithZeros) {
  const Dataset data = pictures(40).subset({5, 6, 7, 30, 31});
  const Loader loader(data, {.shuffle = false});
  const Batch batch = epoch_of(loader, {2});
  for (std::int64_t i = 0; i < data.size(); ++i) {
    std::vector<float> input(kInputStride), target(kTargetStride);
    data.input(i, input.data());
    data.target(i, target.data());
    const auto* row = batch.inputs.data() + i * kInputStride;
    EXPECT_EQ(std::vector<float>(row, row + kInputStride), input);
    const auto* wanted = batch.targets.data() + i * kTargetStride;
    EXPECT_EQ(std::vector<float>(wanted, wanted + kTargetStride), target);
    EXPECT_EQ(loader.label(i), data.label(i));
  }
}

TEST(Loader, LabelsFollowTheirPictures) {
  Loader loader(pictures(50), {.seed = 3});
  loader.start_epoch(4);
  const Batch batch = epoch_of(loader, {16});
  for (std::int64_t i = 0; i < 50; ++i) {
    const auto* row = batch.targets.data() + i * kTargetStride;
    EXPECT_EQ(std::max_element(row, row + 10) - row, loader.label(i));
    EXPECT_EQ(loader.label(i), static_cast<int>(loader.index(i) * 7 % 10));
  }
}

TEST(Loader, SmoothedLabelsSumToOne) {
  const Loader loader(pictures(3), {.label_smoothing = 0.1F});
  const Batch batch = epoch_of(loader, {3});
  const int label = loader.label(0);
  EXPECT_NEAR(batch.targets[static_cast<std::size_t>(label)], 0.91, 1e-6);
  EXPECT_NEAR(batch.targets[static_cast<std::size_t>((label + 1) % 10)], 0.01, 1e-6);
  EXPECT_EQ(batch.targets[10], 0.0F);
}

TEST(Loader, RowsOfTargetsAreSmoothedAsLabelsAre) {
  const auto smoothed = [](std::vector<float> targets, std::int64_t width) {
    const std::vector<float> inputs(targets.size() / static_cast<std::size_t>(width));
    const Loader loader(Dataset::rows({1}, inputs, Shape{width}, targets),
                        {.shuffle = false, .label_smoothing = 0.2F});
    std::vector<float> found(16);
    loader.fill({.rows = 1, .targets = found.data(), .target_stride = 16});
    found.resize(static_cast<std::size_t>(width));
    return found;
  };
  const std::vector<float> of_four = smoothed({0, 1, 0, 0}, 4);
  EXPECT_NEAR(of_four[1], 0.85, 1e-6);
  EXPECT_NEAR(of_four[0], 0.05, 1e-6);
  EXPECT_NEAR(smoothed({0.25F, 0.75F}, 2)[0], 0.3, 1e-6);
  EXPECT_NEAR(smoothed({1}, 1)[0], 0.9, 1e-6);  // yes, and no is the other class
  EXPECT_NEAR(smoothed({0}, 1)[0], 0.1, 1e-6);
}

TEST(Loader, RowsOfTargetsAreCopied) {
  const Loader loader(Dataset::rows({2}, {0, 0, 0, 1, 1, 0, 1, 1}, {1}, {0, 1, 1, 0}), {.seed = 8});
  std::vector<float> inputs(4 * 16), targets(4 * 16);
  loader.fill({.rows = 4,
               .inputs = inputs.data(),
               .input_stride = 16,
               .targets = targets.data(),
               .target_stride = 16});
  for (std::size_t r = 0; r < 4; ++r) {
    EXPECT_EQ(targets[r * 16], static_cast<float>(inputs[r * 16] != inputs[r * 16 + 1]));
  }
  EXPECT_EQ(loader.label(0), -1);
}

TEST(Loader, PartsOfARowAreThoseOfTheWhole) {
  const Loader loader(pictures(40), {.seed = 3});
  ASSERT_TRUE(loader.has_parts());
  const Batch whole = epoch_of(loader, {40});
  std::vector<float> inputs(whole.inputs.size(), 9.0F);
  for (const auto& [begin, end] : {std::pair{0, 33}, {33, 34}, {34, 1000}}) {
    const auto columns = std::min<std::int64_t>(end, kInputStride) - begin;
    std::vector<float> part(static_cast<std::size_t>(40 * columns), 9.0F);
    loader.fill(
        {.rows = 40, .inputs = part.data(), .input_stride = columns, .begin = begin, .end = end});
    for (std::int64_t row = 0; row < 40; ++row) {
      std::copy_n(part.begin() + row * columns, columns,
                  inputs.begin() + row * kInputStride + begin);
    }
  }
  EXPECT_EQ(inputs, whole.inputs);
}

Loader::Options augmented(std::uint64_t seed) {
  Loader::Options options;
  options.seed = seed;
  options.augment = parse_augment("shift=2,rotate=20,scale=0.2,elastic=1");
  return options;
}

TEST(Loader, AnEpochDoesNotDependOnHowItIsSharedOut) {
  rc::check([](std::uint64_t seed, std::uint8_t epoch) {
    const auto runs =
        *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 40)));
    Loader loader(pictures(60), augmented(seed));
    loader.start_epoch(epoch);
    RC_ASSERT(epoch_of(loader, runs) == epoch_of(loader, {60}));
  });
}

TEST(Loader, ThreadsFillDisjointRowsAtOnce) {
  Loader::Options options = augmented(5);
  options.workers = 4;
  const Loader loader(pictures(200), options);
  const Batch expected = epoch_of(loader, {200});
  Batch batch;
  batch.inputs.resize(expected.inputs.size());
  batch.targets.resize(expected.targets.size());
  std::vector<std::thread> threads;
  for (int worker = 0; worker < 4; ++worker) {
    threads.emplace_back([&, worker] {
      loader.fill({.first = worker * 50,
                   .rows = 50,
                   .inputs = batch.inputs.data() + worker * 50 * kInputStride,
                   .input_stride = kInputStride,
                   .targets = batch.targets.data() + worker * 50 * kTargetStride,
                   .target_stride = kTargetStride,
                   .worker = worker});
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(batch, expected);
}

TEST(Loader, RefusesWhatMakesNoSense) {
  const auto bad = ErrorCode::invalid_argument;
  error_of(bad, [] { Loader(Dataset(), {}); });
  error_of(bad, [] { Loader(pictures(3), {.workers = 0}); });
  error_of(bad, [] { Loader(pictures(3), {.label_smoothing = 1}); });
  expect_contains(
      error_of(ErrorCode::shape_mismatch, [] { Loader(pictures(3, {4}), augmented(0)); }),
      "expected pictures H×W or C×H×W, got samples of shape 4");
}

}  // namespace
}  // namespace glia
