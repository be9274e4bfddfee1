// Time: any step again bit for bit, branches, and memory that stays within its budget.
#include "support.h"

namespace glia::studio {
namespace {

Json set(int index, double value) {
  return {{"kind", "set"}, {"parameter", "hidden2.weight"}, {"index", index}, {"value", value}};
}

TEST(Time, ShowsEveryStepBitForBit) {
  Page page;
  std::vector<std::vector<float>> seen{page.parameters()};
  const auto step = [&](int count) {
    for (int i = 0; i < count; ++i) {
      page.steps(1);
      seen.push_back(page.parameters());
    }
  };
  step(7);
  page.ask("edit", {{"edits", list({set(3, 1.5), set(9, -2)})}});
  step(4);
  page.ask("recipe", {{"rate", 0.7}});
  step(3);
  page.ask("recipe", {{"batch", 10}});  // from the next epoch on
  step(9);
  page.ask("recipe", {{"optimizer", "adam"}, {"dropout", 0.2}});
  step(6);
  page.ask("recipe", {{"train_size", 50}, {"shuffle_labels", true}});
  step(12);
  page.ask(
      "edit",
      {{"edits",
        list(
            {{{"kind", "hold"}, {"parameter", "hidden1.bias"}, {"index", 2}, {"value", 0.125}}})}});
  step(5);
  // Backwards, so that nothing is only gone on with.
  for (std::size_t at = seen.size(); at-- > 0;) {
    const Json answer = page.ask("time", {{"step", at}, {"exact", true}});
    ASSERT_EQ(answer["step"], at) << answer;
    EXPECT_EQ(answer["exact"], true);
    EXPECT_EQ(page.parameters(), seen[at]) << "step " << at;
  }
  page.ask("time", {{"live", true}});
  EXPECT_EQ(page.parameters(), seen.back());
}

TEST(Time, ReplaysFromFewSnapshots) {
  Studio::Options all, little;
  all.limits.keep_every = little.limits.keep_every = 0;
  Page much(all);
  little.limits.bytes = 600'000;  // a dozen Snapshots
  Page page(little);
  for (Page* p : {&much, &page}) {
    for (int i = 0; i < 60; ++i) {
      p->steps(7);
      if (i == 20) p->ask("edit", {{"edits", list({set(1, 2)})}});
      if (i == 40) p->ask("recipe", {{"optimizer", "momentum"}, {"rate", 0.1}});
    }
  }
  page.studio.work(0);
  EXPECT_LE(page.studio.bytes(), little.limits.bytes);
  EXPECT_LT(page.studio.bytes(), much.studio.bytes());
  for (const int at : {0, 1, 13, 146, 147, 148, 200, 286, 287, 288, 300, 419, 420}) {
    for (Page* p : {&much, &page}) EXPECT_FALSE(p->ask("time", {{"step", at}}).contains("error"));
    EXPECT_EQ(page.parameters(), much.parameters()) << "step " << at;
  }
}

TEST(Time, NearestIsQuickAndSaysWhatItIs) {
  Studio::Options little;
  little.limits.keep_every = 0;
  little.limits.bytes = 400'000;
  Page page(little);
  for (int i = 0; i < 100; ++i) page.steps(5);
  const Json near = page.ask("time", {{"step", 251}, {"exact", false}});
  const int step = near["step"];
  EXPECT_NEAR(step, 251, 100);
  const std::vector<float> shown = page.parameters();
  page.ask("time", {{"step", step}, {"exact", true}});
  EXPECT_EQ(page.parameters(), shown);
}

TEST(Time, ThePastIsLookedAtButNotChanged) {
  Page page;
  page.steps(20);
  const std::vector<float> now = page.parameters();
  const Json later = page.ask("evaluate");
  page.ask("time", {{"step", 0}});
  EXPECT_GT(page.ask("evaluate")["cost"], later["cost"]);
  for (const auto& [name, fields] :
       std::map<std::string, Json>{{"edit", {{"edits", list({set(1, 1)})}}},
                                   {"recipe", {{"rate", 1}}},
                                   {"hand", {{"start", true}}}}) {
    const Json answer = page.ask(name, fields);
    ASSERT_TRUE(answer.contains("error")) << name;
    EXPECT_NE(answer["error"]["text"].get<std::string>().find("past"), std::string::npos);
  }
  page.ask("learn", {{"steps", 1}});  // learning is in the present
  page.ask("learn", {{"run", false}});
  page.ask("time", {{"step", 20}});
  EXPECT_EQ(page.parameters(), now);
}

TEST(Fork, MakesTwoHistories) {
  Page page;
  page.steps(20);
  const std::vector<float> first = page.parameters();
  EXPECT_EQ(page.ask("fork", {{"step", 8}, {"name", "slow"}})["branch"], 1);
  page.ask("recipe", {{"rate", 0.1}});
  page.steps(12);
  const std::vector<float> second = page.parameters();
  EXPECT_NE(second, first);
  // The new branch has the old one's past.
  page.ask("time", {{"step", 5}});
  const std::vector<float> common = page.parameters();
  page.ask("time", {{"step", 5}, {"branch", 0}});
  EXPECT_EQ(page.parameters(), common);
  page.ask("branch", {{"to", 0}});
  EXPECT_EQ(page.parameters(), first);
  EXPECT_EQ(page.ask("time", {{"step", 20}, {"branch", 1}})["exact"], true);
  EXPECT_EQ(page.parameters(), second);
  page.ask("branch", {{"to", 1}});
  EXPECT_EQ(page.parameters(), second);
  page.studio.work(0);
  for (int i = 0; i < 30; ++i) page.studio.work(0.005);
  EXPECT_EQ(page.ask("journal", {{"branch", 1}})["entries"].back()["kind"], "rate");
}

TEST(Fork, GoesOnAsIfItHadNeverBeen) {
  Page page, same;
  same.steps(30);
  page.steps(20);
  page.ask("fork", {{"step", 13}});
  page.steps(17);
  EXPECT_EQ(page.parameters(), same.parameters());
  page.ask("branch", {{"to", 0}});
  page.steps(10);
  EXPECT_EQ(page.parameters(), same.parameters());
}

TEST(Fork, BranchesAreBounded) {
  Studio::Options options;
  options.limits.branches = 3;
  Page page(options);
  EXPECT_FALSE(page.ask("fork", {{"step", 0}}).contains("error"));
  EXPECT_FALSE(page.ask("fork", {{"step", 0}}).contains("error"));
  EXPECT_TRUE(page.ask("fork", {{"step", 0}}).contains("error"));
}

TEST(Memory, StaysWithinTheBudget) {
  Studio::Options options;
  options.limits.keep_every = 0;
  options.limits.bytes = 2'000'000;
  options.limits.eras = 5;
  options.limits.curve_points = 20;
  Page page(options);
  for (int i = 0; i < 200; ++i) {
    page.steps(2);
    if (i % 20 == 0) page.ask("recipe", {{"weight_decay", 0.001 * i}});
    EXPECT_LE(page.studio.bytes(), options.limits.bytes);
  }
  page.studio.work(0);
  const Json state = page.ask("time", {{"step", 0}});
  ASSERT_TRUE(state.contains("error"));  // so long ago is forgotten, and it says so
  EXPECT_NE(state["error"]["text"].get<std::string>().find("a step from"), std::string::npos);
}

TEST(Memory, TheJournalIsBounded) {
  Studio::Options options;
  options.limits.entries = 10;
  Page page(options);
  for (int i = 0; i < 10; ++i) page.ask("edit", {{"edits", list({set(i, 1)})}});
  EXPECT_TRUE(page.ask("edit", {{"edits", list({set(11, 1)})}}).contains("error"));
}

TEST(EarlyStopping, PutsTheBestParametersBack) {
  Page page;
  page.ask("recipe", {{"train_size", 20}, {"shuffle_labels", true}, {"patience", 3}});
  page.ask("learn", {{"run", true}});
  for (int i = 0; i < 3000 && page.studio.busy(); ++i) page.studio.work(0.005);
  ASSERT_EQ(page.last("stopped")["reason"], "early_stopping");
  EXPECT_TRUE(page.ask("evaluate", {{"set", "validation"}})["cost"].is_number());
}

// A page without a server begins with some of its digits.
TEST(MoreDigits, AreANewBeginningWhereNothingWasLearnt) {
  Page page;
  const DataSplit few{.train = digits().train.first(200), .test = digits().test.first(50)};
  Studio studio(page.engine, few, {});
  studio.attach(page);
  EXPECT_EQ(page.last("hello")["data"]["train"], 200);
  studio.bring(digits());
  EXPECT_EQ(page.last("hello")["data"]["train"], digits().train.size());
  EXPECT_EQ(page.last("hello")["data"]["test"], digits().test.size());
  EXPECT_EQ(page.last("hello")["state"]["firstStep"], 0);
}

DataSplit more_bars() {
  return {.train = bars(900, 1, "bars train"), .test = bars(300, 2, "bars test")};
}

TEST(MoreDigits, AreLearntFromByWhatIsThere) {
  Page page;
  page.steps(5);
  const std::vector<float> before = page.parameters();
  DataSplit more = digits();
  more.train = digits().train.first(digits().train.size() / 2);
  page.studio.bring(more);
  EXPECT_EQ(page.last("hello")["data"]["train"], more.train.size());
  EXPECT_EQ(page.parameters(), before);
  EXPECT_EQ(page.state()["step"], 5);
  page.steps(5);
  page.ask("time", {{"step", 5}, {"exact", true}});
  EXPECT_EQ(page.parameters(), before);
}

TEST(MoreDigits, DoNotEndWhatHasJustBegun) {
  const DataSplit more = more_bars();
  Page page;
  page.ask("learn", {{"run", true}, {"pace", 1}});
  page.studio.bring(more);
  EXPECT_EQ(page.state()["running"], true);
  EXPECT_EQ(page.last("hello")["data"]["train"], 900);
}

TEST(MoreDigits, AreThereOnEveryBranchAndInThePast) {
  const DataSplit more = more_bars();
  Page page;
  const Json first = page.state()["branch"];
  page.steps(5);
  page.ask("fork", {{"step", 3}});
  page.steps(5);
  page.studio.bring(more);
  page.ask("branch", {{"to", first}});
  page.state();
  EXPECT_EQ(page.last("hello")["data"]["train"], 900);
  EXPECT_EQ(page.ask("input", {{"test", 299}})["index"], 299);
  page.ask("time", {{"step", 2}});
  EXPECT_EQ(page.ask("input", {{"test", 298}})["index"], 298);
}

}  // namespace
}  // namespace glia::studio
