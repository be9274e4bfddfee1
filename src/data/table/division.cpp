// Which rows of a table test what others taught.
#include "data/table/division.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <string_view>
#include <unordered_map>

#include "base/in_words.h"
#include "base/rng.h"
#include "data/part_of_each.h"
#include "glia/error.h"
#include "io/json.h"

namespace glia {
namespace {

// Throws where one of the rows has nothing in it.
void expect_full(const Table& table, const Table::Column& column, const Rows& rows) {
  for (const std::uint32_t row : rows) {
    if (!column.missing(row)) continue;
    throw Error(ErrorCode::format, "table " + io::in_quotes(table.name) + ", row " +
                                       std::to_string(table.first_row + row) + ", column " +
                                       io::in_quotes(column.name) +
                                       ": by an empty cell it cannot be divided");
  }
}

const Table::Column& divider(const Table& table, const Rows& rows, const TableTask& task) {
  if (task.divided_by.empty()) fail_table(table, "say by which column it is to be divided");
  const Table::Column& column = table.column(task.divided_by);
  expect_full(table, column, rows);
  return column;
}

Divided by_choice(const Rows& rows, const std::vector<bool>& tests) {
  Divided parts;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    (tests[i] ? parts.second : parts.first).push_back(rows[i]);
  }
  return parts;
}

Divided by_value(const Table& table, const Rows& rows, const TableTask& task) {
  const Table::Column& column = divider(table, rows, task);
  std::vector<bool> tests;
  const auto word = std::ranges::find(column.vocabulary, task.tested) - column.vocabulary.begin();
  for (const std::uint32_t row : rows) {
    tests.push_back(column.of_words() ? column.words[row] == word
                                      : word_of(column.numbers[row]) == task.tested);
  }
  if (std::ranges::find(tests, true) == tests.end()) {
    fail_table(table, "column " + io::in_quotes(column.name) + " has no " +
                          io::in_quotes(task.tested) + " to test on" +
                          (column.of_words() ? ", only " + in_words(column.vocabulary) : ""));
  }
  return by_choice(rows, tests);
}

// Of each row its group, in the order in which they come.
std::vector<std::int32_t> groups_of(const Table& table, const Rows& rows, const TableTask& task,
                                    std::int32_t& count) {
  const Table::Column& column = divider(table, rows, task);
  std::unordered_map<float, std::int32_t> known;
  std::vector<std::int32_t> groups;
  for (const std::uint32_t row : rows) {
    const auto next = static_cast<std::int32_t>(known.size());
    const float name =
        column.of_words() ? static_cast<float>(column.words[row]) : column.numbers[row];
    groups.push_back(known.try_emplace(name, next).first->second);
  }
  count = static_cast<std::int32_t>(known.size());
  return groups;
}

Divided by_group(const Table& table, const Rows& rows, const TableTask& task) {
  std::int32_t count = 0;
  const std::vector<std::int32_t> group = groups_of(table, rows, task, count);
  if (count < 2) fail_table(table, "expected at least two groups, got " + std::to_string(count));
  std::vector<std::int32_t> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  shuffle(order, Rng(random_key(task.seed, "groups"), 0));
  const auto tested = std::clamp<std::int64_t>(std::llround(task.test * count), 1, count - 1);
  std::vector<bool> drawn(order.size()), tests;
  for (std::int64_t i = 0; i < tested; ++i) {
    drawn[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])] = true;
  }
  for (const std::int32_t g : group) tests.push_back(drawn[static_cast<std::size_t>(g)]);
  return by_choice(rows, tests);
}

// 31.12.2024 and what follows, as text that is in order: 2024-12-31.
std::string in_order_of_time(std::string date) {
  const auto digits = [&](std::size_t begin, std::size_t size) {
    return date.size() >= begin + size &&
           std::all_of(date.begin() + static_cast<std::ptrdiff_t>(begin),
                       date.begin() + static_cast<std::ptrdiff_t>(begin + size),
                       [](char c) { return c >= '0' && c <= '9'; });
  };
  if (digits(0, 2) && digits(3, 2) && digits(6, 4) && date[2] == '.' && date[5] == '.') {
    return date.substr(6, 4) + '-' + date.substr(3, 2) + '-' + date.substr(0, 2) + date.substr(10);
  }
  const bool iso = digits(0, 4) && digits(5, 2) && date[4] == '-';
  return iso ? date : std::string();
}

// Rows as a column orders them, and where in that order another time begins than before.
struct InTime {
  Rows rows = {};
  std::vector<bool> begins = {};

  // The border nearest before `at`, or else after it, that parts no rows of the same time.
  std::size_t border(std::size_t at) const {
    std::size_t found = at;
    while (found > 0 && !begins[found]) --found;
    if (found > 0) return found;
    for (found = at; found < rows.size() && !begins[found];) ++found;
    return found;
  }
};

InTime in_time(const Table& table, const Rows& rows, const TableTask& task) {
  const Table::Column& column = divider(table, rows, task);
  std::vector<std::int32_t> place(column.vocabulary.size());  // of words, in order of time
  std::vector<std::pair<std::string, std::size_t>> dates;
  for (const std::string& word : column.vocabulary) {
    dates.emplace_back(in_order_of_time(word), dates.size());
    if (dates.back().first.empty()) {
      fail_table(table, "column " + io::in_quotes(column.name) +
                            ": expected numbers, or dates as 2024-12-31 or 31.12.2024, got " +
                            io::in_quotes(word));
    }
  }
  std::ranges::sort(dates);
  for (std::size_t i = 0; i < dates.size(); ++i) {
    place[dates[i].second] = static_cast<std::int32_t>(i);
  }
  const auto time = [&](std::uint32_t row) {
    return column.of_words()
               ? static_cast<float>(place[static_cast<std::size_t>(column.words[row])])
               : column.numbers[row];
  };
  InTime ordered{.rows = rows};
  std::ranges::stable_sort(ordered.rows, {}, time);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ordered.begins.push_back(i > 0 && time(ordered.rows[i]) != time(ordered.rows[i - 1]));
  }
  return ordered;
}

Divided at_border(const InTime& time, std::size_t begin, std::size_t end) {
  const auto at = [&](std::size_t i) { return time.rows.begin() + static_cast<std::ptrdiff_t>(i); };
  Divided parts{{at(0), at(begin)}, {at(begin), at(end)}};
  std::ranges::sort(parts.first);
  std::ranges::sort(parts.second);
  return parts;
}

Divided by_time(const Table& table, const Rows& rows, const TableTask& task) {
  const InTime time = in_time(table, rows, task);
  const auto tested =
      static_cast<std::size_t>(std::llround(task.test * static_cast<double>(rows.size())));
  const std::size_t border = time.border(rows.size() - std::max<std::size_t>(tested, 1));
  if (border == rows.size()) {
    fail_table(table, "column " + io::in_quotes(task.divided_by) + " has one time alone");
  }
  return at_border(time, border, rows.size());
}

// Of each row, in which of the folds it tests: as scikit-learn shares them out.
std::vector<int> folds_of_classes(const std::vector<std::int32_t>& classes, std::int32_t count,
                                  int folds, std::uint64_t key) {
  std::vector<Rows> members(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < classes.size(); ++i) {
    members[static_cast<std::size_t>(classes[i])].push_back(static_cast<std::uint32_t>(i));
  }
  std::vector<int> fold(classes.size());
  int next = 0;  // goes round, so that folds are as large as others
  for (std::size_t c = 0; c < members.size(); ++c) {
    shuffle(members[c], Rng(key, c));
    for (const std::uint32_t i : members[c]) {
      fold[i] = next;
      next = (next + 1) % folds;
    }
  }
  return fold;
}

// The largest group first, each to the fold that has least.
std::vector<int> folds_of_groups(const std::vector<std::int32_t>& groups, std::int32_t count,
                                 int folds) {
  std::vector<std::int64_t> sizes(static_cast<std::size_t>(count)),
      filled(static_cast<std::size_t>(folds));
  for (const std::int32_t g : groups) ++sizes[static_cast<std::size_t>(g)];
  std::vector<std::size_t> order(sizes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater{}, [&](std::size_t g) { return sizes[g]; });
  std::vector<int> fold_of(sizes.size()), fold;
  for (const std::size_t g : order) {
    const auto least = std::ranges::min_element(filled);
    *least += sizes[g];
    fold_of[g] = static_cast<int>(least - filled.begin());
  }
  for (const std::int32_t g : groups) fold.push_back(fold_of[static_cast<std::size_t>(g)]);
  return fold;
}

Divided fold_of_time(const Table& table, const Rows& rows, const TableTask& task, int count,
                     int fold) {
  const InTime time = in_time(table, rows, task);
  const std::size_t each = rows.size() / (static_cast<std::size_t>(count) + 1);
  std::vector<std::size_t> borders;
  for (int i = count; i >= 0; --i) {
    const std::size_t at = rows.size() - static_cast<std::size_t>(i) * each;
    borders.push_back(i == 0 ? at : time.border(at));
    if (borders.size() > 1 && borders.back() <= borders[borders.size() - 2]) {
      fail_table(table, "column " + io::in_quotes(task.divided_by) + " has too few times for " +
                            std::to_string(count) + " folds");
    }
  }
  const auto border = borders.begin() + fold;
  return at_border(time, border[0], border[1]);
}

}  // namespace

Divided divided(const Table& table, const Rows& rows, const Wanted& wanted, const TableTask& task) {
  if (task.division == Division::value) return by_value(table, rows, task);
  if (task.test <= 0 || rows.size() < 2) return {rows, {}};
  if (task.division == Division::time) return by_time(table, rows, task);
  if (task.division == Division::group) return by_group(table, rows, task);
  const auto classes = static_cast<std::int32_t>(std::max<std::size_t>(1, wanted.names().size()));
  return by_choice(
      rows, part_of_each(wanted.groups(rows), classes, task.test, random_key(task.seed, "table")));
}

Divided divided_fold(const Table& table, const Rows& rows, const Wanted& wanted,
                     const TableTask& task, int count, int fold) {
  const auto fail_count = [&](std::int64_t most, const std::string& what) {
    fail_table(table, "expected 2 to " + std::to_string(most) + " folds, one for each " + what +
                          " at most, got " + std::to_string(count));
  };
  const std::int64_t most = std::ssize(rows) - (task.division == Division::time ? 1 : 0);
  if (count < 2 || count > most) fail_count(most, "row");
  if (fold < 0 || fold >= count) {
    fail_table(table,
               "expected fold 0 to " + std::to_string(count - 1) + ", got " + std::to_string(fold));
  }
  if (task.division == Division::value) {
    fail_table(table, "what a column's value divides has no folds");
  }
  if (task.division == Division::time) return fold_of_time(table, rows, task, count, fold);
  std::vector<int> fold_of;
  if (task.division == Division::group) {
    std::int32_t groups = 0;
    const std::vector<std::int32_t> group = groups_of(table, rows, task, groups);
    if (count > groups) fail_count(groups, "group");
    fold_of = folds_of_groups(group, groups, count);
  } else {
    const auto classes = static_cast<std::int32_t>(std::max<std::size_t>(1, wanted.names().size()));
    fold_of = folds_of_classes(wanted.groups(rows), classes, count, random_key(task.seed, "folds"));
  }
  std::vector<bool> tests(fold_of.size());
  for (std::size_t i = 0; i < fold_of.size(); ++i) tests[i] = fold_of[i] == fold;
  return by_choice(rows, tests);
}

}  // namespace glia
