#include <spng.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "data/codecs.h"
#include "glia/error.h"

namespace glia {
namespace {

constexpr std::size_t kMaxChunk = std::size_t{1} << 24;  // of text, profiles and the like
constexpr std::size_t kMostInflated = 1032;              // of deflate

// Whether so many bytes of file can hold the pixels that the header promises.
bool has_room(const spng_ihdr& header, std::size_t bytes) {
  const std::size_t values = header.color_type == SPNG_COLOR_TYPE_TRUECOLOR         ? 3
                             : header.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA ? 2
                             : header.color_type == SPNG_COLOR_TYPE_TRUECOLOR_ALPHA ? 4
                                                                                    : 1;
  return bytes * kMostInflated >= values * header.bit_depth * header.width / 8 * header.height;
}

struct Free {
  void operator()(spng_ctx* context) const { spng_ctx_free(context); }
};
using Context = std::unique_ptr<spng_ctx, Free>;

Context make_context(int flags) {
  Context context(spng_ctx_new(flags));
  if (!context) throw Error(ErrorCode::io, "PNG: out of memory");
  return context;
}

// What a PNG is without its eXIf; empty where it has none. spng refuses a picture for an empty eXIf
// and does not know one that begins with "Exif".
std::vector<std::uint8_t> without_exif(std::span<const std::uint8_t> bytes,
                                       Orientation& orientation) {
  static constexpr std::size_t kSignature = 8, kFrame = 12;  // of a chunk: length, kind, checksum
  const auto word = [&](std::size_t at) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | bytes[at + i];
    return value;
  };
  std::vector<std::uint8_t> rest;
  std::size_t kept = 0, at = kSignature;
  while (at < bytes.size() && bytes.size() - at >= kFrame) {
    const std::size_t length = word(at);
    if (length > bytes.size() - at - kFrame) break;
    const std::size_t next = at + kFrame + length;
    if (word(at + 4) == 0x65584966) {  // eXIf
      orientation.saw_exif(bytes.subspan(at + 8, length));
      rest.insert(rest.end(), bytes.begin() + static_cast<std::ptrdiff_t>(kept),
                  bytes.begin() + static_cast<std::ptrdiff_t>(at));
      kept = next;
    }
    at = next;
  }
  if (kept > 0) {
    rest.insert(rest.end(), bytes.begin() + static_cast<std::ptrdiff_t>(kept), bytes.end());
  }
  return rest;
}

void see_texts(spng_ctx* context, Orientation& orientation) {
  std::uint32_t count = 0;
  if (spng_get_text(context, nullptr, &count) != 0) return;
  std::vector<spng_text> texts(count);
  if (spng_get_text(context, texts.data(), &count) != 0) return;
  for (const spng_text& text : texts) {
    if (text.text != nullptr) orientation.saw_text(text.keyword, {text.text, text.length});
  }
}

}  // namespace

Picture decode_png(std::span<const std::uint8_t> bytes, const std::string& name) {
  const auto check = [&](int code) {
    if (code == 0) return;
    const std::string reason =
        code == SPNG_EOF || code == SPNG_IO_EOF ? "the file is cut off" : spng_strerror(code);
    throw Error(ErrorCode::format,
                "PNG '" + name + "' is damaged: " + reason + "; save or fetch it again");
  };
  Orientation orientation;
  const std::vector<std::uint8_t> rest = without_exif(bytes, orientation);
  if (!rest.empty()) bytes = rest;
  const Context context = make_context(0);
  check(spng_set_chunk_limits(context.get(), kMaxChunk, kMaxChunk));
  check(spng_set_png_buffer(context.get(), bytes.data(), bytes.size()));
  spng_ihdr header{};
  check(spng_get_ihdr(context.get(), &header));
  check_picture_size(header.width, header.height, name);
  if (!has_room(header, bytes.size())) check(SPNG_EOF);

  // Every kind of PNG decodes to RGBA; what the picture has none of is left out.
  std::size_t size = 0;
  check(spng_decoded_image_size(context.get(), SPNG_FMT_RGBA8, &size));
  std::vector<std::uint8_t> rgba(size);
  check(spng_decode_image(context.get(), rgba.data(), size, SPNG_FMT_RGBA8, SPNG_DECODE_TRNS));
  check(spng_decode_chunks(context.get()));  // up to the end, so that a cut is noticed
  spng_trns transparency{};
  const bool grey = header.color_type == SPNG_COLOR_TYPE_GRAYSCALE ||
                    header.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA;
  const bool alpha = header.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA ||
                     header.color_type == SPNG_COLOR_TYPE_TRUECOLOR_ALPHA ||
                     spng_get_trns(context.get(), &transparency) == 0;
  Picture picture(static_cast<int>(header.width), static_cast<int>(header.height),
                  (grey ? 1 : 3) + (alpha ? 1 : 0));
  std::uint8_t* out = picture.pixels.data();
  for (std::size_t i = 0; i < size; i += 4) {
    *out++ = rgba[i];
    if (!grey) {
      *out++ = rgba[i + 1];
      *out++ = rgba[i + 2];
    }
    if (alpha) *out++ = rgba[i + 3];
  }
  see_texts(context.get(), orientation);
  return turned_upright(std::move(picture), orientation.value());
}

std::vector<std::uint8_t> encode_png(const Picture& picture) {
  static constexpr std::array<std::uint8_t, 4> kColours{
      SPNG_COLOR_TYPE_GRAYSCALE, SPNG_COLOR_TYPE_GRAYSCALE_ALPHA, SPNG_COLOR_TYPE_TRUECOLOR,
      SPNG_COLOR_TYPE_TRUECOLOR_ALPHA};
  check_picture_size(picture.width, picture.height, "to save");
  if (picture.channels < 1 || picture.channels > 4 ||
      picture.pixels.size() != static_cast<std::size_t>(picture.width) *
                                   static_cast<std::size_t>(picture.height) *
                                   static_cast<std::size_t>(picture.channels)) {
    throw Error(ErrorCode::invalid_argument, "PNG: the pixels do not fit the picture's size");
  }
  const auto check = [](int code) {
    if (code != 0) {
      throw Error(ErrorCode::io, std::string("PNG cannot be made: ") + spng_strerror(code));
    }
  };
  const Context context = make_context(SPNG_CTX_ENCODER);
  check(spng_set_option(context.get(), SPNG_ENCODE_TO_BUFFER, 1));
  spng_ihdr header{};
  header.width = static_cast<std::uint32_t>(picture.width);
  header.height = static_cast<std::uint32_t>(picture.height);
  header.bit_depth = 8;
  header.color_type = kColours[static_cast<std::size_t>(picture.channels - 1)];
  check(spng_set_ihdr(context.get(), &header));
  check(spng_encode_image(context.get(), picture.pixels.data(), picture.pixels.size(), SPNG_FMT_PNG,
                          SPNG_ENCODE_FINALIZE));
  std::size_t size = 0;
  int code = 0;
  const std::unique_ptr<void, decltype(&std::free)> buffer(
      spng_get_png_buffer(context.get(), &size, &code), &std::free);
  check(code);
  const auto* begin = static_cast<const std::uint8_t*>(buffer.get());
  return {begin, begin + size};
}

}  // namespace glia
