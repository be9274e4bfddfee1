// What is learnt of a table before a network sees it, and how another table then goes the same way.
#include "glia/table_set.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "expect_error.h"
#include "glia/model.h"

namespace glia {
namespace {

Table decoded(std::string_view text) {
  return decode_table({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, "t.csv");
}

// `rows` of x = 0, 1, 2, …, a word of three in turn, and whether x is large.
Table steps(int rows) {
  std::string text = "x,colour,large\n";
  const char* const colours[] = {"red", "green", "blue"};
  for (int i = 0; i < rows; ++i) {
    text += std::to_string(i) + ',' + colours[i % 3] + ',' + (i < rows / 2 ? "no" : "yes") + '\n';
  }
  return decoded(text);
}

std::vector<float> input(const Dataset& data, std::int64_t i) {
  std::vector<float> numbers(static_cast<std::size_t>(data.shape().elements()));
  data.input(i, numbers.data());
  return numbers;
}

TEST(TableSet, AWordIsAnInputForEachThatThereIs) {
  const DataSplit split =
      learn_table(steps(9), {.target = {"large"}, .scaling = Scaling::none, .test = 0});
  EXPECT_EQ(split.train.shape(), Shape{4});
  EXPECT_EQ(split.classes, (std::vector<std::string>{"no", "yes"}));
  EXPECT_EQ(input(split.train, 1), (std::vector<float>{1, 0, 1, 0}));  // blue, green, red
  EXPECT_EQ(split.train.label(8), 1);
  EXPECT_EQ(split.test.size(), 0);
}

struct Scaled {
  Scaling scaling;
  double offset, scale;
};
void PrintTo(const Scaled& row, std::ostream* out) { *out << name_of(row.scaling); }

class Scalings : public testing::TestWithParam<Scaled> {};

TEST_P(Scalings, AreThoseOfTheRowsLearntFrom) {
  // numpy: of 1, 2, 3, 4, 10 mean 4, deviation √10, median 3, quartiles 2 and 4
  const Table table = decoded("x,y\n1,a\n2,b\n3,a\n4,b\n10,a\n");
  const DataSplit split =
      learn_table(table, {.target = {"y"}, .scaling = GetParam().scaling, .test = 0});
  const TableForm::Column& x = split.form.table()->inputs.front();
  EXPECT_DOUBLE_EQ(x.offset, GetParam().offset);
  EXPECT_DOUBLE_EQ(x.scale, GetParam().scale);
  EXPECT_FLOAT_EQ(input(split.train, 4)[0],
                  static_cast<float>((10 - GetParam().offset) * GetParam().scale));
}
INSTANTIATE_TEST_SUITE_P(Table, Scalings,
                         testing::Values(Scaled{Scaling::none, 0, 1},
                                         Scaled{Scaling::standard, 4, 1 / std::sqrt(10.0)},
                                         Scaled{Scaling::min_max, 1, 1.0 / 9},
                                         Scaled{Scaling::robust, 3, 0.5}),
                         [](const auto& row) { return std::string(name_of(row.param.scaling)); });

TEST(TableSet, TestsOnAPartOfEachClassThatTaughtNothing) {
  Table table = steps(100);
  const TableTask task{.target = {"large"}, .test = 0.2};
  const DataSplit split = learn_table(table, task);
  EXPECT_EQ(split.train.size(), 80);
  EXPECT_EQ(split.test.size(), 20);
  int yes = 0;
  for (std::int64_t i = 0; i < 20; ++i) yes += split.test.label(i);
  EXPECT_EQ(yes, 10);
  // A number that is out of all proportion, in a row to test on, changes nothing of the form.
  std::set<float> learnt;
  const TableForm& form = *split.form.table();
  for (std::int64_t i = 0; i < 80; ++i) {
    learnt.insert(static_cast<float>(
        std::round(input(split.train, i)[0] / form.inputs[0].scale + form.inputs[0].offset)));
  }
  for (float& x : table.columns[0].numbers) {
    if (!learnt.contains(x)) x += 1e6F;
  }
  const DataSplit changed = learn_table(table, task);
  EXPECT_EQ(*changed.form.table(), form);
  EXPECT_NE(learn_table(table, {.target = {"large"}, .test = 0.2, .seed = 2}).train.digest(),
            split.train.digest());
}

TEST(TableSet, NumbersAreWantedInAScaleOfTheirOwn) {
  std::string text = "x,price\n";
  for (int i = 0; i < 50; ++i)
    text += std::to_string(i) + "," + std::to_string(1000 + 3 * i) + ".5\n";
  const DataSplit split = learn_table(decoded(text), {.target = {"price"}, .test = 0});
  EXPECT_FALSE(split.train.labelled());
  EXPECT_EQ(split.train.target_width(), 1);
  const TableForm& form = *split.form.table();
  float wanted;
  split.train.target(7, &wanted);
  EXPECT_LT(std::abs(wanted), 2);
  EXPECT_NEAR(form.in_own_unit(0, wanted), 1021.5, 1e-3);
}

TEST(TableSet, FewWholeNumbersAreClassesUnlessSaidOtherwise) {
  std::string text = "x,quality\n";
  for (int i = 0; i < 60; ++i) text += std::to_string(i) + "," + std::to_string(3 + i % 6) + "\n";
  const Table table = decoded(text);
  const DataSplit classes = learn_table(table, {.target = {"quality"}});
  EXPECT_EQ(classes.classes, (std::vector<std::string>{"3", "4", "5", "6", "7", "8"}));
  EXPECT_TRUE(learn_table(table, {.target = {"quality"}, .classes = false}).classes.empty());
}

TEST(TableSet, ClassesThatAreNumbersStandInTheirOrder) {
  std::string text = "x,k\n";
  for (int i = 0; i < 36; ++i) text += std::to_string(i) + ',' + std::to_string(i % 12 - 1) + '\n';
  const Table table = decoded(text);
  const DataSplit split = learn_table(table, {.target = {"k"}, .test = 0});
  EXPECT_EQ(split.classes, (std::vector<std::string>{"-1", "0", "1", "2", "3", "4", "5", "6", "7",
                                                     "8", "9", "10"}));
  EXPECT_EQ(split.train.label(11), 11);
  const Dataset again = apply_table(table, *split.form.table(), split.classes);
  EXPECT_EQ(again.label(11), 11);
  EXPECT_EQ(again.label(12), 0);
}

TEST(TableSet, AZeroWithAMinusIsAZero) {
  const Table table = decoded("x,k\n1,-0\n2,1\n3,0\n4,1\n");
  const DataSplit split = learn_table(table, {.target = {"k"}, .test = 0});
  EXPECT_EQ(split.classes, (std::vector<std::string>{"0", "1"}));
  const Dataset again = apply_table(table, *split.form.table(), split.classes);
  EXPECT_EQ(again.label(0), again.label(2));
}

TEST(TableSet, WhatIsMissingGetsTheMeanTheMedianOrARefusal) {
  const Table table = decoded("x,y\n1,a\n2,b\n,a\n9,b\n");
  const auto third = [&](Missing missing) {
    const DataSplit split = learn_table(
        table, {.target = {"y"}, .scaling = Scaling::none, .missing = missing, .test = 0});
    return input(split.train, 2)[0];
  };
  EXPECT_EQ(third(Missing::mean), 4);
  EXPECT_EQ(third(Missing::median), 2);
  EXPECT_ERROR(third(Missing::refused), ErrorCode::format, "row 4, column 'x': expected a number");
}

TEST(TableSet, NamesOfRowsAreLeftOutAndSaid) {
  std::string text = "name,x,y\n";
  for (int i = 0; i < 40; ++i)
    text += "n" + std::to_string(i) + "," + std::to_string(i) + (i % 2 ? ",a\n" : ",b\n");
  const DataSplit split = learn_table(decoded(text), {.target = {"y"}});
  EXPECT_EQ(split.train.shape(), Shape{1});
  expect_contains(split.note, "name: left out");
}

TEST(TableSet, AnotherTableGoesTheSameWay) {
  const DataSplit split = learn_table(steps(30), {.target = {"large"}, .test = 0});
  const TableForm& form = *split.form.table();
  // Columns in another order, one more, a word that is not there.
  const Table other = decoded("large,note,colour,x\nyes,?,blue,29\nno,?,red,0\n");
  const Dataset data = apply_table(other, form, split.classes);
  EXPECT_EQ(input(data, 0), input(split.train, 29));
  EXPECT_EQ(input(data, 1), input(split.train, 0));
  EXPECT_EQ(data.label(0), 1);
  const Dataset unanswered = apply_table(decoded("colour,x\nblue,29\n"), form, split.classes);
  EXPECT_EQ(input(unanswered, 0), input(split.train, 29));
  EXPECT_FALSE(unanswered.labelled());

  EXPECT_ERROR(apply_table(decoded("x\n1\n"), form, split.classes), ErrorCode::not_found,
               "lacks columns that the network learnt from: colour");
  EXPECT_ERROR(apply_table(decoded("x,colour\n1,red\n2,pink\n"), form, split.classes),
               ErrorCode::format, "row 3, column 'colour': nothing was learnt of 'pink'");
  EXPECT_ERROR(apply_table(decoded("x,colour\nmany,red\n"), form, split.classes), ErrorCode::format,
               "column 'x': expected numbers");
  EXPECT_ERROR(apply_table(decoded("x,colour,large\n1,red,perhaps\n"), form, split.classes),
               ErrorCode::not_found, "knows no class 'perhaps', only no, yes");
}

TEST(TableSet, AModelFileKeepsTheForm) {
  const DataSplit split = learn_table(steps(30), {.target = {"large"}, .test = 0});
  Model model;
  model.graph = parse_net("4-8-2");
  model.state = State(model.graph, 1);
  model.classes = split.classes;
  model.form = split.form;
  const Model back = decode_model(encode_model(model), "m.safetensors");
  EXPECT_EQ(back.form, split.form);
  EXPECT_EQ(encode_model(back), encode_model(model));
  model.graph = parse_net("5-8-2");
  model.state = State(model.graph, 1);
  EXPECT_ERROR(encode_model(model), ErrorCode::shape_mismatch, "its table gives 4 inputs");
}

struct Refused {
  const char* name;
  const char* text;
  TableTask task;
  const char* says;
};
void PrintTo(const Refused& row, std::ostream* out) { *out << row.name; }

class RefusedTask : public testing::TestWithParam<Refused> {};

TEST_P(RefusedTask, SaysWhatIsWrong) {
  const Table table = decoded(GetParam().text);
  try {
    learn_table(table, GetParam().task);
    ADD_FAILURE() << "nothing was refused";
  } catch (const Error& error) {
    expect_contains(error.what(), GetParam().says);
  }
}
INSTANTIATE_TEST_SUITE_P(
    Table, RefusedTask,
    testing::Values(
        Refused{"NoTarget", "a,b\n1,2\n", {}, "say which column is the target; it has a, b"},
        Refused{"UnknownTarget", "wine,b\n1,2\n", {.target = {"wines"}}, "Did you mean 'wine'?"},
        Refused{"OneClass", "a,b\n1,x\n2,x\n", {.target = {"b"}}, "only one class"},
        Refused{"NothingToLearnFrom",
                "b\nx\ny\n",
                {.target = {"b"}},
                "no column is left to learn from"},
        Refused{"NoAnswers", "a,b\n1,\n2,\n", {.target = {"b"}}, "no row is left"},
        Refused{"WordsBesideNumbers", "a,b,c\n1,x,2\n", {.target = {"b", "c"}}, "'b' has words"},
        Refused{"UnknownIgnored",
                "a,b\n1,x\n2,y\n",
                {.target = {"b"}, .ignored = {"c"}},
                "no column 'c'"},
        Refused{"AllTested", "a,b\n1,x\n2,y\n", {.target = {"b"}, .test = 1}, "less than 1"}),
    [](const auto& row) { return std::string(row.param.name); });

// Rows count as a column says, which is no input then; a table without the column has no weights.
TEST(TableSet, AColumnSaysHowMuchEachRowCounts) {
  const std::string text = "a,w,b\n1,2,x\n2,0.5,y\n3,1,x\n4,3,y\n";
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  const Table table = decode_table(bytes, "weights.csv");
  const TableTask task{.target = {"b"}, .test = 0, .weights = "w"};
  const DataSplit split = learn_table(table, task);
  EXPECT_EQ(split.train.shape(), Shape{1});
  ASSERT_TRUE(split.train.has_weights());
  EXPECT_EQ(split.train.weight(0), 2);
  EXPECT_EQ(split.train.weight(1), 0.5F);
  Table without = table;
  without.columns.erase(without.columns.begin() + 1);
  EXPECT_FALSE(apply_table(without, *split.form.table(), split.classes).has_weights());
  Table wrong = table;
  wrong.columns[1].numbers[2] = -1;
  EXPECT_ERROR(learn_table(wrong, task), ErrorCode::format, "row 4, column 'w': expected a weight");
}

// 64 columns of whole numbers from 0 to 255 are pixels, which have one scale.
TEST(TableSet, PixelsHaveOneScale) {
  Table table{.name = "pixels", .rows = 4};
  for (int c = 0; c < 64; ++c) {
    table.columns.push_back({"p" + std::to_string(c), {0, 0, 0, c == 7 ? 1.0F : 200.0F}});
  }
  table.columns.push_back({"y", {0, 1, 0, 1}});
  const TableTask task{.target = {"y"}, .test = 0};
  const DataSplit split = learn_table(table, task);
  for (const TableForm::Column& column : split.form.table()->inputs) {
    EXPECT_EQ(column.offset, 0);
    EXPECT_DOUBLE_EQ(column.scale, 1.0 / 200);
  }
  table.columns[3].numbers[1] = 0.5;
  const DataSplit other = learn_table(table, task);
  EXPECT_NE(other.form.table()->inputs[0].offset, 0);
}

}  // namespace
}  // namespace glia
