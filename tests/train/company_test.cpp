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

TEST(Company, IsKeptWhileNobodyWaitsLong) {
  Company company;
  for (int step = 0; step < 5000; ++step) {
    ASSERT_FALSE(company.alone());
    company.shared(0);
  }
}

TEST(Company, IsLeftForLongerAndLongerWhileThreadsWait) {
  Company company;
  company.shared(1);  // threads may have had to wake up
  EXPECT_EQ(alone(company), 0);
  std::uint64_t waits = 1;
  for (std::int64_t expected = Company::kShortest; expected <= Company::kLongest; expected *= 2) {
    company.shared(++waits);
    EXPECT_EQ(alone(company), expected);
    company.shared(++waits);  // woken up again: that does not count
    EXPECT_EQ(alone(company), 0);
  }
  company.shared(++waits);
  EXPECT_EQ(alone(company), Company::kLongest);
}

TEST(Company, IsTrustedAgainAfterEnoughGoodSteps) {
  Company company;
  std::uint64_t waits = 0;
  for (int i = 0; i < 4; ++i) {
    company.shared(++waits);
    alone(company);
  }
  company.shared(waits);
  for (int step = 0; step < Company::kGood; ++step) {
    ASSERT_FALSE(company.alone());
    company.shared(waits);
  }
  company.shared(++waits);
  EXPECT_EQ(alone(company), Company::kShortest);
}

}  // namespace
