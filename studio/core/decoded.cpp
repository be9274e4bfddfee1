#include "core/decoded.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "core/base64.h"

namespace glia::studio {
namespace {

constexpr std::size_t kMostText = 4'000'000;  // of base64, in one command
constexpr std::size_t kMostLines = 500, kMostNumbers = 20'000;
constexpr std::int64_t kMostSide = 16'384, kLeastRate = 1000, kMostRate = 384'000;

bool is_object(const Fields& fields, std::string_view name) {
  return fields.has(name) && fields.json()[std::string(name)].is_object();
}

std::vector<std::uint8_t> bytes_in(const Fields& fields, std::string_view name) {
  return from_base64(fields.text(name, kMostText));
}

}  // namespace

Picture picture_in(const Fields& fields, std::string_view name) {
  if (!is_object(fields, name)) return decode_picture(bytes_in(fields, name), "the picture");
  const Fields given = fields.object(name, {"width", "height", "rgb"});
  const std::int64_t width = given.whole("width", 1, kMostSide);
  const std::int64_t height = given.whole("height", 1, kMostSide);
  std::vector<std::uint8_t> pixels = bytes_in(given, "rgb");
  if (std::ssize(pixels) != width * height * 3) {
    given.fail("rgb", "three bytes a pixel, " + std::to_string(width * height * 3) + " in all");
  }
  Picture picture(static_cast<int>(width), static_cast<int>(height), 3);
  picture.pixels = std::move(pixels);
  return picture;
}

Recording recording_in(const Fields& fields, std::string_view name) {
  const std::string called = fields.has("name") ? fields.text("name") : "the recording";
  if (!is_object(fields, name)) return decode_recording(bytes_in(fields, name), called);
  const Fields given = fields.object(name, {"rate", "samples"});
  const auto rate = static_cast<int>(given.whole("rate", kLeastRate, kMostRate));
  const std::vector<std::uint8_t> bytes = bytes_in(given, "samples");
  const std::size_t count = bytes.size() / sizeof(float);
  if (bytes.size() % sizeof(float) != 0 ||
      static_cast<double>(count) > kMaxRecordingSeconds * rate) {
    given.fail("samples", "little-endian floats of four bytes, 60 seconds at most");
  }
  static_assert(std::endian::native == std::endian::little);
  std::vector<float> samples(count);
  if (count > 0) std::memcpy(samples.data(), bytes.data(), bytes.size());
  return {std::move(samples), rate, called};
}

Drawing drawing_in(const Fields& fields, std::string_view name) {
  const Fields strokes = fields.object(name, {"lines", "width", "side"});
  Drawing drawing;
  drawing.side = strokes.number("side", 1, 100'000);
  drawing.width = strokes.number("width", 1e-3 * drawing.side, drawing.side);
  std::size_t numbers = 0;
  for (const Json& line : strokes.list("lines", 1, kMostLines)) {
    numbers += line.size();
    if (!line.is_array() || line.size() % 2 != 0 || numbers > kMostNumbers) {
      strokes.fail("lines", "lists of x, y, x, y, …, at most 20000 numbers in all");
    }
    drawing.lines.emplace_back();
    for (const Json& value : line) {
      drawing.lines.back().push_back(
          number_in(value, std::string(name) + ": 'lines'", -10 * drawing.side, 10 * drawing.side));
    }
  }
  return drawing;
}

}  // namespace glia::studio
