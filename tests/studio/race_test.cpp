// Trainings that end by themselves: one that died, and several that race.
#include <set>

#include "core/task.h"
#include "support.h"

namespace glia::studio {
namespace {

TEST(Learning, OfANetworkThatDiedIsStoppedAndSaid) {
  Page page;
  page.ask("recipe", {{"activation", "relu"}});
  page.ask("recipe", {{"rate", 100}});
  page.ask("learn", {{"run", true}});
  for (int i = 0; i < 3000 && page.studio.busy(); ++i) page.studio.work(0.002);
  EXPECT_FALSE(page.studio.busy());
  EXPECT_EQ(page.last("stopped")["reason"], "dead");
}

TEST(Learning, OfANetworkThatHasNotLearntYetGoesOn) {
  Page page;
  page.ask("recipe", {{"rate", 1e-9}});
  page.ask("learn", {{"epochs", 3}});
  for (int i = 0; i < 3000 && page.studio.busy(); ++i) page.studio.work(0.002);
  EXPECT_EQ(page.last("stopped")["reason"], "finished");
}

TEST(Race, ComparesAfterTheSameEpochs) {
  Page page;
  page.ask("race",
           {{"runners", list({{{"rate", 3}}, {{"rate", 0.01}, {"hidden", {8}}}})}, {"epochs", 5}});
  for (int i = 0; i < 5000 && page.studio.busy(); ++i) page.studio.work(0.005);
  EXPECT_FALSE(page.studio.busy());
  page.ask("race", {{"stop", true}});  // tells how it stands
  const Json race = page.last("race");
  EXPECT_EQ(race["done"], true);
  const Json last[] = {race["runners"][0]["points"].back(), race["runners"][1]["points"].back()};
  EXPECT_EQ(last[0][1], 5.0);
  EXPECT_EQ(last[1][1], 5.0);
  EXPECT_LT(last[0][2], last[1][2]);
}

TEST(Race, TellsHowAllStoodAfterEachOfTheFirstEpochs) {
  Page page;
  page.ask("race", {{"runners", list({{{"train_size", 50}, {"batch", 10}}, {{"batch", 10}}})},
                    {"epochs", 40}});
  for (int i = 0; i < 5000 && page.studio.busy(); ++i) page.studio.work(0.005);
  page.ask("race", {{"stop", true}});  // tells how it stands
  for (const Json& runner : page.last("race")["runners"]) {
    std::set<int> epochs;
    for (const Json& point : runner["points"]) epochs.insert(point[1].get<int>());
    for (const int epoch : {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 40}) EXPECT_TRUE(epochs.contains(epoch));
    EXPECT_GE(epochs.size(), 20U);
    EXPECT_LE(runner["points"].size(), 400U);
  }
}

TEST(Race, RunnersStopEarlyByTheirPatience) {
  Page page;
  const Json patient{{"shuffle_labels", true}, {"patience", 2}, {"batch", 10}};
  const Json endless{{"shuffle_labels", true}, {"batch", 10}};
  const Json asked = page.ask("race", {{"runners", list({patient, endless})}, {"epochs", 60}});
  ASSERT_FALSE(asked.contains("error")) << asked;
  for (int i = 0; i < 9000 && page.studio.busy(); ++i) page.studio.work(0.005);
  page.ask("race", {{"stop", true}});  // tells how it stands
  const Json runners = page.last("race")["runners"];
  EXPECT_EQ(runners[0]["stopped"], true);
  EXPECT_LT(runners[0]["points"].back()[1], 60);
  EXPECT_EQ(runners[1]["stopped"], false);
  EXPECT_EQ(runners[1]["points"].back()[1], 60);
}

TEST(PixelOrders, AreMadeOncePerSeedAndGoWithTheLastWhoLearns) {
  const TaskPtr task = pictures_task(digits());
  PixelOrders orders;
  TaskPtr one = orders.of(*task, 5);
  EXPECT_EQ(orders.of(*task, 5), one);
  EXPECT_NE(orders.of(*task, 6), one);

  const auto from = pixel_order(784, 5);
  for (const auto part : {&DataSplit::train, &DataSplit::test}) {
    const Dataset &plain = (*task->data).*part, &mixed = (*one->data).*part;
    ASSERT_EQ(mixed.size(), plain.size());
    EXPECT_EQ(mixed.label(7), plain.label(7));
    for (std::size_t i = 0; i < from.size(); ++i) {
      ASSERT_EQ(mixed.bytes(7)[i], plain.bytes(7)[from[i]]) << i;
    }
  }

  const std::weak_ptr<const Task> seen = one;
  TaskPtr same = orders.of(*task, 5);
  one.reset();
  EXPECT_FALSE(seen.expired());
  same.reset();
  EXPECT_TRUE(seen.expired()) << "nobody learns from it any more";
}

TEST(Race, KeepsTheOrderOfItsPixelsWhileAnotherOfTheSameBegins) {
  Page page;
  const Json runner{{"rate", 3}, {"pixel_order", 5}};
  for (int i = 0; i < 2; ++i) {
    const Json asked = page.ask("race", {{"runners", list({runner, runner})}, {"epochs", 3}});
    ASSERT_EQ(asked["runners"].size(), 2U) << asked;
  }
  for (int i = 0; i < 5000 && page.studio.busy(); ++i) page.studio.work(0.005);
  page.ask("race", {{"stop", true}});  // tells how it stands
  const Json runners = page.last("race")["runners"];
  EXPECT_EQ(runners[0]["points"].back(), runners[1]["points"].back());
}

}  // namespace
}  // namespace glia::studio
