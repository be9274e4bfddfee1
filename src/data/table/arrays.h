#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "data/idx.h"
#include "glia/table.h"

namespace glia {

// An array of numbers, whose first axis is rows.
struct NumberArray {
  std::string name = {};
  std::int64_t rows = 0;
  bool flat = false;                             // it has one axis alone
  std::vector<std::vector<float>> columns = {};  // what a row has, the last axis fastest
};

inline constexpr std::int64_t kMostColumns = 1'000'000;

NumberArray array_of(IdxFile&& file, const std::string& what);
// Side by side, or where their names tell parts, one part after the other. See read_table().
// Throws Error{format}.
Table table_of(std::vector<NumberArray> arrays, const std::string& name);

}  // namespace glia
