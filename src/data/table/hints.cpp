#include "data/table/hints.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "base/in_words.h"
#include "data/table/columns.h"
#include "io/json.h"

namespace glia {
namespace {

constexpr std::size_t kFewRows = 20;  // of fewer anything may be in order

bool numbers_rows(const Table::Column& column) {
  const std::vector<float>& numbers = column.numbers;
  if (numbers.size() <= kFewRows) return false;
  const float first = *std::ranges::min_element(numbers);
  std::vector<bool> seen(numbers.size());
  for (const float x : numbers) {
    const float place = x - first;
    if (!(place < static_cast<float>(seen.size())) || x != std::floor(x)) return false;
    const auto at = static_cast<std::size_t>(place);
    if (seen[at]) return false;
    seen[at] = true;
  }
  return true;
}

// The word without what a person adds to a number.
std::string bare(std::string_view word) {
  std::string text(word);
  for (const std::string_view added : {"$", "€", "£", "₽", "%", ",", " ", "\u00A0", "'"}) {
    for (std::size_t at = text.find(added); at != text.npos; at = text.find(added)) {
      text.erase(at, added.size());
    }
  }
  return text;
}

bool is_written_number(const std::string& word) {
  float number = 0;
  return to_number(bare(word), '.', number);
}

}  // namespace

std::string hint_of_row_numbers(std::span<const Table::Column* const> columns) {
  std::vector<std::string> found;
  for (const Table::Column* column : columns) {
    if (!column->of_words() && numbers_rows(*column)) found.push_back(column->name);
  }
  if (found.empty()) return "";
  const std::string note =
      in_words(found) + ": counts the rows, it seems; if it says nothing, --ignore leaves it out";
  return note;
}

std::string hint_of_written_numbers(std::span<const Table::Column* const> columns) {
  std::vector<std::string> found;
  std::string example;
  for (const Table::Column* column : columns) {
    if (!column->of_words() || !std::ranges::all_of(column->vocabulary, is_written_number))
      continue;
    if (example.empty()) example = column->vocabulary.front();
    found.push_back(column->name);
  }
  if (found.empty()) return "";
  const std::string note = in_words(found) + ": taken for words; where " + io::in_quotes(example) +
                           " is a number, write '" + bare(example) + "'";
  return note;
}

}  // namespace glia
