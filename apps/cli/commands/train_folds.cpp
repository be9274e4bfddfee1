#include "commands/train_folds.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "commands/train_run.h"
#include "glia/report.h"
#include "glia/source.h"
#include "terminal/chart.h"
#include "terminal/interrupt.h"
#include "terminal/print.h"
#include "views/report_view.h"
#include "views/train_view.h"

namespace glia::cli {
namespace {

using Json = nlohmann::ordered_json;

// A number of each fold, by what people call it.
struct Score {
  std::string name, key;
  bool part = false;  // shown as a percentage
  std::vector<double> values = {};

  double mean() const {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  }
  double deviation() const {
    double sum = 0;
    for (const double value : values) sum += (value - mean()) * (value - mean());
    return std::sqrt(sum / static_cast<double>(values.size()));
  }
  std::string text(double value) const { return part ? percent(value) : plain_number(value, 4); }
};

void check(const TrainOptions& asked, const Settings& settings) {
  const Source* source = find_source(settings.data);
  if (!source || !source->takes(Choice::table)) {
    throw UsageError(fmt::format("--folds is for table:FILE, and {} is none", settings.data));
  }
  const char* const one = !asked.checkpoint.empty() ? "--checkpoint"
                          : !asked.curves.empty()   ? "--curves"
                          : !asked.log.empty()      ? "--log"
                                                    : nullptr;
  if (one)
    throw UsageError(fmt::format("{} is about one training, and --folds makes several", one));
  if (!settings.test_table.empty()) {
    throw UsageError("--folds divides the rows of one table: leave out --test-table");
  }
}

// Learns to the end; whether nobody interrupted it.
bool learn(Run& run, const Common& common) {
  TrainLine line(Screen::of(stderr, common.color), run.data.train.labelled());
  run.trainer->add_observer(line);
  const Interruptible here(*run.trainer);
  return run.trainer->run() != StopReason::cancelled;
}

// What came out of a fold, added to the scores; these are made by the first.
void add_fold(std::vector<Score>& scores, Run& run, Engine& engine) {
  const Dataset& tested = run.data.judged.data;
  std::vector<Score> found{{"cost", "test_cost"}};
  found[0].values = {run.trainer->evaluate(tested).cost};
  if (tested.labelled()) {
    found.push_back({"right", "test_accuracy", true, {run.trainer->evaluate(tested).accuracy}});
  } else {
    const Model model = run.trainer->model();
    const Report report = report_of(model, outcomes_of(engine, model, tested));
    if (report.several) found.push_back({"all right", "exact", true, {report.several->exact}});
    for (const NumberScores& of : report.numbers) {
      found.push_back({"R² " + of.name, "r2 " + of.name, false, {of.r2.value_or(0)}});
      found.push_back({"MAE " + of.name, "mae " + of.name, false, {of.mae}});
    }
  }
  if (scores.empty()) {
    scores = std::move(found);
    return;
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    scores[i].values.push_back(found[i].values.front());
  }
}

Json as_json(const std::vector<Score>& scores, int fold, const Run& run) {
  Json line{{"event", "fold"},
            {"fold", fold + 1},
            {"train", run.data.train.size()},
            {"test", run.data.judged.data.size()}};
  for (const Score& score : scores) line[score.key] = score.values.back();
  return line;
}

void print_scores(const std::vector<Score>& scores, const Screen& screen) {
  std::vector<std::vector<std::string>> rows{{say("fold")}};
  for (const Score& score : scores) rows[0].push_back(say_text(score.name));
  for (std::size_t fold = 0; fold < scores[0].values.size(); ++fold) {
    rows.push_back({std::to_string(fold + 1)});
    for (const Score& score : scores) rows.back().push_back(score.text(score.values[fold]));
  }
  rows.push_back({say("mean")});
  for (const Score& score : scores) {
    rows.back().push_back(score.text(score.mean()) + " ± " + score.text(score.deviation()));
  }
  print(table(rows, screen));
}

Json mean_as_json(const std::vector<Score>& scores, int folds) {
  Json done{{"event", "done"}, {"folds", folds}};
  for (const Score& score : scores) {
    done[score.key] = {{"mean", score.mean()}, {"deviation", score.deviation()}};
  }
  return done;
}

// Says what came out of the folds that are done. Returns the exit code.
int interrupted(const std::vector<Score>& scores, int folds, const Common& common) {
  const std::size_t done = scores.empty() ? 0 : scores[0].values.size();
  if (common.json) {
    Json line = mean_as_json(scores, static_cast<int>(done));
    line["interrupted"] = true;
    print_json(line);
  } else if (done > 0) {
    print_scores(scores, Screen::of(stdout, common.color));
  }
  if (done == 0) {
    print(stderr, "glia: interrupted in the first of {} folds; nothing is saved\n", folds);
  } else {
    std::string means;
    for (const Score& score : scores) {
      means += (means.empty() ? "" : ", ") + say_text(score.name) + " " + score.text(score.mean());
    }
    print(stderr, "glia: interrupted after {} of {} folds, whose mean is {}; nothing is saved\n",
          done, folds, means);
  }
  return Interrupt::exit_code();
}

}  // namespace

int train_folds(const TrainOptions& asked, Engine& engine, const Common& common) {
  TrainOptions options = asked;
  options.complete();
  check(asked, options.settings);
  check_out(options.out, options.reads());
  const std::string file = options.settings.data.substr(options.settings.data.find(':') + 1);
  const Table table = read_table(file);
  std::vector<Score> scores;
  const auto count = static_cast<int>(*asked.folds);
  const TableTask task = options.settings.table_task();
  DataSplit part;
  for (int fold = count; fold-- > 0;) {  // a fault of any comes before all the learning
    part = learn_fold(table, task, count, fold);
  }
  for (const std::string& note : options.without_effect(part)) print(stderr, "glia: {}\n", note);
  const Interrupt interrupt(say("glia: no other fold learns; again to stop at once\n"));
  for (int fold = 0; fold < count; ++fold) {
    if (fold > 0) part = learn_fold(table, task, count, fold);
    if (fold > 0) part.note.clear();  // said once
    Run run = make_run(options, std::move(part), {engine});
    if (!learn(run, common)) return interrupted(scores, count, common);
    add_fold(scores, run, engine);
    if (common.json) print_json(as_json(scores, fold, run));
    flush(stdout);
  }
  options.asked["test"] = 0.0;
  options.complete();
  DataSplit all = learn_table(table, options.settings.table_task());
  all.note.clear();
  Run run = make_run(options, std::move(all), {engine});
  if (!learn(run, common)) return interrupted(scores, count, common);
  const SavedAs saved = save_outcome(run.trainer->model(), options.out, Outcome::whole, {});
  if (common.json) {
    Json done = mean_as_json(scores, count);
    done["model"] = saved.path;
    done["interrupted"] = false;
    print_json(done);
    return kOk;
  }
  const Screen screen = Screen::of(stdout, common.color);
  print_scores(scores, screen);
  print(
      "\n  So well does such a network do on rows it never saw. One that learnt from all {} rows "
      "is "
      "saved to {}\n",
      grouped(run.data.train.size()), screen.bold(saved.path));
  return kOk;
}

}  // namespace glia::cli
