#include "data/strokes.h"

#include <algorithm>
#include <cmath>

namespace glia {
namespace {

constexpr int kSmallDigit = 48;  // pixels: a digit's longer side in a small picture

struct Component {
  double mass = 0;  // sum of the levels
  float peak = 0;
  int left = 0, top = 0, right = 0, bottom = 0;  // inclusive
  int at_border = 0;                             // pixels at the sheet's edge
  int outline = 0;                               // sides of pixels that face others
  std::vector<std::size_t> pixels;

  int longer_side() const { return std::max(right - left, bottom - top) + 1; }
  double box_area() const { return (right - left + 1.0) * (bottom - top + 1.0); }
  // Of a long stroke its width, of a square half of its side.
  double mean_width() const { return 2.0 * static_cast<double>(pixels.size()) / outline; }
};

// Connected runs (with diagonals) of the pixels above `level`.
std::vector<Component> components_above(const Plane& plane, const Plane& sheet, float level) {
  const auto is_ink = [&](int x, int y) { return plane(x, y) > level; };
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
      const bool left = x > 0, right = x + 1 < plane.width;
      const bool above = y > 0, below = y + 1 < plane.height;
      c.outline += (!left || !is_ink(x - 1, y)) + (!right || !is_ink(x + 1, y)) +
                   (!above || !is_ink(x, y - 1)) + (!below || !is_ink(x, y + 1));
      c.at_border += !left || !right || !above || !below || sheet(x - 1, y) == 0 ||
                     sheet(x + 1, y) == 0 || sheet(x, y - 1) == 0 || sheet(x, y + 1) == 0;
      for (int v = std::max(y - 1, 0); v <= std::min(y + 1, plane.height - 1); ++v) {
        for (int u = std::max(x - 1, 0); u <= std::min(x + 1, plane.width - 1); ++u) {
          const std::size_t near = plane.offset(u, v);
          if (seen[near] || plane.values[near] <= level) continue;
          seen[near] = true;
          c.pixels.push_back(near);
        }
      }
    }
    all.push_back(std::move(c));
  }
  return all;
}

// What runs out of the picture is rather a table's edge or a shadow than the digit.
double weight(const Component& c) { return c.at_border > 0 ? 0.1 * c.mass : c.mass; }

const Component* heaviest(const std::vector<Component>& all) {
  const auto best = std::ranges::max_element(all, {}, weight);
  return best == all.end() ? nullptr : &*best;
}

// Pixels between two boxes, 0 when they overlap.
int gap(const Component& a, const Component& b) {
  return std::max({0, a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom});
}

// A line around something, with ink of it to all four sides.
bool surrounds(const Component& line, const Component& inner, int width) {
  if (&line == &inner || inner.left <= line.left || inner.right >= line.right ||
      inner.top <= line.top || inner.bottom >= line.bottom ||
      inner.longer_side() < 0.3 * line.longer_side() || inner.mass < 0.2 * line.mass) {
    return false;
  }
  const int middle_x = (inner.left + inner.right) / 2, middle_y = (inner.top + inner.bottom) / 2;
  bool left = false, right = false, above = false, below = false;
  for (const std::size_t at : line.pixels) {
    const int x = static_cast<int>(at) % width, y = static_cast<int>(at) / width;
    if (y == middle_y) (x < inner.left ? left : right) = true;
    if (x == middle_x) (y < inner.top ? above : below) = true;
  }
  return left && right && above && below;
}

const Component* heaviest_inside(const Component& line, const std::vector<Component>& all,
                                 int width) {
  const Component* found = nullptr;
  for (const Component& c : all) {
    if (surrounds(line, c, width) && (found == nullptr || c.mass > found->mass)) found = &c;
  }
  return found;
}

// How much of the part [from, to] lies in [first, last].
double overlap(int from, int to, int first, int last) {
  return (std::min(to, last) - std::max(from, first) + 1.0) / (to - from + 1.0);
}

// A bar of a 5 belongs to the digit; a speck or the next word does not. What makes the digit much
// larger must be of its pen, and above, below or beside it.
bool belongs(const Component& part, const Component& main, int width) {
  if (&part == &main) return true;
  if (surrounds(part, main, width)) return false;
  if (part.mass <= 0.03 * main.mass || (part.at_border > 0 && main.at_border == 0) ||
      gap(part, main) > 0.25 * main.longer_side()) {
    return false;
  }
  const double across = std::max(part.right, main.right) - std::min(part.left, main.left) + 1;
  const double down = std::max(part.bottom, main.bottom) - std::min(part.top, main.top) + 1;
  if (main.longer_side() < kSmallDigit || across * down < 1.2 * main.box_area()) return true;
  return part.mean_width() > 0.6 * main.mean_width() &&
         std::max(overlap(part.left, part.right, main.left, main.right),
                  overlap(part.top, part.bottom, main.top, main.bottom)) > 0.4;
}

// A table comes in at a corner of the picture and lies along its edge.
bool is_table(const Component& c, const Plane& sheet) {
  const bool corner =
      (c.left == 0 || c.right == sheet.width - 1) && (c.top == 0 || c.bottom == sheet.height - 1);
  return corner && c.at_border > 0.5 * c.longer_side();
}

}  // namespace

Strokes find_strokes(const Flat& flat, const Plane& sheet, bool cut_out) {
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
      components_above(levels, sheet, std::max(above_noise, 0.35F * top));
  const Component* main = heaviest(coarse);
  if (main == nullptr) return found;
  std::vector<float> inside;
  for (const std::size_t at : main->pixels) inside.push_back(levels.values[at]);
  const float full = quantile(std::move(inside), 0.9);

  // In a small picture faint pixels are strokes' half-covered edges; in a large one they are blur.
  const double small = std::clamp((1.0 * kSmallDigit - main->longer_side()) / 24, 0.0, 1.0);
  const double part = 0.004 * small + 0.35 * (1 - small);
  const auto level = static_cast<float>(std::max(4 * noise, part * full));
  std::vector<Component> parts = components_above(levels, sheet, level);
  std::erase_if(parts, [&](const Component& c) {
    return c.peak < 0.5F * full || (!cut_out && is_table(c, sheet));
  });
  main = heaviest(parts);
  if (main == nullptr) return found;
  if (const Component* framed = heaviest_inside(*main, parts, sheet.width)) main = framed;

  int left = main->left, right = main->right, upper = main->top, lower = main->bottom;
  for (const Component& c : parts) {
    if (!belongs(c, *main, sheet.width)) {
      const bool frame = surrounds(c, *main, sheet.width);
      found.frame = found.frame || frame;
      found.marks = found.marks || (!frame && c.at_border == 0 && c.mass > 0.1 * main->mass);
      continue;
    }
    for (const std::size_t at : c.pixels) {
      found.ink.values[at] = std::min(1.0F, levels.values[at] / full);
    }
    left = std::min(left, c.left);
    right = std::max(right, c.right);
    upper = std::min(upper, c.top);
    lower = std::max(lower, c.bottom);
  }
  found.contrast = full;
  found.edge = static_cast<double>(main->at_border) / main->longer_side();
  found.roundness = main->mean_width() / main->longer_side();
  found.left = left;
  found.top = upper;
  found.width = right - left + 1;
  found.height = lower - upper + 1;
  return found;
}

}  // namespace glia
