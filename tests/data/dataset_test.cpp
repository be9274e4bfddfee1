#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <vector>

#include "expect_error.h"
#include "glia/data.h"

namespace glia {
namespace {

using Bytes = std::vector<std::uint8_t>;

// Sample i is a picture 1×2×2 whose first byte tells i; labels go round.
Dataset numbered(int samples, int classes) {
  Bytes inputs, labels;
  for (int i = 0; i < samples; ++i) {
    inputs.insert(inputs.end(), {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8), 7,
                                 static_cast<std::uint8_t>(255 - i)});
    labels.push_back(static_cast<std::uint8_t>(i % classes));
  }
  return Dataset::images({1, 2, 2}, inputs, labels, classes, "numbered");
}
int number_of(const Dataset& data, std::int64_t i) {
  return data.bytes(i)[0] + data.bytes(i)[1] * 256;
}

TEST(Dataset, ShowsBytesAsTheNetworkSeesThem) {
  const Dataset data = numbered(5, 3);
  EXPECT_EQ(data.size(), 5);
  EXPECT_EQ(data.classes(), 3);
  EXPECT_EQ(data.target_width(), 3);
  EXPECT_EQ(data.label(4), 1);
  float input[4], target[3];
  data.input(0, input);
  EXPECT_EQ(input[0], 0.0F);
  EXPECT_EQ(input[3], 1.0F) << "255 is exactly 1";
  EXPECT_EQ(input[2], 7.0F * (1.0F / 255.0F));
  data.target(4, target);
  EXPECT_EQ(std::vector<float>(target, target + 3), (std::vector<float>{0, 1, 0}));
}

TEST(Dataset, RowsHaveTargetsAndNoLabels) {
  const Dataset data = Dataset::rows({2}, {0, 0, 0, 1, 1, 0, 1, 1}, {1}, {0, 1, 1, 0}, "xor");
  EXPECT_EQ(data.size(), 4);
  EXPECT_FALSE(data.labelled());
  EXPECT_EQ(data.label(1), -1);
  EXPECT_TRUE(data.bytes(1).empty());
  float input[2], target;
  data.subset({2}).input(0, input);
  data.subset({2}).target(0, &target);
  EXPECT_EQ(input[0], 1.0F);
  EXPECT_EQ(input[1], 0.0F);
  EXPECT_EQ(target, 1.0F);
}

// Every way to make a set names its columns.
TEST(Dataset, IsMadeOfNamedColumns) {
  const Dataset data = Dataset::of({{"length", Shape{1}, std::vector<std::int64_t>{1, 2}},
                                    {"input", Shape{2, 3}, std::vector<float>(12, 0.5F)},
                                    {"label", Shape{1}, Bytes{1, 0}}},
                                   2, "series");
  EXPECT_EQ(data.size(), 2);
  EXPECT_EQ(data.shape(), (Shape{2, 3}));
  EXPECT_EQ(data.label(0), 1);
  EXPECT_EQ(data.length(0), 1);
  ASSERT_NE(data.column("length"), nullptr);
  EXPECT_EQ(data.column("length")->data<std::int64_t>()[1], 2);
  EXPECT_EQ(data.column("target"), nullptr);
  const Dataset pictures = Dataset::images({2, 2}, Bytes(8), Bytes(2), 10);
  EXPECT_EQ(pictures.column("input")->size(), 8U);
  EXPECT_EQ(pictures.column("input")->data<float>(), nullptr) << "they stay the bytes that came";
}

TEST(Dataset, RefusesColumnsThatDoNotGoTogether) {
  const Column input{"input", Shape{2}, std::vector<float>(4)};
  const Column label{"label", Shape{1}, Bytes(2)};
  const Column target{"target", Shape{1}, std::vector<float>(2)};
  const Column wide{"label", Shape{1}, std::vector<float>(2)};
  const struct {
    std::vector<Column> columns;
    const char* message;
  } rows[] = {
      {{label}, "expected a column 'input'"},
      {{input}, "expected a column 'label' or a column 'target'"},
      {{input, label, target}, "expected a column 'label' or a column 'target'"},
      {{input, input, label}, "it has two columns 'input'"},
      {{input, label, {"wieght", Shape{1}, std::vector<float>(2)}}, "no column 'wieght'"},
      {{input, wide}, "expected labels that are whole numbers"},
      {{input, {"target", Shape{1}, Bytes(2)}}, "expected targets that are floats"},
      {{{"input", Shape{2}, std::vector<std::int64_t>(4)}, label}, "bytes or floats"},
      {{input, label, {"length", Shape{1}, std::vector<float>(2)}}, "whole numbers of 64 bits"},
      {{input, label, {"length", Shape{1}, std::vector<std::int64_t>(2)}}, "frames × numbers"},
  };
  for (const auto& row : rows) {
    EXPECT_ERROR(Dataset::of(row.columns, 2), ErrorCode::invalid_argument, row.message);
  }
}

TEST(Dataset, RefusesWhatDoesNotFit) {
  const auto bad = ErrorCode::invalid_argument;
  expect_contains(error_of(bad,
                           [] {
                             Dataset::images({2, 2}, Bytes(9), Bytes(2), 10);
                           }),
                  "expected a multiple of 2×2 = 4 inputs, got 9");
  expect_contains(error_of(bad,
                           [] {
                             Dataset::images({2, 2}, Bytes(8), Bytes(3), 10, "x");
                           }),
                  "data set 'x': expected a label for each of 2 samples, got 3 labels");
  expect_contains(error_of(bad,
                           [] {
                             Dataset::images({1}, Bytes(2), Bytes{9, 10}, 10);
                           }),
                  "expected labels from 0 to 9, got 10 for sample 1");
  error_of(bad, [] { Dataset::images({1}, Bytes(2), Bytes(2), 0); });
  error_of(bad, [] { Dataset::images({0}, Bytes(), Bytes(), 10); });
  error_of(bad, [] { Dataset::rows({2}, {1, 2, 3, 4}, {1}, {1}); });
  expect_contains(error_of(bad, [] { Dataset::rows({1}, {std::nanf("")}, {1}, {1}); }), "finite");
  const Dataset data = numbered(10, 2);
  for (const std::int64_t n : {-1, 0, 11}) error_of(bad, [&] { data.first(n); });
  error_of(bad, [&] { data.subset({10}); });
  for (const double f : {0.0, 1.0, -1.0, 2.0, std::nan(""), 0.01}) {
    error_of(bad, [&] { data.split(f, 0); });
  }
}

TEST(Dataset, SplitTakesTheSamePartOfEveryClassAndLosesNothing) {
  rc::check([](std::uint64_t seed) {
    const int classes = *rc::gen::inRange(1, 6);
    const int samples = *rc::gen::inRange(20 * classes, 400);
    const double fraction = *rc::gen::inRange(1, 10) / 10.0;
    const Dataset data = numbered(samples, classes);
    const auto [rest, chosen] = data.split(fraction, seed);
    std::map<int, int> of_class, chosen_of_class;
    std::set<int> seen;
    for (int i = 0; i < samples; ++i) ++of_class[data.label(i)];
    for (std::int64_t i = 0; i < rest.size(); ++i) seen.insert(number_of(rest, i));
    for (std::int64_t i = 0; i < chosen.size(); ++i) {
      ++chosen_of_class[chosen.label(i)];
      seen.insert(number_of(chosen, i));
    }
    RC_ASSERT(rest.size() + chosen.size() == samples);
    RC_ASSERT(static_cast<int>(seen.size()) == samples);
    for (const auto& [c, n] : of_class) RC_ASSERT(chosen_of_class[c] == std::lround(fraction * n));
    RC_ASSERT(data.split(fraction, seed).second.digest() == chosen.digest());
  });
}

TEST(Dataset, AnotherSeedSplitsInAnotherWay) {
  const Dataset data = numbered(1000, 10);
  EXPECT_NE(data.split(0.5, 1).first.digest(), data.split(0.5, 2).first.digest());
}

TEST(Dataset, ViewsOfViewsReadTheSameNumbers) {
  const Dataset view = numbered(100, 10).subset({90, 3, 50, 3}).subset({1, 2, 3}).first(2);
  EXPECT_EQ(view.size(), 2);
  EXPECT_EQ(number_of(view, 0), 3);
  EXPECT_EQ(number_of(view, 1), 50);
  EXPECT_EQ(view.label(1), 0);
}

TEST(Dataset, ShuffledLabelsAreAsManyOfEachAndLeaveTheOriginalAlone) {
  const Dataset data = numbered(1000, 10);
  const std::uint64_t digest = data.digest();
  const Dataset shuffled = data.with_shuffled_labels(1);
  std::vector<int> count(10);
  int same = 0;
  for (int i = 0; i < 1000; ++i) {
    ++count[static_cast<std::size_t>(shuffled.label(i))];
    same += shuffled.label(i) == data.label(i);
    EXPECT_EQ(number_of(shuffled, i), i);
  }
  EXPECT_EQ(count, std::vector<int>(10, 100));
  EXPECT_GT(same, 40);  // 100 are expected by chance
  EXPECT_LT(same, 160);
  EXPECT_EQ(data.digest(), digest);
  EXPECT_EQ(data.with_shuffled_labels(1).digest(), shuffled.digest());
}

std::vector<int> labels_of(const Dataset& data) {
  std::vector<int> labels;
  for (std::int64_t i = 0; i < data.size(); ++i) labels.push_back(data.label(i));
  return labels;
}

TEST(Dataset, LabelsAreMatchedToANetworksClassesByName) {
  const Dataset plain = Dataset::images({1}, {1, 2, 3, 4}, {0, 1, 2, 1}, 3, "pets");
  const Dataset data = plain.with_class_names({"cat", "dog", "eel"});
  const Dataset more = data.matched_to({"eel", "ant", "dog", "cat"});
  EXPECT_EQ(labels_of(more), (std::vector<int>{3, 2, 0, 2}));
  EXPECT_EQ(more.classes(), 4);
  EXPECT_EQ(more.target_width(), 4);
  EXPECT_EQ(more.class_names().front(), "eel");
  EXPECT_EQ(labels_of(more.matched_to({"cat", "dog", "eel"})), labels_of(data)) << "and back";
  EXPECT_EQ(labels_of(data.subset({1, 3}).matched_to({"ant", "dog"})), (std::vector<int>{1, 1}))
      << "only the classes of its samples must be known";
  EXPECT_EQ(data.matched_to({"cat", "dog", "eel"}).digest(), plain.digest());
  // Without names: by place.
  EXPECT_EQ(labels_of(plain.matched_to({"eel", "dog", "cat"})), labels_of(plain));
  EXPECT_EQ(labels_of(data.matched_to({})), labels_of(data));

  EXPECT_ERROR(data.matched_to({"yes", "dog"}), ErrorCode::shape_mismatch,
               "'pets': it has classes that the network does not know: cat, eel; the network knows "
               "yes, dog");
  EXPECT_ERROR(plain.with_class_names({"cat"}), ErrorCode::invalid_argument,
               "a name for each of 3 classes, got 1");
  EXPECT_ERROR(data.matched_to(std::vector<std::string>(1'000'001, "cat")),
               ErrorCode::invalid_argument, "at most 1000000 classes");
}

// Ten examples of each of a thousand classes.
Dataset of_many_classes() {
  std::vector<float> inputs;
  std::vector<std::int32_t> labels;
  for (std::int32_t i = 0; i < 10'000; ++i) {
    inputs.push_back(static_cast<float>(i));
    labels.push_back(i % 1000);
  }
  return Dataset::labelled({1}, std::move(inputs), std::move(labels), 1000, "many");
}

TEST(Dataset, LabelsAreBytesWhereTheseHoldThem) {
  using Numbers = Column::Numbers;
  for (const Numbers& labels : {Numbers(Bytes{0, 255}), Numbers(std::vector<std::int32_t>{0, 255}),
                                Numbers(std::vector<std::int64_t>{0, 255})}) {
    const Dataset few = Dataset::labelled({1}, Bytes{1, 2}, labels, 256);
    EXPECT_NE(few.column("label")->data<std::uint8_t>(), nullptr);
    EXPECT_EQ(few.digest(), Dataset::images({1}, {1, 2}, {0, 255}, 256).digest());
    const Dataset many = Dataset::labelled({1}, Bytes{1, 2}, labels, 257);
    EXPECT_EQ(many.column("label")->data<std::int32_t>()[1], 255);
  }
  const auto labelled = [](std::int64_t label) {
    return Dataset::labelled({1}, Bytes{1}, std::vector<std::int64_t>{label}, 1000);
  };
  EXPECT_EQ(labelled(999).label(0), 999);
  for (const std::int64_t label : {std::int64_t{-1}, std::int64_t{1000}, std::int64_t{1} << 32}) {
    EXPECT_ERROR(labelled(label), ErrorCode::invalid_argument,
                 "from 0 to 999, got " + std::to_string(label) + " for sample 0");
  }
}

TEST(Dataset, TakesNumbersAsTheyLieAndKeepsThemAlive) {
  auto owner = std::make_shared<std::vector<float>>(std::vector<float>{1, 2, 3, 4});
  const std::weak_ptr<const void> seen = owner;
  {
    std::vector<Column> columns;
    columns.push_back({"input", {2}, SharedNumbers<float>(*owner, owner)});
    columns.push_back({"label", {1}, Bytes{0, 1}});
    const Dataset second = Dataset::of(std::move(columns), 2).subset({1});
    const float* const numbers = owner->data();
    owner.reset();
    EXPECT_EQ(second.column("input")->data<float>(), numbers);
    float input[2];
    second.input(0, input);
    EXPECT_EQ(input[1], 4);
  }
  EXPECT_TRUE(seen.expired());
}

TEST(Dataset, FindsWhatIsNotFiniteWhereverItIs) {
  for (const float strange : {std::numeric_limits<float>::infinity(), std::nanf("")}) {
    for (const int at : {0, 4095, 4096, 9999}) {
      std::vector<float> inputs(10'000, std::numeric_limits<float>::max());
      inputs[static_cast<std::size_t>(at)] = strange;
      EXPECT_ERROR(Dataset::rows({1}, inputs, {1}, std::vector<float>(10'000)),
                   ErrorCode::invalid_argument, "expected finite numbers");
    }
  }
}

TEST(Dataset, HoldsAThousandClasses) {
  const Dataset data = of_many_classes();
  EXPECT_EQ(data.label(9876), 876);
  std::vector<float> target(1000);
  data.target(9876, target.data());
  EXPECT_EQ(target[876], 1);
  EXPECT_EQ(std::ranges::count(target, 0.0F), 999);
  const auto [rest, part] = data.split(0.2, 1);
  std::vector<int> counts(1000);
  for (const int label : labels_of(part)) ++counts[static_cast<std::size_t>(label)];
  EXPECT_EQ(counts, std::vector<int>(1000, 2));

  std::vector<std::string> names, known;
  for (int c = 0; c < 1000; ++c) names.push_back("class " + std::to_string(c));
  known.assign(names.rbegin(), names.rend());
  const Dataset named = data.with_class_names(names);
  EXPECT_EQ(named.matched_to(known).label(9876), 123);
  EXPECT_EQ(named.subset({7, 3}).matched_to({"class 3", "class 7"}).digest(),
            Dataset::labelled({1}, std::vector<float>{7, 3}, Bytes{1, 0}, 2).digest())
      << "a network of few classes";
  std::vector<int> before = labels_of(data), after = labels_of(data.with_shuffled_labels(1));
  EXPECT_NE(before, after);
  std::ranges::sort(before);
  std::ranges::sort(after);
  EXPECT_EQ(before, after);
  EXPECT_NE(data.digest(), data.with_shuffled_labels(1).digest());
}

TEST(Dataset, DigestTellsEveryChange) {
  const Dataset data = numbered(50, 10);
  std::set<std::uint64_t> digests{data.digest(), data.first(49).digest(),
                                  data.subset({1, 0}).digest(), data.subset({0, 1}).digest(),
                                  numbered(50, 5).digest()};
  EXPECT_EQ(digests.size(), 5U);
  const Bytes inputs{1, 2, 3, 4, 5, 6}, labels{0, 1};
  digests = {Dataset::images({3}, inputs, labels, 2).digest(),
             Dataset::images({1, 3}, inputs, labels, 2).digest(),
             Dataset::images({3}, inputs, labels, 3).digest(),
             Dataset::images({3}, inputs, {1, 0}, 2).digest(),
             Dataset::images({3}, {1, 2, 3, 4, 5, 7}, labels, 2).digest()};
  EXPECT_EQ(digests.size(), 5U);
  EXPECT_EQ(data.first(50).digest(), data.digest()) << "a view of the same is the same";
}

TEST(Dataset, FindsInputsThatNeverVary) {
  EXPECT_EQ(numbered(100, 10).constant_inputs(), (std::vector<bool>{false, true, true, false}));
  EXPECT_EQ(numbered(100, 10).first(1).constant_inputs(), std::vector<bool>(4, true));
}

TEST(Augment, IsReadFromText) {
  const Augment augment = parse_augment("shift=2,rotate=10,scale=0.1,shear=5,flip=1,elastic=1.5");
  EXPECT_EQ(augment.shift, 2);
  EXPECT_EQ(augment.rotate, 10);
  EXPECT_EQ(augment.scale, 0.1);
  EXPECT_EQ(augment.shear, 5);
  EXPECT_EQ(augment.flip, 1);
  EXPECT_EQ(augment.elastic, 1.5);
  EXPECT_FALSE(parse_augment("").any());
  for (const char* text :
       {"shift", "shift=", "shift=x", "shift=1x", "shift=-1", "shift=1.5", "scale=1", "scale=nan",
        "rotate=inf", "flip=0.5", "flip=2", "shear=46", "=1", ",", "turn=1"}) {
    SCOPED_TRACE(text);
    expect_contains(error_of(ErrorCode::invalid_argument, [&] { parse_augment(text); }),
                    "augmentation: expected ");
  }
  expect_contains(error_of(ErrorCode::invalid_argument, [&] { parse_augment("rotat=1"); }),
                  "Did you mean 'rotate'?");
}

}  // namespace
}  // namespace glia
