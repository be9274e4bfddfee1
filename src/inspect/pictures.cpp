#include <algorithm>
#include <cmath>

#include "glia/error.h"
#include "glia/inspect.h"

namespace glia {
namespace {

struct Stop {
  double at;
  double r, g, b;
};

constexpr Stop kPositive[] = {{0, 17, 22, 30}, {0.5, 150, 90, 34}, {1, 255, 170, 74}};
constexpr Stop kNegative[] = {{0, 17, 22, 30}, {0.5, 36, 84, 156}, {1, 90, 166, 255}};
constexpr Stop kGlow[] = {
    {0, 20, 26, 36}, {0.5, 134, 117, 86}, {0.85, 255, 219, 156}, {1, 255, 238, 205}};

// In [0, 1]; NaN is 0.
double unit(double value) noexcept { return value > 0 ? std::min(value, 1.0) : 0.0; }

Rgb blend(std::span<const Stop> stops, double at) noexcept {
  std::size_t k = 1;
  while (k + 1 < stops.size() && at > stops[k].at) ++k;
  const Stop& a = stops[k - 1];
  const Stop& b = stops[k];
  const double t = (at - a.at) / (b.at - a.at);
  const auto mix = [t](double x, double y) {
    return static_cast<std::uint8_t>(std::lround(x + (y - x) * t));
  };
  return {mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b)};
}

}  // namespace

Rgb diverging(double value) noexcept {
  const double magnitude = unit(std::abs(value));
  return blend(value < 0 ? kNegative : kPositive, magnitude);
}

Rgb glow(double value) noexcept { return blend(kGlow, unit(value)); }

std::optional<ImageSize> image_size(const Shape& sample) {
  const int rank = sample.rank();
  constexpr std::int64_t kMost = 4096;
  const auto size = [](std::int64_t width, std::int64_t height) -> std::optional<ImageSize> {
    if (width < 1 || height < 1 || width > kMost || height > kMost) return std::nullopt;
    return ImageSize{static_cast<int>(width), static_cast<int>(height)};
  };
  if (rank == 2 || (rank == 3 && (sample[0] == 1 || sample[0] == 3)))
    return size(sample[rank - 1], sample[rank - 2]);
  if (rank != 1) return std::nullopt;
  const auto side = std::llround(std::sqrt(static_cast<double>(sample[0])));
  return side * side == sample[0] ? size(side, side) : std::nullopt;
}

double largest_magnitude(std::span<const float> values) noexcept {
  double largest = 0;
  for (float v : values) {
    if (std::isfinite(v)) largest = std::max(largest, std::abs(double{v}));
  }
  return largest > 0 ? largest : 1;
}

Picture weight_picture(std::span<const float> weights, ImageSize size, double scale) {
  const auto pixels = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
  if (weights.size() != pixels) {
    throw Error(ErrorCode::shape_mismatch, "weight picture: expected " + std::to_string(pixels) +
                                               " weights, got " + std::to_string(weights.size()));
  }
  Picture picture;
  picture.width = size.width;
  picture.height = size.height;
  picture.channels = 3;
  for (float w : weights) {
    const Rgb colour = diverging(double{w} / scale);
    picture.pixels.insert(picture.pixels.end(), {colour.r, colour.g, colour.b});
  }
  return picture;
}

}  // namespace glia
