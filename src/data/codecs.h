#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "glia/picture.h"

namespace glia {

bool begins_like_picture(std::span<const std::uint8_t> begin);  // of a file

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
bool is_picture_size(std::int64_t width, std::int64_t height) noexcept;
void check_picture_size(std::int64_t width, std::int64_t height, const std::string& name);

// How a camera was held: 1 to 8 as EXIF numbers it, 0 where nothing sensible is said. "Exif\0\0"
// may stand before the TIFF.
int exif_orientation(std::span<const std::uint8_t> bytes) noexcept;

// The same from all that a file says of itself: the first EXIF that tells goes before any XMP.
class Orientation {
 public:
  void saw_exif(std::span<const std::uint8_t> bytes) noexcept;
  void saw_xmp(std::string_view xmp) noexcept;
  void saw_app1(std::span<const std::uint8_t> bytes) noexcept;     // a JPEG's marker
  void saw_text(std::string_view keyword, std::string_view text);  // of a PNG, unpacked
  int value() const noexcept { return exif_ > 0 ? exif_ : std::max(xmp_, 1); }

 private:
  int exif_ = 0, xmp_ = 0;
};
Picture turned_upright(Picture picture, int orientation);

}  // namespace glia
