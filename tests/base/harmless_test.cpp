#include "glia/harmless.h"

#include <gtest/gtest.h>

namespace glia {
namespace {

TEST(Harmless, LeavesTheLettersOfEveryScriptAsTheyAre) {
  for (const char* text : {"", "plain ASCII ~!", "Привет, мир", "数字", "שלום \u200f(1)", "עִבְרִית",
                           "नमस्ते", "می\u200cخواهم", "e\u0301", "👨\u200d👩\u200d👧", "❤\ufe0f", "🇷🇺",
                           "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",
                           "0.5 − 1 × ½ …", "\u00a0", "\u00ad", "￼�"}) {
    EXPECT_EQ(harmless(text), text);
    EXPECT_EQ(harmless_json(text), text);
  }
}

TEST(Harmless, ReplacesWhatATerminalObeysOrWhatHides) {
  for (const char* character :
       {"\x1b",   "\a",     "\b",     "\r",     "\x7f",   "\u0080",     "\u009b",
        "\u009f", "\u2028", "\u2029", "\u202a", "\u202e", "\u2066",     "\u2069",
        "\u200b", "\u2060", "\ufeff", "\ufdd0", "\uffff", "\U0001fffe", "\U000e0001"}) {
    EXPECT_EQ(harmless("a" + std::string(character) + "b"), "a?b");
  }
  EXPECT_EQ(harmless(std::string_view("a\0b", 3)), "a?b");
}

TEST(Harmless, ReplacesEachByteThatIsNotUtf8) {
  EXPECT_EQ(harmless("\xff"), "?");
  EXPECT_EQ(harmless("\x9b"), "?");                           // U+009B in Latin-1
  EXPECT_EQ(harmless("\xef\xf0\xe8\xe2\xe5\xf2"), "??????");  // windows-1251
  EXPECT_EQ(harmless("\xc0\x9b"), "??");                      // overlong
  EXPECT_EQ(harmless("\xe0\x80\x9b"), "???");
  EXPECT_EQ(harmless("\xf0\x80\x80\x9b"), "????");
  EXPECT_EQ(harmless("\xed\xa0\x80"), "???");       // a surrogate
  EXPECT_EQ(harmless("\xf4\x90\x80\x80"), "????");  // above U+10FFFF
  EXPECT_EQ(harmless("ж\xd0"), "ж?");               // cut
  EXPECT_EQ(harmless("\xd0ж"), "?ж");
}

TEST(Harmless, KeepsLineBreaksAndTabsWhereAsked) {
  EXPECT_EQ(harmless("a\tb\nc"), "a?b?c");
  EXPECT_EQ(harmless("a\tb\nc\r", Breaks::kept), "a\tb\nc?");
}

TEST(HarmlessJson, SaysTheSameWithEscapes) {
  EXPECT_EQ(harmless_json("{\"a\":\"x\u009b\u202ey\"}"), R"({"a":"x\u009b\u202ey"})");
  EXPECT_EQ(harmless_json("\"\U000e0001\""), R"("\udb40\udc01")");
  EXPECT_EQ(harmless_json("\"\xff\""), R"("\ufffd")");
  EXPECT_EQ(harmless_json("{\n\t\"a\": 1\r\n}"), "{\n\t\"a\": 1\r\n}");
}

}  // namespace
}  // namespace glia
