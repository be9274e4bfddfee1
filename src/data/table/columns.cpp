#include "data/table/columns.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/number_text.h"
#include "glia/error.h"
#include "glia/harmless.h"
#include "io/json.h"

namespace glia {
namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
constexpr std::size_t kLongestNumber = 64;  // of a cell that has to be rewritten to be read
// One word among so many numbers is a slip; more often they are words that look like numbers.
constexpr std::int64_t kNumbersForASlip = 10;

}  // namespace

bool to_number(std::string_view cell, char decimal, float& number) {
  char point[kLongestNumber];
  if (decimal != '.') {
    if (cell.size() > kLongestNumber || cell.find('.') != cell.npos) return false;
    std::ranges::replace_copy(cell, point, decimal, '.');
    cell = {point, cell.size()};
  }
  if (cell.starts_with('+')) cell.remove_prefix(1);
  if (cell.empty() || cell.starts_with('+')) return false;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  return error == std::errc() && end == cell.data() + cell.size() && std::isfinite(number);
}

void ColumnBuilder::add_any(std::string_view cell, std::int64_t row,
                            const std::vector<std::string>& missing) {
  float number = kMissing;
  std::int32_t word = -1;
  if (!cell.empty() && to_number(cell, decimal_, number)) {
    if (numbers_++ == 0) column_.numbers.assign(static_cast<std::size_t>(cells_), kMissing);
  } else {
    number = kMissing;
    if (!cell.empty() && std::ranges::find(missing, cell) == missing.end()) {
      word = place_of(cell, row);
      if (words_++ == 0) {
        first_word_ = row;
        column_.words.assign(static_cast<std::size_t>(cells_), -1);
      }
    }
  }
  if (numbers_ > 0) column_.numbers.push_back(number);
  if (words_ > 0) column_.words.push_back(word);
  ++cells_;
}

std::int32_t ColumnBuilder::place_of(std::string_view word, std::int64_t row) {
  const auto found = known_.find(word);
  if (found != known_.end()) return found->second;
  if (harmless(word, Breaks::kept) != word) {
    throw Error(ErrorCode::format, "row " + std::to_string(row) + ", column " +
                                       io::in_quotes(column_.name) +
                                       ": expected text in UTF-8, got other bytes; save the table "
                                       "as \"CSV UTF-8\", or convert it: iconv -f latin1 -t utf8");
  }
  return known_.emplace(word, static_cast<std::int32_t>(known_.size())).first->second;
}

Table::Column ColumnBuilder::finish(const std::string& what) {
  if (words_ == 0) {
    if (numbers_ == 0) column_.numbers.assign(static_cast<std::size_t>(cells_), kMissing);
    return std::move(column_);
  }
  if (numbers_ > kNumbersForASlip * words_) {
    const auto slip = std::ranges::find(known_, 0, [](const auto& w) { return w.second; });
    throw Error(ErrorCode::format, what + ", row " + std::to_string(first_word_) + ", column " +
                                       io::in_quotes(column_.name) + ": expected a number, as in " +
                                       std::to_string(numbers_) + " others, got " +
                                       io::in_quotes(slip->first) +
                                       "; where nothing is known the cell stays empty");
  }
  return of_words();
}

Table::Column ColumnBuilder::of_words() {
  // Numbers among them are words too.
  std::vector<std::int32_t> of = std::move(column_.words);
  for (std::size_t i = 0; i < column_.numbers.size(); ++i) {
    if (std::isnan(column_.numbers[i])) continue;
    const auto place = static_cast<std::int32_t>(known_.size());
    of[i] = known_.try_emplace(number_text(column_.numbers[i]), place).first->second;
  }
  column_.numbers = {};
  std::vector<std::string> words(known_.size());
  for (const auto& [word, number] : known_) words[static_cast<std::size_t>(number)] = word;
  std::vector<std::int32_t> order(words.size()), place(words.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::int32_t i) -> const std::string& {
    return words[static_cast<std::size_t>(i)];
  });
  for (std::size_t i = 0; i < order.size(); ++i) {
    place[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(i);
    column_.vocabulary.push_back(std::move(words[static_cast<std::size_t>(order[i])]));
  }
  for (std::int32_t& word : of) word = word < 0 ? -1 : place[static_cast<std::size_t>(word)];
  column_.words = std::move(of);
  return std::move(column_);
}

}  // namespace glia
