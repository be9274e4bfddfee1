// Commands that take long are done in pieces: others are taken between them, and they end when
// nobody wants them any more.
#include "support.h"

namespace glia::studio {
namespace {

Json landscape(int side) {
  return {{"x", {{"parameter", "output.weight"}, {"index", 0}}},
          {"y", {{"parameter", "output.weight"}, {"index", 1}}},
          {"xRange", {-1, 1}},
          {"yRange", {-1, 1}},
          {"side", side}};
}

// Sends a command and waits for nothing.
int begin(Page& page, const std::string& name, Json fields) {
  fields["do"] = name;
  fields["id"] = ++page.id;
  EXPECT_TRUE(page.studio.handle(fields.dump()));
  return page.id;
}

Json answer_to(const Page& page, int id) {
  for (const Json& text : page.texts) {
    if (text.value("re", Json()) == id) return text;
  }
  return {};
}

TEST(LongCommands, LetOthersBetween) {
  Page page;
  const int surface = begin(page, "surface", landscape(65));
  EXPECT_FALSE(page.ask("ping").contains("error"));
  page.ask("learn", {{"run", true}});
  page.studio.work(0.001);
  EXPECT_TRUE(answer_to(page, surface).is_null());
  page.ask("learn", {{"run", false}});
  EXPECT_GT(page.state()["step"], 0);
}

TEST(LongCommands, LookAtWhatWasShownWhenTheyWereGiven) {
  Page calm, busy;
  const Json still = calm.ask("surface", landscape(9));
  const auto costs = calm.bulk().as<float>();
  const int surface = begin(busy, "surface", landscape(9));
  busy.steps(20);
  while (busy.studio.busy()) busy.studio.work(0.001);
  EXPECT_EQ(answer_to(busy, surface)["cost"], still["cost"]);
  EXPECT_EQ(answer_to(busy, surface)["step"], 0);
  EXPECT_EQ(busy.tensors.back().as<float>(), costs);
}

TEST(LongCommands, GiveWayToANewerOne) {
  Page page;
  const int first = begin(page, "surface", landscape(65));
  const int second = begin(page, "surface", landscape(3));
  EXPECT_EQ(answer_to(page, first)["error"]["code"], "superseded");
  while (page.studio.busy()) page.studio.work(0.001);
  EXPECT_TRUE(answer_to(page, second).contains("cost"));
}

TEST(LongCommands, AreGivenUpWithTheirNetwork) {
  Page page;
  const int surface = begin(page, "surface", landscape(65));
  page.ask("recipe", {{"hidden", {8}}});
  EXPECT_EQ(answer_to(page, surface)["error"]["code"], "superseded");
  EXPECT_FALSE(page.studio.busy());
  EXPECT_FALSE(page.ask("surface", landscape(3)).contains("error"));
}

TEST(LongCommands, EndWhenThePageLeaves) {
  Page page;
  begin(page, "surface", landscape(65));
  EXPECT_TRUE(page.studio.busy());
  page.studio.detach();
  EXPECT_FALSE(page.studio.busy());
}

TEST(LongCommands, AreBounded) {
  Page page;
  Json roll = landscape(3);
  for (const char* name : {"xRange", "yRange", "side"}) roll.erase(name);
  roll.update({{"at", {0, 0}}, {"rate", 0.1}, {"steps", 500}});
  std::vector<int> asked;
  for (int i = 0; i < 9; ++i) asked.push_back(begin(page, "roll", roll));
  EXPECT_TRUE(answer_to(page, asked[7]).is_null());
  EXPECT_EQ(answer_to(page, asked[8])["error"]["code"], "busy");
}

TEST(LongCommands, AreLeftAtOnceAtTheEnd) {
  bool ended = false;
  Studio::Options options;
  options.ended = [&] { return ended; };
  Page page(options);
  begin(page, "surface", landscape(65));
  ended = true;
  EXPECT_THROW(page.studio.work(1), Ended);
  EXPECT_THROW(page.studio.handle(R"({"id":1,"do":"tug","parameter":"output.bias","index":0})"),
               Ended);
}

TEST(LongCommands, ReplayInPieces) {
  Studio::Options options;
  options.limits.keep_every = 1e9;  // everything is replayed from the beginning
  Page page(options);
  page.ask("learn", {{"steps", 8000}});
  while (page.studio.busy()) page.studio.work(0.05);
  const int late = begin(page, "time", {{"step", 7990}});
  EXPECT_TRUE(answer_to(page, late).is_null());
  EXPECT_EQ(page.ask("time", {{"step", 20}})["step"], 20);
  EXPECT_EQ(answer_to(page, late)["error"]["code"], "superseded");
  const int fork = begin(page, "fork", {{"step", 7990}});
  EXPECT_TRUE(answer_to(page, fork).is_null());
  EXPECT_FALSE(page.ask("learn", {{"steps", 1}}).contains("error"));  // the present again
  EXPECT_EQ(answer_to(page, fork)["error"]["code"], "superseded");
  EXPECT_EQ(page.ask("fork", {{"step", 7990}})["branch"], 1);
}

}  // namespace
}  // namespace glia::studio
