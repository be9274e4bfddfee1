// Tables of text: what is read of them, and how they are refused.
#include "glia/table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "expect_error.h"

namespace glia {
namespace {

Table decoded(std::string_view text, const TableReading& reading = {}) {
  return decode_table({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, "t.csv",
                      reading);
}

TEST(Table, HasColumnsOfNumbersAndOfWords) {
  const Table table = decoded("age,town,height\n3,Omsk,1.5\n4,Perm,-2e-3\n,Omsk,+7\n");
  ASSERT_EQ(table.columns.size(), 3U);
  EXPECT_EQ(table.rows, 3);
  EXPECT_EQ(table.first_row, 2);
  const Table::Column &age = table.column("age"), &town = table.column("town");
  EXPECT_FALSE(age.of_words());
  EXPECT_EQ(age.numbers[1], 4);
  EXPECT_TRUE(age.missing(2));
  EXPECT_EQ(table.column("height").numbers, (std::vector<float>{1.5F, -2e-3F, 7}));
  EXPECT_EQ(town.vocabulary, (std::vector<std::string>{"Omsk", "Perm"}));
  EXPECT_EQ(town.words, (std::vector<std::int32_t>{0, 1, 0}));
}

struct Written {
  const char* name;
  const char* text;
};
void PrintTo(const Written& row, std::ostream* out) { *out << row.name; }

class SameTable : public testing::TestWithParam<Written> {};

// Two columns, "x" of 1.5 and 2 and "word" of а and б, however they are written.
TEST_P(SameTable, IsRead) {
  const Table table = decoded(GetParam().text);
  ASSERT_EQ(table.columns.size(), 2U);
  EXPECT_EQ(table.column("x").numbers, (std::vector<float>{1.5F, 2}));
  EXPECT_EQ(table.column("word").vocabulary, (std::vector<std::string>{"а", "б"}));
}
INSTANTIATE_TEST_SUITE_P(
    Table, SameTable,
    testing::Values(Written{"Commas", "x,word\n1.5,а\n2,б\n"},
                    Written{"CarriageReturns", "x,word\r\n1.5,а\r\n2,б\r\n"},
                    Written{"NoLastLineBreak", "x,word\n1.5,а\n2,б"},
                    Written{"ByteOrderMark", "\xEF\xBB\xBFx,word\n1.5,а\n2,б\n"},
                    Written{"Semicolons", "x;word\n1.5;а\n2;б\n"},
                    Written{"SemicolonsAndDecimalCommas", "x;word\n1,5;а\n2;б\n"},
                    Written{"Tabs", "x\tword\n1.5\tа\n2\tб\n"},
                    Written{"TabsAndDecimalCommas", "x\tword\n1,5\tа\n2\tб\n"},
                    Written{"Bars", "x|word\n1.5|а\n2|б\n"},
                    Written{"Quotes", "\"x\",\"word\"\n\"1.5\",\"а\"\n2,\"б\"\n"},
                    Written{"EmptyLines", "\nx,word\n\n1.5,а\n2,б\n\n\n"},
                    Written{"Spaces", "x, word\n1.5, а\n 2 ,б\n"}),
    [](const auto& row) { return std::string(row.param.name); });

// The same text in UTF-16, of either order of bytes.
TEST(Table, IsReadInUtf16) {
  const std::u16string text = u"x;слово\n1,5;а\n2;\U0001F600\n";
  for (const bool big : {false, true}) {
    std::string bytes = big ? "\xFE\xFF" : "\xFF\xFE";
    for (const char16_t unit : text) {
      const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
      bytes += big ? high : low;
      bytes += big ? low : high;
    }
    const Table table = decoded(bytes);
    EXPECT_EQ(table.column("x").numbers, (std::vector<float>{1.5F, 2}));
    EXPECT_EQ(table.column("слово").vocabulary, (std::vector<std::string>{"а", "\U0001F600"}));
  }
}

// Quotes open and close among rows without any, in pieces as they are read.
TEST(Table, RowsWithQuotesStandAmongOthers) {
  std::string text = "i,word\n";
  const int rows = 200'000;
  for (int i = 0; i < rows; ++i) {
    text += std::to_string(i) + (i % 7 ? ",plain\r\n" : i % 2 ? ",\"two\nlines\"\n" : ",\"\"\n");
  }
  const Table table = decoded(text);
  ASSERT_EQ(table.rows, rows);
  const Table::Column& word = table.column("word");
  EXPECT_EQ(word.vocabulary, (std::vector<std::string>{"plain", "two\nlines"}));
  for (int i = 0; i < rows; ++i) {
    ASSERT_EQ(table.columns[0].numbers[static_cast<std::size_t>(i)], static_cast<float>(i));
    ASSERT_EQ(word.words[static_cast<std::size_t>(i)], i % 7 ? 0 : i % 2 ? 1 : -1) << i;
  }
}

// However a number is written, it is the nearest.
TEST(Table, NumbersAreTheNearest) {
  for (const char* const written :
       {"0.1", "-0.3", "16777216", "16777217", "99999999", "1234.567", "0.0000001", "3.4e38", "-0",
        "1.", "12345678.5", "0.12345678", "007"}) {
    const Table table = decoded("x\n1\n" + std::string(written) + "\n");
    ASSERT_FALSE(table.columns[0].of_words()) << written;
    const float found = table.columns[0].numbers[1], wanted = std::strtof(written, nullptr);
    EXPECT_EQ(std::signbit(found), std::signbit(wanted)) << written;
    EXPECT_EQ(found, wanted) << written;
  }
}

TEST(Table, QuotesHoldSeparatorsBreaksAndQuotes) {
  const Table table = decoded("a,b\n\"x, \"\"y\"\"\n z\",1\n");
  EXPECT_EQ(table.column("a").vocabulary, (std::vector<std::string>{"x, \"y\"\n z"}));
}

TEST(Table, WithoutNamesColumnsAreNumbered) {
  const Table table = decoded("1,a\n2,b\n");
  EXPECT_EQ(table.rows, 2);
  EXPECT_EQ(table.first_row, 1);
  EXPECT_EQ(table.column("column 1").numbers, (std::vector<float>{1, 2}));
  EXPECT_EQ(table.column("column 2").words, (std::vector<std::int32_t>{0, 1}));
  EXPECT_EQ(decoded("a,b\nc,d\n", {.header = false}).rows, 2);
}

TEST(Table, NumbersAmongWordsAreWords) {
  const Table table = decoded("size\n38\n39\nL\nXL\n");
  EXPECT_EQ(table.columns[0].vocabulary, (std::vector<std::string>{"38", "39", "L", "XL"}));
}

TEST(Table, WhatSaysNothingIsMissing) {
  const Table table = decoded("x,y\nNA,a\n1,?\nnan,b\n2,\n");
  for (const int row : {0, 2}) EXPECT_TRUE(table.column("x").missing(row));
  for (const int row : {1, 3}) EXPECT_TRUE(table.column("y").missing(row));
}

TEST(Table, AFileIsReadInPieces) {
  const std::string file = testing::TempDir() + "/long.csv";
  std::ofstream out(file);
  out << "i,twice,parity\n";
  for (int i = 0; i < 300'000; ++i)
    out << i << ',' << 2 * i << ',' << (i % 2 ? "odd" : "even") << '\n';
  out.close();
  const Table table = read_table(file);
  EXPECT_EQ(table.rows, 300'000);
  EXPECT_EQ(table.column("i").numbers[299'999], 299'999.0F);
  EXPECT_EQ(table.column("twice").numbers[70'001], 140'002.0F);
  EXPECT_EQ(table.column("parity").words[70'001], 1);
}

struct Bad {
  const char* name;
  std::string text;
  const char* says;
};
void PrintTo(const Bad& row, std::ostream* out) { *out << row.name; }

class BadTable : public testing::TestWithParam<Bad> {};

TEST_P(BadTable, IsRefusedByRowAndColumn) {
  EXPECT_ERROR(decoded(GetParam().text), ErrorCode::format, GetParam().says);
}

std::string with_a_slip() {
  std::string text = "a,b\n";
  for (int i = 2; i <= 70'000; ++i) text += "1,2\n";
  return text + "1,two\n";
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadTable,
    testing::Values(
        Bad{"TooFewCells", "a,b\n1,2\n3\n", "row 3: expected 2 cells, as in the first row, got 1"},
        Bad{"TooManyCells", "a,b\n1,2,3\n", "row 2: expected 2 cells, as in the first row, got 3"},
        Bad{"AWordAmongNumbers", with_a_slip(), "row 70001, column 'b': expected a number"},
        Bad{"OpenQuote", "a,b\n1,\"2\n3,4\n", "row 2: a quote is opened and never closed"},
        Bad{"QuoteInACell", "a,b\n1,2\"3\n", "row 2: a quote stands inside of a cell"},
        Bad{"CutOffUtf16",
            std::string("\xFF\xFE"
                        "a\0,",
                        5),
            "UTF-16 is damaged or cut off"},
        Bad{"LoneSurrogate",
            std::string("\xFF\xFE"
                        "\x00\xDC,\0",
                        6),
            "UTF-16 is damaged"},
        Bad{"Bytes", std::string("a,b\n1\0,2\n", 9), "bytes that are no text"},
        Bad{"Windows1251", "a,b\n\xCE\xEC\xF1\xEA,2\n",
            "row 2, column 'a': expected text in UTF-8"},
        Bad{"Empty", "", "it is empty"}, Bad{"Blank", "\n \n\t\n", "it is empty"},
        Bad{"NamesAlone", "a,b\n", "no rows"},
        Bad{"EqualNames", "a,b,a\n1,2,3\n", "two columns are called 'a', the second is column 3"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Table, NamesWhatIsNotThere) {
  const Table table = decoded("quality,alcohol\n1,2\n");
  EXPECT_ERROR(table.column("qualty"), ErrorCode::not_found, "Did you mean 'quality'?");
  EXPECT_ERROR(read_table("nowhere.csv"), ErrorCode::not_found, "nowhere.csv");
  EXPECT_ERROR(read_table(testing::TempDir()), ErrorCode::io, "directory");
}

}  // namespace
}  // namespace glia
