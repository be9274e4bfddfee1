#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "glia/shape.h"

namespace glia {

// An IDX file of bytes, the format of MNIST: two zero bytes, the type (8: unsigned bytes), the
// number of axes, each size as 32 bits big-endian, then the numbers.
struct IdxFile {
  Shape shape;
  std::vector<std::uint8_t> bytes;  // shape.elements()
};

// A plain or gzipped file, told apart by content; `name` is for the messages. Throws Error unless
// it has `rank` axes and holds exactly the numbers that it declares. Memory grows with what is
// really there and never beyond the declared size, which may be 1 GiB at most, and of a gzipped
// file 64 MiB or 100 times its own size.
IdxFile decode_idx(std::vector<std::uint8_t> file, const std::string& name, int rank);
inline constexpr std::int64_t kLargestIdxFile = (std::int64_t{1} << 30) + 64;  // with its header

}  // namespace glia
