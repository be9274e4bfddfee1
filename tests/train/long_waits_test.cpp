// That ranks wait more than they work is told once, where it lasts.
#include "train/long_waits.h"

#include <gtest/gtest.h>

#include <functional>

namespace glia {
namespace {

using Work = SlowRank::Work;

// The steps of a second each after which it is told, in which ranks work as `works` says.
std::vector<int> told_in(int steps, const std::function<std::vector<Work>(int step)>& works) {
  LongWaits waits;
  std::vector<int> told;
  for (int step = 0; step < steps; ++step) {
    if (waits.after_step(works(step), 1)) told.push_back(step);
  }
  return told;
}

TEST(LongWaits, AreToldOnceAfterTenSecondsWithTheLeastOfThem) {
  LongWaits waits;
  int told = 0;
  for (int step = 0; step < 60; ++step) {
    const auto part = waits.after_step({{step == 3 ? 0.3 : 0.1, 32}, {0.05, 32}}, 1);
    if (!part) continue;
    EXPECT_NEAR(*part, 0.8, 1e-9);
    EXPECT_EQ(step, 9);
    ++told;
  }
  EXPECT_EQ(told, 1);
}

TEST(LongWaits, AreNoneWhereOneWorksMostOfTheTime) {
  EXPECT_TRUE(told_in(60, [](int) { return std::vector<Work>{{0.1, 32}, {0.6, 32}}; }).empty());
  EXPECT_TRUE(told_in(60,
                      [](int step) {  // now and then only
                        return std::vector<Work>{{step % 8 < 4 ? 0.1 : 0.9, 32}, {0.1, 32}};
                      })
                  .empty());
}

}  // namespace
}  // namespace glia
