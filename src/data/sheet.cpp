#include "data/sheet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

namespace glia {
namespace {

constexpr int kLeastSheetSide = 64;  // pixels: in smaller pictures strokes are as wide as a table
constexpr int kSheetCoarse = 128;    // the longer side of what is looked at
constexpr double kEdgeStep = 0.07;   // from pixel to pixel, in log(light): more is an edge
constexpr double kLeastArea = 0.02;  // of the picture

Plane coarse_of(const Plane& grey) {
  const int longer = std::max(grey.width, grey.height);
  if (longer <= kSheetCoarse) return grey;
  const auto shrunk = [&](int n) { return std::max(1, n * kSheetCoarse / longer); };
  return area_average(grey, 0, 0, grey.width, grey.height, shrunk(grey.width), shrunk(grey.height));
}

// The median of 5×5 pixels: lines and thin strokes are gone, edges stay where they are.
Plane without_strokes(const Plane& in) {
  Plane out(in.width, in.height);
  std::vector<float> window;
  for (int y = 0; y < in.height; ++y) {
    for (int x = 0; x < in.width; ++x) {
      window.clear();
      for (int v = std::max(y - 2, 0); v <= std::min(y + 2, in.height - 1); ++v) {
        for (int u = std::max(x - 2, 0); u <= std::min(x + 2, in.width - 1); ++u) {
          window.push_back(in(u, v));
        }
      }
      const auto middle = window.begin() + std::ssize(window) / 2;
      std::nth_element(window.begin(), middle, window.end());
      out(x, y) = *middle;
    }
  }
  return out;
}

// For each pixel the number of its area: neighbours are in one where the light hardly differs.
std::vector<int> areas_of(const Plane& grey) {
  Plane light = grey;
  for (float& v : light.values) v = std::log(std::max(v, 0.0F) + 8);
  std::vector<int> area(light.values.size(), -1);
  std::vector<std::size_t> stack;
  int count = 0;
  for (std::size_t start = 0; start < area.size(); ++start) {
    if (area[start] >= 0) continue;
    area[start] = count;
    stack.assign(1, start);
    while (!stack.empty()) {
      const std::size_t at = stack.back();
      stack.pop_back();
      const int x = static_cast<int>(at % static_cast<std::size_t>(light.width));
      const int y = static_cast<int>(at / static_cast<std::size_t>(light.width));
      constexpr std::array<std::array<int, 2>, 4> kNeighbours{{{-1, 0}, {1, 0}, {0, -1}, {0, 1}}};
      for (const auto& [dx, dy] : kNeighbours) {
        const int u = x + dx, v = y + dy;
        if (u < 0 || v < 0 || u >= light.width || v >= light.height) continue;
        const std::size_t near = light.offset(u, v);
        if (area[near] >= 0 || std::abs(light.values[near] - light.values[at]) > kEdgeStep)
          continue;
        area[near] = count;
        stack.push_back(near);
      }
    }
    ++count;
  }
  return area;
}

// The area, with all that it surrounds.
Plane filled(const std::vector<int>& areas, int which, int width, int height) {
  Plane mask(width, height, 1);
  std::vector<std::size_t> stack;
  const auto reach = [&](int x, int y) {
    const std::size_t at = mask.offset(x, y);
    if (mask.values[at] == 0 || areas[at] == which) return;
    mask.values[at] = 0;
    stack.push_back(at);
  };
  for (int x = 0; x < width; ++x) reach(x, 0), reach(x, height - 1);
  for (int y = 0; y < height; ++y) reach(0, y), reach(width - 1, y);
  while (!stack.empty()) {
    const std::size_t at = stack.back();
    stack.pop_back();
    const int x = static_cast<int>(at % static_cast<std::size_t>(width));
    const int y = static_cast<int>(at / static_cast<std::size_t>(width));
    if (x > 0) reach(x - 1, y);
    if (y > 0) reach(x, y - 1);
    if (x + 1 < width) reach(x + 1, y);
    if (y + 1 < height) reach(x, y + 1);
  }
  return mask;
}

// Corners of the convex hull, by Andrew's monotone chain over the ends of rows.
std::vector<Point> hull_of(const Plane& mask) {
  std::vector<Point> ends;
  for (int y = 0; y < mask.height; ++y) {
    int first = mask.width, last = -1;
    for (int x = 0; x < mask.width; ++x) {
      if (mask(x, y) == 0) continue;
      first = std::min(first, x);
      last = x;
    }
    if (last < 0) continue;
    for (const int below : {0, 1}) {
      ends.push_back({static_cast<double>(first), static_cast<double>(y + below)});
      ends.push_back({static_cast<double>(last + 1), static_cast<double>(y + below)});
    }
  }
  std::ranges::sort(ends, [](Point a, Point b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
  std::vector<Point> hull;
  for (int way = 0; way < 2; ++way) {
    const std::size_t base = hull.size();
    for (const Point p : ends) {
      while (hull.size() >= base + 2) {
        const Point a = hull[hull.size() - 2], b = hull.back();
        if ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0) break;
        hull.pop_back();
      }
      hull.push_back(p);
    }
    hull.pop_back();
    std::reverse(ends.begin(), ends.end());
  }
  return hull;
}

double area_inside(const std::vector<Point>& hull) {
  double sum = 0;
  for (std::size_t i = 0; i < hull.size(); ++i) {
    const Point a = hull[i], b = hull[(i + 1) % hull.size()];
    sum += a.x * b.y - b.x * a.y;
  }
  return std::abs(sum) / 2;
}

// What of a convex polygon lies where axis · (x, y) ≤ limit.
std::vector<Point> clipped(const std::vector<Point>& polygon, Point axis, double limit) {
  std::vector<Point> kept;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point a = polygon[i], b = polygon[(i + 1) % polygon.size()];
    const double over_a = axis.x * a.x + axis.y * a.y - limit;
    const double over_b = axis.x * b.x + axis.y * b.y - limit;
    if (over_a <= 0) kept.push_back(a);
    if ((over_a < 0 && over_b > 0) || (over_a > 0 && over_b < 0)) {
      const double t = over_a / (over_a - over_b);
      kept.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
    }
  }
  return kept;
}

// The least area, inside the picture, of a rectangle around it.
double rectangle_around(const std::vector<Point>& hull, double width, double height) {
  double least = width * height;
  for (int degrees = 0; degrees < 90; ++degrees) {
    const double c = std::cos(degrees * std::numbers::pi / 180);
    const double s = std::sin(degrees * std::numbers::pi / 180);
    double left = 1e30, right = -1e30, top = 1e30, bottom = -1e30;
    for (const Point p : hull) {
      const double u = c * p.x + s * p.y, v = c * p.y - s * p.x;
      left = std::min(left, u);
      right = std::max(right, u);
      top = std::min(top, v);
      bottom = std::max(bottom, v);
    }
    std::vector<Point> seen{{0, 0}, {width, 0}, {width, height}, {0, height}};
    seen = clipped(seen, {c, s}, right);
    seen = clipped(seen, {-c, -s}, -left);
    seen = clipped(seen, {-s, c}, bottom);
    seen = clipped(seen, {s, -c}, -top);
    least = std::min(least, area_inside(seen));
  }
  return least;
}

// Four times as long as it is wide, or longer.
bool is_slender(const std::vector<Point>& hull) {
  double longest = 0;  // squared
  for (const Point a : hull) {
    for (const Point b : hull) {
      longest = std::max(longest, (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
    }
  }
  return area_inside(hull) < 0.25 * longest;
}

struct Extent {
  int left, top, right = -1, bottom = -1;  // inclusive
  double area = 0;
};
Extent extent_of(const Plane& mask) {
  Extent e{mask.width, mask.height};
  for (int y = 0; y < mask.height; ++y) {
    for (int x = 0; x < mask.width; ++x) {
      if (mask(x, y) == 0) continue;
      e.left = std::min(e.left, x);
      e.right = std::max(e.right, x);
      e.top = std::min(e.top, y);
      e.bottom = std::max(e.bottom, y);
      ++e.area;
    }
  }
  return e;
}

// How much of the hull's outline is long straight edges, which may bend a little.
double straightness(const std::vector<Point>& hull) {
  constexpr double kBend = 0.25;  // radians
  std::vector<double> length, direction;
  double outline = 0;
  for (std::size_t i = 0; i < hull.size(); ++i) {
    const Point a = hull[i], b = hull[(i + 1) % hull.size()];
    length.push_back(std::hypot(b.x - a.x, b.y - a.y));
    direction.push_back(std::atan2(b.y - a.y, b.x - a.x));
    outline += length.back();
  }
  // The hull begins at its leftmost corner, so that a run that goes past it is rare.
  double straight = 0;
  for (std::size_t i = 0; i < hull.size();) {
    double run = 0;
    const double start = direction[i];
    for (; i < hull.size(); ++i) {
      const double turn = std::remainder(direction[i] - start, 2 * std::numbers::pi);
      if (std::abs(turn) > kBend) break;
      run += length[i];
    }
    if (run > 0.12 * outline) straight += run;
  }
  return straight / outline;
}

// Sheets are convex, and rectangles as far as they are seen; where the picture cuts them off, any
// round shape could be one, so that their edges are looked at too.
bool is_like_a_sheet(const Plane& mask, const Extent& e, const std::vector<Point>& hull) {
  const bool inside =
      e.left > 0 && e.top > 0 && e.right + 1 < mask.width && e.bottom + 1 < mask.height;
  return e.area >= 0.85 * area_inside(hull) && (inside || straightness(hull) > 0.7) &&
         e.area >= 0.86 * rectangle_around(hull, mask.width, mask.height);
}

}  // namespace

std::vector<Sheet> find_sheets(const Plane& grey) {
  if (std::max(grey.width, grey.height) < kLeastSheetSide) return {};
  const Plane coarse = coarse_of(grey);
  const std::vector<int> areas = areas_of(without_strokes(coarse));
  std::vector<std::size_t> sizes;
  for (const int a : areas) {
    if (static_cast<std::size_t>(a) >= sizes.size()) sizes.resize(static_cast<std::size_t>(a) + 1);
    ++sizes[static_cast<std::size_t>(a)];
  }
  const auto all = static_cast<double>(areas.size());
  const double across = static_cast<double>(grey.width) / coarse.width;
  const double down = static_cast<double>(grey.height) / coarse.height;
  std::vector<std::pair<double, Sheet>> found;
  for (std::size_t a = 0; a < sizes.size(); ++a) {
    if (static_cast<double>(sizes[a]) < kLeastArea * all) continue;
    const Plane mask = filled(areas, static_cast<int>(a), coarse.width, coarse.height);
    const Extent e = extent_of(mask);
    const std::vector<Point> hull = hull_of(mask);
    // What is written on a sheet leaves most of it; a frame is little more than its lines.
    if (static_cast<double>(sizes[a]) < 0.4 * e.area) continue;
    if (e.area > 0.97 * all || !is_like_a_sheet(mask, e, hull)) continue;
    Sheet sheet;
    for (const Point p : hull) sheet.corners.push_back({p.x * across, p.y * down});
    sheet.slender = is_slender(hull);
    const auto box_left = static_cast<int>(e.left * across);
    const auto box_top = static_cast<int>(e.top * down);
    sheet.box = {box_left, box_top, static_cast<int>((e.right + 1) * across) - box_left,
                 static_cast<int>((e.bottom + 1) * down) - box_top};
    found.emplace_back(e.area, std::move(sheet));
  }
  std::ranges::stable_sort(found, [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Sheet> sheets;
  for (auto& [area, sheet] : found) sheets.push_back(std::move(sheet));
  return sheets;
}

Plane mask_of(const Sheet& sheet, int width, int height, const Plane& grey) {
  if (sheet.corners.empty()) return {width, height, 1};
  Plane mask(width, height);
  // An edge is blurred, and was found on the coarse picture: so much of it is left out.
  const double margin = 1.5 * std::max(grey.width, grey.height) / kSheetCoarse;
  const double per_x = static_cast<double>(sheet.box.width) / width;
  const double per_y = static_cast<double>(sheet.box.height) / height;
  for (int row = 0; row < height; ++row) {
    const double y = sheet.box.top + (row + 0.5) * per_y;
    double from = -1e30, to = 1e30;
    for (std::size_t i = 0; i < sheet.corners.size(); ++i) {
      // Inside: dx·(y − a.y) − dy·(x − a.x) ≥ margin·length.
      const Point a = sheet.corners[i], b = sheet.corners[(i + 1) % sheet.corners.size()];
      const double dx = b.x - a.x, dy = b.y - a.y;
      const auto both = [&](double p, double q, double side) {
        return std::abs(p - side) < 0.5 && std::abs(q - side) < 0.5;
      };
      const bool at_border = both(a.x, b.x, 0) || both(a.x, b.x, grey.width) || both(a.y, b.y, 0) ||
                             both(a.y, b.y, grey.height);
      const double rest = dx * (y - a.y) - (at_border ? 0 : margin) * std::hypot(dx, dy);
      if (dy == 0 && rest < 0) to = from;
      if (dy > 0) to = std::min(to, a.x + rest / dy);
      if (dy < 0) from = std::max(from, a.x + rest / dy);
    }
    for (int x = 0; x < width; ++x) {
      const double at = sheet.box.left + (x + 0.5) * per_x;
      mask(x, row) = at >= from && at <= to ? 1 : 0;
    }
  }
  return mask;
}

bool lies_on_a_table(const Sheet& sheet, const Plane& grey) {
  const Sheet::Box& box = sheet.box;
  const Plane mask = mask_of(sheet, box.width, box.height, grey);
  const int step = std::max(1, std::max(grey.width, grey.height) / kSheetCoarse);
  std::vector<float> inside, outside;
  for (int y = step / 2; y < grey.height; y += step) {
    for (int x = step / 2; x < grey.width; x += step) {
      const int u = x - box.left, v = y - box.top;
      const bool in = u >= 0 && v >= 0 && u < box.width && v < box.height && mask(u, v) != 0;
      (in ? inside : outside).push_back(grey(x, y));
    }
  }
  const double in = 8 + quantile(std::move(inside), 0.5);
  const double out = 8 + quantile(std::move(outside), 0.5);
  return std::max(in, out) > 1.3 * std::min(in, out);
}

}  // namespace glia
