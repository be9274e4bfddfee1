// One step of gradient descent on the current example alone.
#include "support.h"

namespace glia::studio {
namespace {

Json hold(int index, double value) {
  return {{"kind", "hold"}, {"parameter", "output.bias"}, {"index", index}, {"value", value}};
}

TEST(Nudge, MovesEachParameterByRateTimesItsSlope) {
  Page page;
  page.ask("input", {{"test", 3}});
  page.ask("recipe", {{"rate", 0.5}});
  const std::vector<float> before = page.parameters();
  const double cost = page.ask("gradient", {{"of", "example"}})["cost"];
  const std::vector<float> slopes = page.bulk().as<float>();
  const Json answer = page.ask("nudge");
  const std::vector<float> after = page.parameters();
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i], before[i] - static_cast<float>(0.5 * slopes[i])) << i;
  }
  EXPECT_EQ(answer["rate"], 0.5);
  EXPECT_EQ(answer["before"], cost);
  EXPECT_LT(answer["after"], cost);
  EXPECT_EQ(answer["after"], page.ask("gradient", {{"of", "example"}})["cost"]);
}

TEST(Nudge, LeavesWhatIsHeldWhereItIs) {
  Page page;
  page.ask("input", {{"test", 3}});
  page.ask("edit", {{"edits", list({hold(2, 0.25)})}});
  page.steps(1);
  page.ask("edit", {{"edits", list({hold(4, 0.75)})}});  // waits for the next step
  page.ask("nudge");
  const std::vector<float> after = page.parameters();
  EXPECT_EQ(after[after.size() - 8], 0.25F);
  EXPECT_EQ(after[after.size() - 6], 0.75F);
}

TEST(Nudge, IsAMomentThatTimeComesBackTo) {
  Page page, other;
  for (Page* p : {&page, &other}) p->ask("input", {{"test", 3}});
  page.steps(4);
  const std::vector<float> before = page.parameters();
  page.ask(
      "edit",
      {{"edits",
        list({Json{{"kind", "set"}, {"parameter", "output.bias"}, {"index", 0}, {"value", 2}}})}});
  page.ask("nudge");
  const std::vector<float> nudged = page.parameters();
  EXPECT_NE(nudged, before);
  EXPECT_EQ(page.state()["step"], 4);  // batches are what is counted
  page.steps(6);
  const std::vector<float> later = page.parameters();
  page.ask("time", {{"step", 4}});
  EXPECT_EQ(page.parameters(), nudged);
  page.ask("fork");
  page.steps(6);
  EXPECT_EQ(page.parameters(), later);
  const Json entries = page.ask("journal", {{"branch", 0}})["entries"];
  const auto nudges = std::count_if(entries.begin(), entries.end(), [](const Json& entry) {
    return entry.value("why", "") == "nudge";
  });
  EXPECT_EQ(nudges, 1);
}

TEST(Nudge, NeedsAnExampleWithALabelAndThePresent) {
  Page page;
  const auto says = [&](const char* what) {
    const std::string text = page.ask("nudge")["error"]["text"];
    EXPECT_NE(text.find(what), text.npos) << text;
  };
  says("needs a label");
  page.ask("input", {{"test", 3}});
  page.steps(2);
  page.ask("time", {{"step", 1}});
  says("past");
}

}  // namespace
}  // namespace glia::studio
