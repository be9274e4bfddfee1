// A table's rows as inputs.
#include "data/table/fill.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "base/in_words.h"
#include "glia/error.h"
#include "glia/table_form.h"
#include "io/json.h"

namespace glia {
namespace {

constexpr float kLargestInput = 1e30F;
constexpr std::size_t kRowsAtOnce = 32;  // columns of them stay in the cache while rows are filled

[[noreturn]] void refuse(const Table& table, std::uint32_t row, const std::string& column,
                         const std::string& why) {
  throw Error(ErrorCode::format, "table " + io::in_quotes(table.name) + ", row " +
                                     std::to_string(table.first_row + row) + ", column " +
                                     io::in_quotes(column) + ": " + why);
}

// A column of a table beside how it is to be read.
class Filler {
 public:
  Filler(const Table& table, const TableForm::Column& form, const Table::Column& column,
         std::int64_t* unknown)
      : table_(table), form_(form), column_(column), unknown_(unknown) {
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
    if (places_[word] >= 0) {
      out[places_[word]] = 1;
    } else if (unknown_) {
      ++*unknown_;
    } else {
      refuse(table_, row, form_.name,
             "nothing was learnt of " + io::in_quotes(column_.vocabulary[word]) + ", only of " +
                 in_words(form_.words));
    }
  }

  const Table& table_;
  const TableForm::Column& form_;
  const Table::Column& column_;
  std::int64_t* unknown_;
  std::vector<std::int32_t> places_;  // of the table's words among those that were learnt
};

}  // namespace

std::vector<float> TableForm::inputs_of(const Table& table,
                                        std::span<const std::uint32_t> rows) const {
  return fill_inputs(*this, table, rows, nullptr);
}

std::vector<float> fill_inputs(const TableForm& form, const Table& table,
                               std::span<const std::uint32_t> rows, std::int64_t* unknown) {
  std::unordered_map<std::string_view, const Table::Column*> columns;
  for (const Table::Column& column : table.columns) columns.emplace(column.name, &column);
  std::vector<std::string> absent;
  for (const TableForm::Column& column : form.inputs) {
    if (!columns.contains(column.name)) absent.push_back(column.name);
  }
  if (!absent.empty()) {
    throw Error(ErrorCode::not_found,
                "table " + io::in_quotes(table.name) +
                    " lacks columns that the network learnt from: " + in_words(absent));
  }
  std::vector<Filler> fillers;
  fillers.reserve(form.inputs.size());
  for (const TableForm::Column& column : form.inputs)
    fillers.emplace_back(table, column, *columns[column.name], unknown);
  const auto width = static_cast<std::size_t>(form.shape().elements());
  std::vector<float> numbers(rows.size() * width);
  for (std::size_t begin = 0; begin < rows.size(); begin += kRowsAtOnce) {
    const std::size_t end = std::min(begin + kRowsAtOnce, rows.size());
    std::size_t at = 0;
    for (std::size_t c = 0; c < form.inputs.size(); ++c) {
      for (std::size_t i = begin; i < end; ++i) fillers[c].fill(rows[i], &numbers[i * width + at]);
      at += static_cast<std::size_t>(form.inputs[c].width());
    }
  }
  return numbers;
}

}  // namespace glia
