#include "views/report_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "terminal/chart.h"
#include "terminal/print.h"

namespace glia::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostClassesShown = 30, kWorstShown = 10;
constexpr std::int64_t kTopForPrograms = 5;

std::string part_in_words(const std::optional<double>& part) {
  return part ? say("{:5.1f} %", 100 * *part) : "–";
}

std::string area_in_words(const std::optional<double>& area) {
  return area ? plain_number(*area, 4) : "–";
}

// Those to show: all in order, or of many the worst first.
std::vector<std::size_t> classes_to_show(const ClassReport& report) {
  std::vector<std::size_t> shown;
  const bool all = report.classes.size() <= kMostClassesShown;
  for (std::size_t c = 0; c < report.classes.size(); ++c) {
    if (all || report.classes[c].samples > 0) shown.push_back(c);
  }
  if (all) return shown;
  std::stable_sort(shown.begin(), shown.end(), [&](std::size_t a, std::size_t b) {
    return report.classes[a].f1.value_or(0) < report.classes[b].f1.value_or(0);
  });
  shown.resize(std::min(shown.size(), kWorstShown));
  return shown;
}

std::string samples_in_words(double samples) {
  return samples == std::floor(samples) ? grouped(std::llround(samples)) : plain_number(samples, 1);
}

std::vector<std::string> row_of(const std::string& name, const std::optional<double>& precision,
                                const std::optional<double>& recall,
                                const std::optional<double>& f1, const std::optional<double>& auc,
                                const std::string& samples, bool whole) {
  std::vector<std::string> row{name, part_in_words(precision), part_in_words(recall),
                               part_in_words(f1)};
  if (whole) row.push_back(area_in_words(auc));
  row.push_back(samples);
  return row;
}

// As many digits as its size asks for.
std::string measure(double value) {
  if (!std::isfinite(value) || value == 0) return plain_number(value, 1);
  const int before = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  return plain_number(value, std::clamp(4 - before, 0, 6));
}

Json or_null(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }

Json json_of(const MeanScores& means) {
  return {{"precision", means.precision},
          {"recall", means.recall},
          {"f1", means.f1},
          {"auc", or_null(means.auc)}};
}

Json json_of(const Calibration& calibration) {
  Json bins = Json::array();
  for (std::size_t b = 0; b < calibration.bins.size(); ++b) {
    const Calibration::Bin& bin = calibration.bins[b];
    const auto count = static_cast<double>(calibration.bins.size());
    const bool empty = bin.samples <= 0;
    bins.push_back({{"from", static_cast<double>(b) / count},
                    {"to", static_cast<double>(b + 1) / count},
                    {"samples", bin.samples},
                    {"confidence", empty ? Json(nullptr) : Json(bin.confidence)},
                    {"right", empty ? Json(nullptr) : Json(bin.right)}});
  }
  return bins;
}

}  // namespace

void print_class_scores(const ClassReport& report, const std::vector<std::string>& names,
                        bool whole, const Screen& screen) {
  std::vector<std::vector<std::string>> rows{{say("class"), say("precision"), say("recall"), "F1"}};
  if (whole) rows[0].push_back("AUC");
  rows[0].push_back(say("examples"));
  const std::vector<std::size_t> shown = classes_to_show(report);
  double samples = 0;
  for (const ClassScores& scores : report.classes) samples += scores.samples;
  for (const std::size_t c : shown) {
    const ClassScores& scores = report.classes[c];
    rows.push_back(row_of(names[c], scores.precision, scores.recall, scores.f1, scores.auc,
                          samples_in_words(scores.samples), whole));
  }
  const auto add_mean = [&](const std::string& name, const MeanScores& means) {
    rows.push_back(row_of(name, means.precision, means.recall, means.f1, means.auc,
                          samples_in_words(samples), whole));
  };
  add_mean(say("macro average"), report.macro);
  add_mean(say("weighted average"), report.weighted);
  if (shown.size() < report.classes.size()) {
    print("\n  {}\n", screen.dim(say("The {} classes with the lowest F1, of {}; --json has all",
                                     shown.size(), report.classes.size())));
  } else {
    print("\n");
  }
  print(table(rows, screen));
}

void print_top(const ClassReport& report, const std::vector<std::int64_t>& ks,
               const Screen& screen) {
  for (const std::int64_t k : ks) {
    print("  Among the {} largest outputs: {}\n", k,
          screen.bold(percent(report.top[static_cast<std::size_t>(k - 1)])));
  }
}

void print_bins(const Calibration& calibration, const Screen& screen) {
  std::vector<std::vector<std::string>> rows{
      {say("confidence"), say("on average"), say("right"), say("examples")}};
  const auto count = static_cast<double>(calibration.bins.size());
  for (std::size_t b = 0; b < calibration.bins.size(); ++b) {
    const Calibration::Bin& bin = calibration.bins[b];
    if (bin.samples <= 0) continue;
    rows.push_back({say("{:.0f}–{:.0f} %", 100 * static_cast<double>(b) / count,
                        100 * static_cast<double>(b + 1) / count),
                    part_in_words(bin.confidence), part_in_words(bin.right),
                    samples_in_words(bin.samples)});
  }
  print("\n");
  print(table(rows, screen));
}

void print_several(const Report& report, const std::vector<std::string>& names, bool whole,
                   const Screen& screen) {
  const auto samples = static_cast<double>(report.samples);
  print("  Every class told right: {} of {}, {}\n",
        grouped(std::llround(report.several->exact * samples)), grouped(report.samples),
        screen.bold(percent(report.several->exact)));
  print_class_scores(report.several->each, names, whole, screen);
}

void print_number_scores(const std::vector<NumberScores>& numbers, const Screen& screen) {
  std::vector<std::vector<std::string>> rows{{say("target"), "R²", "MAE", "RMSE"}};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const NumberScores& scores = numbers[i];
    rows.push_back({scores.name.empty() ? std::to_string(i) : scores.name,
                    scores.r2 ? plain_number(*scores.r2, 4) : "–", measure(scores.mae),
                    measure(scores.rmse)});
  }
  print(table(rows, screen));
}

void add_report(nlohmann::ordered_json& line, const Report& report,
                const std::vector<std::string>& names, std::int64_t top) {
  for (std::size_t i = 0; i < report.numbers.size(); ++i) {
    const NumberScores& scores = report.numbers[i];
    line["numbers"].push_back({{"target", scores.name.empty() ? std::to_string(i) : scores.name},
                               {"r2", or_null(scores.r2)},
                               {"mae", scores.mae},
                               {"rmse", scores.rmse}});
  }
  if (report.several) line["exact"] = report.several->exact;
  if (!report.classes && !report.several) return;
  const ClassReport& found = report.classes ? *report.classes : report.several->each;
  line["classes"] = Json::array();
  for (std::size_t c = 0; c < found.classes.size(); ++c) {
    const ClassScores& scores = found.classes[c];
    line["classes"].push_back({{"class", names[c]},
                               {"samples", scores.samples},
                               {"precision", or_null(scores.precision)},
                               {"recall", or_null(scores.recall)},
                               {"f1", or_null(scores.f1)},
                               {"auc", or_null(scores.auc)}});
  }
  line["macro"] = json_of(found.macro);
  line["weighted"] = json_of(found.weighted);
  const auto most = std::min(std::ssize(found.top), std::max(kTopForPrograms, top));
  line["top"] = std::vector(found.top.begin(), found.top.begin() + most);
  if (found.calibration) line["calibration"] = json_of(*found.calibration);
}

}  // namespace glia::cli
