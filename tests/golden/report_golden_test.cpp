// What came out, against scikit-learn: reports.json, made by make_reports.py.
#include "glia/report.h"
#include "golden.h"

namespace glia {
namespace {

constexpr double kClose = 1e-12;

const json& reports() {
  static const json all = read_golden("reports.json");
  return all;
}

void expect_same(const std::optional<double>& score, const json& expected,
                 const std::string& what) {
  ASSERT_EQ(score.has_value(), !expected.is_null()) << what;
  if (score) EXPECT_NEAR(*score, expected.get<double>(), kClose) << what;
}

void expect_same(const MeanScores& means, const json& expected, const std::string& what) {
  EXPECT_NEAR(means.precision, expected[0].get<double>(), kClose) << what;
  EXPECT_NEAR(means.recall, expected[1].get<double>(), kClose) << what;
  EXPECT_NEAR(means.f1, expected[2].get<double>(), kClose) << what;
  expect_same(means.auc, expected[3], what);
}

Model softmax_of(std::int64_t width) {
  Model model;
  NetOptions options;
  options.output = "softmax";
  model.graph = parse_net("2-" + std::to_string(width), options);
  return model;
}

TEST(ReportGolden, SaysWhatMadeIt) { EXPECT_EQ(reports()["made_with"]["scikit-learn"], "1.9.0"); }

TEST(ReportGolden, Classes) {
  for (const json& golden : reports()["classes"]) {
    Outcomes outcomes;
    outcomes.width = golden["width"];
    outcomes.classes = golden["width"];
    outcomes.outputs = floats(golden["outputs"]);
    outcomes.labels = golden["labels"].get<std::vector<int>>();
    outcomes.weights = golden["weights"].get<std::vector<double>>();
    const Report report = report_of(softmax_of(outcomes.width), outcomes);
    ASSERT_TRUE(report.classes);
    for (std::size_t c = 0; c < report.classes->classes.size(); ++c) {
      const ClassScores& scores = report.classes->classes[c];
      const std::string what = "class " + std::to_string(c);
      EXPECT_EQ(scores.samples, golden["support"][c].get<double>()) << what;
      expect_same(scores.precision, golden["precision"][c], what + ", precision");
      expect_same(scores.recall, golden["recall"][c], what + ", recall");
      expect_same(scores.f1, golden["f1"][c], what + ", F1");
      expect_same(scores.auc, golden["auc"][c], what + ", AUC");
    }
    expect_same(report.classes->macro, golden["macro"], "macro");
    expect_same(report.classes->weighted, golden["weighted"], "weighted");
    ASSERT_EQ(std::ssize(report.classes->top), outcomes.width);
    for (std::size_t k = 0; k < golden["top"].size(); ++k) {
      EXPECT_NEAR(report.classes->top[k], golden["top"][k].get<double>(), kClose) << k + 1;
    }
    EXPECT_NEAR(report.classes->top.back(), 1, kClose);
    const json& calibration = golden["calibration"];
    ASSERT_TRUE(report.classes->calibration);
    EXPECT_NEAR(report.classes->calibration->error, calibration["error"].get<double>(), 1e-9);
    std::size_t filled = 0;
    for (const Calibration::Bin& bin : report.classes->calibration->bins) {
      if (bin.samples == 0 || !outcomes.weights.empty()) continue;
      EXPECT_NEAR(bin.right, calibration["part"][filled].get<double>(), kClose);
      EXPECT_NEAR(bin.confidence, calibration["confidence"][filled].get<double>(), 1e-9);
      ++filled;
    }
    EXPECT_EQ(filled, outcomes.weights.empty() ? calibration["part"].size() : 0);
  }
}

TEST(ReportGolden, OneOutputSaysNoOrYes) {
  const json& golden = reports()["yes_or_no"];
  Outcomes outcomes;
  outcomes.width = 1;
  outcomes.classes = 2;
  outcomes.outputs = floats(golden["outputs"]);
  outcomes.labels = golden["labels"].get<std::vector<int>>();
  Model model;
  model.graph = parse_net("2-1");
  const Report report = report_of(model, outcomes);
  ASSERT_TRUE(report.classes);
  for (std::size_t c = 0; c < 2; ++c) {
    const ClassScores& scores = report.classes->classes[c];
    expect_same(scores.precision, golden["precision"][c], "precision");
    expect_same(scores.recall, golden["recall"][c], "recall");
    expect_same(scores.f1, golden["f1"][c], "F1");
    expect_same(scores.auc, golden["auc"], "AUC");
  }
  ASSERT_EQ(report.classes->top.size(), 1U);
  EXPECT_NEAR(report.classes->top[0], golden["accuracy"].get<double>(), kClose);
  EXPECT_FALSE(report.classes->calibration);
}

TEST(ReportGolden, NumbersInTheirOwnUnit) {
  for (const json& golden : reports()["numbers"]) {
    Model model;
    model.graph = parse_net("2-2");
    TableForm form;
    for (std::size_t i = 0; i < 2; ++i) {
      form.targets.push_back({.name = i == 0 ? "metres" : "degrees",
                              .offset = golden["offset"][i],
                              .scale = golden["scale"][i]});
    }
    model.form = form;
    Outcomes outcomes;
    outcomes.width = 2;
    outcomes.outputs = floats(golden["outputs"]);
    outcomes.targets = floats(golden["targets"]);
    outcomes.weights = golden["weights"].get<std::vector<double>>();
    const Report report = report_of(model, outcomes);
    EXPECT_FALSE(report.classes);
    ASSERT_EQ(report.numbers.size(), 2U);
    EXPECT_EQ(report.numbers[1].name, "degrees");
    for (std::size_t i = 0; i < 2; ++i) {
      expect_same(report.numbers[i].r2, golden["r2"][i], "R²");
      EXPECT_NEAR(report.numbers[i].mae, golden["mae"][i].get<double>(), kClose);
      EXPECT_NEAR(report.numbers[i].rmse, golden["rmse"][i].get<double>(), kClose);
    }
  }
}

}  // namespace
}  // namespace glia
