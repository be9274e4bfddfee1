#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "glia/table.h"

namespace glia {

// The number that a cell is; false where it is none, or not finite.
bool to_number(std::string_view cell, char decimal, float& number);

// A column that grows cell by cell. Until it is whole nobody knows whether it is of words: cells
// that are no numbers are kept beside those that are.
class ColumnBuilder {
 public:
  ColumnBuilder(std::string name, char decimal) : decimal_(decimal) {
    column_.name = std::move(name);
  }

  // `row` counts as the person who sees the table does.
  void add(std::string_view cell, std::int64_t row, const std::vector<std::string>& missing);
  // Throws Error{format} where a column of numbers has a word. `what` begins the message.
  Table::Column finish(const std::string& what);

 private:
  struct Word {
    std::int64_t at, row;
    std::int32_t number;  // in the order in which they came
  };
  void add_word(std::string_view cell, std::int64_t row);
  Table::Column of_words();

  Table::Column column_;
  char decimal_;
  std::vector<Word> words_;
  std::unordered_map<std::string, std::int32_t> known_;
  std::int64_t numbers_ = 0;
};

}  // namespace glia
