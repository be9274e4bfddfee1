#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/fields.h"
#include "core/task.h"
#include "glia/table.h"
#include "glia/table_form.h"
#include "glia/table_set.h"

namespace glia::studio {

// What a column's cells are, over the whole table.
struct Usual {
  double low = 0, high = 0;    // of numbers: between what they are
  double first = 0, last = 0;  // between what the middle half of them is
  double middle = 0;           // the median; of words the place of the most frequent one
  bool whole = false;          // all are whole numbers
};

// Of each input column a number, or a word's place among those of the form; empty where it is
// missing.
using Row = std::vector<std::optional<double>>;

// What a table's task was made of.
struct Rows {
  std::shared_ptr<const Table> table;
  TableForm form;
  std::string note;                   // what is to be said of it; mostly empty
  std::vector<Usual> inputs;          // as form.inputs
  std::vector<Usual> targets;         // as form.targets
  std::vector<std::uint32_t> tested;  // which row each example of the test set is
};

// By which a table is known again, and what is learnt of it.
struct TableLesson {
  std::string name;  // of the file
  std::int64_t rows = 0, columns = 0;
  std::uint64_t digest = 0;  // of what is in it, however the file was written
  std::vector<std::string> targets = {};
};

// Whether this build reads tables.
bool reads_tables();
// Columns of a table as what is to be learnt of its rows. Throws Error.
TaskPtr rows_task(std::shared_ptr<const Table> table, const std::vector<std::string>& targets);
std::vector<std::string> targets_in(const Fields& fields);  // its field `target`
std::uint64_t digest_of(const Table& table) noexcept;
TableLesson lesson_of(const Rows& rows);
// The column that is likely to be wanted.
const std::string& likely_target(const Table& table);
// Its columns and first rows, for a person to choose a target.
Json glimpse_of(const Table& table);

Row tested_row(const Rows& rows, std::int64_t index);  // of the test set
Row usual_row(const Rows& rows);
std::vector<float> inputs_of(const Rows& rows, const Row& row);
Row row_in(const Fields& fields, std::string_view name, const Rows& rows);
Json to_json(const Row& row);
Json to_json(const Rows& rows);

}  // namespace glia::studio
