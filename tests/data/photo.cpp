#include "photo.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
// jpeglib.h needs FILE.
#include <jpeglib.h>

namespace glia {
namespace {

constexpr int kSide = 28;

}  // namespace

float ink_at(std::span<const std::uint8_t> digit, double x, double y) {
  const auto value = [&](int u, int v) {
    return u < 0 || v < 0 || u >= kSide || v >= kSide
               ? 0.0
               : digit[static_cast<std::size_t>(v * kSide + u)] / 255.0;
  };
  const int u = static_cast<int>(std::floor(x)), v = static_cast<int>(std::floor(y));
  const double fx = x - u, fy = y - v;
  const double soft = (1 - fy) * ((1 - fx) * value(u, v) + fx * value(u + 1, v)) +
                      fy * ((1 - fx) * value(u, v + 1) + fx * value(u + 1, v + 1));
  return static_cast<float>(std::clamp((soft - 0.5) * 4 + 0.5, 0.0, 1.0));
}

void blur(std::vector<float>& plane, int width, int height, int radius) {
  std::vector<float> out(plane.size());
  for (int pass = 0; pass < 2; ++pass) {
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        float sum = 0;
        for (int k = -radius; k <= radius; ++k) {
          const int u = pass == 0 ? std::clamp(x + k, 0, width - 1) : x;
          const int v = pass == 0 ? y : std::clamp(y + k, 0, height - 1);
          sum += plane[static_cast<std::size_t>(v * width + u)];
        }
        out[static_cast<std::size_t>(y * width + x)] = sum / static_cast<float>(2 * radius + 1);
      }
    }
    plane.swap(out);
  }
}

Photo developed(const std::vector<float>& plane, int width, int height, double noise, Rng& rng) {
  Photo photo{Picture(width, height, 3)};
  const std::array<double, 3> tint{1, rng.uniform(0.92, 1), rng.uniform(0.8, 1)};
  for (std::size_t i = 0; i < plane.size(); ++i) {
    const double grain = noise * (rng.uniform() + rng.uniform() + rng.uniform() - 1.5) * 2;
    for (std::size_t k = 0; k < 3; ++k) {
      photo.picture.pixels[3 * i + k] =
          static_cast<std::uint8_t>(std::clamp(plane[i] * tint[k] + grain, 0.0, 255.0));
    }
  }
  return photo;
}

Photo photograph(std::span<const std::uint8_t> digit, std::uint64_t seed, std::uint64_t number) {
  Rng rng(random_key(seed, "photograph"), number);
  const int width = 600 + static_cast<int>(rng.below(601));
  const int height = 600 + static_cast<int>(rng.below(601));
  const bool dark_on_light = number % 2 == 0;
  const double paper = dark_on_light ? rng.uniform(0.7, 0.95) : rng.uniform(0.05, 0.2);
  const double pen = dark_on_light ? rng.uniform(0.05, 0.35) : rng.uniform(0.7, 0.95);

  // From the picture to the digit's pixels: scale, turn, perspective about the digit's middle.
  const double size = rng.uniform(0.35, 0.85) * std::min(width, height);  // of all 28 pixels
  const double reach_x = 0.5 * width - 0.42 * size, reach_y = 0.5 * height - 0.42 * size;
  const double centre_x = 0.5 * width + rng.uniform(-reach_x, reach_x);
  const double centre_y = 0.5 * height + rng.uniform(-reach_y, reach_y);
  const double angle = rng.uniform(-8, 8) * 3.14159265358979 / 180;
  const double c = std::cos(angle) * kSide / size, s = std::sin(angle) * kSide / size;
  const double tilt_x = rng.uniform(-0.15, 0.15) / size, tilt_y = rng.uniform(-0.15, 0.15) / size;

  // Light from one side, a lamp's bright spot, darker corners.
  const double light_angle = rng.uniform(0, 6.28318530717958), slope = rng.uniform(0.1, 0.45);
  const double spot_x = rng.uniform(0, width), spot_y = rng.uniform(0, height);
  const double spot = rng.uniform(0, 0.25), corner = rng.uniform(0, 0.25);

  const auto pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  std::vector<float> plane(pixels);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double px = x - centre_x, py = y - centre_y, w = 1 + tilt_x * px + tilt_y * py;
      const double u = (c * px + s * py) / w, v = (c * py - s * px) / w;
      const double ink = ink_at(digit, u + 13.5, v + 13.5);
      const double nx = 2.0 * x / width - 1, ny = 2.0 * y / height - 1;
      const double dx = (x - spot_x) / width, dy = (y - spot_y) / height;
      const double light =
          1 + slope * (std::cos(light_angle) * nx + std::sin(light_angle) * ny) / 2 - slope / 2 +
          spot / (1 + 8 * (dx * dx + dy * dy)) - corner * (nx * nx + ny * ny) / 2;
      plane[static_cast<std::size_t>(y * width + x)] =
          static_cast<float>(255 * light * (paper + ink * (pen - paper)));
    }
  }
  blur(plane, width, height, 1 + static_cast<int>(rng.below(3)));

  const int quality = 30 + static_cast<int>(rng.below(41));
  Photo photo = developed(plane, width, height, rng.uniform(2, 12), rng);
  photo.quality = quality;
  return photo;
}

std::vector<std::uint8_t> encode_jpeg(const Picture& picture, int quality, bool progressive) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* data = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &data, &size);
  info.image_width = static_cast<JDIMENSION>(picture.width);
  info.image_height = static_cast<JDIMENSION>(picture.height);
  info.input_components = picture.channels;
  info.in_color_space = picture.channels == 1   ? JCS_GRAYSCALE
                        : picture.channels == 4 ? JCS_CMYK
                                                : JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  if (progressive) jpeg_simple_progression(&info);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    auto* row = const_cast<JSAMPROW>(picture.at(0, static_cast<int>(info.next_scanline)));
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  std::vector<std::uint8_t> out(data, data + size);
  std::free(data);
  return out;
}

}  // namespace glia
