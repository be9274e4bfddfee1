#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "glia/table.h"

namespace glia {

// The number that a cell is; false where it is none, or not finite.
bool to_number(std::string_view cell, char decimal, float& number);

// The same of most that there are: few digits, perhaps with a sign and a point, whose quotient is
// the nearest number to them, since both parts are exact (Clinger, 1990). False: ask the other.
inline bool short_number(std::string_view cell, char decimal, float& number) noexcept {
  constexpr float kPowers[] = {1e0F, 1e1F, 1e2F, 1e3F, 1e4F, 1e5F, 1e6F, 1e7F};
  const char *at = cell.data(), *const end = at + cell.size();
  const bool negative = at != end && *at == '-';
  if (negative) ++at;
  if (end - at > 8 || at == end) return false;
  std::uint32_t digits = 0;
  const char* point = nullptr;
  for (; at != end; ++at) {
    const auto digit = static_cast<std::uint32_t>(static_cast<unsigned char>(*at)) - '0';
    if (digit < 10) {
      digits = digits * 10 + digit;
    } else if (*at == decimal && point == nullptr && at + 1 != end) {
      point = at;
    } else {
      return false;
    }
  }
  if (digits > std::uint32_t{1} << 24 || point == cell.data() + negative) return false;
  const auto whole = static_cast<float>(digits);
  const float quotient = point ? whole / kPowers[end - point - 1] : whole;
  number = negative ? -quotient : quotient;
  return true;
}

// A column that grows cell by cell. Until it is whole nobody knows whether it is of words: then
// cells that are no numbers are kept beside those that are.
class ColumnBuilder {
 public:
  ColumnBuilder(std::string name, char decimal) : decimal_(decimal) {
    column_.name = std::move(name);
  }
  void reserve(std::size_t cells) {  // of that which it has begun to be
    if (numbers_ > 0) column_.numbers.reserve(cells);
    if (words_ > 0) column_.words.reserve(cells);
  }

  // `row` counts as the person who sees the table does.
  void add(std::string_view cell, std::int64_t row, const std::vector<std::string>& missing) {
    float number;
    if (words_ == 0 && numbers_ > 0 && short_number(cell, decimal_, number)) {
      ++numbers_;
      ++cells_;
      column_.numbers.push_back(number);
    } else {
      add_any(cell, row, missing);
    }
  }
  // Throws Error{format} where a column of numbers has a word. `what` begins the message.
  Table::Column finish(const std::string& what);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const noexcept {
      return std::hash<std::string_view>()(word);
    }
  };
  void add_any(std::string_view cell, std::int64_t row, const std::vector<std::string>& missing);
  std::int32_t place_of(std::string_view word, std::int64_t row);
  Table::Column of_words();

  Table::Column column_;  // its words as they came: of[place], of those that are known
  char decimal_;
  std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> known_;
  std::int64_t cells_ = 0, numbers_ = 0, words_ = 0, first_word_ = 0;  // the last is a row
};

}  // namespace glia
