#include "train/step_sharing.h"

#include <gtest/gtest.h>

namespace {

using glia::StepSharing;

// Steps until one is shared out again.
int alone(StepSharing& sharing) {
  int steps = 0;
  while (sharing.alone()) ++steps;
  return steps;
}

// Steps that are shared out, a window at a time; in each of them a thread sleeps for so long.
struct Steps {
  StepSharing sharing;

  void window(std::int64_t each) {
    sharing.shared(1'000'000);  // the first: threads had to wake up
    for (std::int64_t i = 0; i < StepSharing::kWindow; ++i) sharing.shared(each);
  }
};

TEST(StepSharing, IsKeptWhileNobodyWaitsMuch) {
  Steps steps;
  for (int i = 0; i < 1000; ++i) {
    steps.window(StepSharing::kMuch);
    ASSERT_FALSE(steps.sharing.alone());
  }
}

TEST(StepSharing, IsLeftForLongerAndLongerWhileThreadsWait) {
  Steps steps;
  for (std::int64_t expected = StepSharing::kShortest; expected <= StepSharing::kLongest;
       expected *= 2) {
    steps.window(StepSharing::kMuch + 1);
    ASSERT_EQ(alone(steps.sharing), expected);
  }
  steps.window(StepSharing::kMuch + 1);
  EXPECT_EQ(alone(steps.sharing), StepSharing::kLongest);
}

TEST(StepSharing, IsTrustedAgainAfterEnoughGoodSteps) {
  Steps steps;
  for (int i = 0; i < 4; ++i) {
    steps.window(StepSharing::kMuch + 1);
    alone(steps.sharing);
  }
  for (int i = 0; i < StepSharing::kGood; ++i) steps.window(0);
  EXPECT_EQ(alone(steps.sharing), 0);
  steps.window(StepSharing::kMuch + 1);
  EXPECT_EQ(alone(steps.sharing), StepSharing::kShortest);
}

}  // namespace
