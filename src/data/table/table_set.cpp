#include "glia/table_set.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/digest.h"
#include "base/in_words.h"
#include "base/number_text.h"
#include "data/table/division.h"
#include "data/table/fill.h"
#include "data/table/hints.h"
#include "data/table/learn_form.h"
#include "data/table/wanted.h"
#include "glia/error.h"
#include "io/json.h"

namespace glia {
namespace {

// As the column of weights has it, where there is one.
Dataset weighted(const Dataset& data, const Table& table, const TableForm& form, const Rows& rows) {
  const auto found = std::ranges::find(table.columns, form.weights, &Table::Column::name);
  if (form.weights.empty() || found == table.columns.end()) return data;
  if (found->of_words()) {
    fail_table(table, "column " + io::in_quotes(form.weights) +
                          " is to say how much each row counts, and has words");
  }
  std::vector<float> weights;
  for (const std::uint32_t row : rows) {
    if (!(found->numbers[row] >= 0)) {
      throw Error(ErrorCode::format, "table " + io::in_quotes(table.name) + ", row " +
                                         std::to_string(table.first_row + row) + ", column " +
                                         io::in_quotes(form.weights) +
                                         ": expected a weight of at least 0");
    }
    weights.push_back(found->numbers[row]);
  }
  return data.with_weights(weights);
}

Dataset set_of(const Table& table, const TableForm& form, const Wanted& wanted, const Rows& rows,
               std::int64_t* unknown = nullptr) {
  if (rows.empty()) return {};
  std::vector<Column> columns;  // not of a list, which would copy the numbers
  columns.push_back({"input", form.shape(), fill_inputs(form, table, rows, unknown)});
  columns.push_back(wanted.answers(form, rows));
  const auto classes =
      wanted.kind() == TargetKind::classes ? static_cast<int>(wanted.names().size()) : 0;
  const Dataset data =
      Dataset::of(std::move(columns), classes, table.name).with_class_names(wanted.names());
  return weighted(data, table, form, rows);
}

// Of each row, what its inputs and its answer come to.
std::uint64_t digest_of(const Dataset& data, std::int64_t i, std::vector<float>& numbers) {
  const auto inputs = static_cast<std::size_t>(data.shape().elements());
  numbers.resize(inputs + (data.labelled() ? 0 : static_cast<std::size_t>(data.target_width())));
  data.input(i, numbers.data());
  if (!data.labelled()) data.target(i, numbers.data() + inputs);
  Digest digest;
  digest.add(numbers.data(), numbers.size() * sizeof(float));
  digest.add(static_cast<std::uint64_t>(data.label(i)));
  return digest.value();
}

// How many of `tests` are the same as one of `learnt`.
std::int64_t count_known(const Dataset& learnt, const Dataset& tests) {
  std::vector<float> numbers;
  std::vector<std::uint64_t> tested;
  for (std::int64_t i = 0; i < tests.size(); ++i) tested.push_back(digest_of(tests, i, numbers));
  std::ranges::sort(tested);
  std::vector<bool> known(tested.size());  // at the first of equal ones
  for (std::int64_t i = 0; i < learnt.size(); ++i) {
    const std::uint64_t digest = digest_of(learnt, i, numbers);
    const auto found = std::ranges::lower_bound(tested, digest);
    if (found != tested.end() && *found == digest) {
      known[static_cast<std::size_t>(found - tested.begin())] = true;
    }
  }
  std::int64_t count = 0;
  for (std::size_t i = 0, first = 0; i < tested.size(); ++i) {
    if (tested[i] != tested[first]) first = i;
    count += known[first] ? 1 : 0;
  }
  return count;
}

void add_note(DataSplit& split, const std::string& note) {
  if (note.empty()) return;
  split.note += (split.note.empty() ? "" : "; ") + note;
}

void say_known(DataSplit& split) {
  const std::int64_t known = count_known(split.train, split.test);
  if (known == 0) return;
  add_note(split, std::to_string(known) + " of " + std::to_string(split.test.size()) +
                      " rows to test on are the same as rows to learn from");
}

void check_task(const Table& table, const TableTask& task) {
  if (!(task.test >= 0 && task.test < 1)) {
    throw Error(ErrorCode::invalid_argument,
                "expected a part from 0 to less than 1 to test on, got " + number_text(task.test));
  }
  for (const std::string& name : task.ignored) static_cast<void>(table.column(name));
  if (!task.weights.empty()) static_cast<void>(table.column(task.weights));
}

// What these rows teach; `split.train` is theirs.
DataSplit learn_rows(const Table& table, const TableTask& task, const Wanted& wanted,
                     const Rows& learnt) {
  if (learnt.empty()) fail_table(table, "no row is left to learn from");
  DataSplit split;
  TableForm form;
  std::vector<std::string> left_out;
  std::vector<const Table::Column*> inputs, asked;
  for (const Table::Column& column : table.columns) {
    const auto named = [&](const auto& names) {
      return std::ranges::find(names, column.name) != names.end();
    };
    const bool divides = task.division != Division::fraction && column.name == task.divided_by;
    const bool weighs = !task.weights.empty() && column.name == task.weights;
    if (named(task.target) || named(task.ignored) || divides || weighs) continue;
    asked.push_back(&column);
    if (names_rows(column, table.rows)) {
      left_out.push_back(column.name);
      continue;
    }
    inputs.push_back(&column);
  }
  if (!left_out.empty()) {
    add_note(split,
             in_words(left_out) + ": left out, since nearly every row has another word there");
  }
  add_note(split, hint_of_written_numbers(asked));
  if (inputs.empty() && split.note.empty()) fail_table(table, "no column is left to learn from");
  if (inputs.empty()) fail_table(table, "no column is left to learn from: " + split.note);
  add_note(split, hint_of_row_numbers(inputs));
  const float most = task.scaling == Scaling::standard ? brightest_pixel(inputs, learnt) : 0;
  for (const Table::Column* column : inputs) {
    const Scaling scaling = most > 0 ? Scaling::none : task.scaling;
    form.inputs.push_back(learn_column(*column, learnt, scaling, task.missing));
    if (most > 0) form.inputs.back().scale = 1 / double{most};
  }
  form.targets = wanted.learn(learnt);
  form.kind = wanted.kind();
  form.weights = task.weights;
  form.check();
  split.train = set_of(table, form, wanted, learnt);
  split.classes = wanted.names();
  split.form = form;
  split.many = "rows";
  return split;
}

DataSplit learn_divided(const Table& table, const TableTask& task, const Wanted& wanted,
                        Divided rows) {
  DataSplit split = learn_rows(table, task, wanted, std::exchange(rows.first, {}));
  std::int64_t unknown = 0;
  split.test = set_of(table, *split.form.table(), wanted, rows.second, &unknown);
  if (rows.second.empty() && task.test > 0) {
    add_note(split,
             "no row is left to test on: a part of " + number_text(task.test) + " comes to none");
  }
  if (unknown > 0) {
    add_note(split, "words of which nothing was learnt count as missing: " +
                        std::to_string(unknown) + " of those to test on");
  }
  say_known(split);
  return split;
}

DataSplit learn_fold(const Table& table, const TableTask& task, const Wanted& wanted, int count,
                     int fold) {
  return learn_divided(table, task, wanted,
                       divided_fold(table, wanted.answered(), wanted, task, count, fold));
}

}  // namespace

DataSplit learn_table(const Table& table, const TableTask& task) {
  check_task(table, task);
  const Wanted wanted = Wanted::asked(table, task);
  Divided rows = divided(table, wanted.answered(), wanted, task);
  return learn_divided(table, task, wanted, std::move(rows));
}

DataSplit learn_table(const Table& table, const Table& tests, const TableTask& task) {
  check_task(table, task);
  const Wanted wanted = Wanted::asked(table, task);
  for (const std::string& name : task.target) static_cast<void>(tests.column(name));
  DataSplit split = learn_rows(table, task, wanted, wanted.answered());
  split.test = apply_table(tests, *split.form.table(), split.classes);
  say_known(split);
  return split;
}

DataSplit learn_fold(const Table& table, const TableTask& task, int count, int fold) {
  check_task(table, task);
  return learn_fold(table, task, Wanted::asked(table, task), count, fold);
}

std::vector<DataSplit> folds(const Table& table, const TableTask& task, int count) {
  check_task(table, task);
  const Wanted wanted = Wanted::asked(table, task);
  std::vector<DataSplit> all;
  for (int fold = 0; fold == 0 || fold < count; ++fold) {
    all.push_back(learn_fold(table, task, wanted, count, fold));
  }
  return all;
}

Dataset apply_table(const Table& table, const TableForm& form,
                    const std::vector<std::string>& classes) {
  form.check();
  const auto is_there = [&](const TableForm::Column& target) {
    return std::ranges::find(table.columns, target.name, &Table::Column::name) !=
           table.columns.end();
  };
  if (!form.targets.empty() && std::ranges::all_of(form.targets, is_there)) {
    const Wanted wanted = Wanted::learnt(table, form, classes);
    return set_of(table, form, wanted, wanted.answered());
  }
  Rows rows(static_cast<std::size_t>(table.rows));
  std::iota(rows.begin(), rows.end(), 0U);
  std::int64_t width = std::ssize(classes);
  if (classes.empty()) {
    const std::int64_t named = std::ssize(form.class_names());
    width = named > 0 ? named : std::ssize(form.targets);
  }
  std::vector<float> unknown(rows.size() * static_cast<std::size_t>(width));
  return Dataset::rows(form.shape(), form.inputs_of(table, rows), Shape{width}, std::move(unknown),
                       table.name);
}

}  // namespace glia
