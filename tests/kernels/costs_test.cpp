#include "kernels/reference/costs.h"

#include <cmath>

#include "support.h"

namespace glia::kernels {
namespace {

using reference::Numbers;

Numbers row_of(const Fenced& floats, std::int64_t row, std::int64_t stride, std::int64_t width) {
  Numbers numbers;
  for (std::int64_t j = 0; j < width; ++j) numbers.push_back(floats[row * stride + j]);
  return numbers;
}

std::int64_t padded(std::int64_t width) { return (width + 15) / 16 * 16; }

using Reference = reference::CostOf (*)(const Numbers&, const Numbers&);

struct CostFunction {
  const char* name;
  decltype(&KernelTable::squared_cost) kernel;
  Reference reference;
  float parameter = 0;
};

template <int kQuarters>
reference::CostOf huber(const Numbers& a, const Numbers& y) {
  return reference::huber_cost(a, y, kQuarters / 4.0);
}
template <int kQuarters>
reference::CostOf focal(const Numbers& z, const Numbers& y) {
  return reference::focal_cost(z, y, kQuarters / 4.0);
}

const CostFunction kCosts[] = {
    {"squared", &KernelTable::squared_cost, reference::squared_cost},
    {"softmax_cross_entropy", &KernelTable::softmax_cross_entropy,
     reference::softmax_cross_entropy},
    {"sigmoid_cross_entropy", &KernelTable::sigmoid_cross_entropy,
     reference::sigmoid_cross_entropy},
    {"absolute", &KernelTable::absolute_cost, reference::absolute_cost},
    {"huber", &KernelTable::huber_cost, huber<4>, 1},
    {"huber, wide", &KernelTable::huber_cost, huber<20>, 5},
    {"focal", &KernelTable::focal_cost, focal<8>, 2},
    {"focal of a half", &KernelTable::focal_cost, focal<2>, 0.5F},
    {"focal of nothing", &KernelTable::focal_cost, reference::sigmoid_cross_entropy},
};

TEST(Softmax, AgreesWithTheReference) {
  for (const KernelTable* table : tables()) {
    for (std::int64_t width = 0; width <= 70; ++width) {
      const std::int64_t rows = width % 5, stride = padded(width) + width % 3;
      const Fenced z = random_floats(rows * stride, 1, width % 4, -9, 9);
      const Fenced da = random_floats(rows * stride, 2, (width + 1) % 4);
      Fenced a(rows * stride, (width + 2) % 4), dz(rows * stride, (width + 3) % 4);
      table->softmax(z.data(), a.data(), rows, stride, width);
      table->softmax_backward(a.data(), da.data(), dz.data(), rows, stride, width);
      ASSERT_TRUE(a.fence_stands() && dz.fence_stands()) << table->name << ", " << width;
      for (std::int64_t r = 0; r < rows; ++r) {
        const Numbers expected = reference::softmax(row_of(z, r, stride, width));
        const Numbers slope = reference::softmax_backward(expected, row_of(da, r, stride, width));
        for (std::int64_t j = 0; j < width; ++j) {
          ASSERT_NEAR(a[r * stride + j], expected[j], 4 * kEpsilon) << table->name << ", " << width;
          ASSERT_NEAR(dz[r * stride + j], slope[j], sum_bound(8, 1)) << table->name;
        }
        for (std::int64_t j = width; j < padded(width); ++j) {
          ASSERT_EQ(a[r * stride + j], 0.0F) << table->name << ", " << width;
          ASSERT_EQ(dz[r * stride + j], 0.0F) << table->name << ", " << width;
        }
      }
    }
  }
}

TEST(Softmax, AddsUpToOneEvenForHugeNumbers) {
  for (const KernelTable* table : tables()) {
    for (const float top : {0.0F, 1e3F, 1e30F, 3.4e38F, -1e3F, -1e30F, -3.4e38F}) {
      for (std::int64_t width = 1; width <= 20; ++width) {
        Fenced z(width), a(width);
        for (std::int64_t j = 0; j < width; ++j) z[j] = j % 2 ? -3.4e38F : top;
        table->softmax(z.data(), a.data(), 1, width, width);
        double sum = 0;
        for (std::int64_t j = 0; j < width; ++j) sum += a[j];
        EXPECT_NEAR(sum, 1, 4 * kEpsilon) << table->name << ", " << top << ", " << width;
      }
    }
  }
}

TEST(Softmax, OfMinusInfinityIsZero) {
  for (const KernelTable* table : tables()) {
    const float z[] = {1, -kInfinity, 1};
    float a[3];
    table->softmax(z, a, 1, 3, 3);
    EXPECT_EQ(a[0], 0.5F) << table->name;
    EXPECT_EQ(a[1], 0.0F) << table->name;
  }
}

TEST(Softmax, PassesNaNToTheWholeRowAndNoFurther) {
  for (const KernelTable* table : tables()) {
    for (std::int64_t width = 1; width <= 35; ++width) {
      for (std::int64_t place = 0; place < width; place += 3) {
        Fenced z = random_floats(2 * width, 3), a(2 * width);
        z[place] = kNaN;
        table->softmax(z.data(), a.data(), 2, width, width);
        for (std::int64_t j = 0; j < width; ++j) {
          EXPECT_TRUE(std::isnan(a[j])) << table->name;
          EXPECT_TRUE(std::isfinite(a[width + j])) << table->name;
        }
      }
    }
  }
}

TEST(Costs, AgreeWithTheReference) {
  for (const KernelTable* table : tables()) {
    for (const CostFunction& f : kCosts) {
      for (std::int64_t width = 0; width <= 70; ++width) {
        const std::int64_t rows = width % 4 + 1;
        const std::int64_t z_stride = width + 3, y_stride = width + 1, g_stride = padded(width);
        const Fenced z = random_floats(rows * z_stride, 4, width % 4, -7, 7);
        const Fenced y = random_floats(rows * y_stride, 5, (width + 1) % 4, 0, 1);
        Fenced cost(rows * 16, (width + 2) % 4), gradient(rows * g_stride, (width + 3) % 4);
        const CostRows task{.rows = rows,
                            .width = width,
                            .z = z.data(),
                            .z_stride = z_stride,
                            .target = y.data(),
                            .target_stride = y_stride,
                            .cost = cost.data(),
                            .cost_stride = 16,
                            .gradient = gradient.data(),
                            .gradient_stride = g_stride,
                            .scale = 0.25F,
                            .parameter = f.parameter};
        (table->*f.kernel)(task);
        SCOPED_TRACE(std::string(table->name) + ": " + f.name + ", " + std::to_string(width));
        ASSERT_TRUE(cost.fence_stands() && gradient.fence_stands());
        for (std::int64_t r = 0; r < rows; ++r) {
          const reference::CostOf expected =
              f.reference(row_of(z, r, z_stride, width), row_of(y, r, y_stride, width));
          ASSERT_NEAR(cost[r * 16], expected.cost, sum_bound(width + 1, 64));
          for (std::int64_t gap = 1; gap < 16; ++gap) ASSERT_TRUE(cost.untouched(r * 16 + gap));
          for (std::int64_t j = 0; j < width; ++j) {
            ASSERT_NEAR(gradient[r * g_stride + j], expected.gradient[j] / 4,
                        sum_bound(8, std::max(1.0, static_cast<double>(width) / 16)));
          }
          for (std::int64_t j = width; j < g_stride; ++j) {
            ASSERT_TRUE(same_bits(gradient[r * g_stride + j], 0.0F));
          }
        }

        Fenced alone(rows * 16);
        CostRows no_gradient = task;
        no_gradient.cost = alone.data();
        no_gradient.gradient = nullptr;
        (table->*f.kernel)(no_gradient);
        for (std::int64_t r = 0; r < rows; ++r) ASSERT_TRUE(same_bits(alone[r * 16], cost[r * 16]));
      }
    }
  }
}

// The sum of ordered bits is documented: rows do not know of each other.
TEST(Costs, OfRowsOneAtATimeHaveTheBitsOfRowsTogether) {
  for (const KernelTable* table : tables()) {
    for (const CostFunction& f : kCosts) {
      const std::int64_t rows = 9, width = 37;
      const Fenced z = random_floats(rows * width, 6), y = random_floats(rows * width, 7, 0, 0, 1);
      Fenced together(rows), alone(rows);
      CostRows task{.rows = rows,
                    .width = width,
                    .z = z.data(),
                    .z_stride = width,
                    .target = y.data(),
                    .target_stride = width,
                    .cost = together.data(),
                    .parameter = f.parameter};
      (table->*f.kernel)(task);
      for (std::int64_t r = 0; r < rows; ++r) {
        CostRows row = task;
        row.rows = 1;
        row.z += r * width, row.target += r * width, row.cost = &alone[r];
        (table->*f.kernel)(row);
        EXPECT_TRUE(same_bits(together[r], alone[r])) << table->name << ": " << f.name;
      }
    }
  }
}

struct OneCost {
  float cost;
  std::vector<float> gradient;
};

OneCost cost_of(const KernelTable& table, const CostFunction& f, std::vector<float> z,
                std::vector<float> y) {
  const auto width = static_cast<std::int64_t>(z.size());
  OneCost result{0, std::vector<float>(z.size())};
  (table.*f.kernel)({.rows = 1,
                     .width = width,
                     .z = z.data(),
                     .z_stride = width,
                     .target = y.data(),
                     .target_stride = width,
                     .cost = &result.cost,
                     .gradient = result.gradient.data(),
                     .gradient_stride = width,
                     .parameter = f.parameter});
  return result;
}

TEST(Costs, PassNaNOn) {
  for (const KernelTable* table : tables()) {
    for (const CostFunction& f : kCosts) {
      for (std::size_t width = 1; width <= 35; ++width) {
        for (std::size_t place = 0; place < width; place += 3) {
          std::vector<float> z(width, 0.5F), y(width, 0.0F);
          z[place] = kNaN;
          const OneCost result = cost_of(*table, f, z, y);
          EXPECT_TRUE(std::isnan(result.cost)) << table->name << ": " << f.name;
          EXPECT_TRUE(std::isnan(result.gradient[place])) << table->name << ": " << f.name;
        }
      }
    }
  }
}

TEST(Costs, OfCertainAnswersAreFinite) {
  for (const KernelTable* table : tables()) {
    SCOPED_TRACE(table->name);
    for (const float big : {20.0F, 100.0F, 1e4F, 1e30F}) {
      for (const CostFunction& f : {kCosts[1], kCosts[2], kCosts[6], kCosts[7], kCosts[8]}) {
        const OneCost right = cost_of(*table, f, {big, -big}, {1, 0});
        EXPECT_NEAR(right.cost, 0, 1e-8) << f.name;
        EXPECT_NEAR(right.gradient[0], 0, 1e-8) << f.name;
        const OneCost wrong = cost_of(*table, f, {big, -big}, {0, 1});
        EXPECT_NEAR(wrong.cost / big, 2, 1e-6) << f.name;
        EXPECT_NEAR(wrong.gradient[0], 1, 1e-6) << f.name;
        EXPECT_NEAR(wrong.gradient[1], -1, 1e-6) << f.name;
      }
    }
  }
}

TEST(Costs, AtTheWantedNumberAreZeroAndFlat) {
  for (const KernelTable* table : tables()) {
    for (const CostFunction& f : {kCosts[0], kCosts[3], kCosts[4]}) {
      const OneCost there = cost_of(*table, f, {3, -2, 0}, {3, -2, 0});
      EXPECT_EQ(there.cost, 0) << table->name << ": " << f.name;
      EXPECT_EQ(there.gradient, std::vector<float>(3, 0.0F)) << table->name << ": " << f.name;
    }
  }
}

// What PyTorch's HuberLoss says, δ being where the parabola ends.
TEST(Costs, HuberIsAParabolaAndThenALine) {
  for (const KernelTable* table : tables()) {
    const OneCost found = cost_of(*table, kCosts[5], {4, -5, 7, -1e30F}, {0, 0, 0, 0});
    EXPECT_EQ(found.gradient, (std::vector<float>{4, -5, 5, -5})) << table->name;
    EXPECT_FLOAT_EQ(found.cost, 5e30F) << table->name;
    EXPECT_EQ(cost_of(*table, kCosts[5], {4, -5, 7}, {0, 0, 0}).cost, 8 + 12.5F + 22.5F);
  }
}

TEST(Costs, FocalLooksAwayFromWhatIsAnsweredWell) {
  for (const KernelTable* table : tables()) {
    const CostFunction &plain = kCosts[2], &focal = kCosts[6];
    const auto ratio = [&](float z) {
      return cost_of(*table, focal, {z}, {1}).cost / cost_of(*table, plain, {z}, {1}).cost;
    };
    EXPECT_NEAR(ratio(0), 0.25, 1e-6) << table->name;               // (1 − ½)²
    EXPECT_NEAR(ratio(std::log(9.0F)), 0.01, 1e-6) << table->name;  // an answer of 0.9: (1 − 0.9)²
    EXPECT_NEAR(ratio(-9), 1, 1e-3) << table->name;
  }
}

TEST(Costs, ReadDenormalsAsNearlyZero) {
  for (const KernelTable* table : tables()) {
    for (const CostFunction& f : kCosts) {
      const OneCost tiny = cost_of(*table, f, {1e-40F, -1e-42F}, {0, 1});
      const OneCost zero = cost_of(*table, f, {0, 0}, {0, 1});
      EXPECT_EQ(tiny.cost, zero.cost) << table->name << ": " << f.name;
    }
  }
}

}  // namespace
}  // namespace glia::kernels
