#include "data/cut_out.h"

#include <algorithm>
#include <array>

namespace glia {
namespace {

constexpr int kCutOutCoarse = 64;                       // the longer side of what is looked at
constexpr float kLeastCutOutContrast = 24;              // grey levels
constexpr double kLeastShare = 0.05, kMostShare = 0.7;  // of the picture, that is ink

struct Split {
  float threshold = 0;
  double low = 0, high = 0;  // means of the two classes
};

// Otsu's threshold: the two classes differ most from each other, and least in themselves.
Split split(const Plane& plane) {
  constexpr int kBins = 64;
  const float least = *std::ranges::min_element(plane.values);
  const float most = *std::ranges::max_element(plane.values);
  std::array<double, kBins> count{};
  const float width = std::max((most - least) / kBins, 1e-6F);
  for (const float v : plane.values) {
    ++count[static_cast<std::size_t>(std::min(kBins - 1, static_cast<int>((v - least) / width)))];
  }
  double all = 0, sum = 0;
  for (int i = 0; i < kBins; ++i) {
    all += count[static_cast<std::size_t>(i)];
    sum += i * count[static_cast<std::size_t>(i)];
  }
  double below = 0, sum_below = 0, best = -1;
  Split found;
  for (int i = 0; i + 1 < kBins; ++i) {
    below += count[static_cast<std::size_t>(i)];
    sum_below += i * count[static_cast<std::size_t>(i)];
    const double above = all - below;
    if (below == 0 || above == 0) continue;
    const double low = sum_below / below, high = (sum - sum_below) / above;
    const double between = below * above * (high - low) * (high - low);
    if (between <= best) continue;
    best = between;
    const auto level = [&](double bin) { return double{least} + (bin + 0.5) * double{width}; };
    found = {static_cast<float>(level(i + 0.5)), level(low), level(high)};
  }
  return found;
}

// How a class of pixels lies in the picture.
struct Lie {
  std::array<int, 4> on_side{};  // left, top, right, bottom
  int corners = 0, pixels = 0, largest = 0;

  bool touches(std::size_t side) const { return on_side[side] > 0; }
  bool touches_all() const { return touches(0) && touches(1) && touches(2) && touches(3); }
  int on_edge() const { return on_side[0] + on_side[1] + on_side[2] + on_side[3]; }
};

Lie lie_of(const Plane& plane, auto is_in) {
  Lie lie;
  const int w = plane.width, h = plane.height;
  const int near_x = w / 32, near_y = h / 32;  // what just misses a side touches it
  for (int y = 0; y < h; ++y) {
    bool left = false, right = false;
    for (int k = 0; k <= near_x; ++k) {
      left = left || is_in(k, y);
      right = right || is_in(w - 1 - k, y);
    }
    lie.on_side[0] += left;
    lie.on_side[2] += right;
  }
  for (int x = 0; x < w; ++x) {
    bool above = false, below = false;
    for (int k = 0; k <= near_y; ++k) {
      above = above || is_in(x, k);
      below = below || is_in(x, h - 1 - k);
    }
    lie.on_side[1] += above;
    lie.on_side[3] += below;
  }
  lie.corners = is_in(0, 0) + is_in(w - 1, 0) + is_in(0, h - 1) + is_in(w - 1, h - 1);
  std::vector<bool> seen(plane.values.size());
  std::vector<std::array<int, 2>> run;
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      if (seen[plane.offset(x, y)] || !is_in(x, y)) continue;
      run.assign(1, {x, y});
      seen[plane.offset(x, y)] = true;
      for (std::size_t i = 0; i < run.size(); ++i) {
        const auto [px, py] = run[i];
        for (int v = std::max(py - 1, 0); v <= std::min(py + 1, h - 1); ++v) {
          for (int u = std::max(px - 1, 0); u <= std::min(px + 1, w - 1); ++u) {
            if (seen[plane.offset(u, v)] || !is_in(u, v)) continue;
            seen[plane.offset(u, v)] = true;
            run.push_back({u, v});
          }
        }
      }
      lie.pixels += static_cast<int>(run.size());
      lie.largest = std::max(lie.largest, static_cast<int>(run.size()));
    }
  }
  return lie;
}

// Strokes lie at opposite sides. What is at one of them all along is a table, unless it is a bar of
// a digit that also touches the other two; at two sides that meet it always is.
bool is_like_strokes(const Lie& lie, const Plane& plane) {
  const double share = static_cast<double>(lie.pixels) / static_cast<double>(plane.values.size());
  if (share < kLeastShare || share > kMostShare) return false;
  if (lie.largest < 0.7 * lie.pixels || lie.corners == 4) return false;
  if (!(lie.touches(0) && lie.touches(2)) && !(lie.touches(1) && lie.touches(3))) return false;
  std::array<bool, 4> along{};
  for (std::size_t i = 0; i < 4; ++i) {
    along[i] = lie.on_side[i] > 0.8 * (i % 2 == 0 ? plane.height : plane.width);
    if (along[i] && !lie.touches_all()) return false;
  }
  return !(along[0] || along[2]) || !(along[1] || along[3]);
}

}  // namespace

std::optional<Plane> ground_of_cut_out(const Plane& grey) {
  const int longer = std::max(grey.width, grey.height);
  const auto size = [&](int n) {
    return longer <= kCutOutCoarse ? n : std::max(1, n * kCutOutCoarse / longer);
  };
  const Plane coarse =
      area_average(grey, 0, 0, grey.width, grey.height, size(grey.width), size(grey.height));
  const Split two = split(coarse);
  if (two.high - two.low < kLeastCutOutContrast) return std::nullopt;
  const auto dark = [&](int x, int y) { return coarse(x, y) < two.threshold; };
  const auto light = [&](int x, int y) { return coarse(x, y) >= two.threshold; };
  const Lie darks = lie_of(coarse, dark), lights = lie_of(coarse, light);
  const bool dark_ink = is_like_strokes(darks, coarse), light_ink = is_like_strokes(lights, coarse);
  if (!dark_ink && !light_ink) return std::nullopt;
  // Where both could be, the ink has less of the edge.
  const bool ink_is_dark = dark_ink && (!light_ink || darks.on_edge() <= lights.on_edge());
  Plane ground(grey.width, grey.height);
  for (std::size_t i = 0; i < ground.values.size(); ++i) {
    ground.values[i] = (grey.values[i] < two.threshold) != ink_is_dark ? 1 : 0;
  }
  return ground;
}

}  // namespace glia
