#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "glia/data.h"
#include "glia/export.h"
#include "glia/table.h"
#include "glia/table_form.h"

namespace GLIA_EXPORT glia {

// Which rows are never learnt from.
enum class Division : std::uint8_t {
  fraction,  // drawn, of each class alike
  value,     // those where a column is `tested`
  time,      // the last ones as a column orders them: numbers, or dates as 2024-12-31 or 31.12.2024
  group,     // drawn groups: rows that are alike in a column stay together
};
std::string_view name_of(Division division) noexcept;
std::span<const std::string_view> division_names() noexcept;
Division division_named(std::string_view name);

// What is to be learnt from a table.
struct TableTask {
  // Columns: one of classes, or one or several of numbers; several of 0 and 1 are several classes,
  // and so are cells of words with a separator between them.
  std::vector<std::string> target = {};
  std::vector<std::string> ignored = {};
  // Whether one column of numbers is of classes: else it is where these are whole, at most twenty
  // different ones, and each at least twice.
  std::optional<bool> classes = {};
  // Between the words of one cell of the target, each of which is a class: else ; or | where that
  // makes fewer different words of them. '\0': the whole cell is one class.
  std::optional<char> separator = {};
  Scaling scaling = Scaling::standard;
  Missing missing = Missing::mean;
  Division division = Division::fraction;
  std::string divided_by = {};  // the column of a value, time or group, which is then no input
  std::string tested = "test";  // the value
  double test = 0.2;            // part that is never learnt from; 0: none
  // A column of numbers of at least 0, which then is no input: how much each row counts (see
  // Dataset::with_weights).
  std::string weights = {};
  std::uint64_t seed = 1;
};

// Rows to learn from and rows to test on, prepared as the first have taught it: split.form. Columns
// of words that nearly all differ (names, numbers of documents) are left out, and split.note says
// so, and how many rows to test on are the same as others to learn from, and how many of their
// words were never learnt, which are then as missing. Rows whose target is missing are left out
// too. Throws Error that says what is wrong with which column.
DataSplit learn_table(const Table& table, const TableTask& task);
// To test on another table.
DataSplit learn_table(const Table& table, const Table& tests, const TableTask& task);

// `count` ways to divide a table, so that each row tests once: of each class alike, or where the
// task divides by group, whole groups, which make parts as equal as they can. Where it divides by
// time, each time part tests what was learnt from all before it. Throws Error where it divides by
// value, or there are too few rows or groups.
std::vector<DataSplit> folds(const Table& table, const TableTask& task, int count);
// One of them, `fold` from 0, which takes no memory for the others.
DataSplit learn_fold(const Table& table, const TableTask& task, int count, int fold);

// The rows of a table as a network sees them that has learnt by `form`: with answers where the
// table has the target's columns.
Dataset apply_table(const Table& table, const TableForm& form,
                    const std::vector<std::string>& classes = {});

}  // namespace glia
