#include "train/company.h"

#include <gtest/gtest.h>

namespace {

using glia::Company;

// Steps until one is shared out again.
int alone(Company& company) {
  int steps = 0;
  while (company.alone()) ++steps;
  return steps;
}

// Steps that are shared out, a window at a time; in each of them a thread sleeps for so long.
struct Steps {
  Company company;

  void window(std::int64_t each) {
    company.shared(1'000'000);  // the first: threads had to wake up
    for (std::int64_t i = 0; i < Company::kWindow; ++i) company.shared(each);
  }
};

TEST(Company, IsKeptWhileNobodyWaitsMuch) {
  Steps steps;
  for (int i = 0; i < 1000; ++i) {
    steps.window(Company::kMuch);
    ASSERT_FALSE(steps.company.alone());
  }
}

TEST(Company, IsLeftForLongerAndLongerWhileThreadsWait) {
  Steps steps;
  for (std::int64_t expected = Company::kShortest; expected <= Company::kLongest; expected *= 2) {
    steps.window(Company::kMuch + 1);
    ASSERT_EQ(alone(steps.company), expected);
  }
  steps.window(Company::kMuch + 1);
  EXPECT_EQ(alone(steps.company), Company::kLongest);
}

TEST(Company, IsTrustedAgainAfterEnoughGoodSteps) {
  Steps steps;
  for (int i = 0; i < 4; ++i) {
    steps.window(Company::kMuch + 1);
    alone(steps.company);
  }
  for (int i = 0; i < Company::kGood; ++i) steps.window(0);
  EXPECT_EQ(alone(steps.company), 0);
  steps.window(Company::kMuch + 1);
  EXPECT_EQ(alone(steps.company), Company::kShortest);
}

}  // namespace
