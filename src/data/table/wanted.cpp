#include "data/table/wanted.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>

#include "base/in_words.h"
#include "base/number_text.h"
#include "data/labels.h"
#include "data/table/learn_form.h"
#include "glia/error.h"
#include "io/json.h"

namespace glia {
namespace {

constexpr std::size_t kMostClassesOfNumbers = 20;
constexpr std::size_t kFewWords = 20;  // fewer are never taken for names of rows
constexpr double kNames = 0.5;         // of the rows have a word of their own

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

// What stands between separators, without blanks around it.
std::vector<std::string> words_in(std::string_view cell, char separator) {
  std::vector<std::string> words;
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find(separator), cell.size());
    std::string_view word = cell.substr(0, end);
    cell.remove_prefix(std::min(end + 1, cell.size()));
    const std::size_t first = word.find_first_not_of(" \t");
    if (first == word.npos) continue;
    word = word.substr(first, word.find_last_not_of(" \t") + 1 - first);
    words.emplace_back(word);
  }
  return words;
}

std::set<std::string> all_words_in(const Table::Column& column, char separator) {
  std::set<std::string> all;
  for (const std::string& cell : column.vocabulary) {
    for (std::string& word : words_in(cell, separator)) all.insert(std::move(word));
  }
  return all;
}

bool zero_or_one(float x) { return std::isnan(x) || x == 0 || x == 1; }

bool nearly_all_differ(std::size_t different, std::int64_t rows) {
  return different > kFewWords &&
         static_cast<double>(different) > kNames * static_cast<double>(rows);
}

}  // namespace

std::string word_of(float number) { return number_text(double{number + 0.0F}); }

void fail_table(const Table& table, const std::string& why) {
  throw Error(ErrorCode::invalid_argument, "table " + io::in_quotes(table.name) + ": " + why);
}

bool names_rows(const Table::Column& column, std::int64_t rows) {
  return column.of_words() && nearly_all_differ(column.vocabulary.size(), rows);
}

Wanted Wanted::asked(const Table& table, const TableTask& task) {
  if (task.target.empty()) {
    std::vector<std::string> names;
    for (const Table::Column& column : table.columns) names.push_back(column.name);
    fail_table(table, "say which column is the target; it has " + in_words(names));
  }
  Wanted wanted(table);
  for (const std::string& name : task.target) wanted.columns_.push_back(&table.column(name));
  if (!wanted.take_columns(task) && !wanted.take_words(task)) wanted.take_classes(task);
  return wanted;
}

bool Wanted::take_columns(const TableTask& task) {
  if (columns_.size() < 2) return false;
  for (const Table::Column* column : columns_) {
    if (column->of_words()) {
      fail_table(*table_, "several targets are expected to be numbers, and " +
                              io::in_quotes(column->name) + " has words");
    }
  }
  const bool all = std::ranges::all_of(columns_, [](const auto* column) {
    return std::ranges::all_of(column->numbers, zero_or_one);
  });
  if (!all || !task.classes.value_or(true)) return false;
  kind_ = TargetKind::several_classes;
  names_ = task.target;
  return true;
}

bool Wanted::take_words(const TableTask& task) {
  if (columns_.size() != 1 || !column().of_words() || task.separator == '\0') return false;
  std::set<std::string> classes;
  if (task.separator) {
    separator_ = task.separator;
    classes = all_words_in(column(), *separator_);
  } else {
    for (const char separator : {';', '|'}) {
      classes = all_words_in(column(), separator);
      if (classes.size() < column().vocabulary.size()) separator_ = separator;
      if (separator_) break;
    }
    if (!separator_) return false;
  }
  if (classes.size() < 2) {
    fail_table(*table_, "target " + io::in_quotes(column().name) +
                            " has only one class, so there is nothing to tell apart");
  }
  kind_ = TargetKind::several_classes;
  place_words({classes.begin(), classes.end()});
  return true;
}

void Wanted::take_classes(const TableTask& task) {
  if (columns_.size() > 1) return;
  if (column().of_words()) {
    names_ = column().vocabulary;
    labels_ = column().words;
  } else if (task.classes.value_or(true)) {
    const auto places = classes_of_numbers(column(), task.classes);
    if (places.empty() && task.classes) {
      fail_table(*table_, "target " + io::in_quotes(column().name) + " has more than " +
                              std::to_string(kMostClasses) + " different numbers");
    }
    if (places.empty()) return;
    for (const auto& [number, place] : places) names_.push_back(word_of(number));
    for (const float x : column().numbers) labels_.push_back(std::isnan(x) ? -1 : places.at(x));
  } else {
    return;
  }
  if (names_.size() > kMostClasses) {
    fail_table(*table_, "target " + io::in_quotes(column().name) + " has " +
                            std::to_string(names_.size()) + " classes, expected at most " +
                            std::to_string(kMostClasses));
  }
  if (nearly_all_differ(names_.size(), table_->rows)) {
    const std::string count = std::to_string(names_.size()), rows = std::to_string(table_->rows);
    if (!column().of_words()) {
      fail_table(*table_, "target " + io::in_quotes(column().name) + " has " + count +
                              " different numbers in " + rows +
                              " rows: numbers rather than classes; learn it as numbers");
    }
    fail_table(*table_, "target " + io::in_quotes(column().name) + " has " + count +
                            " different words in " + rows +
                            " rows: names of rows rather than classes");
  }
  if (names_.size() < 2) {
    fail_table(*table_, "target " + io::in_quotes(column().name) +
                            " has only one class, so there is nothing to tell apart");
  }
  kind_ = TargetKind::classes;
}

Wanted Wanted::learnt(const Table& table, const TableForm& form,
                      const std::vector<std::string>& classes) {
  Wanted wanted(table);
  for (const auto& target : form.targets) wanted.columns_.push_back(&table.column(target.name));
  wanted.kind_ = form.kind;
  if (form.kind == TargetKind::classes) {
    wanted.name_classes(classes.empty() ? form.class_names() : classes);
  } else if (form.kind == TargetKind::several_classes) {
    wanted.separator_ = form.targets.front().separator;
    if (wanted.separator_) {
      wanted.place_words(form.class_names());
    } else {
      wanted.names_ = form.class_names();
    }
  }
  return wanted;
}

void Wanted::fail_unknown(const std::string& name) const {
  throw Error(ErrorCode::not_found, "table " + io::in_quotes(table_->name) + ", column " +
                                        io::in_quotes(column().name) +
                                        ": the network knows no class " + io::in_quotes(name) +
                                        ", only " + in_words(names_));
}

void Wanted::name_classes(const std::vector<std::string>& classes) {
  names_ = classes;
  std::map<std::string_view, std::int32_t> place;
  for (const std::string& name : names_) {
    place.emplace(name, static_cast<std::int32_t>(place.size()));
  }
  const auto place_of = [&](const std::string& name) {
    const auto found = place.find(name);
    if (found == place.end()) fail_unknown(name);
    return found->second;
  };
  std::vector<std::int32_t> places;
  for (const std::string& word : column().vocabulary) places.push_back(place_of(word));
  for (std::int64_t row = 0; row < table_->rows; ++row) {
    const auto at = static_cast<std::size_t>(row);
    labels_.push_back(column().missing(row) ? -1
                      : column().of_words() ? places[static_cast<std::size_t>(column().words[at])]
                                            : place_of(word_of(column().numbers[at])));
  }
}

void Wanted::place_words(const std::vector<std::string>& classes) {
  names_ = classes;
  for (const std::string& cell : column().vocabulary) {
    std::vector<std::int32_t>& places = classes_of_word_.emplace_back();
    for (const std::string& word : words_in(cell, *separator_)) {
      const auto found = std::ranges::lower_bound(names_, word);
      if (found == names_.end() || *found != word) fail_unknown(word);
      places.push_back(static_cast<std::int32_t>(found - names_.begin()));
    }
  }
}

Rows Wanted::answered() const {
  Rows rows;
  for (std::int64_t row = 0; row < table_->rows; ++row) {
    const auto missing = [&](const Table::Column* column) { return column->missing(row); };
    if (std::ranges::none_of(columns_, missing)) rows.push_back(static_cast<std::uint32_t>(row));
  }
  return rows;
}

std::vector<std::int32_t> Wanted::groups(const Rows& rows) const {
  std::vector<std::int32_t> groups(rows.size());
  for (std::size_t i = 0; !labels_.empty() && i < rows.size(); ++i) groups[i] = labels_[rows[i]];
  return groups;
}

std::vector<TableForm::Column> Wanted::learn(const Rows& rows) const {
  std::vector<TableForm::Column> learnt;
  for (const Table::Column* column : columns_) {
    const bool scaled = kind_ == TargetKind::numbers;
    learnt.push_back(
        learn_column(*column, rows, scaled ? Scaling::standard : Scaling::none, Missing::refused));
  }
  if (kind_ == TargetKind::classes || separator_) learnt.front().words = names_;
  learnt.front().separator = separator_;
  return learnt;
}

Column Wanted::answers(const TableForm& form, const Rows& rows) const {
  if (kind_ == TargetKind::classes) {
    std::vector<std::int32_t> labels;
    for (const std::uint32_t row : rows) labels.push_back(labels_[row]);
    return {"label", Shape{1}, std::move(labels)};
  }
  if (!separator_) {
    TableForm as_inputs;
    as_inputs.inputs = form.targets;
    Column column{"target", as_inputs.shape(), as_inputs.inputs_of(*table_, rows)};
    const auto* numbers = column.data<float>();
    for (std::size_t i = 0; kind_ == TargetKind::several_classes && i < column.size(); ++i) {
      if (zero_or_one(numbers[i])) continue;
      throw Error(ErrorCode::format,
                  "table " + io::in_quotes(table_->name) + ", row " +
                      std::to_string(table_->first_row + rows[i / columns_.size()]) + ", column " +
                      io::in_quotes(names_[i % columns_.size()]) + ": expected 0 or 1");
    }
    return column;
  }
  std::vector<float> ones(rows.size() * names_.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto word = static_cast<std::size_t>(column().words[rows[i]]);
    for (const std::int32_t place : classes_of_word_[word]) {
      ones[i * names_.size() + static_cast<std::size_t>(place)] = 1;
    }
  }
  return {"target", Shape{std::ssize(names_)}, std::move(ones)};
}

}  // namespace glia
