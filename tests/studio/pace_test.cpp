// Learning at a pace: exactly the steps that are due, by a clock that the tests turn.
#include <set>

#include "support.h"

namespace glia::studio {
namespace {

using std::chrono::milliseconds;

// A page whose studio goes by a clock that stands until it is turned.
class Slow {
 public:
  Slow() : page(options()) {}

  // Turns the clock on and lets the studio do what is due then.
  void after(milliseconds time) {
    now_ += time;
    page.studio.work(0.002);
    for (int i = 0; i < 1000 && page.studio.busy(); ++i) page.studio.work(0.002);
  }
  // So many times.
  void after(milliseconds time, int times) {
    for (int i = 0; i < times; ++i) after(time);
  }
  void learn(Json fields) {
    page.ask("learn", std::move(fields));
    after(milliseconds(0));
  }
  std::uint64_t step() { return page.state()["step"]; }
  Json pace() { return page.state()["pace"]; }

 private:
  Studio::Options options() {
    Studio::Options made;
    made.now = [this] { return now_; };
    return made;
  }
  Clock::time_point now_ = Clock::now();

 public:
  Page page;
};

TEST(Pace, TrainsTheStepsThatAreDueAndNoOthers) {
  Slow slow;
  slow.learn({{"run", true}, {"pace", 2}});
  EXPECT_EQ(slow.step(), 1);  // the first at once
  slow.after(milliseconds(499));
  EXPECT_EQ(slow.step(), 1);
  slow.after(milliseconds(1));
  EXPECT_EQ(slow.step(), 2);
  slow.after(milliseconds(100), 50);
  EXPECT_EQ(slow.step(), 12);
}

TEST(Pace, ManyStepsASecondComeSeveralAtOnce) {
  Slow slow;
  slow.learn({{"run", true}, {"pace", 600}});
  slow.after(milliseconds(5), 200);
  EXPECT_NEAR(static_cast<double>(slow.step()), 600, 30);
}

TEST(Pace, WhatAStallMissedIsNotCaughtUp) {
  Slow slow;
  slow.learn({{"run", true}, {"pace", 10}});
  slow.after(milliseconds(10'000));
  EXPECT_EQ(slow.step(), 2);
  slow.after(milliseconds(99));
  EXPECT_EQ(slow.step(), 2);
  slow.after(milliseconds(1));
  EXPECT_EQ(slow.step(), 3);
}

TEST(Pace, WhatComesALittleLateKeepsThePace) {
  Slow slow;
  slow.learn({{"run", true}, {"pace", 60}});
  slow.after(milliseconds(50), 20);  // three are due each time
  EXPECT_NEAR(static_cast<double>(slow.step()), 60, 2);
}

TEST(Pace, TheStudioSaysWhenItsNextStepIsDue) {
  Slow slow;
  slow.page.studio.detach();
  slow.page.studio.handle(R"({"id":1,"do":"learn","run":true,"pace":0.5})");
  EXPECT_EQ(slow.page.studio.rest(), 0);
  slow.after(milliseconds(0));
  ASSERT_TRUE(slow.page.studio.rest());
  EXPECT_NEAR(*slow.page.studio.rest(), 2, 1e-6);
  slow.after(milliseconds(1500));
  EXPECT_NEAR(*slow.page.studio.rest(), 0.5, 1e-6);
  slow.page.studio.handle(R"({"id":2,"do":"learn","run":false})");
  EXPECT_FALSE(slow.page.studio.rest());  // nothing until somebody says something
}

TEST(Pace, EachStepIsShownAndHasItsPoint) {
  Slow slow;
  slow.page.ask("watch", {{"channels", {"parameters"}}});
  slow.after(milliseconds(0));
  slow.page.seen(UINT32_MAX);
  slow.page.tensors.clear();
  slow.page.ask("learn", {{"run", true}, {"pace", 1}});
  std::vector<std::uint64_t> shown;
  slow.after(milliseconds(0));
  for (int i = 0; i < 5; ++i) {
    for (const Tensor64& tensor : slow.page.tensors) shown.push_back(tensor.step);
    slow.page.tensors.clear();
    slow.page.seen(UINT32_MAX);
    slow.after(milliseconds(1000));
  }
  EXPECT_EQ(shown, (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
  slow.page.state();
  std::vector<std::uint64_t> points;
  const Json curve = slow.page.last("curve");
  for (const Json& point : curve["points"]) points.push_back(point[0]);
  EXPECT_EQ(points, (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5, 6}));
}

TEST(Pace, EachOfTheFirstStepsHasACostOfItsOwn) {
  Slow slow;
  slow.learn({{"run", true}, {"pace", 1}});
  slow.after(milliseconds(1000), 7);
  slow.page.state();
  std::set<double> costs;
  const Json curve = slow.page.last("curve");
  for (const Json& point : curve["points"]) {
    if (point[0] > 0) costs.insert(point[2].get<double>());
  }
  EXPECT_EQ(costs.size(), 8U) << curve;
}

TEST(Pace, PointsAreOfTheStepThatTheyName) {
  Slow slow;
  Page fast;
  slow.learn({{"run", true}, {"pace", 1}});
  slow.after(milliseconds(1000), 2);
  fast.steps(3);
  EXPECT_EQ(slow.page.state()["testCost"], fast.state()["testCost"]);
}

TEST(Pace, DoesNotEnterWhatIsLearnt) {
  Slow slow, slower;
  Page fast;
  slow.learn({{"steps", 40}, {"pace", 700}});
  slow.after(milliseconds(17), 20);
  slower.learn({{"run", true}, {"pace", 1}, {"accelerate", {{"from", 1}, {"by", 0.5}}}});
  slower.learn({{"run", true}, {"pace", 5}});
  while (slower.step() < 40) slower.after(milliseconds(130));
  fast.steps(40);
  EXPECT_EQ(slow.step(), 40);
  EXPECT_EQ(slow.page.parameters(), fast.parameters());
  EXPECT_EQ(slower.page.parameters(), fast.parameters());
}

TEST(Pace, IsChangedWhileItLearns) {
  Slow slow;
  slow.learn({{"steps", 100}, {"pace", 0.1}});
  EXPECT_EQ(slow.pace(), 0.1);
  slow.learn({{"pace", 10}});
  EXPECT_EQ(slow.pace(), 10);
  slow.after(milliseconds(100), 10);  // it does not wait for what was due before
  EXPECT_EQ(slow.step(), 11);
  slow.learn(Json::object());  // full speed, to the end that was asked for
  EXPECT_TRUE(slow.pace().is_null());
  EXPECT_EQ(slow.step(), 100);
  EXPECT_EQ(slow.page.last("stopped")["reason"], "finished");
}

TEST(Pace, AcceleratesWithEachStepUpToItself) {
  Slow slow;
  slow.learn({{"run", true}, {"pace", 4}, {"accelerate", {{"from", 1}, {"by", 1}}}});
  EXPECT_EQ(slow.pace(), 2);
  EXPECT_EQ(slow.page.state()["accelerating"], true);
  slow.after(milliseconds(1000));
  EXPECT_EQ(slow.pace(), 3);
  slow.after(milliseconds(60'000));  // a stall makes it no faster
  EXPECT_EQ(slow.pace(), 4);
  EXPECT_EQ(slow.page.state()["accelerating"], false);
  EXPECT_EQ(slow.step(), 3);
}

}  // namespace
}  // namespace glia::studio
