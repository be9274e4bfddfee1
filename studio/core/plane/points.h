#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/fields.h"
#include "core/plane/shapes.h"
#include "core/task.h"

namespace glia::studio {

constexpr std::string_view kOwn = "own";  // the shape of points that are all set by hand

// The points of the plane: a shape's, and what a person's hand made of them. Without a hand the
// same fields give the same points.
struct Points {
  std::string shape = "spirals";  // or "own": all are set by hand
  std::int64_t count = 240;       // that the shape makes
  double noise = 0.1;
  int classes = 2;    // 0: a regression
  double test = 0.3;  // part that is kept for testing
  std::uint64_t seed = 1;
  std::vector<std::string> inputs{"x", "y"};  // of the network
  bool by_hand = false;                       // some were set or erased
  std::vector<Point> all = {};                // in the order in which they came
  std::uint64_t came = 0;                     // with those that were erased

  bool regression() const noexcept { return classes == 0; }
  friend bool operator==(const Points&, const Points&) = default;
  std::vector<std::uint8_t> tested() const;  // of each point, whether it is kept for testing
};

Points first_points();
const Point& tested_point(const Points& points, std::int64_t index);  // of those kept for testing
std::span<const std::string_view> points_fields();  // that a page may ask to change
// `points` with what is asked for. Another shape, or another number of its points, noise, classes
// or seed, makes all points anew. Throws Error.
Points changed(const Points& points, const Fields& fields);
// Whether a network for the one is one for the other.
bool same_network(const Points& a, const Points& b);
Json to_json(const Points& points);  // the fields by name, and byHand
Json points_event(const Task& task);
// `points` written down as what is not as in `before`, and read back to the bit: `own` are those
// that a hand set, `erased` the places of those of the shape that it took. Reading throws Error.
Json difference(const Points& before, const Points& points);
Points exactly(const Points& before, const Json& written);
TaskPtr task_of(Points points);

}  // namespace glia::studio
