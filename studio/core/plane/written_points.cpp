// Points written down, and read back to the bit.
#include <algorithm>
#include <array>

#include "core/plane/inputs.h"
#include "core/plane/points.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::array<std::string_view, 7> kOfShape{"shape", "count", "noise", "classes",
                                                   "test",  "seed",  "inputs"};
constexpr std::array<std::string_view, 10> kWrittenFields{
    "shape", "count", "noise", "classes", "test", "seed", "inputs", "own", "erased", "came"};
constexpr std::size_t kMostWritten = 4000;
constexpr std::int64_t kMostCame = std::int64_t{1} << 40;

// Those of the shape, before a hand changed them.
std::vector<Point> of_shape_alone(const Points& points) {
  if (points.shape == kOwn) return {};
  return points_of(point_shape_named(points.shape), points.count, points.noise, points.classes,
                   points.seed);
}

Json written_point(const Point& point, const Points& points, bool with_lot) {
  Json entry{shortest(point.x), shortest(point.y)};
  entry.push_back(points.classes > 0 ? Json(static_cast<int>(point.label))
                                     : Json(shortest(point.label)));
  if (with_lot) entry.push_back(point.lot);
  return entry;
}

Point read_point(const Json& entry, const Points& points, std::uint64_t number) {
  const std::string where = "link: 'own'";
  if (!entry.is_array() || entry.size() < 3 || entry.size() > 4) {
    throw Error(ErrorCode::invalid_argument, where + ": expected points of x, y and label");
  }
  const auto in = [&](std::size_t i, double most) {
    return static_cast<float>(number_in(entry[i], where, -most, most));
  };
  Point point{in(0, kPlaneRange), in(1, kPlaneRange)};
  point.label = points.classes > 0
                    ? static_cast<float>(whole_in(entry[2], where, 0, points.classes - 1))
                    : in(2, 1);
  point.lot = entry.size() == 4
                  ? static_cast<std::uint32_t>(whole_in(entry[3], where, 0, UINT32_MAX))
                  : lot_of(points.seed, number);
  return point;
}

}  // namespace

Json difference(const Points& before, const Points& points) {
  const Json was = to_json(before), is = to_json(points);
  Json changes = Json::object();
  for (const std::string_view name : kOfShape) {
    if (was.at(name) != is.at(name)) changes[std::string(name)] = is.at(name);
  }
  if (!points.by_hand) return changes;
  const std::vector<Point> shape = of_shape_alone(points);
  Json erased = Json::array(), own = Json::array();
  std::size_t at = 0;  // of all points, those of the shape come first
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (at < points.all.size() && points.all[at] == shape[i]) {
      ++at;
    } else {
      erased.push_back(i);
    }
  }
  for (std::uint64_t number = shape.size(); at < points.all.size(); ++at, ++number) {
    const Point& point = points.all[at];
    own.push_back(written_point(point, points, point.lot != lot_of(points.seed, number)));
  }
  if (!erased.empty()) changes["erased"] = std::move(erased);
  changes["came"] = points.came;
  changes["own"] = std::move(own);
  return changes;
}

Points exactly(const Points& before, const Json& written) {
  const Fields fields(written, "link: 'points'", kWrittenFields);
  Json of_shape = Json::object();
  for (const std::string_view name : kOfShape) {
    if (fields.has(name)) of_shape[std::string(name)] = fields.json().at(std::string(name));
  }
  // All points of a shape are given below; they have to be some for the rest to be looked at.
  if (of_shape.value("shape", before.shape) == kOwn) of_shape["set"] = {{0, 0, 0}};
  if (!of_shape.contains("inputs")) of_shape["inputs"] = before.inputs;
  Points points = changed(before, Fields(of_shape, "link: 'points'", points_fields()));
  points.all = of_shape_alone(points);
  points.came = points.all.size();
  points.by_hand = fields.has("own");
  if (points.by_hand) {
    std::vector<bool> gone(points.all.size());
    if (fields.has("erased")) {
      for (const std::int64_t i :
           fields.wholes("erased", 0, kMostWritten, 0, std::ssize(points.all) - 1)) {
        gone[static_cast<std::size_t>(i)] = true;
      }
    }
    std::vector<Point> all;
    for (std::size_t i = 0; i < points.all.size(); ++i) {
      if (!gone[i]) all.push_back(points.all[i]);
    }
    std::uint64_t number = points.all.size();
    for (const Json& entry : fields.list("own", 0, kMostWritten)) {
      all.push_back(read_point(entry, points, number++));
    }
    points.all = std::move(all);
    points.came = static_cast<std::uint64_t>(fields.whole("came", 0, kMostCame));
  }
  if (points.all.empty() || points.all.size() > kMostWritten) {
    fields.fail("own", "1 to " + std::to_string(kMostWritten) + " points in all");
  }
  return points;
}

}  // namespace glia::studio
