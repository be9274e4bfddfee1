#pragma once
#include <cstdint>
#include <vector>

#include "glia/data.h"

namespace glia {

// The numbers that views of a Dataset share: samples in a row, either as bytes or as floats.
struct Dataset::Storage {
  std::vector<std::uint8_t> bytes;  // [samples][inputs]
  std::vector<float> floats;        // [samples][inputs]
  std::vector<float> targets;       // [samples][target_width], empty with labels
};

inline constexpr float kByteScale = 1.0F / 255.0F;

}  // namespace glia
