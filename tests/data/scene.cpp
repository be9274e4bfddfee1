#include "scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "base/rng.h"

namespace glia {
namespace {

constexpr double kBox = 20;    // of a digit's 28 pixels, those with strokes
constexpr double kLeast = 36;  // pixels of the picture that its longer side has

struct Ink {
  double cover = 0, strength = 1;  // of the pen's
};

// Everything on a sheet, in pixels of the picture, the origin in the sheet's middle.
class Sheet {
 public:
  Sheet(std::span<const std::uint8_t> digit, const Scene& scene, double width, double height,
        Rng& rng)
      : digit_(digit), scene_(scene) {
    const double shorter = std::min(width, height);
    const double half = 0.5 * std::max(kLeast, scene.share * shorter);
    scale_ = 2 * half / kBox;
    // A frame, and what is beside the digit, must have room.
    const double keep = scene.around == Around::frame ? 1.7 * half : 1.15 * half;
    const auto place = [&](double length) {
      const double reach = std::max(0.0, 0.5 * length - 0.06 * shorter - keep);
      return rng.uniform(-reach, reach);
    };
    x_ = place(width);
    y_ = place(height);
    spacing_ = 2 * half * rng.uniform(0.45, 0.9);
    if (scene.around == Around::squared) spacing_ *= 0.7;
    thickness_ = std::max(1.2, spacing_ * rng.uniform(0.03, 0.05));
    line_strength_ = rng.uniform(0.3, 0.7);
    phase_ = rng.uniform(0, spacing_);
    frame_x_ = half * rng.uniform(1.4, 1.6);
    frame_y_ = half * rng.uniform(1.4, 1.6);
    frame_pen_ = std::max(1.5, half * rng.uniform(0.06, 0.14));
    // The other ink, in the corner that is farthest from the digit.
    other_ = scene.around == Around::stamp ? half * rng.uniform(0.55, 0.75) : half * 0.5;
    if (scene.around == Around::text) other_ = half * rng.uniform(0.12, 0.2);
    for (bool apart = false; !apart; other_ *= 0.9) {
      const double inner = other_ + 0.05 * shorter;
      const double wide = scene.around == Around::text ? 6 : 1;
      other_x_ = (x_ > 0 ? -1 : 1) * (0.5 * width - inner * wide);
      other_y_ = (y_ > 0 ? -1 : 1) * (0.5 * height - inner);
      apart = std::abs(x_ - other_x_) > 1.2 * half + wide * other_ ||
              std::abs(y_ - other_y_) > 1.2 * half + other_ || other_ < 4;
    }
  }

  Ink at(double x, double y) const {
    Ink ink = other_ink(x, y);
    if (scene_.has_digit) {
      const double cover = ink_at(digit_, 13.5 + (x - x_) / scale_, 13.5 + (y - y_) / scale_);
      if (cover > ink.cover * ink.strength) ink = {cover, 1};
    }
    return ink;
  }

 private:
  static double line(double distance, double thickness) {
    return std::clamp(0.5 * thickness - std::abs(distance) + 0.5, 0.0, 1.0);
  }
  double rule(double t) const {
    const double r = std::fmod(t + 1000 * spacing_ + phase_, spacing_);
    return line(std::min(r, spacing_ - r), thickness_);
  }

  Ink other_ink(double x, double y) const {
    const double u = x - other_x_, v = y - other_y_;
    switch (scene_.around) {
      case Around::ruled:
        return {rule(y), line_strength_};
      case Around::squared:
        return {std::max(rule(x), rule(y)), line_strength_};
      case Around::frame: {
        const double a = std::abs(x - x_) - frame_x_, b = std::abs(y - y_) - frame_y_;
        return {line(std::max(a, b), frame_pen_), 0.9};
      }
      case Around::text: {  // strokes of five kinds, ten of them
        if (std::abs(u) > 6 * other_ || std::abs(v) > other_) return {};
        const double cell = std::floor(u / (1.2 * other_)), w = u - (cell + 0.5) * 1.2 * other_;
        const int kind = static_cast<int>(std::abs(cell)) % 3;
        const double pen = 0.25 * other_;
        const double ring = std::hypot(w * 2, v) - 0.7 * other_;
        const double cover = kind == 0   ? line(ring, pen)
                             : kind == 1 ? line(w, pen)
                                         : line(w - 0.4 * v, pen);
        return {cover, 0.9};
      }
      case Around::stamp: {
        const double r = std::hypot(u, v), pen = 0.1 * other_;
        double cover = std::max(line(r - 0.93 * other_, pen), line(r - 0.75 * other_, 0.5 * pen));
        if (r < 0.6 * other_) cover = std::max(cover, line(std::abs(v) - 0.2 * other_, 1.5 * pen));
        return {cover, 0.55};
      }
      case Around::second: {
        const double scale = other_ / (0.5 * kBox);
        return {ink_at(digit_, 13.5 + v / scale, 13.5 - u / scale), 0.95};
      }
      default:
        return {};
    }
  }

  std::span<const std::uint8_t> digit_;
  const Scene& scene_;
  double scale_ = 1, x_ = 0, y_ = 0;
  double spacing_ = 1, thickness_ = 1, line_strength_ = 1, phase_ = 0;
  double frame_x_ = 0, frame_y_ = 0, frame_pen_ = 1;
  double other_ = 1, other_x_ = 0, other_y_ = 0;
};

// The digit alone, cut out along its strokes: `longer` pixels, `fine` samples each way in each.
Photo cut_out(std::span<const std::uint8_t> digit, const Scene& scene, int longer, Rng& rng) {
  int left = 28, top = 28, right = -1, bottom = -1;
  for (int i = 0; i < 28 * 28; ++i) {
    if (digit[static_cast<std::size_t>(i)] < 128) continue;
    left = std::min(left, i % 28);
    right = std::max(right, i % 28);
    top = std::min(top, i / 28);
    bottom = std::max(bottom, i / 28);
  }
  const double w = right - left + 1, h = bottom - top + 1, scale = longer / std::max(w, h);
  const int width = std::max(2, static_cast<int>(std::lround(w * scale)));
  const int height = std::max(2, static_cast<int>(std::lround(h * scale)));
  const double paper = scene.dark_on_light ? rng.uniform(0.75, 1) : rng.uniform(0, 0.2);
  const double pen = scene.dark_on_light ? rng.uniform(0, 0.3) : rng.uniform(0.75, 1);
  const double slope = scene.light == Light::slope ? 0.4 : 0;
  const double most = scene.light == Light::dim ? 110 : 255;
  Photo photo{Picture(width, height, 1), 90};
  const int fine = std::max(1, 32 / longer * 2);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      double ink = 0;
      for (int k = 0; k < fine * fine; ++k) {
        const double u = left - 0.5 + (x + (k % fine + 0.5) / fine) * w / width;
        const double v = top - 0.5 + (y + (k / fine + 0.5) / fine) * h / height;
        ink += double{ink_at(digit, u, v)} / (fine * fine);
      }
      const double light = 1 - slope * x / width;
      *photo.picture.at(x, y) = static_cast<std::uint8_t>(
          std::clamp(most * light * (paper + ink * (pen - paper)), 0.0, 255.0));
    }
  }
  return photo;
}

}  // namespace

Photo photograph(std::span<const std::uint8_t> digit, const Scene& scene, std::uint64_t seed,
                 std::uint64_t number) {
  Rng rng(random_key(seed, "scene"), number);
  if (scene.around == Around::tight_crop) {
    return cut_out(digit, scene, 60 + static_cast<int>(rng.below(300)), rng);
  }
  if (scene.around == Around::tiny) return cut_out(digit, scene, 8, rng);

  const int width = 500 + static_cast<int>(rng.below(401));
  const int height = 500 + static_cast<int>(rng.below(401));
  const double paper = scene.dark_on_light ? rng.uniform(0.7, 0.95) : rng.uniform(0.05, 0.2);
  const double pen = scene.dark_on_light ? rng.uniform(0.05, 0.35) : rng.uniform(0.7, 0.95);
  const double table = scene.dark_on_light ? rng.uniform(0.1, 0.4) : rng.uniform(0.5, 0.9);
  const double grain = rng.uniform(0, 0.15), grain_width = rng.uniform(4, 30);

  // Where the sheet is: at which sides, in this order, the table shows.
  const double rim = scene.rim * std::min(width, height);
  const auto first = rng.below(4);
  std::array<double, 4> cut{};  // left, top, right, bottom
  for (int k = 0; k < scene.sides; ++k) {
    const std::uint32_t step =
        scene.sides == 2 && number % 3 == 0 ? 2 : 1;  // opposite, or a corner
    cut[(first + step * static_cast<std::uint32_t>(k)) % 4] = rim;
  }
  const double reach = 0.2 * std::hypot(width, height);  // a sheet's edges that are out of sight
  const auto edge = [&](std::size_t side) { return cut[side] > 0 ? 0 : reach; };
  const double sheet_width = width - cut[0] - cut[2], sheet_height = height - cut[1] - cut[3];
  const double middle_x = 0.5 * (width + cut[0] - cut[2]);
  const double middle_y = 0.5 * (height + cut[1] - cut[3]);
  const double turn = number / kTurns % 2 == 0 ? rng.uniform(-1, 1) : rng.uniform(-10, 10);
  const double c = std::cos(turn * std::numbers::pi / 180);
  const double s = std::sin(turn * std::numbers::pi / 180);
  const Sheet sheet(digit, scene, sheet_width, sheet_height, rng);

  const double light_angle = rng.uniform(0, 2 * std::numbers::pi);
  const double slope = scene.light == Light::slope ? 0.4 : 0.05;
  const double most = scene.light == Light::dim ? 80 : 250;
  const double thumb_x = rng.below(2) ? 0 : width, thumb_y = rng.below(2) ? 0 : height;
  const double thumb = rng.uniform(0.15, 0.3) * std::min(width, height);

  const auto pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  std::vector<float> plane(pixels);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double px = x + 0.5 - middle_x, py = y + 0.5 - middle_y;
      const double u = c * px + s * py, v = c * py - s * px;
      const double nx = 2.0 * x / width - 1, ny = 2.0 * y / height - 1;
      const double towards = (std::cos(light_angle) * nx + std::sin(light_angle) * ny) / 1.415;
      double light = 1 - slope * (1 - towards);
      // How far inside the sheet.
      const double depth =
          std::min({u + 0.5 * sheet_width + edge(0), v + 0.5 * sheet_height + edge(1),
                    0.5 * sheet_width + edge(2) - u, 0.5 * sheet_height + edge(3) - v});
      double reflected = 0;
      if (depth < 0) {
        reflected = table * (1 + grain * std::sin((v + 0.1 * u) / grain_width));
      } else {
        const Ink ink = sheet.at(u, v);
        reflected = paper + ink.cover * ink.strength * (pen - paper);
        if (scene.around == Around::shadow) {
          light *= std::clamp(0.5 + depth / (0.1 * std::min(width, height)), 0.5, 1.0);
        }
      }
      if (scene.around == Around::corner) {
        const double r = std::hypot(x - thumb_x, (y - thumb_y) * 0.8);
        if (r < thumb) reflected = scene.dark_on_light ? 0.3 : 0.6;
      }
      plane[static_cast<std::size_t>(y * width + x)] = static_cast<float>(most * light * reflected);
    }
  }
  blur(plane, width, height, 1);
  Photo photo = developed(plane, width, height, rng.uniform(2, 6), rng);
  photo.quality = 60 + static_cast<int>(rng.below(31));
  return photo;
}

Scene in_turn(Scene scene, std::uint64_t number) {
  constexpr std::array<double, 3> kShares{0.15, 0.3, 0.6};
  scene.dark_on_light = number % 2 == 0;
  scene.light = static_cast<Light>(number / 2 % 3);
  scene.share = kShares[number / 6 % 3];
  return scene;
}

std::vector<NamedScene> named_scenes() {
  std::vector<NamedScene> all{{"clean", "nothing", {}}};
  for (const int rim : {8, 20, 40}) {
    for (const int sides : {1, 2, 4}) {
      const std::string r = std::to_string(rim), s = std::to_string(sides);
      all.push_back({"table-" + r + "-" + s,
                     "table, " + r + " % on " + s + (sides == 1 ? " side" : " sides"),
                     {.around = Around::table, .rim = rim / 100.0, .sides = sides}});
    }
  }
  const auto add = [&](const char* name, const char* text, Around around, double rim = 0,
                       int sides = 0) {
    all.push_back({name, text, {.around = around, .rim = rim, .sides = sides}});
  };
  add("shadow", "table, 20 % on 2 sides, and its shadow", Around::shadow, 0.2, 2);
  add("corner", "a thumb in the corner", Around::corner);
  add("ruled", "ruled paper", Around::ruled);
  add("squared", "squared paper", Around::squared);
  add("ruled-table", "ruled paper, table, 20 % on 4 sides", Around::ruled, 0.2, 4);
  add("frame", "a drawn frame", Around::frame);
  add("text", "small writing", Around::text);
  add("stamp", "a stamp", Around::stamp);
  add("second", "a second, smaller digit", Around::second);
  add("tight", "no margin", Around::tight_crop);
  add("tiny", "no margin, 8 pixels high", Around::tiny);
  return all;
}

}  // namespace glia
