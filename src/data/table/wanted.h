#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "glia/column.h"
#include "glia/table_set.h"

namespace glia {

using Rows = std::vector<std::uint32_t>;  // of a table

std::string word_of(float number);  // what a class is called that is a number; −0 is 0 too
[[noreturn]] void fail_table(const Table& table, const std::string& why);  // {invalid_argument}

// Names of rows rather than words: nothing can be learnt of what comes once.
bool names_rows(const Table::Column& column, std::int64_t rows);

// What is wanted of each row.
class Wanted {
 public:
  // As a person asks, or as a network has learnt whose classes may have other names. Throw Error.
  static Wanted asked(const Table& table, const TableTask& task);
  static Wanted learnt(const Table& table, const TableForm& form,
                       const std::vector<std::string>& classes);

  TargetKind kind() const noexcept { return kind_; }
  const std::vector<std::string>& names() const noexcept { return names_; }  // of classes
  Rows answered() const;  // rows where nothing of it is missing
  // By which rows are alike that are drawn alike: their class, or 0.
  std::vector<std::int32_t> groups(const Rows& rows) const;
  // How its columns are to be kept in a form, as these rows teach.
  std::vector<TableForm::Column> learn(const Rows& rows) const;
  // "label" or "target" of a Dataset.
  Column answers(const TableForm& form, const Rows& rows) const;

 private:
  explicit Wanted(const Table& table) : table_(&table) {}
  void take_classes(const TableTask& task);
  bool take_columns(const TableTask& task);  // of 0 and 1
  bool take_words(const TableTask& task);    // with a separator
  void name_classes(const std::vector<std::string>& classes);
  void place_words(const std::vector<std::string>& classes);
  [[noreturn]] void fail_unknown(const std::string& name) const;
  const Table::Column& column() const noexcept { return *columns_.front(); }

  const Table* table_;
  std::vector<const Table::Column*> columns_ = {};
  TargetKind kind_ = TargetKind::numbers;
  std::vector<std::string> names_ = {};
  std::vector<std::int32_t> labels_ = {};  // one a row, -1: missing
  std::optional<char> separator_ = {};     // of several classes in one column
  std::vector<std::vector<std::int32_t>> classes_of_word_ = {};
};

}  // namespace glia
