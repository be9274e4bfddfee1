// Batch normalisation while training: what the table of ops cannot say, because every sample
// depends on all of them.
#include <cmath>
#include <limits>

#include "harness.h"
#include "kernels/reference/pictures.h"

namespace glia {
namespace {

constexpr double kEpsilon = 1e-5;

struct Statistics {
  Numbers mean, variance;
  double count = 0;
};

// Of each channel over samples and pixels.
Statistics statistics(const std::vector<Numbers>& x, std::size_t channels) {
  Statistics s{Numbers(channels), Numbers(channels), 0};
  const std::size_t pixels = x[0].size() / channels;
  s.count = static_cast<double>(x.size() * pixels);
  for (const Numbers& row : x) {
    for (std::size_t i = 0; i < row.size(); ++i) s.mean[i / pixels] += row[i] / s.count;
  }
  for (const Numbers& row : x) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      s.variance[i / pixels] += std::pow(row[i] - s.mean[i / pixels], 2) / s.count;
    }
  }
  return s;
}

// Σ dy·y over the batch.
double objective(const std::vector<Numbers>& x, const Numbers& scale, const Numbers& shift,
                 const std::vector<Numbers>& dy) {
  const Statistics s = statistics(x, scale.size());
  double sum = 0;
  for (std::size_t r = 0; r < x.size(); ++r) {
    const Numbers y = reference::normalise(x[r], scale, shift, s.mean, s.variance, kEpsilon);
    for (std::size_t i = 0; i < y.size(); ++i) sum += dy[r][i] * y[i];
  }
  return sum;
}

struct Case {
  Shape shape;
  std::int64_t rows;
};
const Case kCases[] = {{{3, 2, 2}, 5}, {{2, 3, 1}, 16}, {{20}, 37}, {{1, 4, 4}, 1}, {{2}, 100}};

template <typename Fn>
void for_every_case(Fn&& fn) {
  for (const Case& c : kCases) {
    for (const std::string& simd : Simd::available()) {
      SCOPED_TRACE(c.shape.str() + ", " + std::to_string(c.rows) + " samples, " + simd);
      OpHarness op(Simd(simd), make_op("batch_norm"), {c.shape}, c.rows);
      op.fill(3, {}, 2);
      std::vector<Numbers> x, dy;
      for (std::int64_t r = 0; r < c.rows; ++r) x.push_back(op.in[0].numbers(r));
      for (std::int64_t r = 0; r < c.rows; ++r) dy.push_back(op.out_gradient.numbers(r));
      const Numbers scale(op.canonical[0].begin(), op.canonical[0].end());
      const Numbers shift(op.canonical[1].begin(), op.canonical[1].end());
      fn(op, x, scale, shift, dy);
    }
  }
}

TEST(BatchNorm, TakesTheMomentsOfTheBatch) {
  for_every_case([](OpHarness& op, const std::vector<Numbers>& x, const Numbers& scale,
                    const Numbers& shift, const std::vector<Numbers>&) {
    op.forward(16);
    const Statistics s = statistics(x, scale.size());
    for (std::size_t r = 0; r < x.size(); ++r) {
      const Numbers y = reference::normalise(x[r], scale, shift, s.mean, s.variance, kEpsilon);
      for (std::size_t i = 0; i < y.size(); ++i) {
        ASSERT_NEAR(op.out.at(static_cast<std::int64_t>(r), static_cast<std::int64_t>(i)), y[i],
                    2e-5);
      }
    }
  });
}

TEST(BatchNorm, KeepsMeansThatFollowTheBatches) {
  for_every_case([](OpHarness& op, const std::vector<Numbers>& x, const Numbers& scale,
                    const Numbers&, const std::vector<Numbers>&) {
    op.forward(16);
    const Statistics s = statistics(x, scale.size());
    for (std::size_t c = 0; c < scale.size(); ++c) {
      const double unbiased = s.variance[c] * s.count / std::max(1.0, s.count - 1);
      EXPECT_NEAR(op.buffer(2)[c], 0.9 * op.canonical[2][c] + 0.1 * s.mean[c], 1e-6);
      EXPECT_NEAR(op.buffer(3)[c], 0.9 * op.canonical[3][c] + 0.1 * unbiased, 1e-6);
    }
  });
}

TEST(BatchNorm, GradientsAgreeWithFiniteDifferencesOfTheWholeBatch) {
  for_every_case([](OpHarness& op, std::vector<Numbers> x, Numbers scale, Numbers shift,
                    const std::vector<Numbers>& dy) {
    op.forward(16);
    op.backward(16);
    op.parameter_gradient(1, 1);
    const auto cost = [&] { return objective(x, scale, shift, dy); };
    for (std::size_t r = 0; r < x.size(); r += x.size() / 5 + 1) {
      for (std::size_t i = 0; i < x[r].size(); ++i) {
        ASSERT_NEAR(
            op.in_gradient[0].at(static_cast<std::int64_t>(r), static_cast<std::int64_t>(i)),
            slope(x[r][i], cost), 3e-5)
            << r << ", " << i;
      }
    }
    for (std::size_t c = 0; c < scale.size(); ++c) {
      ASSERT_NEAR(op.gradient_of(0)[c], slope(scale[c], cost), 1e-4);
      ASSERT_NEAR(op.gradient_of(1)[c], slope(shift[c], cost), 1e-4);
    }
  });
}

TEST(BatchNorm, AddsManyBatchesWithoutLosingTheVariance) {
  // Far from zero, Σx² − (Σx)²/n would lose every digit.
  OpHarness op(Simd(), make_op("batch_norm"), {Shape{1, 4, 4}}, 64);
  op.fill(4, {}, 1);
  for (float& number : op.in[0].floats) number += 1000;
  std::vector<Numbers> x;
  for (std::int64_t r = 0; r < 64; ++r) x.push_back(op.in[0].numbers(r));
  op.forward(16);
  const Statistics s = statistics(x, 1);
  EXPECT_NEAR(op.buffer(3)[0],
              0.9 * op.canonical[3][0] + 0.1 * s.variance[0] * s.count / (s.count - 1), 1e-5);
}

}  // namespace
}  // namespace glia
