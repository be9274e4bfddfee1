#include "data/strokes.h"

#include <algorithm>
#include <cmath>

namespace glia {
namespace {

struct Component {
  double mass = 0;  // sum of the levels
  float peak = 0;
  int left = 0, top = 0, right = 0, bottom = 0;  // inclusive
  bool at_border = false;
  std::vector<std::size_t> pixels;

  int longer_side() const { return std::max(right - left, bottom - top) + 1; }
};

// Connected runs (with diagonals) of the pixels above `level`.
std::vector<Component> components_above(const Plane& plane, float level) {
  std::vector<Component> all;
  std::vector<bool> seen(plane.values.size());
  for (std::size_t start = 0; start < seen.size(); ++start) {
    if (seen[start] || plane.values[start] <= level) continue;
    Component c;
    c.left = c.top = std::max(plane.width, plane.height);
    c.pixels = {start};
    seen[start] = true;
    for (std::size_t next = 0; next < c.pixels.size(); ++next) {
      const std::size_t at = c.pixels[next];
      const int x = static_cast<int>(at % static_cast<std::size_t>(plane.width));
      const int y = static_cast<int>(at / static_cast<std::size_t>(plane.width));
      c.mass += plane.values[at];
      c.peak = std::max(c.peak, plane.values[at]);
      c.left = std::min(c.left, x);
      c.right = std::max(c.right, x);
      c.top = std::min(c.top, y);
      c.bottom = std::max(c.bottom, y);
      for (int v = std::max(y - 1, 0); v <= std::min(y + 1, plane.height - 1); ++v) {
        for (int u = std::max(x - 1, 0); u <= std::min(x + 1, plane.width - 1); ++u) {
          const std::size_t near = plane.offset(u, v);
          if (seen[near] || plane.values[near] <= level) continue;
          seen[near] = true;
          c.pixels.push_back(near);
        }
      }
    }
    c.at_border =
        c.left == 0 || c.top == 0 || c.right == plane.width - 1 || c.bottom == plane.height - 1;
    all.push_back(std::move(c));
  }
  return all;
}

// What runs out of the picture is rather a table's edge or a shadow than the digit.
double weight(const Component& c) { return c.at_border ? 0.1 * c.mass : c.mass; }

const Component* heaviest(const std::vector<Component>& all) {
  const auto best = std::ranges::max_element(all, {}, weight);
  return best == all.end() ? nullptr : &*best;
}

// Pixels between two boxes, 0 when they overlap.
int gap(const Component& a, const Component& b) {
  return std::max({0, a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom});
}

// A bar of a 5 belongs to the digit; a speck or the next word does not.
bool belongs(const Component& part, const Component& main) {
  return &part == &main || (part.mass > 0.03 * main.mass && (!part.at_border || main.at_border) &&
                            gap(part, main) <= 0.25 * main.longer_side());
}

}  // namespace

Strokes find_strokes(const Flat& flat) {
  constexpr float kLeastContrast = 8;  // grey levels
  Strokes found;
  found.ink = Plane(flat.strokes.width, flat.strokes.height);
  Plane levels = flat.strokes;
  double noise = flat.noise;
  const float top = quantile(levels.values, 0.999);
  if (noise > 0.02 * top) {
    levels = binomial_blur(levels);
    noise *= 0.5;  // the blur of independent pixels leaves 3/8; JPEG's are not independent
  }

  const auto above_noise = static_cast<float>(std::max<double>(5 * noise, kLeastContrast));
  const std::vector<Component> coarse =
      components_above(levels, std::max(above_noise, 0.35F * top));
  const Component* main = heaviest(coarse);
  if (main == nullptr) return found;
  std::vector<float> inside;
  for (const std::size_t at : main->pixels) inside.push_back(levels.values[at]);
  const float full = quantile(std::move(inside), 0.9);

  // In a small picture faint pixels are strokes' half-covered edges; in a large one they are blur.
  const double small = std::clamp((48.0 - main->longer_side()) / 24, 0.0, 1.0);
  const double part = 0.004 * small + 0.35 * (1 - small);
  const auto level = static_cast<float>(std::max(4 * noise, part * full));
  std::vector<Component> parts = components_above(levels, level);
  std::erase_if(parts, [&](const Component& c) { return c.peak < 0.5F * full; });
  main = heaviest(parts);
  if (main == nullptr) return found;

  int left = main->left, right = main->right, upper = main->top, lower = main->bottom;
  for (const Component& c : parts) {
    if (!belongs(c, *main)) continue;
    for (const std::size_t at : c.pixels) {
      found.ink.values[at] = std::min(1.0F, levels.values[at] / full);
    }
    left = std::min(left, c.left);
    right = std::max(right, c.right);
    upper = std::min(upper, c.top);
    lower = std::max(lower, c.bottom);
  }
  found.contrast = full;
  found.left = left;
  found.top = upper;
  found.width = right - left + 1;
  found.height = lower - upper + 1;
  return found;
}

}  // namespace glia
