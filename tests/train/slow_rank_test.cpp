// A rank for which the others wait is found once, and no other.
#include "train/slow_rank.h"

#include <gtest/gtest.h>

#include <functional>

namespace glia {
namespace {

using Work = SlowRank::Work;

// What is found within so many steps of a second each, in which ranks work as `works` says.
std::vector<int> found_in(int steps, const std::function<std::vector<Work>(int step)>& works) {
  SlowRank slow;
  std::vector<int> found;
  for (int step = 0; step < steps; ++step) {
    if (const auto rank = slow.after_step(works(step), 1)) found.push_back(rank->rank);
  }
  return found;
}

TEST(SlowRank, IsFoundOnceWithHowMuchLongerItTakes) {
  SlowRank slow;
  std::vector<int> steps;
  for (int step = 0; step < 60; ++step) {
    const auto found = slow.after_step({{0.2, 32}, {0.25, 32}, {0.9, 32}}, 1);
    if (!found) continue;
    EXPECT_EQ(found->rank, 2);
    EXPECT_NEAR(found->times, 3.6, 1e-9);
    steps.push_back(step);
  }
  EXPECT_EQ(steps, std::vector<int>{9});  // after ten seconds
}

TEST(SlowRank, IsNobodyWhereAllAreAlikeOrWaitForTheNetwork) {
  EXPECT_TRUE(found_in(60, [](int) { return std::vector<Work>{{0.9, 32}, {0.95, 32}}; }).empty());
  EXPECT_TRUE(found_in(60, [](int) { return std::vector<Work>{{0.1, 32}, {0.3, 32}}; }).empty());
}

TEST(SlowRank, IsNobodyWhoseTurnItIsOnlySometimes) {
  EXPECT_TRUE(found_in(60, [](int step) {
                const bool first = step / 6 % 2 == 0;
                return std::vector<Work>{{first ? 0.9 : 0.1, 32}, {first ? 0.1 : 0.9, 32}};
              }).empty());
  EXPECT_TRUE(found_in(60,
                       [](int step) {  // a pause of minutes
                         return std::vector<Work>{{0.1, 32}, {step == 5 ? 200.0 : 0.1, 32}};
                       })
                  .empty());
}

TEST(SlowRank, IsNobodyWhoHasMoreToDo) {
  EXPECT_TRUE(found_in(60, [](int) { return std::vector<Work>{{0.1, 16}, {0.9, 144}}; }).empty());
  EXPECT_TRUE(found_in(60, [](int) { return std::vector<Work>{{0, 0}, {0.9, 16}}; }).empty());
  EXPECT_EQ(found_in(60,
                     [](int) {
                       return std::vector<Work>{{0.1, 16}, {0.9, 32}, {0, 0}};
                     }),
            std::vector<int>{1});
}

}  // namespace
}  // namespace glia
