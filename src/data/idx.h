#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "glia/column.h"

namespace glia {

// An IDX file, the format of MNIST: two zero bytes, the type (8: unsigned bytes), the number of
// axes, each size as 32 bits big-endian, then the numbers.
struct IdxFile {
  enum Type : std::uint8_t { u8 = 8, i8 = 9, i16 = 11, i32 = 12, f32 = 13, f64 = 14 };

  Shape shape;
  Type type = u8;
  std::vector<std::uint8_t> bytes;  // of shape.elements() numbers, as they lie: big-endian

  Column::Numbers numbers() &&;  // bytes, whole numbers of 32 bits or floats
};

enum class IdxTypes { bytes, whole, any };

// A plain or gzipped file, told apart by content; `name` is for the messages. Throws Error unless
// it has `rank` axes (0: any) of one of these types and holds exactly the numbers that it declares.
// Memory grows with what is really there and never beyond the declared size, which may be 1 GiB at
// most, and of a gzipped file 64 MiB or 100 times its own size.
IdxFile decode_idx(std::vector<std::uint8_t> file, const std::string& name, int rank,
                   IdxTypes types = IdxTypes::bytes);
inline constexpr std::int64_t kLargestIdxFile = (std::int64_t{1} << 30) + 64;  // with its header

}  // namespace glia
