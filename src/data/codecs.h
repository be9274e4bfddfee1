#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "glia/picture.h"

namespace glia {

Picture decode_png(std::span<const std::uint8_t> bytes, const std::string& name);
Picture decode_jpeg(std::span<const std::uint8_t> bytes, const std::string& name);

inline constexpr std::int64_t kMaxPictureBytes = std::int64_t{1} << 28;  // of a file

// The picture, or a smaller one that was cheaper to make, with no side below `least` that was not.
struct SmallPicture {
  Picture picture;
  int width = 0, height = 0;  // of the whole one, upright
};
SmallPicture decode_small(std::span<const std::uint8_t> bytes, const std::string& name, int least);
SmallPicture decode_small_jpeg(std::span<const std::uint8_t> bytes, const std::string& name,
                               int least);

// Throws Error(format) unless a picture of this size is within the limits.
void check_picture_size(std::int64_t width, std::int64_t height, const std::string& name);

// How a camera was held: 1 to 8 as EXIF numbers it, 1 where nothing sensible is said. `tiff` is
// what follows "Exif\0\0".
int exif_orientation(std::span<const std::uint8_t> tiff) noexcept;
Picture turned_upright(Picture picture, int orientation);

}  // namespace glia
