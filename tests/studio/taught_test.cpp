// The first network as somebody taught it beforehand, beside the newborn one.
#include "core/taught.h"

#include "glia/error.h"
#include "support.h"

namespace glia::studio {
namespace {

Studio::Options with_taught() {
  static const auto extra = [] {
    auto made = std::make_shared<ExtraNetworks>();
    made->taught = teach_first_network(1, digits());
    return made;
  }();
  return beside(extra);
}

TEST(Taught, IsWhatAVisitorSeesFirst) {
  Page page(with_taught());
  const Json state = page.state();
  EXPECT_EQ(state["taught"], true);
  EXPECT_EQ(state["step"], 0);
  EXPECT_GT(state["testAccuracy"], 0.9);
  EXPECT_EQ(page.last("curve")["points"].size(), 1U);
}

TEST(Taught, OneSwitchLeadsToTheNewbornAndBack) {
  Page page(with_taught()), newborn;
  const std::vector<float> taught = page.parameters();
  EXPECT_FALSE(page.ask("taught", {{"on", false}}).contains("error"));
  EXPECT_EQ(page.state()["taught"], false);
  EXPECT_EQ(page.parameters(), newborn.parameters());
  page.ask("taught", {{"on", true}});
  EXPECT_EQ(page.parameters(), taught);
  page.ask("taught", {{"on", true}});  // already
  EXPECT_EQ(page.parameters(), taught);
}

TEST(Taught, WhatAPersonTrainedIsFoundAgain) {
  Page page(with_taught());
  page.steps(3);
  const std::vector<float> further = page.parameters();
  page.ask("taught", {{"on", false}});
  page.steps(7);
  page.ask("fork", {{"step", 4}});
  page.steps(1);
  const std::vector<float> trained = page.parameters();
  page.ask("taught", {{"on", true}});
  EXPECT_EQ(page.parameters(), further);
  page.ask("taught", {{"on", false}});
  EXPECT_EQ(page.parameters(), trained);
  EXPECT_EQ(page.state()["step"], 5);
}

TEST(Taught, ItsTimeBeginsAsItWasTaught) {
  Page page(with_taught());
  const std::vector<float> taught = page.parameters();
  page.steps(5);
  page.ask("time", {{"step", 0}});
  EXPECT_EQ(page.parameters(), taught);
  page.ask("fork", {{"step", 0}});
  EXPECT_EQ(page.parameters(), taught);
  EXPECT_EQ(page.state()["taught"], true);
  EXPECT_EQ(page.ask("journal", {{"branch", 1}})["entries"].back()["why"], "taught");
}

TEST(Taught, BranchesSayOfWhichTheyAre) {
  Page page(with_taught());
  page.state();
  const Json list = page.last("branches")["list"];
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0]["taught"], false);
  EXPECT_EQ(list[1]["taught"], true);
}

TEST(Taught, AResetIsANewbornAndTheTaughtIsStillThere) {
  Page page(with_taught()), newborn;
  const std::vector<float> taught = page.parameters();
  page.steps(2);
  page.ask("reset", {{"seed", "same"}});
  EXPECT_EQ(page.state()["taught"], false);
  EXPECT_EQ(page.parameters(), newborn.parameters());
  page.ask("taught", {{"on", true}});
  EXPECT_EQ(page.parameters(), taught);
}

TEST(Taught, IsOfferedForItsOwnNetworkAlone) {
  Page page(with_taught()), without;
  EXPECT_TRUE(without.state()["taught"].is_null());
  EXPECT_EQ(without.ask("taught", {{"on", true}})["error"]["code"], "not_found");
  for (const Json& other : {Json{{"hidden", {16, 17}}}, Json{{"activation", "tanh"}},
                            Json{{"cost", "softmax_cross_entropy"}}}) {
    page.ask("recipe", other);
    EXPECT_TRUE(page.state()["taught"].is_null()) << other;
    EXPECT_TRUE(page.ask("taught", {{"on", true}}).contains("error"));
  }
  page.ask("recipe", {{"hidden", {16, 16}}, {"activation", "sigmoid"}, {"cost", "squared"}});
  EXPECT_EQ(page.state()["taught"], false);
}

TEST(Taught, OneThatDoesNotFitIsRefused) {
  auto extra = std::make_shared<ExtraNetworks>();
  extra->taught = Model{};
  extra->taught->graph = parse_net("100-10", {}, Shape{100});
  EXPECT_THROW(Page(beside(extra)), Error);
}

}  // namespace
}  // namespace glia::studio
