// A table's rows as inputs.
#include <algorithm>
#include <cmath>

#include "base/in_words.h"
#include "glia/error.h"
#include "glia/table_form.h"
#include "io/json.h"

namespace glia {
namespace {

constexpr float kLargestInput = 1e30F;

[[noreturn]] void refuse(const Table& table, std::uint32_t row, const std::string& column,
                         const std::string& why) {
  throw Error(ErrorCode::format, "table " + io::in_quotes(table.name) + ", row " +
                                     std::to_string(table.first_row + row) + ", column " +
                                     io::in_quotes(column) + ": " + why);
}

// A column of a table beside how it is to be read.
class Filler {
 public:
  Filler(const Table& table, const TableForm::Column& form)
      : table_(table), form_(form), column_(table.column(form.name)) {
    if (form.of_words() != column_.of_words() && !form.of_words()) {
      throw Error(ErrorCode::format, "table " + io::in_quotes(table.name) + ", column " +
                                         io::in_quotes(form.name) +
                                         ": expected numbers, as those that were learnt from, got "
                                         "words");
    }
    for (const std::string& word : column_.vocabulary) {
      const auto found = std::ranges::lower_bound(form.words, word);
      const bool is_known = found != form.words.end() && *found == word;
      places_.push_back(is_known ? static_cast<std::int32_t>(found - form.words.begin()) : -1);
    }
  }

  void fill(std::uint32_t row, float* out) const {
    if (form_.of_words()) return fill_word(row, out);
    double x = column_.numbers[row];
    if (std::isnan(x)) {
      if (!form_.missing) refuse(table_, row, form_.name, "expected a number, got an empty cell");
      x = *form_.missing;
    }
    *out = static_cast<float>((x - form_.offset) * form_.scale);
    if (!(std::abs(*out) <= kLargestInput)) {
      refuse(table_, row, form_.name, "is too far from all that was learnt from");
    }
  }

 private:
  void fill_word(std::uint32_t row, float* out) const {
    std::fill_n(out, form_.words.size(), 0.0F);
    if (column_.missing(row)) return;
    if (!column_.of_words()) {
      refuse(table_, row, form_.name, "expected one of the words " + in_words(form_.words));
    }
    const auto word = static_cast<std::size_t>(column_.words[row]);
    if (places_[word] < 0) {
      refuse(table_, row, form_.name,
             "nothing was learnt of " + io::in_quotes(column_.vocabulary[word]) + ", only of " +
                 in_words(form_.words));
    }
    out[places_[word]] = 1;
  }

  const Table& table_;
  const TableForm::Column& form_;
  const Table::Column& column_;
  std::vector<std::int32_t> places_;  // of the table's words among those that were learnt
};

}  // namespace

std::vector<float> TableForm::inputs_of(const Table& table,
                                        std::span<const std::uint32_t> rows) const {
  std::vector<std::string> absent;
  for (const Column& column : inputs) {
    if (std::ranges::find(table.columns, column.name, &Table::Column::name) ==
        table.columns.end()) {
      absent.push_back(column.name);
    }
  }
  if (!absent.empty()) {
    throw Error(ErrorCode::not_found,
                "table " + io::in_quotes(table.name) +
                    " lacks columns that the network learnt from: " + in_words(absent));
  }
  const auto width = static_cast<std::size_t>(shape().elements());
  std::vector<float> numbers(rows.size() * width);
  std::size_t at = 0;
  for (const Column& column : inputs) {
    const Filler filler(table, column);
    for (std::size_t i = 0; i < rows.size(); ++i) filler.fill(rows[i], &numbers[i * width + at]);
    at += static_cast<std::size_t>(column.width());
  }
  return numbers;
}

}  // namespace glia
