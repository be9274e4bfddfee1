#include "glia/report.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "expect_error.h"

namespace glia {
namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

// Its outputs are its inputs.
Model mirror(int width, const std::string& output = "identity") {
  Model model;
  NetOptions options;
  options.output = output;
  model.graph = parse_net(std::to_string(width) + "-" + std::to_string(width), options);
  model.state = State(model.graph, 1);
  std::vector<float>& weights = model.state["output.weight"].values;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights[i] = i % static_cast<std::size_t>(width + 1) == 0 ? 1 : 0;
  }
  std::vector<float>& biases = model.state["output.bias"].values;
  biases.assign(biases.size(), 0);
  return model;
}

Dataset labelled(int width, std::vector<float> inputs, std::vector<std::uint8_t> labels) {
  return Dataset::of(
      {{"input", Shape{width}, std::move(inputs)}, {"label", Shape{1}, std::move(labels)}}, width);
}

TEST(Report, CountsWhatIsSaidOfEachSample) {
  const Model model = mirror(3);
  const Dataset data = labelled(3, {9, 1, 0, 0, 9, 1, 9, 1, 0, 2, 3, 9}, {0, 1, 1, 2});
  Engine engine;
  const Outcomes outcomes = outcomes_of(engine, model, data);
  EXPECT_EQ(outcomes.size(), 4);
  EXPECT_EQ(outcomes.answer(3), 2);
  const Report report = report_of(model, outcomes);
  ASSERT_TRUE(report.classes);
  const ClassReport& found = *report.classes;
  EXPECT_EQ(found.classes[0].precision, 0.5);
  EXPECT_EQ(found.classes[0].recall, 1);
  EXPECT_DOUBLE_EQ(*found.classes[0].f1, 2.0 / 3);
  EXPECT_EQ(found.classes[1].precision, 1);
  EXPECT_EQ(found.classes[1].recall, 0.5);
  EXPECT_EQ(found.classes[1].samples, 2);
  EXPECT_EQ(found.classes[2].f1, 1);
  EXPECT_EQ(found.top, (std::vector<double>{0.75, 1, 1}));
  EXPECT_FALSE(found.calibration) << "its outputs are no probabilities";
}

TEST(Report, SamplesWithoutAnAnswerAreOfTheirClassAndSaidToBeOfNone) {
  const Model model = mirror(2, "softmax");
  Outcomes outcomes{.width = 2, .outputs = {1, 0, kNothing, 0, 0, 1}, .classes = 2};
  outcomes.labels = {0, 0, 1};
  const Report report = report_of(model, outcomes);
  EXPECT_EQ(report.samples, 3);
  EXPECT_EQ(report.not_finite, 1);
  EXPECT_EQ(report.classes->classes[0].precision, 1);
  EXPECT_EQ(report.classes->classes[0].recall, 0.5);
  EXPECT_EQ(report.classes->classes[0].auc, 1);
  EXPECT_DOUBLE_EQ(report.classes->top[1], 2.0 / 3);
  double judged = 0;
  for (const Calibration::Bin& bin : report.classes->calibration->bins) judged += bin.samples;
  EXPECT_EQ(judged, 2);
}

TEST(Report, TellsNothingWhereThereIsNothingToDivideBy) {
  Outcomes outcomes{.width = 3, .outputs = {1, 0, 0, 1, 0, 0}, .classes = 3};
  outcomes.labels = {0, 1};
  const ClassReport found = *report_of(mirror(3), outcomes).classes;
  EXPECT_FALSE(found.classes[1].precision) << "never said";
  EXPECT_EQ(found.classes[1].recall, 0);
  EXPECT_FALSE(found.classes[2].recall) << "not there";
  EXPECT_FALSE(found.classes[2].f1);
  EXPECT_FALSE(found.classes[2].auc);
  EXPECT_EQ(found.classes[0].auc, 0.5) << "both outputs are the same";
  EXPECT_DOUBLE_EQ(found.macro.precision, 0.25) << "class 2 is neither there nor said";

  Outcomes constant{.width = 1, .outputs = {1, 3}, .targets = {2, 2}};
  const Report numbers = report_of(mirror(1), constant);
  EXPECT_FALSE(numbers.numbers[0].r2);
  EXPECT_EQ(numbers.numbers[0].mae, 1);
}

TEST(Report, NumbersLeaveOutWhatIsNotFinite) {
  const Outcomes outcomes{
      .width = 1, .outputs = {1, kNothing, 3}, .targets = {1, 2, 5}, .weights = {1, 7, 3}};
  const Report report = report_of(mirror(1), outcomes);
  EXPECT_EQ(report.not_finite, 1);
  EXPECT_EQ(report.numbers[0].mae, 1.5);
  EXPECT_DOUBLE_EQ(report.numbers[0].rmse, std::sqrt(3.0));
  EXPECT_EQ(report.numbers[0].r2, 0);
}

TEST(Report, ATableOfNumbersHasNoClassesWhateverTheNumbersAre) {
  Model model = mirror(1);
  const Dataset data = Dataset::rows({1}, {0, 1, 0.5F}, {1}, {0, 1, 1});
  Engine engine;
  EXPECT_EQ(outcomes_of(engine, model, data).classes, 2);
  TableForm form;
  form.targets = {{.name = "price", .scale = 0.5}};
  model.form = form;
  const Outcomes outcomes = outcomes_of(engine, model, data);
  EXPECT_EQ(outcomes.classes, 0);
  const Report report = report_of(model, outcomes);
  EXPECT_EQ(report.numbers[0].name, "price");
  EXPECT_DOUBLE_EQ(report.numbers[0].mae, 1.0 / 3) << "0.5 is twice as much in its own unit";
}

// Each class is there or not: precision, recall and F1 of those that an output above ½ says.
TEST(Report, OfSeveralClassesAtOnceEachIsTold) {
  Model model = mirror(2);
  model.cost = Cost::sigmoid_cross_entropy;
  const Dataset data = Dataset::rows(Shape{2}, {0.9F, 0.1F, 0.9F, 0.8F, 0.2F, 0.7F, 0.6F, 0.1F},
                                     Shape{2}, {1, 0, 1, 1, 0, 0, 0, 0});
  Engine engine;
  const Report report = report_of(model, outcomes_of(engine, model, data));
  EXPECT_FALSE(report.classes);
  ASSERT_TRUE(report.several);
  EXPECT_EQ(report.several->exact, 0.5);  // the first two
  const std::vector<ClassScores>& classes = report.several->each.classes;
  EXPECT_DOUBLE_EQ(*classes[0].precision, 2.0 / 3);
  EXPECT_EQ(classes[0].recall, 1);
  EXPECT_EQ(classes[1].precision, 0.5);
  EXPECT_EQ(classes[1].recall, 1);
  EXPECT_EQ(classes[1].auc, 1);
  EXPECT_EQ(classes[1].samples, 1);
}

TEST(Report, RefusesDataThatDoNotFit) {
  Engine engine;
  EXPECT_ERROR(outcomes_of(engine, mirror(2), labelled(3, {1, 2, 3}, {0})),
               ErrorCode::shape_mismatch, "takes");
}

}  // namespace
}  // namespace glia
