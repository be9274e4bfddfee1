#include "glia/table_set.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "base/in_words.h"
#include "base/number_text.h"
#include "base/rng.h"
#include "data/table/learn_form.h"
#include "glia/error.h"
#include "io/json.h"

namespace glia {
namespace {

constexpr std::size_t kMostClassesOfNumbers = 20;
constexpr int kMostClasses = 256;
constexpr std::size_t kFewWords = 20;  // fewer are never taken for names of rows
constexpr double kNames = 0.5;         // of the rows have a word of their own

using Rows = std::vector<std::uint32_t>;

[[noreturn]] void fail(const Table& table, const std::string& why) {
  throw Error(ErrorCode::invalid_argument, "table " + io::in_quotes(table.name) + ": " + why);
}

// What is wanted of each row: one of the classes, or numbers.
struct Wanted {
  std::vector<const Table::Column*> columns;
  bool classes = false;
  std::vector<std::string> names = {};    // of the classes
  std::vector<std::int32_t> labels = {};  // -1: missing
};

// The classes that a column's different numbers are; none where they are no classes.
std::map<float, std::int32_t> classes_of_numbers(const Table::Column& column,
                                                 const std::optional<bool>& asked) {
  std::map<float, std::int32_t> counts;
  for (const float x : column.numbers) {
    if (std::isnan(x)) continue;
    ++counts[x];
    if (counts.size() > (asked ? kMostClasses : kMostClassesOfNumbers)) return {};
  }
  if (!asked) {
    const bool look_like_it = std::ranges::all_of(counts, [](const auto& each) {
      return each.first == std::floor(each.first) && each.second >= 2;
    });
    if (!look_like_it) return {};
  }
  std::int32_t place = 0;
  for (auto& [number, label] : counts) label = place++;
  return counts;
}

void take_classes(Wanted& wanted, const Table& table, const TableTask& task) {
  if (wanted.columns.size() > 1) {
    for (const Table::Column* column : wanted.columns) {
      if (column->of_words()) {
        fail(table, "several targets are expected to be numbers, and " +
                        io::in_quotes(column->name) + " has words");
      }
    }
    return;
  }
  const Table::Column& column = *wanted.columns.front();
  if (column.of_words()) {
    wanted.names = column.vocabulary;
    wanted.labels = column.words;
  } else if (task.classes.value_or(true)) {
    const auto places = classes_of_numbers(column, task.classes);
    if (places.empty() && task.classes) {
      fail(table, "target " + io::in_quotes(column.name) + " has more than 256 different numbers");
    }
    if (places.empty()) return;
    for (const auto& [number, place] : places) wanted.names.push_back(number_text(number));
    for (const float x : column.numbers) {
      wanted.labels.push_back(std::isnan(x) ? -1 : places.at(x));
    }
  } else {
    return;
  }
  if (wanted.names.size() > kMostClasses) {
    fail(table, "target " + io::in_quotes(column.name) + " has " +
                    std::to_string(wanted.names.size()) + " classes, expected at most 256");
  }
  if (wanted.names.size() < 2) {
    fail(table, "target " + io::in_quotes(column.name) +
                    " has only one class, so there is nothing to tell apart");
  }
  wanted.classes = true;
}

Wanted wanted_of(const Table& table, const TableTask& task) {
  if (task.target.empty()) {
    std::vector<std::string> names;
    for (const Table::Column& column : table.columns) names.push_back(column.name);
    fail(table, "say which column is the target; it has " + in_words(names));
  }
  Wanted wanted;
  for (const std::string& name : task.target) wanted.columns.push_back(&table.column(name));
  take_classes(wanted, table, task);
  return wanted;
}

// Of a network that has learnt them.
void name_classes(Wanted& wanted, const Table& table, const std::vector<std::string>& classes) {
  const Table::Column& column = *wanted.columns.front();
  const auto place_of = [&](const std::string& name) {
    const auto found = std::ranges::find(classes, name);
    if (found != classes.end()) return static_cast<std::int32_t>(found - classes.begin());
    throw Error(ErrorCode::not_found, "table " + io::in_quotes(table.name) + ", column " +
                                          io::in_quotes(column.name) +
                                          ": the network knows no class " + io::in_quotes(name) +
                                          ", only " + in_words(classes));
  };
  wanted.classes = true;
  wanted.names = classes;
  std::vector<std::int32_t> places;
  for (const std::string& word : column.vocabulary) places.push_back(place_of(word));
  for (std::int64_t row = 0; row < table.rows; ++row) {
    const auto at = static_cast<std::size_t>(row);
    wanted.labels.push_back(column.missing(row) ? -1
                            : column.of_words() ? places[static_cast<std::size_t>(column.words[at])]
                                                : place_of(number_text(column.numbers[at])));
  }
}

Rows answered_rows(const Table& table, const Wanted& wanted) {
  Rows rows;
  for (std::int64_t row = 0; row < table.rows; ++row) {
    const auto missing = [&](const Table::Column* column) { return column->missing(row); };
    if (std::ranges::none_of(wanted.columns, missing)) {
      rows.push_back(static_cast<std::uint32_t>(row));
    }
  }
  return rows;
}

// To learn from and to test on, of each class alike.
std::pair<Rows, Rows> divided(const Rows& rows, const Wanted& wanted, const TableTask& task) {
  std::pair<Rows, Rows> parts;
  if (task.test <= 0) return {rows, {}};
  const std::uint64_t key = random_key(task.seed, "table");
  const std::size_t groups = wanted.classes ? wanted.names.size() : 1;
  std::vector<Rows> members(groups);
  for (const std::uint32_t row : rows) {
    members[wanted.classes ? static_cast<std::size_t>(wanted.labels[row]) : 0].push_back(row);
  }
  for (std::size_t group = 0; group < groups; ++group) {
    Rows& all = members[group];
    shuffle(all, Rng(key, group));
    const std::ptrdiff_t tested =
        static_cast<std::ptrdiff_t>(std::llround(task.test * static_cast<double>(all.size())));
    const auto border = all.begin() + tested;
    parts.second.insert(parts.second.end(), all.begin(), border);
    parts.first.insert(parts.first.end(), border, all.end());
  }
  std::ranges::sort(parts.first);
  std::ranges::sort(parts.second);
  return parts;
}

// Names of rows rather than words: nothing can be learnt of what comes once.
bool names_rows(const Table::Column& column, std::int64_t rows) {
  return column.of_words() && column.vocabulary.size() > kFewWords &&
         static_cast<double>(column.vocabulary.size()) > kNames * static_cast<double>(rows);
}

Dataset set_of(const Table& table, const TableForm& form, const Wanted& wanted, const Rows& rows) {
  if (rows.empty()) return {};
  std::vector<Column> columns{{"input", form.shape(), form.inputs_of(table, rows)}};
  if (wanted.classes) {
    std::vector<std::uint8_t> labels;
    for (const std::uint32_t row : rows) {
      labels.push_back(static_cast<std::uint8_t>(wanted.labels[row]));
    }
    columns.push_back({"label", Shape{1}, std::move(labels)});
    return Dataset::of(std::move(columns), static_cast<int>(wanted.names.size()), table.name)
        .with_class_names(wanted.names);
  }
  TableForm as_inputs;
  as_inputs.inputs = form.targets;
  columns.push_back({"target", as_inputs.shape(), as_inputs.inputs_of(table, rows)});
  return Dataset::of(std::move(columns), 0, table.name);
}

}  // namespace

DataSplit learn_table(const Table& table, const TableTask& task) {
  if (!(task.test >= 0 && task.test < 1)) {
    throw Error(ErrorCode::invalid_argument,
                "expected a part from 0 to less than 1 to test on, got " + number_text(task.test));
  }
  const Wanted wanted = wanted_of(table, task);
  for (const std::string& name : task.ignored) static_cast<void>(table.column(name));
  const auto [learnt, tested] = divided(answered_rows(table, wanted), wanted, task);
  if (learnt.empty()) fail(table, "no row is left to learn from");
  DataSplit split;
  TableForm form;
  std::vector<std::string> left_out;
  for (const Table::Column& column : table.columns) {
    const auto named = [&](const auto& names) {
      return std::ranges::find(names, column.name) != names.end();
    };
    if (named(task.target) || named(task.ignored)) continue;
    if (names_rows(column, table.rows)) {
      left_out.push_back(column.name);
      continue;
    }
    form.inputs.push_back(learn_column(column, learnt, task.scaling, task.missing));
  }
  for (const Table::Column* column : wanted.columns) {
    form.targets.push_back(learn_column(
        *column, learnt, wanted.classes ? Scaling::none : Scaling::standard, Missing::refused));
    if (wanted.classes) form.targets.back().words = wanted.names;
  }
  form.check();
  split.train = set_of(table, form, wanted, learnt);
  split.test = set_of(table, form, wanted, tested);
  split.classes = wanted.names;
  split.form = form;
  split.many = "rows";
  if (!left_out.empty()) {
    split.note = in_words(left_out) + ": left out, since nearly every row has another word there";
  }
  return split;
}

Dataset apply_table(const Table& table, const TableForm& form,
                    const std::vector<std::string>& classes) {
  form.check();
  const auto is_there = [&](const TableForm::Column& target) {
    return std::ranges::find(table.columns, target.name, &Table::Column::name) !=
           table.columns.end();
  };
  Wanted wanted;
  if (!form.targets.empty() && std::ranges::all_of(form.targets, is_there)) {
    for (const auto& target : form.targets) wanted.columns.push_back(&table.column(target.name));
    if (!classes.empty()) name_classes(wanted, table, classes);
    return set_of(table, form, wanted, answered_rows(table, wanted));
  }
  Rows rows(static_cast<std::size_t>(table.rows));
  std::iota(rows.begin(), rows.end(), 0U);
  const std::int64_t width = classes.empty() ? std::ssize(form.targets) : std::ssize(classes);
  std::vector<float> unknown(rows.size() * static_cast<std::size_t>(width));
  return Dataset::rows(form.shape(), form.inputs_of(table, rows), Shape{width}, std::move(unknown),
                       table.name);
}

}  // namespace glia
