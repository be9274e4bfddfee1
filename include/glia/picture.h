#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// An 8-bit picture that owns its pixels: rows from the top, `channels` values a pixel.
struct Picture {
  int width = 0;
  int height = 0;
  int channels = 1;                       // 1 grey, 2 grey + alpha, 3 RGB, 4 RGB + alpha
  std::vector<std::uint8_t> pixels = {};  // [height][width][channels]

  Picture() = default;
  Picture(int w, int h, int c);  // all zero; throws Error when the sizes make no sense

  std::uint8_t* at(int x, int y) & noexcept { return pixels.data() + offset(x, y); }
  const std::uint8_t* at(int x, int y) const& noexcept { return pixels.data() + offset(x, y); }
  const std::uint8_t* at(int x, int y) const&& = delete;

 private:
  std::size_t offset(int x, int y) const noexcept {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
            static_cast<std::size_t>(x)) *
           static_cast<std::size_t>(channels);
  }
};

inline constexpr int kMaxPictureSide = 16384;
inline constexpr std::int64_t kMaxPicturePixels = 50'000'000;
// A larger JPEG is read at a half, a quarter or an eighth of its pixels each way, so that it is
// within these limits; none that would take more memory than this while it is read.
inline constexpr std::int64_t kMaxJpegBytes = std::int64_t{512} << 20;

// PNG or JPEG, told apart by content, turned upright as EXIF or XMP in it says. Throws Error:
// not_found, io, format (damaged, cut off, neither of the two, larger than the limits above). A
// JPEG that lacks its end and nothing of the picture is whole.
Picture read_picture(const std::string& path);
// The same from memory; `name` is for the messages.
Picture decode_picture(std::span<const std::uint8_t> bytes, const std::string& name);

std::vector<std::uint8_t> encode_png(const Picture& picture);
// A reader of `path` sees the old file or the new one, never half of one.
void write_png(const Picture& picture, const std::string& path);

}  // namespace glia
