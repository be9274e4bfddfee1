#include "kernels/reference/updates.h"

#include <cmath>

#include "support.h"

namespace glia::kernels {
namespace {

struct Method {
  const char* name;
  decltype(&KernelTable::sgd) kernel;
  void (*reference)(reference::Weight&, double, const reference::Rates&);
};

const Method kMethods[] = {
    {"sgd", &KernelTable::sgd, reference::sgd},
    {"momentum", &KernelTable::momentum, reference::momentum},
    {"nesterov", &KernelTable::nesterov, reference::nesterov},
    {"adam", &KernelTable::adam, reference::adam},
    {"adamw", &KernelTable::adamw, reference::adamw},
};

constexpr reference::Rates kRates{.rate = 0.05,
                                  .decay = 0.02,
                                  .l1 = 0.03,
                                  .momentum = 0.9,
                                  .beta1 = 0.9,
                                  .beta2 = 0.999,
                                  .epsilon = 1e-8};
constexpr int kSteps = 8;

Update task_of(const reference::Rates& rates, int step) {
  return {.gradient_scale = 0.5F,
          .rate = static_cast<float>(rates.rate),
          .decay = static_cast<float>(rates.decay),
          .l1 = static_cast<float>(rates.l1),
          .momentum = static_cast<float>(rates.momentum),
          .beta1 = rates.beta1,
          .beta2 = rates.beta2,
          .epsilon = static_cast<float>(rates.epsilon),
          .moment1_scale = static_cast<float>(1 / (1 - std::pow(rates.beta1, step))),
          .moment2_scale = static_cast<float>(1 / (1 - std::pow(rates.beta2, step)))};
}

TEST(Updates, FollowTheReferenceForManySteps) {
  for (const KernelTable* table : tables()) {
    for (const Method& method : kMethods) {
      for (std::int64_t n = 0; n <= 80; n += 16) {
        const std::int64_t offset = n / 16 % 4;
        Fenced w = random_floats(n, 1, offset), m = random_floats(n, 0, offset, 0, 0), v = m;
        std::vector<reference::Weight> expected(static_cast<std::size_t>(n));
        for (std::int64_t i = 0; i < n; ++i) expected[static_cast<std::size_t>(i)].w = w[i];
        for (int step = 1; step <= kSteps; ++step) {
          const Fenced g = random_floats(n, 10 + static_cast<std::uint64_t>(step), 3 - offset);
          Update task = task_of(kRates, step);
          task.n = n, task.w = w.data(), task.g = g.data(), task.m = m.data(), task.v = v.data();
          (table->*method.kernel)(task);
          for (std::int64_t i = 0; i < n; ++i) {
            auto& number = expected[static_cast<std::size_t>(i)];
            method.reference(number, 0.5 * g[i], kRates);
            ASSERT_NEAR(w[i], number.w, step * 4 * kEpsilon)
                << table->name << ": " << method.name << ", step " << step << ", " << n;
          }
        }
        ASSERT_TRUE(w.fence_stands() && m.fence_stands() && v.fence_stands()) << method.name;
      }
    }
  }
}

TEST(Updates, LeavePaddingZero) {
  for (const KernelTable* table : tables()) {
    for (const Method& method : kMethods) {
      Fenced w = random_floats(16, 0, 0, 0, 0), g = w, m = w, v = w;
      Update task = task_of(kRates, 1);
      task.n = 16, task.w = w.data(), task.g = g.data(), task.m = m.data(), task.v = v.data();
      (table->*method.kernel)(task);
      for (std::int64_t i = 0; i < 16; ++i) {
        EXPECT_EQ(w[i], 0.0F) << table->name << ": " << method.name;
        EXPECT_EQ(m[i], 0.0F) << table->name << ": " << method.name;
        EXPECT_EQ(v[i], 0.0F) << table->name << ": " << method.name;
      }
    }
  }
}

TEST(Updates, PassNaNOn) {
  for (const KernelTable* table : tables()) {
    for (const Method& method : kMethods) {
      Fenced w = random_floats(16, 1), g = random_floats(16, 2), m = random_floats(16, 3), v = w;
      for (std::int64_t i = 0; i < 16; ++i) v[i] = 1;
      g[5] = kNaN;
      Update task = task_of(kRates, 1);
      task.n = 16, task.w = w.data(), task.g = g.data(), task.m = m.data(), task.v = v.data();
      (table->*method.kernel)(task);
      for (std::int64_t i = 0; i < 16; ++i) {
        EXPECT_EQ(std::isnan(w[i]), i == 5) << table->name << ": " << method.name;
      }
    }
  }
}

// 1 − rate·decay is not a float, yet weights shrink by that much on the average.
TEST(Updates, ASmallDecayIsNotRoundedAway) {
  for (const KernelTable* table : tables()) {
    Fenced w = random_floats(1024, 1, 0, 0.5, 1), g = random_floats(1024, 0, 0, 0, 0), m = g, v = g;
    double before = 0, after = 0;
    for (std::int64_t i = 0; i < 1024; ++i) before += w[i];
    Update task = task_of(kRates, 1);
    task.rate = 1e-3F, task.decay = 3.28e-4F,
    task.l1 = 0;  // the product is 5½ of a float's last places
    task.n = 1024, task.w = w.data(), task.g = g.data(), task.m = m.data(), task.v = v.data();
    for (int step = 0; step < 10; ++step) table->adamw(task);
    for (std::int64_t i = 0; i < 1024; ++i) after += w[i];
    EXPECT_NEAR((before - after) / before / 10, 3.28e-7, 1e-8) << table->name;
  }
}

TEST(SumOfSquares, AgreesWithTheReferenceForAnyLength) {
  for (const KernelTable* table : tables()) {
    for (std::int64_t n = 0; n <= 70; ++n) {
      const Fenced x = random_floats(n, 4, n % 4);
      double expected = 0;
      for (std::int64_t i = 0; i < n; ++i) expected += static_cast<double>(x[i]) * x[i];
      ASSERT_NEAR(table->sum_of_squares(x.data(), n), expected, 1e-13) << table->name << ", " << n;
    }
    const float huge[] = {3e38F, 3e38F};
    EXPECT_NEAR(table->sum_of_squares(huge, 2), 1.8e77, 1e72) << table->name;
    const float nan = kNaN;
    EXPECT_TRUE(std::isnan(table->sum_of_squares(&nan, 1))) << table->name;
  }
}

}  // namespace
}  // namespace glia::kernels
