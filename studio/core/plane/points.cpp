#include "core/plane/points.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/plane/inputs.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kLeastCount = 10, kMostCount = 2000;
constexpr std::size_t kMostOnPlane = 4000;  // set by hand, and in all
constexpr int kMostClasses = 6;
constexpr std::int64_t kLargestSeed = (std::int64_t{1} << 53) - 1;  // that a page holds exactly

std::vector<std::string_view> shape_names() {
  std::vector<std::string_view> names;
  for (const PointShape& shape : point_shapes()) names.push_back(shape.name);
  names.push_back(kOwn);
  return names;
}

// As many classes as asked for, else as there were, as far as the shape can have them.
int classes_for(const Points& before, const std::string& shape, const Fields& fields) {
  int least = 0, most = kMostClasses;
  if (shape != kOwn) {
    const PointShape& made = point_shape_named(shape);
    least = made.least_classes;
    most = made.most_classes;
  }
  if (!fields.has("classes")) return std::clamp(before.classes, least, most);
  const auto classes = static_cast<int>(fields.whole("classes", 0, kMostClasses));
  if (classes >= least && classes <= most && classes != 1) return classes;
  fields.fail("classes", shape == kOwn   ? "2 to 6 classes, or 0 for values"
                         : most == 0     ? "0: the labels of " + shape + " are values"
                         : least == most ? "the " + std::to_string(most) + " classes of " + shape
                                         : "2 to " + std::to_string(most) + " classes of " + shape);
}

std::vector<std::string> inputs_of(const Fields& fields) {
  std::vector<std::string_view> known;
  for (const PlaneInput& input : plane_inputs()) known.push_back(input.name);
  std::vector<std::string> names;
  for (const Json& entry : fields.list("inputs", 1, known.size())) {
    const Json one{{"inputs", entry}};
    names.push_back(Fields(one, "points", {"inputs"}).choice("inputs", known));
    if (std::count(names.begin(), names.end(), names.back()) > 1)
      fields.fail("inputs", "each input once");
  }
  // In the table's order, whatever order they were asked in.
  std::vector<std::string> ordered;
  for (const std::string_view name : known) {
    if (std::ranges::find(names, name) != names.end()) ordered.emplace_back(name);
  }
  return ordered;
}

Point point_of(const Json& entry, const std::string& where, int classes) {
  if (!entry.is_array() || entry.size() != 3) {
    throw Error(ErrorCode::invalid_argument, where + ": expected points of x, y and label");
  }
  const auto coordinate = [&](std::size_t i) {
    return static_cast<float>(number_in(entry[i], where, -kPlaneRange, kPlaneRange));
  };
  Point point{coordinate(0), coordinate(1)};
  point.label = classes > 0 ? static_cast<float>(whole_in(entry[2], where, 0, classes - 1))
                            : static_cast<float>(number_in(entry[2], where, -1, 1));
  return point;
}

void add(Points& points, const Fields& fields, std::string_view name) {
  const std::string where = "points: '" + std::string(name) + "'";
  for (const Json& entry : fields.list(name, 0, kMostOnPlane)) {
    Point point = point_of(entry, where, points.classes);
    point.lot = lot_of(points.seed, points.came++);
    points.all.push_back(point);
  }
}

void erase(Points& points, const Fields& fields) {
  std::vector<bool> gone(points.all.size());
  for (const std::int64_t index :
       fields.wholes("erase", 0, kMostOnPlane, 0, std::ssize(points.all) - 1)) {
    gone[static_cast<std::size_t>(index)] = true;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < points.all.size(); ++i) {
    if (!gone[i]) points.all[kept++] = points.all[i];
  }
  points.all.resize(kept);
}

void make(Points& points) {
  points.all = points_of(point_shape_named(points.shape), points.count, points.noise,
                         points.classes, points.seed);
  points.came = points.all.size();
  points.by_hand = false;
}

// Of the hand: what is asked for goes to the points as they are.
void take_in_hand(Points& points, const Fields& fields) {
  if (fields.has("set")) {
    if (points.shape != kOwn) fields.fail("shape", "own, where 'set' gives all points");
    points.all.clear();
    points.came = 0;
    add(points, fields, "set");
  }
  if (fields.has("erase")) erase(points, fields);
  if (fields.has("add")) add(points, fields, "add");
  points.by_hand = true;
  if (points.all.empty()) {
    throw Error(ErrorCode::invalid_argument, "points: expected at least one to stay");
  }
  for (const Point& point : points.all) {
    const bool known = points.classes == 0 ||
                       (point.label >= 0 && point.label < static_cast<float>(points.classes) &&
                        point.label == std::floor(point.label));
    if (known) continue;
    throw Error(ErrorCode::invalid_argument,
                "points: there are points that are of none of " + std::to_string(points.classes) +
                    " classes; erase them first, or give all points with 'set'");
  }
  if (points.all.size() > kMostOnPlane) {
    throw Error(ErrorCode::invalid_argument, "points: expected at most " +
                                                 std::to_string(kMostOnPlane) + " in all, got " +
                                                 std::to_string(points.all.size()));
  }
}

}  // namespace

std::vector<std::uint8_t> Points::tested() const {
  // At least one is left to learn from.
  const auto kept = static_cast<std::size_t>(std::clamp<std::int64_t>(
      std::llround(test * static_cast<double>(all.size())), 0, std::ssize(all) - 1));
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return all[i].lot; });
  std::vector<std::uint8_t> marks(all.size());
  for (std::size_t i = 0; i < kept; ++i) marks[order[i]] = 1;
  return marks;
}

const Point& tested_point(const Points& points, std::int64_t index) {
  const std::vector<std::uint8_t> tested = points.tested();
  std::size_t at = 0;
  while (tested[at] == 0 || index-- > 0) ++at;
  return points.all[at];
}

Points first_points() {
  Points points;
  make(points);
  return points;
}

std::span<const std::string_view> points_fields() {
  static constexpr std::array<std::string_view, 10> kNames{
      "shape", "count", "noise", "classes", "test", "seed", "inputs", "add", "erase", "set"};
  return kNames;
}

Points changed(const Points& points, const Fields& fields) {
  Points after = points;
  if (fields.has("set")) after.shape = kOwn;
  if (fields.has("shape")) after.shape = fields.choice("shape", shape_names());
  after.count = fields.whole("count", kLeastCount, kMostCount, points.count);
  after.noise = fields.number("noise", 0, 1, points.noise);
  after.classes = classes_for(points, after.shape, fields);
  after.test = fields.number("test", 0, 0.9, points.test);
  after.seed = static_cast<std::uint64_t>(
      fields.whole("seed", 0, kLargestSeed, static_cast<std::int64_t>(points.seed)));
  const bool was_curve = points.shape == "curve", is_curve = after.shape == "curve";
  if (was_curve != is_curve) {
    after.inputs = is_curve ? std::vector<std::string>{"x"} : Points{}.inputs;
  }
  if (fields.has("inputs")) after.inputs = inputs_of(fields);
  const bool other = after.shape != points.shape || after.count != points.count ||
                     after.noise != points.noise || after.classes != points.classes ||
                     after.seed != points.seed;
  if (other && after.shape != kOwn) make(after);
  if (after.shape == kOwn || fields.has("set") || fields.has("erase") || fields.has("add")) {
    take_in_hand(after, fields);
  }
  return after;
}

bool same_network(const Points& a, const Points& b) {
  return a.inputs == b.inputs && a.classes == b.classes;
}

Json to_json(const Points& points) {
  return {{"shape", points.shape},     {"count", points.count},   {"noise", points.noise},
          {"classes", points.classes}, {"test", points.test},     {"seed", points.seed},
          {"inputs", points.inputs},   {"byHand", points.by_hand}};
}

TaskPtr task_of(Points points) {
  auto data = std::make_shared<DataSplit>();
  const std::vector<std::uint8_t> tested = points.tested();
  const Shape shape{std::ssize(points.inputs)};
  const auto part = [&](bool test, const std::string& name) {
    std::vector<float> inputs, answers;
    std::vector<std::uint8_t> labels;
    for (std::size_t i = 0; i < points.all.size(); ++i) {
      const Point& point = points.all[i];
      if ((tested[i] == 1) != test) continue;
      add_inputs(points.inputs, double{point.x}, double{point.y}, inputs);
      answers.push_back(point.label);
      labels.push_back(static_cast<std::uint8_t>(points.classes > 0 ? point.label : 0));
    }
    if (answers.empty()) return Dataset();
    if (points.classes <= 2) {  // one output says yes or no, or a value
      return Dataset::rows(shape, std::move(inputs), Shape{1}, std::move(answers), name);
    }
    return Dataset::of(
        {{"input", shape, std::move(inputs)}, {"label", Shape{1}, std::move(labels)}},
        points.classes, name);
  };
  data->train = part(false, points.shape + " train");
  data->test = part(true, points.shape + " test");
  data->many = "points";
  auto task = std::make_shared<Task>();
  task->data = std::move(data);
  task->points = std::make_shared<const Points>(std::move(points));
  return task;
}

}  // namespace glia::studio
