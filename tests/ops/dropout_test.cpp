#include <cmath>

#include "harness.h"

namespace glia {
namespace {

constexpr std::int64_t kRows = 400, kWidth = 50;

OpHarness dropout(double rate, bool training, std::uint64_t step = 3) {
  OpHarness op(Simd(), make_op("dropout", {{"rate", rate}}), {Shape{kWidth}}, kRows, training);
  op.fill(1, {0});
  op.context().step = step;
  op.forward(kRows);
  op.backward(kRows);
  return op;
}

TEST(Dropout, DropsAtItsRateAndScalesTheRest) {
  for (const double rate : {0.1, 0.5, 0.9}) {
    OpHarness op = dropout(rate, true);
    std::int64_t dropped = 0;
    for (std::int64_t r = 0; r < kRows; ++r) {
      for (std::int64_t j = 0; j < kWidth; ++j) {
        const float y = op.out.at(r, j), x = op.in[0].at(r, j);
        if (y == 0) {
          ++dropped;
          EXPECT_EQ(op.in_gradient[0].at(r, j), 0.0F);
        } else {
          ASSERT_NEAR(y, x / (1 - rate), 1e-5);
          ASSERT_NEAR(op.in_gradient[0].at(r, j), op.out_gradient.at(r, j) / (1 - rate), 1e-5);
        }
      }
    }
    const double n = kRows * kWidth;
    EXPECT_NEAR(static_cast<double>(dropped) / n, rate, 5 * std::sqrt(rate * (1 - rate) / n));
  }
}

// What is dropped depends on the step alone, so that y is linear in x.
TEST(Dropout, BackwardAgreesWithFiniteDifferences) {
  OpHarness op = dropout(0.4, true);
  op.bind();
  OpHarness high = op, low = op;
  for (OpHarness* moved : {&high, &low}) {
    moved->bind();
    for (float& x : moved->in[0].floats) x += moved == &high ? 0.5F : -0.5F;
    moved->forward(kRows);
  }
  for (std::int64_t r = 0; r < kRows; ++r) {
    for (std::int64_t j = 0; j < kWidth; ++j) {
      const float slope = high.out.at(r, j) - low.out.at(r, j);
      ASSERT_NEAR(op.in_gradient[0].at(r, j), slope * op.out_gradient.at(r, j), 1e-6);
    }
  }
}

TEST(Dropout, DrawsAnewEachStepAndTheSameForTheSameStep) {
  const OpHarness first = dropout(0.5, true, 1), again = dropout(0.5, true, 1);
  EXPECT_EQ(first.out.floats, again.out.floats);
  EXPECT_NE(first.out.floats, dropout(0.5, true, 2).out.floats);
}

TEST(Dropout, OfRateZeroOrOutsideTrainingChangesNothing) {
  for (const bool training : {false, true}) {
    OpHarness op = dropout(training ? 0.0 : 0.5, training);
    for (std::int64_t r = 0; r < kRows; ++r) {
      for (std::int64_t j = 0; j < kWidth; ++j) {
        ASSERT_EQ(op.out.at(r, j), op.in[0].at(r, j));
        ASSERT_EQ(op.in_gradient[0].at(r, j), op.out_gradient.at(r, j));
      }
    }
  }
}

}  // namespace
}  // namespace glia
