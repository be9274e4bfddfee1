#include <algorithm>

#include "data/codecs.h"

namespace glia {
namespace {

constexpr std::size_t kOrientation = 0x0112;  // the tag

// Little-endian ("II") or big-endian ("MM") numbers; 0 beyond the end.
struct Tiff {
  std::span<const std::uint8_t> bytes;
  bool big = false;

  std::size_t number(std::size_t at, std::size_t width) const noexcept {
    if (at > bytes.size() || bytes.size() - at < width) return 0;
    std::size_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      value = value << 8 | bytes[at + (big ? i : width - 1 - i)];
    }
    return value;
  }
};

}  // namespace

int exif_orientation(std::span<const std::uint8_t> bytes) noexcept {
  if (bytes.size() < 8 || bytes[0] != bytes[1] || (bytes[0] != 'I' && bytes[0] != 'M')) return 1;
  const Tiff tiff{bytes, bytes[0] == 'M'};
  const std::size_t folder = tiff.number(4, 4);
  const std::size_t entries = tiff.number(folder, 2);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = folder + 2 + 12 * i;
    if (tiff.number(entry, 2) != kOrientation) continue;
    const std::size_t value = tiff.number(entry + 8, 2);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

Picture turned_upright(Picture picture, int orientation) {
  if (orientation <= 1 || orientation > 8) return picture;
  // 2 mirrored, 3 turned by 180°, 4 upside down, 5 transposed, 6 to be turned by 90° clockwise,
  // 7 transposed across the other diagonal, 8 to be turned by 90° the other way.
  const bool transposed = orientation >= 5;
  const bool flip_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool flip_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Picture out(transposed ? picture.height : picture.width,
              transposed ? picture.width : picture.height, picture.channels);
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      int from_x = transposed ? y : x;
      int from_y = transposed ? x : y;
      if (flip_x) from_x = picture.width - 1 - from_x;
      if (flip_y) from_y = picture.height - 1 - from_y;
      std::copy_n(picture.at(from_x, from_y), picture.channels, out.at(x, y));
    }
  }
  return out;
}

}  // namespace glia
