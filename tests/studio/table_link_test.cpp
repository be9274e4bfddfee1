// A link to a table names it: whoever has opened the same file has the same network, bit for bit.
#include "core/table/rows.h"
#include "lessons.h"
#include "tables.h"

namespace glia::studio {
namespace {

class TableLink : public TableStudio {};

// A lesson with all that a journal of a table may have.
Json taught_link(TablePage& page) {
  page.steps(20);
  edit(page, {edit("hold", "output.bias", 0, 0.5)});
  recipe(page, {{"rate", 0.004}});
  page.steps(15);
  page.ask("input", {{"test", 2}});
  EXPECT_FALSE(page.ask("nudge").contains("error"));
  page.steps(5);
  return page.ask("link")["link"];
}

void expect_same(TablePage& page, Page& other, const Json& link) {
  const Json answer = other.ask("follow", {{"link", link}});
  ASSERT_FALSE(answer.contains("error")) << answer << link;
  EXPECT_EQ(other.parameters(), page.parameters());
  EXPECT_EQ(other.ask("link")["link"], link);
  for (Page* const each : {static_cast<Page*>(&page), &other}) each->steps(7);
  EXPECT_EQ(other.parameters(), page.parameters()) << "they go on alike";
}

TEST_F(TableLink, NamesTheTableByItsDigest) {
  TablePage page;
  const Json link = page.ask("link")["link"];
  EXPECT_EQ(link["subject"], "table");
  EXPECT_EQ(link["table"]["name"], "flats.csv");
  EXPECT_EQ(link["table"]["rows"], 90);
  EXPECT_EQ(link["table"]["columns"], 3);
  EXPECT_EQ(link["table"]["digest"], page.seen_["digest"]);
  EXPECT_EQ(link["table"]["target"], list({"dear"}));
  EXPECT_EQ(link["eras"], list({Json::object()})) << "what the table wants needs no words";
}

TEST_F(TableLink, LeadsToTheSameBits) {
  for (const bool classes : {true, false}) {
    TablePage page(classes), other(classes);
    expect_same(page, other, taught_link(page));
  }
}

TEST_F(TableLink, LeadsToSeveralTargets) {
  std::string text = "a,b,c\n";
  for (int i = 0; i < 60; ++i) {
    text += std::to_string(i) + ',' + std::to_string(2 * i) + ',' + std::to_string(90.5 - i) + '\n';
  }
  TablePage page(text, list({"b", "c"})), other(text, list({"c"}));
  const Json link = taught_link(page);
  EXPECT_EQ(link["table"]["target"], list({"b", "c"}));
  expect_same(page, other, link);
}

TEST_F(TableLink, LeadsToAnotherTargetOfTheSameTable) {
  TablePage page, other;
  page.ask("table", {{"target", list({"street"})}});
  other.ask("input", {{"test", 0}});
  expect_same(page, other, taught_link(page));
  EXPECT_EQ(other.hello()["data"]["classes"], Json({"quay", "yard"}));
  EXPECT_TRUE(other.ask("columns").contains("error")) << "nothing goes in";
}

TEST_F(TableLink, LeadsToTheFileThatCameLast) {
  TablePage page(true), other(false);
  const Json link = taught_link(page);
  const std::vector<float> before = other.parameters();
  const Json refused = other.ask("follow", {{"link", link}});
  EXPECT_EQ(refused["error"]["facts"],
            (Json{{"kind", "link_table"},
                  {"values", {{"name", "flats.csv"}, {"rows", "90"}, {"columns", "3"}}}}));
  EXPECT_EQ(other.parameters(), before);
  // The same rows, in a file of another name and with other line ends.
  std::string text = flats(true);
  for (std::size_t at = 0; (at = text.find('\n', at)) != text.npos; at += 2) {
    text.replace(at, 1, "\r\n");
  }
  const Json seen = other.ask("table", {{"base64", base64(text)}, {"name", "mine.csv"}});
  EXPECT_EQ(seen["digest"], link["table"]["digest"]);
  ASSERT_FALSE(other.ask("follow", {{"link", link}}).contains("error"));
  EXPECT_EQ(other.parameters(), page.parameters());
  EXPECT_EQ(other.hello()["data"]["classes"], Json({"no", "yes"}));
  EXPECT_EQ(other.ask("link")["link"]["table"]["name"], "mine.csv");
}

TEST_F(TableLink, HasADigestThatTellsTablesApart) {
  const auto digest = [](const std::string& text) {
    const std::vector<std::uint8_t> bytes(text.begin(), text.end());
    return digest_of(decode_table(bytes, "t"));
  };
  std::set<std::uint64_t> seen;
  for (const char* text : {"a,b\n1,2\n3,4\n", "a,b\n1,2\n3,5\n", "a,b\n1,2\n,4\n",
                           "a,c\n1,2\n3,4\n", "a,b\n1,x\n3,y\n", "a,b\n1,y\n3,x\n", "ab\n1\n3\n"}) {
    EXPECT_TRUE(seen.insert(digest(text)).second) << text;
  }
  EXPECT_EQ(digest("a;b\n1;2\n3;4\n"), digest("a,b\n1.0,2\n3,4.00\n"));
}

TEST_F(TableLink, IsOfItsOwnSubject) {
  TablePage page;
  const Json link = page.ask("link")["link"];
  Page digits;
  const Json digits_link = digits.ask("link")["link"];
  EXPECT_TRUE(digits.ask("follow", {{"link", link}}).contains("error"));
  EXPECT_TRUE(page.ask("follow", {{"link", digits_link}}).contains("error"));
  for (const char* place : {"/table", "/table/digest", "/table/target", "/table/rows"}) {
    Json less = link;
    const Json::json_pointer at(place);
    less[at.parent_pointer()].erase(at.back());
    EXPECT_TRUE(page.ask("follow", {{"link", less}}).contains("error")) << place;
  }
  Json wrong = link;
  wrong["table"]["target"] = list({"nothing"});
  EXPECT_TRUE(page.ask("follow", {{"link", wrong}}).contains("error"));
  wrong = link;
  wrong["eras"][0]["points"] = Json::object();
  EXPECT_TRUE(page.ask("follow", {{"link", wrong}}).contains("error"));
}

}  // namespace
}  // namespace glia::studio
