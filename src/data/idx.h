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

// Reads a plain or gzipped file, told apart by content. Throws Error unless the file has `rank`
// axes and holds exactly the numbers that it declares. Memory grows with what is really there and
// never beyond the declared size, which may be 1 GiB at most, and of a gzipped file 64 MiB or 100
// times its own size.
IdxFile read_idx(const std::string& path, int rank);

}  // namespace glia
