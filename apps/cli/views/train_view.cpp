#include "views/train_view.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "terminal/chart.h"
#include "terminal/print.h"
#include "views/answers.h"

namespace glia::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string progress_bar(double fraction, int width, const Screen& screen) {
  const int done = std::clamp(static_cast<int>(std::lround(fraction * width)), 0, width);
  std::string left, right;
  for (int i = 0; i < done; ++i) left += "━";
  for (int i = done; i < width; ++i) right += "─";
  return screen.paint(left, kTrainColor) + screen.dim(right);
}

// Which epochs a short table shows: the first ones, then ever further apart, and the last.
std::vector<std::size_t> epochs_to_show(std::size_t count) {
  std::vector<std::size_t> shown;
  for (std::size_t decade = 1; decade <= count; decade *= 10) {
    for (std::size_t digit : {std::size_t{1}, std::size_t{2}, std::size_t{5}}) {
      if (digit * decade < count) shown.push_back(digit * decade - 1);
    }
  }
  if (count > 0) shown.push_back(count - 1);
  return shown;
}

std::string capitalised(std::string text) {
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

// Titles of columns that an evaluation fills: where there are no classes nothing is right or wrong.
void append_titles(std::vector<std::string>& row, bool classes,
                   const std::array<std::string, 2>& titles) {
  row.insert(row.end(), titles.begin(), titles.begin() + (classes ? 2 : 1));
}
void append(std::vector<std::string>& row, bool classes, const std::optional<Evaluation>& e) {
  row.push_back(e ? say("{:.4f}", e->cost) : "");
  if (classes) row.push_back(e ? percent(e->accuracy) : "");
}

Json cost_of(const std::optional<Evaluation>& e) { return e ? Json(e->cost) : Json(nullptr); }
Json accuracy_of(const std::optional<Evaluation>& e) {
  return e ? Json(e->accuracy) : Json(nullptr);
}

}  // namespace

void TrainLine::progress(const Progress& p) {
  if (!line_.due()) return;
  const Screen& screen = line_.screen();
  const double epoch = static_cast<double>(p.epoch) - 1 + p.epoch_fraction;
  const double done = std::clamp(epoch / static_cast<double>(p.epochs), 0.0, 1.0);
  const int bar_width = std::clamp(screen.width - 90, 10, 40);
  std::vector<std::string> fields{
      say("epoch {}/{} {}", p.epoch, p.epochs, progress_bar(done, bar_width, screen)),
      say("{} left", duration(p.seconds_left)), say("cost {:.4f}", p.cost)};
  if (last_.epoch > 0 && classes_) {
    fields.push_back(screen.paint(say("train {}", percent(last_.train_accuracy)), kTrainColor));
    if (last_.test) {
      fields.push_back(screen.paint(say("test {}", percent(last_.test->accuracy)), kTestColor));
    }
  }
  fields.push_back(say("{} samples/s", rate(p.samples_per_second)));
  line_.draw(fields);
}

void TrainLog::epoch(const EpochReport& r) {
  const Json line{{"event", "epoch"},
                  {"epoch", r.epoch},
                  {"cost", r.cost},
                  {"train_accuracy", r.train_accuracy},
                  {"validation_cost", cost_of(r.validation)},
                  {"validation_accuracy", accuracy_of(r.validation)},
                  {"test_cost", cost_of(r.test)},
                  {"test_accuracy", accuracy_of(r.test)},
                  {"seconds", r.seconds},
                  {"samples_per_second", r.samples_per_second}};
  print_json(line);
  flush(stdout);
}

void print_report(const std::vector<EpochReport>& reports, const std::optional<Evaluation>& test,
                  const std::string& judged_by, const std::vector<std::string>& names,
                  const Screen& screen) {
  const bool classes = !names.empty();
  if (!reports.empty()) {
    const bool validated = reports.back().validation.has_value();
    std::vector<std::vector<std::string>> rows{{say("epoch")}};
    append_titles(rows[0], classes, {say("cost"), say("train right")});
    if (validated)
      append_titles(rows[0], classes, {say("validation cost"), say("validation right")});
    const bool tested = reports.back().test.has_value();
    if (tested) append_titles(rows[0], classes, {say("test cost"), say("test right")});
    rows[0].insert(rows[0].end(), {say("rate"), say("samples/s")});
    for (std::size_t i : epochs_to_show(reports.size())) {
      const EpochReport& r = reports[i];
      rows.push_back({std::to_string(r.epoch), say("{:.4f}", r.cost)});
      if (classes) rows.back().push_back(percent(r.train_accuracy));
      if (validated) append(rows.back(), classes, r.validation);
      if (tested) append(rows.back(), classes, r.test);
      rows.back().insert(rows.back().end(),
                         {say("{:.4g}", r.learning_rate < 1e-9 ? 0 : r.learning_rate),
                          rate(r.samples_per_second)});
    }
    print("\n");
    print(table(rows, screen));

    Series train{say("train"), kTrainColor, {}};
    Series judged{tested ? say("test") : say("validation"), kTestColor, {}};
    for (const EpochReport& r : reports) {
      train.values.push_back(r.cost);
      const auto& e = tested ? r.test : r.validation;
      judged.values.push_back(e ? e->cost : std::numeric_limits<double>::quiet_NaN());
    }
    std::vector<Series> drawn{train};
    if (tested || validated) drawn.push_back(judged);
    if (reports.size() > 1) {
      print("\n  {}\n", screen.bold(say("Cost")));
      print(curves(drawn, std::min(screen.width - 4, 100), 12, screen));
    }
  }
  if (!test) {
    print("\n  Nothing was tested: no examples were left for that.\n");
    return;
  }
  if (classes) {
    print("\n  {} {}\n", screen.bold(say_text(capitalised(judged_by))),
          screen.dim(say("(rows: what it is; columns: what the network said)")));
    print(confusion_matrix(test->confusion, names, screen));
  }
  if (classes) {
    print("\n  Right on {} of {} {}: {}\n",
          grouped(std::llround(test->accuracy * static_cast<double>(test->samples))),
          grouped(test->samples), judged_by, screen.bold(percent(test->accuracy)));
  }
  if (const std::string note = unanswered(*test); !note.empty()) print("  {}\n", note);
}

}  // namespace glia::cli
