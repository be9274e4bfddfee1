#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli.h"
#include "data/sets.h"
#include "figures/figures.h"
#include "glia/confidence.h"
#include "glia/error.h"
#include "glia/report.h"
#include "options/options.h"
#include "terminal/chart.h"
#include "terminal/print.h"
#include "views/answers.h"
#include "views/report_view.h"

namespace glia::cli {
namespace {

constexpr std::int64_t kBatch = 256;

struct TestOptions {
  std::string model;
  std::string data;  // empty: what the model learnt from
  std::string data_dir, hold_out;
  std::optional<double> threshold;
  bool report = false;
  std::optional<std::int64_t> top;
  std::string confusion, reliability, residuals;  // pictures
  ReadingOptions reading;

  void check_pictures() const {
    const std::vector<Named> pictures{
        {"--confusion", confusion}, {"--reliability", reliability}, {"--residuals", residuals}};
    for (const auto& [option, picture] : pictures) {
      if (!picture.empty()) check_can_draw(picture, {model, data}, option);
    }
    check_apart(pictures);
  }
};

// What got an answer, since the network was sure enough of it.
struct Sureness {
  std::int64_t right = 0, wrong = 0;

  static Sureness of(const Model& model, const Outcomes& outcomes, double threshold) {
    Sureness found;
    for (std::int64_t i = 0; i < outcomes.size(); ++i) {
      const auto sure = confidence(model, outcomes.of(i));
      if (!sure || *sure < threshold) continue;
      const bool correct = outcomes.answer(i) == outcomes.labels[static_cast<std::size_t>(i)];
      ++(correct ? found.right : found.wrong);
    }
    return found;
  }

  std::int64_t answered() const { return right + wrong; }
  double part_right() const {
    return answered() > 0 ? static_cast<double>(right) / static_cast<double>(answered()) : 0;
  }
};

void print_calibration(const ClassReport& report) {
  print("  Expected calibration error {}{}: how far confidence is from how often it is right\n",
        percent(report.calibration->error),
        report.error_before ? say(", without its temperature {}", percent(*report.error_before))
                            : "");
}

void print_sureness(const Sureness& sure, std::int64_t samples, double threshold,
                    const Screen& screen) {
  print(
      "  At least {} sure: {} right, {} wrong, {} not answered; {} get an answer, and of these {} "
      "are right\n",
      percent(threshold), grouped(sure.right), grouped(sure.wrong),
      grouped(samples - sure.answered()),
      percent(static_cast<double>(sure.answered()) / static_cast<double>(samples)),
      screen.bold(sure.answered() > 0 ? percent(sure.part_right()) : "–"));
}

// All that is told of a test.
struct Told {
  const TestOptions& options;
  const Model& model;
  const Judged& judged;
  std::size_t left_out;
  Evaluation test;
  Outcomes outcomes;
  Report report;
  std::optional<Sureness> sure;  // with --threshold

  std::vector<std::string> names() const {
    return class_names(model.classes, outcomes.several ? outcomes.width : outcomes.classes);
  }
};

nlohmann::ordered_json json_of(const Told& told) {
  const Evaluation& test = told.test;
  nlohmann::ordered_json line;
  if (told.report.classes) line[told.judged.part + "_accuracy"] = test.accuracy;
  line[told.judged.part + "_cost"] = test.cost;
  line["not_finite"] = test.not_finite;
  if (told.report.classes) line["confusion"] = test.confusion;
  if (told.left_out > 0) line["left_out"] = told.left_out;
  if (told.report.classes && told.report.classes->calibration) {
    line["calibration_error"] = told.report.classes->calibration->error;
    if (const auto before = told.report.classes->error_before) {
      line["calibration_error_before"] = *before;
    }
  }
  if (told.sure) {
    const Sureness& sure = *told.sure;
    line["threshold"] = *told.options.threshold;
    line["answered_right"] = sure.right;
    line["answered_wrong"] = sure.wrong;
    line["not_answered"] = test.samples - sure.answered();
    line["coverage"] = static_cast<double>(sure.answered()) / static_cast<double>(test.samples);
    line["answered_accuracy"] =
        sure.answered() > 0 ? nlohmann::ordered_json(sure.part_right()) : nlohmann::ordered_json();
  }
  add_report(line, told.report, told.names(), told.options.top.value_or(0));
  return line;
}

void print_classes(const Told& told, const Screen& screen) {
  const Evaluation& test = told.test;
  const ClassReport& report = *told.report.classes;
  print("  {}\n", screen.dim(say("rows: what it is; columns: what the network said")));
  print(confusion_matrix(test.confusion, told.model.classes, screen));
  print("\n  Right on {} of {} {} of {}: {}; cost {}\n",
        grouped(std::llround(test.accuracy * static_cast<double>(test.samples))),
        grouped(test.samples), told.judged.what, told.options.data,
        screen.bold(percent(test.accuracy)), plain_number(test.cost, 4));
  if (const std::string note = unanswered(test); !note.empty()) print("  {}\n", note);
  std::vector<std::int64_t> ks;
  if (told.options.report) {
    for (const std::int64_t k : {2, 3, 5}) {
      if (k < std::ssize(report.top)) ks.push_back(k);
    }
  }
  if (const auto k = told.options.top; k && std::ranges::find(ks, *k) == ks.end()) ks.push_back(*k);
  std::ranges::sort(ks);
  print_top(report, ks, screen);
  if (report.calibration) print_calibration(report);
  if (told.sure) print_sureness(*told.sure, test.samples, *told.options.threshold, screen);
  print_class_scores(report, told.names(), told.options.report, screen);
  if (told.options.report && report.calibration) print_bins(*report.calibration, screen);
}

void print_numbers(const Told& told, const Screen& screen) {
  print("  {} {} of {}; cost {}\n", grouped(told.test.samples), told.judged.what, told.options.data,
        plain_number(told.test.cost, 4));
  if (const std::string note = unanswered(told.test); !note.empty()) print("  {}\n", note);
  print("\n");
  if (told.report.several) {
    print_several(told.report, told.names(), told.options.report, screen);
  } else {
    print_number_scores(told.report.numbers, screen);
  }
}

void check_asked(const TestOptions& options, const Model& model, const Outcomes& outcomes) {
  const bool by_class = outcomes.classes > 0;
  const char* const of_classes = options.top                    ? "--top"
                                 : !options.confusion.empty()   ? "--confusion"
                                 : !options.reliability.empty() ? "--reliability"
                                                                : nullptr;
  if (!by_class && of_classes) {
    if (outcomes.several) {
      throw UsageError(
          fmt::format("{}: {} tells several classes at once, not one", of_classes, options.model));
    }
    throw UsageError(fmt::format("{}: {} tells numbers, not classes", of_classes, options.model));
  }
  if ((by_class || outcomes.several) && !options.residuals.empty()) {
    throw UsageError(fmt::format("--residuals: {} tells classes, not numbers", options.model));
  }
  if (!options.reliability.empty()) check_tells_confidence(model, "--reliability", options.model);
  if (options.top && *options.top > outcomes.width) {
    throw UsageError(fmt::format("--top {}: expected at most {}, as many outputs as {} has",
                                 *options.top, outcomes.width, options.model));
  }
}

// The pictures that were asked for, and where each went.
std::vector<std::string> draw_pictures(const Told& told) {
  const TestOptions& options = told.options;
  const std::string of =
      say("{} {} of {}", grouped(told.test.samples), told.judged.what, options.data);
  std::vector<std::string> drawn;
  if (!options.confusion.empty()) {
    save_confusion_figure({of, told.test.confusion, told.names()}, options.confusion);
    drawn.push_back(options.confusion);
  }
  if (!options.reliability.empty() && told.report.classes->calibration) {
    const ClassReport& report = *told.report.classes;
    save_reliability_figure({of, *report.calibration, report.error_before}, options.reliability);
    drawn.push_back(options.reliability);
  }
  if (!options.residuals.empty()) {
    ResidualsFigure figure{of, {}};
    for (const NumberScores& scores : told.report.numbers) {
      figure.targets.push_back(
          {scores, number_pairs(told.model, told.outcomes, std::ssize(figure.targets))});
    }
    save_residuals_figure(figure, options.residuals);
    drawn.push_back(options.residuals);
  }
  return drawn;
}

int run_test(TestOptions options, const Common& common) {
  const Model model = load_network(options.model);
  check_threshold(model, options.threshold, options.model);
  options.data = data_asked_for(options.data, model);
  options.check_pictures();
  options.reading.threads = common.threads;
  const DataSplit data =
      open_data_set(options.data, options.data_dir, &model, options.hold_out, options.reading);
  if (!data.answered) {
    throw Error(ErrorCode::not_found,
                fmt::format("{} does not say what its rows are: it has no column {}; glia predict "
                            "tells what the network says of them",
                            options.data, model.form.table()->targets.front().name));
  }
  const Judged judged = tested_by(data, options.data);
  if (model.graph.input_shape().elements() != judged.data.shape().elements()) {
    throw Error(
        ErrorCode::shape_mismatch,
        fmt::format("{} takes {} inputs, but an example of {} is {}", options.model,
                    model.graph.input_shape().elements(), options.data, judged.data.shape().str()));
  }
  const auto engine = common.engine();
  Told told{options, model, judged, data.left_out.size(), {}, {}, {}, {}};
  told.test = evaluating(*engine, model, kBatch).evaluate(judged.data);
  told.outcomes = outcomes_of(*engine, model, judged.data);
  check_asked(options, model, told.outcomes);
  told.report = report_of(model, told.outcomes);
  if (options.threshold && told.report.classes) {
    told.sure = Sureness::of(model, told.outcomes, *options.threshold);
  }
  say_note(data);
  const std::vector<std::string> drawn = draw_pictures(told);
  if (common.json) {
    print_json(json_of(told));
    return kOk;
  }
  const Screen screen = Screen::of(stdout, common.color);
  if (told.report.classes) {
    print_classes(told, screen);
  } else {
    print_numbers(told, screen);
  }
  if (!drawn.empty()) print("\n");
  for (const std::string& path : drawn) print("  Saved to {}\n", screen.bold(path));
  return kOk;
}

}  // namespace

void add_test(CLI::App& app, Common& common, Chosen& chosen) {
  CLI::App& sub = add_command(app, "test", "How well a network does on images it never saw");
  auto options = std::make_shared<TestOptions>();
  add_word(sub, "MODEL", options->model, "A model file");
  add_text(sub, "--data", options->data, "NAME", "Data set (what the model learnt from)");
  add_threshold(sub, options->threshold);
  add_flag(sub, "--report", options->report,
           "More of each class, of the largest outputs and of confidence");
  add_whole(sub, "--top", options->top, 1,
            "How often the class is among the so many largest outputs");
  add_text(sub, "--confusion", options->confusion, "FILE", "A PNG file: what is taken for what");
  add_text(sub, "--reliability", options->reliability, "FILE",
           "A PNG file: whether it is right as often as it is sure");
  add_text(sub, "--residuals", options->residuals, "FILE",
           "A PNG file, of numbers: what was said and what was wanted");
  add_hold_out(sub, options->hold_out);
  add_data_dir(sub, options->data_dir);
  ReadingOptions::add_reading(sub, options->reading.skip_damaged, options->reading.transpose);
  add_common(sub, common);
  when_chosen(
      sub, [=, &common, &chosen] { chosen = [=, &common] { return run_test(*options, common); }; });
}

}  // namespace glia::cli
