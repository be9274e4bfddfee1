#pragma once
#include <cstdint>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// Numbers that lie together wherever something is computed: the outputs of a panel of parameters,
// the samples of lanes, the samples of a leaf of a gradient's sum. Rows are padded to a multiple.
inline constexpr std::int64_t kBlock = 16;

// Blocks that hold n numbers, and how many numbers those hold.
constexpr std::int64_t blocks(std::int64_t n) noexcept { return (n + kBlock - 1) / kBlock; }
constexpr std::int64_t whole_blocks(std::int64_t n) noexcept { return blocks(n) * kBlock; }

}  // namespace glia
