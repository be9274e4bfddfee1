#pragma once
#include <cstdint>
#include <limits>

namespace glia {

// Rows that somebody wants, and where they go; what is null is not asked for. Rows lie `stride`
// floats apart.
struct RowPlaces {
  std::int64_t first = 0, rows = 0;
  float* inputs = nullptr;
  std::int64_t input_stride = 0;
  // Of each row's inputs only numbers [begin, end), and `inputs` is the place of number `begin`.
  std::int64_t begin = 0, end = std::numeric_limits<std::int64_t>::max();
  float* targets = nullptr;
  std::int64_t target_stride = 0;
  std::int64_t* lengths = nullptr;  // how many frames of each row count
  float* weights = nullptr;         // how much each row counts
  int worker = 0;                   // of those who ask at the same time, each for other rows
};

}  // namespace glia
