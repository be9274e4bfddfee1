#include "core/plane/shapes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/plane/inputs.h"

namespace glia::studio {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kReach = 5;  // where points lie, and some more for the noise

int class_of(const PointDraw& draw) { return static_cast<int>(draw.index % draw.classes); }

// Where in its class it comes, above 0 and up to 1.
double part_of(const PointDraw& draw) {
  const std::int64_t each = (draw.count + draw.classes - 1) / draw.classes;
  const std::int64_t place = draw.index / draw.classes + 1;
  return static_cast<double>(place) / static_cast<double>(each);
}

Point blurred(const PointDraw& draw, double x, double y, int label) {
  const double dx = draw.noise * draw.random.normal(), dy = draw.noise * draw.random.normal();
  return {static_cast<float>(x + dx), static_cast<float>(y + dy), static_cast<float>(label)};
}

Point around(const PointDraw& draw, double radius, double angle, int label) {
  return blurred(draw, radius * portable_sin(angle + kTurn / 4), radius * portable_sin(angle),
                 label);
}

Point with_value(const PointDraw& draw, double x, double y, double value) {
  const double noisy = value + draw.noise / 2 * draw.random.normal();
  return {static_cast<float>(x), static_cast<float>(y), static_cast<float>(noisy)};
}

Point circle(const PointDraw& draw) {
  const int label = class_of(draw);  // 1 is inside
  const double radius =
      label == 1 ? 2.3 * std::sqrt(draw.random.uniform()) : draw.random.uniform(3.4, kReach);
  return around(draw, radius, draw.random.uniform(0, kTurn), label);
}

Point exclusive_or(const PointDraw& draw) {
  constexpr double kGap = 0.3;
  const int label = class_of(draw);  // 1 where x and y have the same sign
  const double x = draw.random.uniform(kGap, kReach), y = draw.random.uniform(kGap, kReach);
  const double sign = draw.random.below(2) == 0 ? 1 : -1;
  return blurred(draw, sign * x, label == 1 ? sign * y : -sign * y, label);
}

// Two arms go round one and three quarters of a time; more arms, less.
Point spirals(const PointDraw& draw) {
  const int label = class_of(draw);
  const double part = part_of(draw), turns = 3.5 / draw.classes;
  return around(draw, kReach * part, kTurn * (turns * part + double{1} * label / draw.classes),
                label);
}

Point moons(const PointDraw& draw) {
  constexpr double kRadius = 3;
  const int label = class_of(draw);
  const double angle = kTurn / 2 * draw.random.uniform();
  const double x = portable_sin(angle + kTurn / 4), y = portable_sin(angle);
  return label == 1 ? blurred(draw, kRadius * (x - 0.5), kRadius * (y - 0.25), label)
                    : blurred(draw, kRadius * (0.5 - x), kRadius * (0.25 - y), label);
}

Point blobs(const PointDraw& draw) {
  constexpr double kRadius = 3.3, kWidth = 0.5;
  const int label = class_of(draw);
  const double angle = kTurn * (0.125 + double{1} * label / draw.classes);
  Point point = around(draw, kRadius, angle, label);
  point.x += static_cast<float>(kWidth * draw.random.normal());
  point.y += static_cast<float>(kWidth * draw.random.normal());
  return point;
}

Point rings(const PointDraw& draw) {
  constexpr std::array<double, 3> kRadii{0.8, 2.8, 4.8};
  const int label = class_of(draw);
  const double radius = kRadii[static_cast<std::size_t>(label)] + draw.random.uniform(-0.4, 0.4);
  return around(draw, radius, draw.random.uniform(0, kTurn), label);
}

Point curve(const PointDraw& draw) {
  const double x = draw.random.uniform(-kPlaneRange, kPlaneRange);
  return with_value(draw, x, 0, 0.7 * portable_sin(1.3 * x) + 0.3 * x / kPlaneRange);
}

Point slope(const PointDraw& draw) {
  const double x = draw.random.uniform(-kPlaneRange, kPlaneRange);
  const double y = draw.random.uniform(-kPlaneRange, kPlaneRange);
  return with_value(draw, x, y, (x + y) / (2 * kPlaneRange));
}

}  // namespace

std::span<const PointShape> point_shapes() noexcept {
  static constexpr std::array<PointShape, 8> kShapes{{
      {"circle", 2, 2, circle},
      {"xor", 2, 2, exclusive_or},
      {"spirals", 2, 6, spirals},
      {"moons", 2, 2, moons},
      {"blobs", 2, 6, blobs},
      {"rings3", 3, 3, rings},
      {"curve", 0, 0, curve},
      {"slope", 0, 0, slope},
  }};
  return kShapes;
}

const PointShape& point_shape_named(std::string_view name) {
  return *std::ranges::find(point_shapes(), name, &PointShape::name);
}

std::vector<Point> points_of(const PointShape& shape, std::int64_t count, double noise, int classes,
                             std::uint64_t seed) {
  const std::uint64_t key = random_key(seed, shape.name);
  std::vector<Point> points;
  for (std::int64_t i = 0; i < count; ++i) {
    Rng random(key, static_cast<std::uint64_t>(i));
    Point point = shape.point({i, count, classes, noise, random});
    constexpr auto kEdge = static_cast<float>(kPlaneRange);
    point.x = std::clamp(point.x, -kEdge, kEdge);
    point.y = std::clamp(point.y, -kEdge, kEdge);
    if (classes == 0) point.label = std::clamp(point.label, -1.0F, 1.0F);
    point.lot = lot_of(seed, static_cast<std::uint64_t>(i));
    points.push_back(point);
  }
  return points;
}

std::uint32_t lot_of(std::uint64_t seed, std::uint64_t number) {
  return philox(random_key(seed, "kept for testing"), number, 0)[0];
}

}  // namespace glia::studio
