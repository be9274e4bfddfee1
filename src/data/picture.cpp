#include "glia/picture.h"

#include <algorithm>
#include <array>

#include "base/atomic_file.h"
#include "base/read_file.h"
#include "data/codecs.h"
#include "glia/error.h"

namespace glia {
namespace {

constexpr std::array<std::uint8_t, 8> kPng{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
constexpr std::array<std::uint8_t, 3> kJpeg{0xff, 0xd8, 0xff};

bool begins_with(std::span<const std::uint8_t> bytes, std::span<const std::uint8_t> signature) {
  return bytes.size() >= signature.size() &&
         std::equal(signature.begin(), signature.end(), bytes.begin());
}

}  // namespace

Picture::Picture(int w, int h, int c) : width(w), height(h), channels(c) {
  check_picture_size(w, h, "new");
  if (c < 1 || c > 4) {
    throw Error(ErrorCode::invalid_argument,
                "picture: expected 1 to 4 channels, got " + std::to_string(c));
  }
  pixels.resize(offset(0, h));
}

bool is_picture_size(std::int64_t width, std::int64_t height) noexcept {
  return width >= 1 && height >= 1 && width <= kMaxPictureSide && height <= kMaxPictureSide &&
         width * height <= kMaxPicturePixels;
}

void check_picture_size(std::int64_t width, std::int64_t height, const std::string& name) {
  if (!is_picture_size(width, height)) {
    throw Error(ErrorCode::format, "picture '" + name + "': expected 1 to " +
                                       std::to_string(kMaxPictureSide) + " pixels a side and " +
                                       std::to_string(kMaxPicturePixels / 1'000'000) +
                                       " million in all at most, got " + std::to_string(width) +
                                       "×" + std::to_string(height) + "; give another size");
  }
}

bool begins_like_picture(std::span<const std::uint8_t> begin) {
  return begins_with(begin, kPng) || begins_with(begin, kJpeg);
}

Picture decode_picture(std::span<const std::uint8_t> bytes, const std::string& name) {
  if (begins_with(bytes, kPng)) return decode_png(bytes, name);
  if (begins_with(bytes, kJpeg)) return decode_jpeg(bytes, name);
  throw Error(ErrorCode::format, "picture '" + name + "': expected a PNG or a JPEG, got " +
                                     (bytes.empty() ? "an empty file" : "something else") +
                                     "; save it as one of the two");
}

SmallPicture decode_small(std::span<const std::uint8_t> bytes, const std::string& name, int least) {
  if (begins_with(bytes, kJpeg)) return decode_small_jpeg(bytes, name, least);
  SmallPicture whole{decode_picture(bytes, name)};
  whole.width = whole.picture.width;
  whole.height = whole.picture.height;
  return whole;
}

Picture read_picture(const std::string& path) {
  return decode_picture(read_file(path, kMaxPictureBytes), path);
}

void write_png(const Picture& picture, const std::string& path) {
  write_file_atomically(path, encode_png(picture));
}

}  // namespace glia
