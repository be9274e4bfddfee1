#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/rng.h"

namespace glia::studio {

// A point of the plane: its class, or its value in a regression.
struct Point {
  float x = 0, y = 0, label = 0;
  std::uint32_t lot = 0;  // drawn for it: those with the lowest are kept for testing
  friend bool operator==(const Point&, const Point&) = default;
};

// What a shape makes a point from: it is the `index`-th of `count`.
struct PointDraw {
  std::int64_t index = 0, count = 0;
  int classes = 0;
  double noise = 0;
  Rng& random;
};

// How points lie that nobody set by hand.
struct PointShape {
  std::string_view name;
  int least_classes, most_classes;  // 0: a regression, whose labels are values from −1 to 1
  Point (*point)(const PointDraw& draw);
};
std::span<const PointShape> point_shapes() noexcept;
const PointShape& point_shape_named(std::string_view name);  // one of these

// The same arguments give the same points, bit for bit. `noise` from 0 to 1 is how far points are
// blurred, in the plane's units, or their values in a regression by half as much.
std::vector<Point> points_of(const PointShape& shape, std::int64_t count, double noise, int classes,
                             std::uint64_t seed);
std::uint32_t lot_of(std::uint64_t seed, std::uint64_t number);  // a point's

}  // namespace glia::studio
