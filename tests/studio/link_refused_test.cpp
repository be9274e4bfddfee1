// Links that cannot be made, or not be followed: each says why, and nothing has changed.
#include "core/link.h"
#include "lessons.h"

namespace glia::studio {
namespace {

// What was refused has changed nothing.
void refused(Page& page, const Json& link, const std::string& kind, const std::string& words) {
  const std::vector<float> before = page.parameters();
  const Json answer = page.ask("follow", {{"link", link}});
  ASSERT_TRUE(answer.contains("error")) << link.dump().substr(0, 300);
  const std::string text = answer["error"]["text"];
  EXPECT_NE(text.find(words), text.npos) << text;
  if (!kind.empty()) {
    EXPECT_EQ(answer["error"]["facts"]["kind"], kind) << answer;
  }
  EXPECT_EQ(page.parameters(), before);
  EXPECT_TRUE(page.state()["following"].is_null());
}

Json simple_link() {
  Page page;
  page.steps(4);
  return page.ask("link")["link"];
}

TEST(LinkRefused, SaysThatTheDataAreOthers) {
  Page page;
  DataSplit others{.train = bars(600, 7, "stripes train"), .test = digits().test};
  Studio studio(page.engine, others, {});
  studio.attach(page);
  page.texts.clear();
  studio.handle(Json{{"id", 5}, {"do", "follow"}, {"link", simple_link()}}.dump());
  const Json error = page.texts.back()["error"];
  EXPECT_EQ(error["facts"]["kind"], "link_data");
  EXPECT_EQ(error["facts"]["values"]["name"], "bars");
  const std::string text = error["text"];
  EXPECT_NE(text.find("this lesson is about other data: 'bars'"), text.npos) << text;
}

TEST(LinkRefused, WhereSomethingIsNotHere) {
  Page page;
  Json link = simple_link();
  link["version"] = 2;
  refused(page, link, "link_version", "newer");
  link = simple_link();
  link["path"] = "quantum";
  refused(page, link, "link_path", "'quantum'");
  link = simple_link();
  link["parameters"] = "0123456789abcdef";
  refused(page, link, "link_bits", "other numbers");
  link = simple_link();
  link["taught"] = "0123456789abcdef";
  link["eras"].push_back({{"by", "taught"}});
  refused(page, link, "link_taught", "taught elsewhere");
}

// Each of these is needed: without it the lesson comes to other bits, and that is seen.
TEST(LinkRefused, WhereAnythingOfItIsLeftOut) {
  Page page;
  page.ask("input", {{"test", 3}});
  recipe(page, {{"optimizer", "adam"}});
  page.steps(5);
  recipe(page, {{"optimizer", "momentum"}});
  recipe(page, {{"optimizer", "adam"}});
  edit(page, {edit("set", "output.bias", 0, 2)});
  page.steps(2);
  edit(page, {edit("set", "output.bias", 0, -2)});
  page.ask("nudge");
  recipe(page, {{"shuffle_labels", true}});
  recipe(page, {{"shuffle_labels", false}});
  page.steps(3);
  const Json link = page.ask("link")["link"];
  ASSERT_EQ(link["eras"].size(), 5U) << link;
  for (const char* place :
       {"/eras/1/recipe", "/eras/2/anew", "/eras/2/edits", "/eras/3/standing", "/eras/4/anew"}) {
    const Json::json_pointer at(place);
    ASSERT_TRUE(link.contains(at)) << place << link;
    Json less = link;
    less[at.parent_pointer()].erase(at.back());
    SCOPED_TRACE(place);
    Page other;
    refused(other, less, "link_bits", "other numbers");
  }
}

TEST(LinkRefused, OfANetworkThatCameOutOfAFile) {
  Page page;
  page.steps(2);
  const std::string file = page.ask("save")["base64"];
  page.ask("open", {{"base64", file}});
  page.steps(2);
  const Json answer = page.ask("link");
  EXPECT_EQ(answer["error"]["facts"]["kind"], "link_file");
  page.ask("reset", {{"seed", "same"}});
  EXPECT_TRUE(page.ask("link").contains("link"));
}

TEST(LinkRefused, OfABeginningThatIsForgotten) {
  Studio::Options options;
  options.limits.eras = 3;
  Page page(options);
  for (int i = 0; i < 6; ++i) {
    page.steps(1);
    page.ask("recipe", {{"weight_decay", 0.001 * i}});
  }
  EXPECT_EQ(page.ask("link")["error"]["facts"]["kind"], "link_forgotten");
}

// A field of a link, or of its first era ("eras/0/…"), and what it may not be.
struct Hostile {
  const char* place;
  Json value;
};

TEST(LinkRefused, WhereAFieldIsWrong) {
  const Json huge = 1e300, text = "7", deep = Json::object();
  const auto era = [](Json fields) { return Json::array({Json::object(), std::move(fields)}); };
  const auto edits = [](Json entry) { return Json::array({std::move(entry)}); };
  const std::vector<Hostile> table{
      {"/version", 0},
      {"/version", text},
      {"/version", deep},
      {"/subject", "plane"},
      {"/subject", 7},
      {"/path", 7},
      {"/path", std::string(1000, 'x')},
      {"/parameters", "xyz"},
      {"/parameters", "0123456789ABCDEF"},
      {"/parameters", 7},
      {"/taught", "7"},
      {"/step", -1},
      {"/step", 0.5},
      {"/step", 200'000'000},
      {"/step", huge},
      {"/eras", Json::array()},
      {"/eras", deep},
      {"/eras", Json(Json::array_t(2000, Json::object()))},
      {"/nothing", 1},
      {"/eras/0/nothing", 1},
      {"/eras/0/at", 1},
      {"/eras/0/by", "taught"},
      {"/eras/0/by", "magic"},
      {"/eras/0/by", "nudge"},
      {"/eras/0/by", "early_stopping"},
      {"/eras/0/standing", list({1})},
      {"/eras/0/anew", list({"everything"})},
      {"/eras/0/anew", Json::array()},
      {"/eras/0/recipe", list({1})},
      {"/eras/0/recipe", {{"rates", 1}}},
      {"/eras/0/recipe", {{"rate", -1}}},
      {"/eras/0/recipe", {{"hidden", {100'000}}}},
      {"/eras/0/recipe", {{"hidden", {16, 16, 16, 16, 16, 16, 16}}}},
      {"/eras/0/recipe", {{"batch", 1'000'000}}},
      {"/eras/0/recipe", {{"seed", -1}}},
      {"/eras/0/recipe", {{"augment", "burn=1"}}},
      {"/eras/0/points", {{"shape", "circle"}}},
      {"/eras/0/data", {{"train", 0}, {"digest", "0123456789abcdef"}}},
      {"/eras/0/data", {{"train", huge}, {"digest", "0123456789abcdef"}}},
      {"/eras/0/data", {{"train", 600}}},
      {"/eras/0/edits", deep},
      {"/eras/0/edits", edits({})},
      {"/eras/0/edits", edits({-1, "set", "output.bias", 0, 1})},
      {"/eras/0/edits", edits({4, "set", "output.bias", 0, 1})},  // where it is over
      {"/eras/0/edits", edits({1, "burn", "output.bias", 0, 1})},
      {"/eras/0/edits", edits({1, "set", "output.bais", 0, 1})},
      {"/eras/0/edits", edits({1, "set", "output.bias", 10, 1})},
      {"/eras/0/edits", edits({1, "set", "output.bias", -1, 1})},
      {"/eras/0/edits", edits({1, "set", "output.bias", 0, huge})},
      {"/eras/0/edits", edits({1, "set", "output.bias", 0})},
      {"/eras/0/edits", edits({1, "rate", -1})},
      {"/eras/0/edits", edits({1, "batch", 0.5})},
      {"/eras/0/edits", edits({1, "batch", 601})},
      {"/eras/0/edits", list({{3, "set", "output.bias", 0, 1}, {2, "set", "output.bias", 0, 1}})},
      {"/waiting", list({{"set", "output.bias", 10, 1}})},
      {"/waiting", list({7})},
      {"/waiting", list({Json::array()})},
  };
  for (const Hostile& row : table) {
    Page page;
    Json link = simple_link();
    link[Json::json_pointer(row.place)] = row.value;
    SCOPED_TRACE(row.place + (" " + row.value.dump().substr(0, 100)));
    refused(page, link, "", "");
  }
  for (const Json& second : {Json{{"at", 5}}, Json{{"at", -1}}, Json{{"at", 1}, {"by", "taught"}},
                             Json{{"by", "nudge"}}, Json{{"by", "early_stopping"}},
                             Json{{"at", 3}, {"by", "early_stopping"}, {"standing", {4}}},
                             Json{{"at", 3}, {"by", "early_stopping"}, {"standing", {0}}},
                             Json{{"by", "nudge"}, {"example", {{"label", 1}, {"values", {1}}}}},
                             Json{{"by", "nudge"}, {"example", {{"label", 1}, {"pixels", "AA=="}}}},
                             Json{{"recipe", {{"hidden", {12}}}}}, Json{{"recipe", {{"seed", 5}}}},
                             Json{{"data", {{"train", 700}, {"digest", "0123456789abcdef"}}}}}) {
    Page page;
    Json link = simple_link();
    const Json first = link["eras"][0];
    link["eras"] = era(second);
    link["eras"][0] = first;
    SCOPED_TRACE(second.dump());
    refused(page, link, "", "");
  }
}

TEST(LinkRefused, WherePointsAreWrong) {
  for (const Json& written :
       {Json{{"shape", "star"}}, Json{{"count", 1e9}}, Json{{"classes", 7}},
        Json{{"own", list({{0, 0, 0}})}},                 // how many came is missing
        Json{{"own", list({{9, 0, 0}})}, {"came", 241}},  // off the plane
        Json{{"own", list({{0, 0, 2}})}, {"came", 241}},  // of no class
        Json{{"own", list({{0, 0, 0, -1}})}, {"came", 241}}, Json{{"own", list({7})}, {"came", 1}},
        Json{{"own", Json::array()}, {"came", 240}, {"erased", {240}}},
        Json{{"shape", "own"}, {"own", Json::array()}, {"came", 0}}, Json{{"shape", "own"}},
        Json{{"inputs", {"x", "z"}}}, Json{{"set", list({{0, 0, 0}})}}}) {
    Page page;
    page.ask("subject", {{"of", "plane"}});
    Json link = page.ask("link")["link"];
    link["eras"][0]["points"] = written;
    SCOPED_TRACE(written.dump());
    refused(page, link, "", "");
  }
}

}  // namespace
}  // namespace glia::studio
