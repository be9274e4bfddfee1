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

// Steps of ten rows that take so many nanoseconds shared out, or alone.
struct Short {
  std::int64_t shared, alone;
  glia::QuickerSteps quicker = {};

  void step() {
    const std::int64_t time = quicker.alone() ? alone : shared;
    quicker.took(10, quicker.timed() ? time : 0);
  }
  // Of so many steps those that one thread took.
  int alone_of(int steps) {
    int found = 0;
    for (int i = 0; i < steps; ++i) {
      found += quicker.alone() ? 1 : 0;
      step();
    }
    return found;
  }
};

TEST(QuickerSteps, AreSharedOutWhereThatIsQuicker) {
  Short steps{.shared = 6000, .alone = 8000};
  EXPECT_LT(steps.alone_of(10'000), 150);
  EXPECT_LT(steps.alone_of(100'000), 150) << "and tried ever less often";
}

TEST(QuickerSteps, AreTakenAloneWhereThatIsQuicker) {
  Short steps{.shared = 8000, .alone = 6000};
  EXPECT_GT(steps.alone_of(10'000), 9800);
  EXPECT_GT(steps.alone_of(100'000), 99'800);
}

TEST(QuickerSteps, AreTakenAloneWhereSharingBringsNextToNothing) {
  Short steps{.shared = 8000, .alone = 8200};
  EXPECT_GT(steps.alone_of(100'000), 99'000);
}

TEST(QuickerSteps, FollowAMachineThatChanges) {
  Short steps{.shared = 8000, .alone = 6000};
  steps.alone_of(200'000);
  steps.shared = 4000;
  steps.alone_of(static_cast<int>(glia::QuickerSteps::kMostTrust) + 100);
  EXPECT_LT(steps.alone_of(10'000), 150);
}

// A machine on which a row takes so long shared out and so long alone; asked step by step.
struct Machine {
  double shared, alone;  // nanoseconds a row
  double sleeping;       // part of a shared step
  double taken_away;     // times a second
  double now = 0;        // nanoseconds
  int steps_alone = 0;
  glia::LongStepSharing sharing = {};

  void step() {
    const bool one = sharing.alone();
    const double rows = 1000;
    const double time = (one ? alone : shared) * rows;
    now += time;
    steps_alone += one ? 1 : 0;
    sharing.took(static_cast<std::int64_t>(rows), static_cast<std::int64_t>(time),
                 static_cast<std::int64_t>(one ? 0 : sleeping * time),
                 [&] { return static_cast<std::int64_t>(now / 1e9 * taken_away); });
  }
  // Of so many steps those that one thread took.
  int alone_of(int steps) {
    steps_alone = 0;
    for (int i = 0; i < steps; ++i) step();
    return steps_alone;
  }
};

TEST(LongStepSharing, IsKeptWhileNobodyWaitsMuch) {
  Machine quiet{.shared = 1000, .alone = 1900, .sleeping = 0.1, .taken_away = 1000};
  EXPECT_EQ(quiet.alone_of(100'000), 0);
}

TEST(LongStepSharing, IsKeptWhereThreadsWaitAndNobodyElseIsThere) {
  Machine uneven{.shared = 2000, .alone = 2400, .sleeping = 0.4, .taken_away = 100};
  EXPECT_EQ(uneven.alone_of(100'000), 0);
}

TEST(LongStepSharing, IsLeftWhereItBringsLittle) {
  Machine beside_another{.shared = 1000, .alone = 1200, .sleeping = 0.4, .taken_away = 1500};
  EXPECT_GT(beside_another.alone_of(1000), 650);
  EXPECT_GT(beside_another.alone_of(100'000), 98'000) << "and tried ever less often";
}

TEST(LongStepSharing, IsKeptWhereItBringsMuchAllTheSame) {
  Machine many{.shared = 1000, .alone = 1600, .sleeping = 0.2, .taken_away = 1500};
  EXPECT_LT(many.alone_of(10'000), 500);
  EXPECT_LT(many.alone_of(100'000), 1000) << "and tried ever less often";
}

TEST(LongStepSharing, IsTakenUpAgainWhenTheOtherIsGone) {
  Machine machine{.shared = 1000, .alone = 1200, .sleeping = 0.4, .taken_away = 1500};
  machine.alone_of(100'000);
  machine.shared = 700;
  machine.sleeping = 0;
  machine.alone_of(8000);  // longer than the longest pause
  EXPECT_EQ(machine.alone_of(10'000), 0);
}

}  // namespace
