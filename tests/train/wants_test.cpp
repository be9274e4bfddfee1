// What a table wants of a training where nobody asks otherwise, and ends of a net that follow.
#include <gtest/gtest.h>

#include "glia/settings.h"

namespace glia {
namespace {

// `rows` examples of two inputs, of two classes or of a number.
DataSplit table_of(std::int64_t rows, bool classes) {
  DataSplit split;
  TableForm form;
  form.inputs = {{.name = "a"}, {.name = "b"}};
  form.targets = {{.name = "c"}};
  form.kind = classes ? TargetKind::classes : TargetKind::numbers;
  split.form = form;
  const auto count = static_cast<std::size_t>(rows);
  std::vector<Column> columns{{"input", Shape{2}, std::vector<float>(2 * count)}};
  if (classes) {
    std::vector<std::uint8_t> labels(count);
    labels.back() = 1;
    columns.push_back({"label", Shape{1}, labels});
  } else {
    columns.push_back({"target", Shape{1}, std::vector<float>(count)});
  }
  split.train = Dataset::of(std::move(columns), classes ? 2 : 0);
  return split;
}

TEST(Wants, OfClassesAreASoftmaxOfNumbersAStraightEnd) {
  const Settings classes = complete({}, wants_of(table_of(100, true)));
  EXPECT_EQ(classes.recipe.cost, Cost::softmax_cross_entropy);
  EXPECT_EQ(classes.net_options().output, "softmax");
  const Settings numbers = complete({}, wants_of(table_of(100, false)));
  EXPECT_EQ(numbers.recipe.cost, Cost::squared);
  EXPECT_EQ(numbers.net_options().output, "identity");
}

TEST(Wants, OfFewRowsAreMoreEpochsAndMoreDecayOfManyFewer) {
  const Settings few = complete({}, wants_of(table_of(100, true)));
  const Settings many = complete({}, wants_of(table_of(100'000, true)));
  EXPECT_EQ(few.recipe.epochs, 100);
  EXPECT_EQ(many.recipe.epochs, 9);  // 30,000 steps
  EXPECT_EQ(few.recipe.optimizer.weight_decay, 1);
  EXPECT_EQ(many.recipe.optimizer.weight_decay, 0.01);
}

TEST(Wants, GiveWayToWhatIsAsked) {
  const Asked asked{{"epochs", std::int64_t{7}}, {"cost", std::string("squared")}};
  const Settings settings = complete(asked, wants_of(table_of(100, true)));
  EXPECT_EQ(settings.recipe.epochs, 7);
  EXPECT_EQ(settings.recipe.cost, Cost::squared);
}

TEST(Wants, AreNoneOfWhatIsNoTable) { EXPECT_TRUE(wants_of(DataSplit{}).empty()); }

struct Ends {
  const char *name, *net, *whole;
};
class NetWithEnds : public testing::TestWithParam<Ends> {};

TEST_P(NetWithEnds, FollowFromTheData) {
  EXPECT_EQ(net_with_ends(GetParam().net, 13, 3), GetParam().whole);
}
INSTANTIATE_TEST_SUITE_P(
    Net, NetWithEnds,
    testing::Values(Ends{"None", "", "13-32-3"}, Ends{"OneHiddenLayer", "64", "13-64-3"},
                    Ends{"HiddenLayers", "32-16", "13-32-16-3"}, Ends{"Whole", "13-8-3", "13-8-3"},
                    Ends{"WholeWithAWrongEnd", "13-8-4", "13-8-4"},
                    Ends{"WholeWithAWrongBeginning", "12-8-3", "12-8-3"},
                    Ends{"TheInputsAlone", "13", "13"}, Ends{"Words", "dense(3)", "dense(3)"},
                    Ends{"NoNet", "32--16", "32--16"}, Ends{"AFile", "net.json", "net.json"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(Names, StandBetweenCommas) {
  EXPECT_EQ(names_in("a, b c ,,d"), (std::vector<std::string>{"a", "b c", "d"}));
  EXPECT_TRUE(names_in(" ").empty());
}

}  // namespace
}  // namespace glia
