#include "io/json.h"

#include <gtest/gtest.h>

#include <map>

#include "expect_error.h"

namespace glia::io {
namespace {

std::string repeated(const std::string& part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += (i == 0 ? "" : ",") + part;
  return text;
}

TEST(Json, IsReadAsItStands) {
  const std::string text =
      R"({"a":[1,-2,18446744073709551615,0.5,1e300,true,false,null,"x\u00e9"],"b":{"c":{},"d":[]}})";
  EXPECT_EQ(parse_json(text), Json::parse(text));
  for (const char* alone : {"1", "\"a\"", "null", "[]", "{}", " [ ] "}) {
    EXPECT_EQ(parse_json(alone), Json::parse(alone));
  }
}

TEST(Json, ThatIsNestedDeeplyIsRefused) {
  const auto nested = [](std::size_t n) { return std::string(n, '[') + std::string(n, ']'); };
  EXPECT_EQ(parse_json(nested(16)), Json::parse(nested(16)));
  EXPECT_ERROR(parse_json(nested(17)), ErrorCode::format, "16 deep");
  EXPECT_ERROR(parse_json(nested(1'000'000)), ErrorCode::format, "16 deep");
}

TEST(Json, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> rows[] = {{"", "broken at byte 1"},
                                                      {"[1", "broken at byte"},
                                                      {"[1]]", "broken at byte 4"},
                                                      {"1e999", "too large"},
                                                      {"[-1e999]", "too large"},
                                                      {R"({"a":1,"a":2})", "'a' twice"},
                                                      {R"([{"b":{}, "b":1}])", "'b' twice"},
                                                      {"\xef\xbb\xbf[]", "byte order mark"},
                                                      {"[\"\x01\"]", "broken at byte"}};
  for (const auto& [text, part] : rows) EXPECT_ERROR(parse_json(text), ErrorCode::format, part);
  EXPECT_ERROR(parse_json(std::string("[]\0", 3)), ErrorCode::format, "zero byte");
}

// Each end of an object once cost a walk through all that came before it.
TEST(Json, OfVeryManyObjectsTakesTimeInProportion) {
  const Json list = parse_json("[" + repeated(R"({"step":1,"kind":"set"})", 200'000) + "]");
  EXPECT_EQ(list.size(), 200'000U);
  EXPECT_EQ(list.back()["kind"], "set");
}

TEST(Json, OfTooManyValuesIsRefused) {
  EXPECT_ERROR(parse_json("[" + repeated("0", 4'000'001) + "]"), ErrorCode::format, "4000000");
  EXPECT_ERROR(parse_json("[" + repeated("{}", 2'000'001) + "]"), ErrorCode::format, "4000000");
}

TEST(Members, AreHandedOverOneByOne) {
  std::map<std::string, Json> members;
  std::size_t largest = 0;
  const std::string text = R"({"b":{"c":[1,{"d":2}]},"a":3,"e":[],"f":[4,5]})";
  parse_members(text, [&](const std::string& name, Json& value) {
    largest = std::max(largest, members.size());
    members[name] = std::move(value);
  });
  EXPECT_EQ(Json(members), Json::parse(text));
  EXPECT_EQ(largest, 3U);
}

TEST(Members, MayBeMany) {
  int count = 0;
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i)
    text += (i ? ",\"" : "\"") + std::to_string(i) + "\":{\"x\":[0]}";
  const auto take = [&](const std::string&, Json&) { ++count; };
  parse_members(text + "}", take);
  EXPECT_EQ(count, 100'000);
  EXPECT_ERROR((parse_members(text + ",\"more\":0}", take), 0), ErrorCode::format, "100000 names");
  EXPECT_ERROR((parse_members(text + ",\"7\":0}", take), 0), ErrorCode::format, "'7' twice");
  EXPECT_ERROR((parse_members("{\"a\":[" + repeated("0", 1'000'001) + "]}", take), 0),
               ErrorCode::format, "1000000 values");
}

}  // namespace
}  // namespace glia::io
