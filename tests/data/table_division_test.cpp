// Which rows of a table test, and targets of several classes.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "expect_error.h"
#include "glia/model.h"
#include "glia/table_set.h"

namespace glia {
namespace {

Table decoded(std::string_view text) {
  return decode_table({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, "t.csv");
}

// The column "i" of a set whose first input that is, unscaled.
std::vector<int> numbers_in(const Dataset& data) {
  std::vector<int> found;
  std::vector<float> input(static_cast<std::size_t>(data.shape().elements()));
  for (std::int64_t i = 0; i < data.size(); ++i) {
    data.input(i, input.data());
    found.push_back(static_cast<int>(input[0]));
  }
  return found;
}

TableTask task(Division division, const std::string& column) {
  return {.target = {"y"}, .scaling = Scaling::none, .division = division, .divided_by = column};
}

// i, a person of five rows each, a day on which two rows fall, and whether i is odd.
Table people(int rows) {
  std::string text = "i,person,day,y\n";
  for (int i = 0; i < rows; ++i) {
    const int day = (rows - 1 - i) / 2 + 1;  // the last first
    text += std::to_string(i) + ",p" + std::to_string(i / 5) + ',' + (day < 10 ? "0" : "") +
            std::to_string(day) + ".03.2024," + (i % 2 ? "a" : "b") + '\n';
  }
  return decoded(text);
}

TEST(TableDivision, ByValue) {
  const Table table = decoded("i,part,y\n0,train,a\n1,test,b\n2,train,b\n3,test,a\n4,val,a\n");
  const DataSplit split = learn_table(table, task(Division::value, "part"));
  EXPECT_EQ(numbers_in(split.test), (std::vector<int>{1, 3}));
  EXPECT_EQ(numbers_in(split.train), (std::vector<int>{0, 2, 4}));
  EXPECT_EQ(split.train.shape(), Shape{1}) << "what divides is no input";
  TableTask by_number = task(Division::value, "i");
  by_number.tested = "3";
  EXPECT_EQ(learn_table(table, by_number).test.size(), 1);
  TableTask unknown = task(Division::value, "part");
  unknown.tested = "tset";
  EXPECT_ERROR(learn_table(table, unknown), ErrorCode::invalid_argument,
               "column 'part' has no 'tset' to test on, only test, train, val");
  EXPECT_ERROR(learn_table(decoded("i,part,y\n0,test,a\n1,,b\n"), task(Division::value, "part")),
               ErrorCode::format, "row 3, column 'part': by an empty cell it cannot be divided");
  EXPECT_ERROR(learn_table(table, task(Division::value, "")), ErrorCode::invalid_argument,
               "say by which column");
}

TEST(TableDivision, ByTimeTheLastPartTests) {
  const DataSplit split = learn_table(people(40), task(Division::time, "day"));
  EXPECT_EQ(numbers_in(split.test), (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7}));
  TableTask odd = task(Division::time, "day");
  odd.test = 0.22;  // nine rows would part a day
  EXPECT_EQ(learn_table(people(40), odd).test.size(), 10);
  const Table words = decoded("i,day,y\n0,monday,a\n1,tuesday,b\n");
  EXPECT_ERROR(
      learn_table(words, task(Division::time, "day")), ErrorCode::invalid_argument,
      "column 'day': expected numbers, or dates as 2024-12-31 or 31.12.2024, got 'monday'");
  const Table one = decoded("i,day,y\n0,2024-01-01,a\n1,2024-01-01,b\n");
  EXPECT_ERROR(learn_table(one, task(Division::time, "day")), ErrorCode::invalid_argument,
               "has one time alone");
}

TEST(TableDivision, ByGroupNoneIsOnBothSides) {
  const DataSplit split = learn_table(people(100), task(Division::group, "person"));
  EXPECT_EQ(split.test.size(), 20);
  std::set<int> learnt, tested;
  for (const int i : numbers_in(split.train)) learnt.insert(i / 5);
  for (const int i : numbers_in(split.test)) tested.insert(i / 5);
  EXPECT_EQ(learnt.size() + tested.size(), 20U);
  for (const int person : tested) EXPECT_FALSE(learnt.contains(person));
  TableTask other = task(Division::group, "person");
  other.seed = 2;
  EXPECT_NE(numbers_in(learn_table(people(100), other).test), numbers_in(split.test));
  EXPECT_ERROR(learn_table(people(5), task(Division::group, "person")), ErrorCode::invalid_argument,
               "expected at least two groups, got 1");
}

TEST(TableDivision, ByASecondTable) {
  const Table table = decoded("i,y\n0,a\n1,b\n2,a\n"), tests = decoded("y,i\nb,7\na,1\n");
  const TableTask all{.target = {"y"}, .scaling = Scaling::none};
  const DataSplit split = learn_table(table, tests, all);
  EXPECT_EQ(split.train.size(), 3);
  EXPECT_EQ(numbers_in(split.test), (std::vector<int>{7, 1}));
  EXPECT_EQ(split.test.label(0), 1);
  EXPECT_ERROR(learn_table(table, decoded("i\n1\n"), all), ErrorCode::not_found, "no column 'y'");
  EXPECT_ERROR(learn_table(table, decoded("i,y\n1,c\n"), all), ErrorCode::not_found,
               "knows no class 'c', only a, b");
}

TEST(TableDivision, SaysHowManyRowsToTestOnAreKnown) {
  const Table table = decoded(
      "i,part,y\n1,train,a\n1,train,a\n2,train,b\n1,test,a\n2,test,a\n"
      "1,test,a\n");
  expect_contains(learn_table(table, task(Division::value, "part")).note,
                  "2 of 3 rows to test on are the same as rows to learn from");
  EXPECT_EQ(learn_table(decoded("i,y\n0,a\n1,b\n2,a\n3,b\n"), {.target = {"y"}, .test = 0.5}).note,
            "");
}

TEST(TableDivision, WordsThatWereNotLearntAreMissing) {
  const Table table = decoded("i,town,part,y\n0,Omsk,train,a\n1,Perm,train,b\n2,Tver,test,a\n");
  const DataSplit split = learn_table(table, task(Division::value, "part"));
  std::vector<float> input(3);
  split.test.input(0, input.data());
  EXPECT_EQ(input, (std::vector<float>{2, 0, 0}));
  expect_contains(split.note,
                  "words of which nothing was learnt count as missing: 1 of those to test on");
  EXPECT_ERROR(apply_table(table, *split.form.table()), ErrorCode::format,
               "nothing was learnt of 'Tver'");
}

// All rows test once, and what tests in a fold is not learnt from there.
void expect_folds(const std::vector<DataSplit>& folds, int rows) {
  std::set<int> tested;
  for (const DataSplit& fold : folds) {
    EXPECT_EQ(fold.train.size() + fold.test.size(), rows);
    const std::vector<int> tests = numbers_in(fold.test);
    tested.insert(tests.begin(), tests.end());
  }
  EXPECT_EQ(tested.size(), static_cast<std::size_t>(rows));
}

TEST(TableFolds, AreOfEachClassAlike) {
  std::string text = "i,y\n";
  for (int i = 0; i < 53; ++i) text += std::to_string(i) + (i % 5 ? ",common\n" : ",rare\n");
  const std::vector<DataSplit> five = folds(decoded(text), task(Division::fraction, ""), 5);
  expect_folds(five, 53);
  for (const DataSplit& fold : five) {
    std::map<int, int> counts;
    for (std::int64_t i = 0; i < fold.test.size(); ++i) ++counts[fold.test.label(i)];
    EXPECT_GE(counts[0], 8);
    EXPECT_LE(counts[0], 9);
    EXPECT_GE(counts[1], 2);
    EXPECT_LE(counts[1], 3);
    EXPECT_GE(fold.test.size(), 10);
    EXPECT_LE(fold.test.size(), 11);
  }
  EXPECT_ERROR(folds(decoded(text), task(Division::fraction, ""), 54), ErrorCode::invalid_argument,
               "expected 2 to 53 folds");
  EXPECT_ERROR(folds(decoded(text), task(Division::fraction, ""), 1), ErrorCode::invalid_argument,
               "got 1");
}

TEST(TableFolds, OneOfThemIsTheSameByItself) {
  const TableTask by_day = task(Division::time, "day");
  const std::vector<DataSplit> three = folds(people(12), by_day, 3);
  for (int fold = 0; fold < 3; ++fold) {
    const DataSplit one = learn_fold(people(12), by_day, 3, fold);
    const DataSplit& same = three[static_cast<std::size_t>(fold)];
    EXPECT_EQ(numbers_in(one.train), numbers_in(same.train));
    EXPECT_EQ(numbers_in(one.test), numbers_in(same.test));
  }
  for (const int fold : {-1, 3}) {
    EXPECT_ERROR(learn_fold(people(12), by_day, 3, fold), ErrorCode::invalid_argument,
                 "expected fold 0 to 2, got " + std::to_string(fold));
  }
}

TEST(TableFolds, OfGroupsKeepThemWhole) {
  // scikit-learn's GroupKFold(3) of groups with 6, 5, 4, 3, 2, 1 rows tests on 7, 7 and 7.
  std::string text = "i,group,y\n";
  int i = 0;
  for (int group = 6; group > 0; --group) {
    for (int k = 0; k < group; ++k, ++i)
      text += std::to_string(i) + ",g" + std::to_string(group) + (i % 2 ? ",a\n" : ",b\n");
  }
  const std::vector<DataSplit> three = folds(decoded(text), task(Division::group, "group"), 3);
  expect_folds(three, 21);
  for (const DataSplit& fold : three) EXPECT_EQ(fold.test.size(), 7);
  EXPECT_ERROR(folds(decoded(text), task(Division::group, "group"), 7), ErrorCode::invalid_argument,
               "expected 2 to 6 folds, one for each group");
}

TEST(TableFolds, OfTimeTestWhatComesLater) {
  // scikit-learn's TimeSeriesSplit(3) of 11 rows learns from 5, 7 and 9 and tests on 2 each.
  std::string text = "i,t,y\n";
  for (int i = 0; i < 11; ++i)
    text += std::to_string(i) + "," + std::to_string(20 - i) + (i % 2 ? ",a\n" : ",b\n");
  const std::vector<DataSplit> three = folds(decoded(text), task(Division::time, "t"), 3);
  ASSERT_EQ(three.size(), 3U);
  EXPECT_EQ(numbers_in(three[0].test), (std::vector<int>{4, 5}));
  EXPECT_EQ(three[0].train.size(), 5);
  EXPECT_EQ(numbers_in(three[2].test), (std::vector<int>{0, 1}));
  EXPECT_EQ(three[2].train.size(), 9);
  EXPECT_ERROR(folds(people(8), task(Division::time, "day"), 6), ErrorCode::invalid_argument,
               "too few times for 6 folds");
  EXPECT_ERROR(folds(people(8), task(Division::value, "day"), 2), ErrorCode::invalid_argument,
               "has no folds");
}

std::vector<float> target(const Dataset& data, std::int64_t i) {
  std::vector<float> numbers(static_cast<std::size_t>(data.target_width()));
  data.target(i, numbers.data());
  return numbers;
}

TEST(TableClasses, SeveralAreColumnsOfZeroAndOne) {
  const Table table = decoded("x,red,round\n1,1,0\n2,0,0\n3,1,1\n");
  const DataSplit split = learn_table(table, {.target = {"red", "round"}, .test = 0});
  const TableForm& form = *split.form.table();
  EXPECT_EQ(form.kind, TargetKind::several_classes);
  EXPECT_EQ(split.classes, (std::vector<std::string>{"red", "round"}));
  EXPECT_EQ(split.train.class_names(), split.classes);
  EXPECT_FALSE(split.train.labelled());
  EXPECT_EQ(target(split.train, 2), (std::vector<float>{1, 1}));
  EXPECT_EQ(target(split.train, 1), (std::vector<float>{0, 0}));
  const Dataset other = apply_table(decoded("round,red,x\n1,0,5\n"), form, split.classes);
  EXPECT_EQ(target(other, 0), (std::vector<float>{0, 1}));
  EXPECT_ERROR(apply_table(decoded("round,red,x\n1,0,5\n0,2,5\n"), form, split.classes),
               ErrorCode::format, "row 3, column 'red': expected 0 or 1");
  const DataSplit numbers =
      learn_table(table, {.target = {"red", "round"}, .classes = false, .test = 0});
  EXPECT_EQ(numbers.form.table()->kind, TargetKind::numbers);
}

TEST(TableClasses, SeveralAreWordsOfACell) {
  for (const std::string separator : {";", "|"}) {
    const auto written = [&](std::string text) {
      for (char& c : text) c = c == '+' ? separator[0] : c;
      return decoded(text);
    };
    const Table table =
        written("x,genre\n1,comedy+drama\n2,drama\n3, drama + comedy+war\n4,comedy\n5,war\n");
    const DataSplit split = learn_table(table, {.target = {"genre"}, .test = 0});
    const TableForm& form = *split.form.table();
    EXPECT_EQ(form.kind, TargetKind::several_classes);
    EXPECT_EQ(split.classes, (std::vector<std::string>{"comedy", "drama", "war"}));
    EXPECT_EQ(target(split.train, 0), (std::vector<float>{1, 1, 0}));
    EXPECT_EQ(target(split.train, 2), (std::vector<float>{1, 1, 1}));
    EXPECT_EQ(target(split.train, 4), (std::vector<float>{0, 0, 1}));
    const Dataset other = apply_table(written("x,genre\n1,war+comedy\n"), form, split.classes);
    EXPECT_EQ(target(other, 0), (std::vector<float>{1, 0, 1}));
    EXPECT_ERROR(apply_table(written("x,genre\n1,war+noir\n"), form), ErrorCode::not_found,
                 "knows no class 'noir', only comedy, drama, war");
    EXPECT_EQ(apply_table(written("x\n1\n"), form).target_width(), 3);
    const DataSplit whole = learn_table(table, {.target = {"genre"}, .separator = '\0', .test = 0});
    EXPECT_EQ(whole.form.table()->kind, TargetKind::classes);
    EXPECT_EQ(whole.classes.size(), 5U);
  }
}

TEST(TableClasses, AModelFileKeepsThatTheyAreSeveral) {
  const auto kept = [](const DataSplit& split, const std::string& net) {
    Model model;
    model.graph = parse_net(net);
    model.state = State(model.graph, 1);
    model.classes = split.classes;
    model.form = split.form;
    const std::vector<std::uint8_t> bytes = encode_model(model);
    EXPECT_EQ(encode_model(decode_model(bytes, "m")), bytes);
    EXPECT_EQ(decode_model(bytes, "m").form, split.form);
  };
  kept(learn_table(decoded("x,a,b\n1,1,0\n2,0,0\n3,1,1\n"), {.target = {"a", "b"}, .test = 0}),
       "1-2");
  kept(learn_table(decoded("x,a\n1,p;q\n2,p\n3,q\n"), {.target = {"a"}, .test = 0}), "1-2");
}

TEST(TableClasses, RowsAreMatchedByName) {
  const Dataset data =
      Dataset::rows({1}, {1, 2}, {2}, {1, 0, 0, 0.5F}).with_class_names({"a", "b"});
  const Dataset turned = data.matched_to({"b", "a"});
  EXPECT_EQ(target(turned, 0), (std::vector<float>{0, 1}));
  EXPECT_EQ(turned.class_names().front(), "b");
  EXPECT_EQ(turned.matched_to({"a", "b"}).digest(), data.digest());
  EXPECT_ERROR(data.matched_to({"a", "c"}), ErrorCode::shape_mismatch,
               "its targets are a, b, the network's a, c");
}

TEST(TableClasses, AThousandAreLearntFromATable) {
  std::string text = "x,who\n";
  for (int i = 0; i < 5000; ++i) text += std::to_string(i) + ",n" + std::to_string(i % 1000) + '\n';
  const DataSplit split = learn_table(decoded(text), {.target = {"who"}});
  EXPECT_EQ(split.classes.size(), 1000U);
  EXPECT_EQ(split.test.size(), 1000) << "one of each";
  EXPECT_ERROR(learn_table(decoded(text), {.target = {"who"}, .ignored = {"x", "y"}}),
               ErrorCode::not_found, "no column 'y'");
}

}  // namespace
}  // namespace glia
