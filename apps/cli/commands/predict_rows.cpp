#include "commands/predict_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "data/rows.h"
#include "glia/confidence.h"
#include "glia/error.h"
#include "glia/file.h"
#include "terminal/chart.h"
#include "terminal/csv.h"
#include "terminal/print.h"
#include "views/answers.h"

namespace glia::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kRowsTogether = 4096;  // rows
constexpr std::size_t kShown = 20;            // rows on a screen

// The outputs, the most likely first.
std::vector<std::size_t> ranked(std::span<const float> outputs) {
  std::vector<std::size_t> places(outputs.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::ranges::stable_sort(places, [&](auto a, auto b) { return outputs[a] > outputs[b]; });
  return places;
}

// What a network says of rows, in the words and units of its table.
class RowsTeller {
 public:
  RowsTeller(const Model& model, const RowsOptions& options, const AskedRows& asked)
      : model_(model),
        options_(options),
        asked_(asked),
        for_people_(!options.csv && options.out.empty()) {
    for (const std::string& name : options.keep) kept_.push_back(&asked.table.column(name));
    numbers_ = tells_numbers(model);
    names_ = class_names(model);
    top_ = static_cast<std::size_t>(
        std::min(options.top.value_or(std::ssize(names_)), std::ssize(names_)));
  }

  bool classes() const { return !numbers_; }

  std::vector<std::string> head() const {
    std::vector<std::string> head;
    for (const Table::Column* column : kept_) head.push_back(column->name);
    head.push_back(for_people_ ? say("row") : "row");
    if (numbers_) {
      head.insert(head.end(), names_.begin(), names_.end());
      return head;
    }
    head.push_back(for_people_ ? say("answer") : "answer");
    head.push_back(for_people_ ? say("confidence") : "confidence");
    if (!options_.top) {
      head.insert(head.end(), names_.begin(), names_.end());
    } else {
      for (std::size_t i = 1; i <= top_; ++i) {
        head.push_back(for_people_ ? say("answer {}", i) : "answer " + std::to_string(i));
        head.push_back(for_people_ ? say("output {}", i) : "output " + std::to_string(i));
      }
    }
    return head;
  }

  std::vector<std::string> cells(std::uint32_t row, std::span<const float> outputs) const {
    std::vector<std::string> cells;
    for (const Table::Column* column : kept_) {
      cells.push_back(column->missing(row) ? ""
                      : for_people_        ? said_cell(*column, row)
                                           : cell_text(*column, row));
    }
    cells.push_back(std::to_string(asked_.number(row)));
    if (numbers_) {
      for (std::size_t i = 0; i < names_.size(); ++i) {
        cells.push_back(for_people_ ? short_number(own(i, outputs[i]), 7)
                                    : fmt::format("{:.7g}", own(i, outputs[i])));
      }
      return cells;
    }
    const Answer said = Answer::of(model_, outputs, options_.threshold);
    cells.push_back(said.none ? "" : said.best);
    cells.push_back(said.confidence ? part(*said.confidence) : "");
    if (!options_.top) {
      for (const float a : outputs) cells.push_back(part(double{a}));
      return cells;
    }
    const std::vector<std::size_t> order = ranked(outputs);
    for (std::size_t i = 0; i < top_; ++i) {
      cells.insert(cells.end(), {names_[order[i]], part(double{outputs[order[i]]})});
    }
    return cells;
  }

  Json json(std::uint32_t row, std::span<const float> outputs) const {
    Json line;
    for (const Table::Column* column : kept_) {
      line[column->name] = column->missing(row) ? Json() : Json(cell_text(*column, row));
    }
    line["row"] = asked_.number(row);
    if (numbers_) {
      for (std::size_t i = 0; i < names_.size(); ++i)
        line["values"][names_[i]] = own(i, outputs[i]);
      return line;
    }
    Answer::of(model_, outputs, options_.threshold).add_to(line);
    for (const std::size_t i : first(outputs)) line["outputs"][names_[i]] = double{outputs[i]};
    return line;
  }

  // Of one row: all that the network says.
  Lines answer(std::span<const float> outputs, const Screen& screen) const {
    Lines lines;
    if (numbers_) {
      for (std::size_t i = 0; i < names_.size(); ++i) {
        lines.push_back(say("The network says {}: {}", names_[i],
                            screen.bold(short_number(own(i, outputs[i]), 5))));
      }
      return lines;
    }
    int width = 1;
    for (const std::string& name : names_) width = std::max(width, columns(name));
    const std::vector<std::size_t> order = first(outputs);
    for (const std::size_t i : order) {
      const bool best = says(model_, outputs, static_cast<std::int64_t>(i));
      const std::string name = pad_left(names_[i], width);
      lines.push_back((best ? screen.bold(name) : screen.dim(name)) + " " +
                      bar(double{outputs[i]}, 32, best ? kTrainColor : kQuiet, screen) +
                      pad_left(plain_number(double{outputs[i]}, 2), 6) + (best ? "  ◀" : ""));
    }
    const Answer said = Answer::of(model_, outputs, options_.threshold);
    lines.emplace_back();
    if (said.none) {
      lines.push_back(say("The network says: {}. Its best guess is {}, {} sure.",
                          screen.bold(say_text(kNoneOfThese)), said.best,
                          percent(*said.confidence)));
    } else if (said.best.empty()) {
      lines.push_back(say("The network says none of the classes."));
    } else {
      lines.push_back(say("The network says {}{}.", screen.bold(said.best),
                          said.confidence ? say(", {} sure", percent(*said.confidence)) : ""));
    }
    return lines;
  }

  // In the unit of the table, or as an output that tells a class.
  double own(std::size_t i, float output) const {
    return numbers_ ? numbers_->in_own_unit(i, double{output}) : double{output};
  }

 private:
  std::string part(double of_one) const {
    return for_people_ ? say("{:.6f}", of_one) : fmt::format("{:.6f}", of_one);
  }

  std::vector<std::size_t> first(std::span<const float> outputs) const {
    std::vector<std::size_t> order = ranked(outputs);
    if (!options_.top) std::ranges::sort(order);
    order.resize(top_);
    return order;
  }

  const Model& model_;
  const RowsOptions& options_;
  const AskedRows& asked_;
  const bool for_people_;  // not for programs, who read CSV
  std::vector<const Table::Column*> kept_;
  std::vector<std::string> names_;
  std::size_t top_ = 0;
  const TableForm* numbers_ = nullptr;  // where it tells them rather than classes
};

// Asks about rows, some at a time: `tell` gets each with its outputs.
template <typename Tell>
void ask_rows(Engine& engine, const Model& model, const AskedRows& asked, const Tell& tell) {
  Session session = answering(engine, model, std::min(kRowsTogether, std::ssize(asked.rows)));
  const auto each = static_cast<std::size_t>(outputs_of(model));
  for (std::size_t done = 0; done < asked.rows.size();) {
    const auto some = std::span(asked.rows)
                          .subspan(done, std::min(static_cast<std::size_t>(kRowsTogether),
                                                  asked.rows.size() - done));
    const std::vector<float> outputs =
        session.forward(model.form.table()->inputs_of(asked.table, some), std::ssize(some));
    for (std::size_t i = 0; i < some.size(); ++i) {
      tell(some[i], std::span(outputs).subspan(i * each, each));
    }
    done += some.size();
  }
}

// What the answer of a row would be if a column said nothing of its own: a number as it is usual,
// no word. How much of the answer that takes away is what the column has brought: of the first
// target in its unit, of a class in log-odds, the logarithm of p / (1 − p).
struct Brought {
  std::string column, value, usual;
  double change = 0;
};

// The node whose numbers go into the last activation.
std::string before_answer(const Graph& graph) {
  const Node& last = graph[graph.output()];
  return last.spec.params.empty() && !last.inputs.empty() ? graph[last.inputs[0]].name : last.name;
}

// Of the logits z: of a softmax against all others together, of a sigmoid by itself.
double log_odds(const Model& model, std::span<const float> logits, std::size_t answer) {
  if (model.graph[model.graph.output()].op->name() != "softmax") return double{logits[answer]};
  double others = 0, most = -INFINITY;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (i != answer) most = std::max(most, double{logits[i]});
  }
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (i != answer) others += std::exp(double{logits[i]} - most);
  }
  return double{logits[answer]} - most - std::log(others);
}
std::vector<Brought> brought(Engine& engine, const Model& model, const RowsTeller& teller,
                             const AskedRows& asked) {
  const TableForm& form = *model.form.table();
  const std::vector<float> input = form.inputs_of(asked.table, asked.rows);
  const auto width = static_cast<std::ptrdiff_t>(input.size());
  std::vector<float> inputs = input;
  std::vector<Brought> found;
  std::ptrdiff_t at = 0;
  for (const TableForm::Column& column : form.inputs) {
    inputs.insert(inputs.end(), input.begin(), input.end());
    const auto changed = inputs.end() - width + at;
    const double usual = column.missing.value_or(column.offset);
    std::fill_n(
        changed, column.width(),
        column.of_words() ? 0.0F : static_cast<float>((usual - column.offset) * column.scale));
    at += column.width();
    found.push_back({column.name, said_cell(asked.table.column(column.name), asked.rows.front()),
                     column.of_words() ? "–" : short_number(usual, 4), 0});
  }
  const std::int64_t rows = std::ssize(found) + 1;
  const std::string watched = before_answer(model.graph);
  std::set<std::string> watch;
  if (teller.classes()) watch = {watched};
  Session session = answering(engine, model, rows, std::move(watch));
  const std::vector<float> outputs = session.forward(inputs, rows);
  const auto each = static_cast<std::size_t>(outputs_of(model));
  const int best = brightest(std::span(outputs).first(each));
  const std::size_t answer = teller.classes() ? static_cast<std::size_t>(std::max(best, 0)) : 0;
  const auto said = [&](std::size_t row) {
    if (!teller.classes()) return teller.own(answer, outputs[row * each + answer]);
    return log_odds(model, session.activation(watched, static_cast<std::int64_t>(row)), answer);
  };
  const double now = said(0);
  for (std::size_t i = 0; i < found.size(); ++i) found[i].change = now - said(i + 1);
  std::ranges::stable_sort(found, [](const Brought& a, const Brought& b) {
    return std::abs(a.change) > std::abs(b.change);
  });
  return found;
}

void print_brought(const std::vector<Brought>& found, bool classes, const Screen& screen) {
  double most = 1e-12;
  for (const Brought& each : found) most = std::max(most, std::abs(each.change));
  std::vector<std::vector<std::string>> rows{
      {say("column"), say("here"), say("usual"), say("brings"), ""}};
  for (const Brought& each : found) {
    rows.push_back({each.column, each.value, each.usual,
                    (each.change < 0 ? "−" : "+") + short_number(std::abs(each.change), 3),
                    centred_bar(each.change / most, 24, screen)});
  }
  print("\n  {}\n", screen.dim(say("What each column brings: the answer less what it would be if "
                                   "the column said what is usual")));
  print(table(rows, screen));
  if (classes) {
    print("  {}\n", screen.dim(say("in log-odds: +0.7 doubles the odds of this answer, −0.7 halves "
                                   "them")));
  }
}

int tell_one(const Model& model, const RowsOptions& options, const AskedRows& asked,
             const RowsTeller& teller, Engine& engine, const Common& common) {
  std::vector<Brought> found;
  if (options.why) found = brought(engine, model, teller, asked);
  const Screen screen = Screen::of(stdout, common.color);
  ask_rows(engine, model, asked, [&](std::uint32_t row, std::span<const float> outputs) {
    if (common.json) {
      Json line = teller.json(row, outputs);
      for (const Brought& each : found) {
        line["brings"].push_back({{"column", each.column}, {"by", each.change}});
      }
      print_json(line);
      return;
    }
    if (!options.why) {  // which has them beside what is usual
      for (const TableForm::Column& column : model.form.table()->inputs) {
        if (std::ranges::find(asked.as_usual, column.name) != asked.as_usual.end()) continue;
        print("  {} {}\n", screen.dim(column.name + ":"),
              said_cell(asked.table.column(column.name), row));
      }
      print("\n");
    }
    if (!asked.as_usual.empty()) {
      print("  {}\n\n", screen.dim(say("Not said, and so as usual: {}",
                                       fmt::format("{}", fmt::join(asked.as_usual, ", ")))));
    }
    print(teller.answer(outputs, screen));
  });
  if (!found.empty() && !common.json) print_brought(found, teller.classes(), screen);
  return kOk;
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) line += (line.empty() ? "" : ",") + csv_field(cell);
  return line + "\r\n";
}

}  // namespace

int predict_rows(const Model& model, const RowsOptions& options, const Common& common) {
  if (options.csv && common.json) throw UsageError("--csv and --json: choose one of them");
  if (!options.out.empty()) check_writable(options.out);
  const AskedRows asked = read_rows(model, options.words);
  if (options.why && !asked.one) {
    throw UsageError(fmt::format("--why is about one row: name it, as in {}:{}",
                                 options.words.front(), asked.table.first_row));
  }
  const RowsTeller teller(model, options, asked);
  const auto engine = asked.one ? common.engine_of_one() : common.engine();
  const bool as_csv = options.csv || !options.out.empty();
  if (asked.one && !as_csv) return tell_one(model, options, asked, teller, *engine, common);
  std::string text = as_csv ? csv_line(teller.head()) : "";
  std::vector<std::vector<std::string>> shown{teller.head()};
  ask_rows(*engine, model, asked, [&](std::uint32_t row, std::span<const float> outputs) {
    if (brightest(outputs) < 0) {
      throw Error(ErrorCode::format,
                  fmt::format("row {}: the network gives no answer, its outputs are not finite",
                              asked.number(row)));
    }
    if (as_csv) {
      text += csv_line(teller.cells(row, outputs));
    } else if (common.json) {
      print_json(teller.json(row, outputs));
    } else if (shown.size() <= kShown) {
      shown.push_back(teller.cells(row, outputs));
    }
  });
  if (!options.out.empty()) {
    save_file(options.out, text);
    if (!common.json)
      print("  {} rows, saved to {}\n", grouped(std::ssize(asked.rows)), options.out);
  } else if (as_csv) {
    write_text(stdout, text);
  } else if (!common.json) {
    const Screen screen = Screen::of(stdout, common.color);
    print(table(shown, screen));
    if (std::ssize(asked.rows) >= std::ssize(shown)) {
      print("  {}\n", screen.dim(say("{} rows in all; --out FILE.csv keeps them",
                                     grouped(std::ssize(asked.rows)))));
    }
  }
  return kOk;
}

}  // namespace glia::cli
