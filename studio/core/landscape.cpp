// The cost as a landscape over the weights: slopes, pulls, surfaces and the ball that rolls.
#include <algorithm>
#include <cmath>
#include <memory>

#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostSamples = 2000, kMostSide = 65, kMostRoll = 500;
constexpr std::array<std::string_view, 2> kWeightFields{"parameter", "index"};
constexpr double kFar = 1000;  // a weight's range on a surface

// One of the numbers that a network learns.
struct Weight {
  std::string parameter;
  std::int64_t index = 0;
};

Weight weight_of(const Model& model, const Fields& fields) {
  Weight weight{fields.text("parameter"), 0};
  const std::int64_t count = model.state[weight.parameter].shape.elements();
  weight.index = fields.whole("index", 0, count - 1);
  return weight;
}

float& number(State& state, const Weight& weight) {
  return state[weight.parameter].values[static_cast<std::size_t>(weight.index)];
}

Json gradient(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  constexpr std::array<std::string_view, 2> kOf{"example", "batch"};
  Batch batch;
  if (fields.choice("of", kOf) == "example") {
    batch = s.current_example("gradient");
  } else {
    const Dataset& train = s.timeline.training_data().train;
    batch = first_of(train, fields.whole("samples", 1, kMostSamples, 100));
  }
  State slopes;
  const double cost =
      s.inspector.gradients(s.shown.model(), batch.inputs, batch.targets, batch.rows, slopes);
  const std::vector<float> values = in_order(s.shown.model().graph, slopes);
  double square = 0;
  for (const float value : values) square += double{value} * value;
  s.bulk(ask, {static_cast<std::uint32_t>(values.size())}, std::span<const float>(values));
  return {{"cost", cost}, {"norm", std::sqrt(square)}, {"samples", batch.rows}};
}

// The labels of samples of the training set, those given in place of the true ones.
std::vector<Label> labels_of(Studio::Impl& s, const Fields& fields, std::int64_t from,
                             std::int64_t count, Batch& batch) {
  const Dataset& train = s.timeline.training_data().train;
  std::vector<Label> labels;
  for (std::int64_t i = 0; i < count; ++i) labels.push_back(s.task().label(train, from + i));
  if (!fields.has("labels")) return labels;
  for (const Fields& each :
       fields.objects("labels", 0, static_cast<std::size_t>(count), {"index", "label"})) {
    const auto row = static_cast<std::size_t>(each.whole("index", from, from + count - 1) - from);
    labels[row] = label_in(each, s.task());
    const std::vector<float> wanted = s.task().wanted(labels[row]);
    std::ranges::copy(wanted,
                      batch.targets.begin() + static_cast<std::ptrdiff_t>(row * wanted.size()));
  }
  return labels;
}

// What each of some samples wants of one weight, and their mean: what a step follows.
Json tug(Studio::Impl& s, const Fields& fields, const Ask&) {
  const Model& model = s.shown.model();
  const Weight weight = weight_of(model, fields);
  const Dataset& train = s.timeline.training_data().train;
  const std::int64_t count = std::min(train.size(), fields.whole("samples", 1, 100, 10));
  const std::int64_t from = fields.whole("from", 0, train.size() - count, 0);
  Batch batch = first_of(train, count, from);
  const std::vector<Label> labels = labels_of(s, fields, from, count, batch);
  const std::vector<float> outputs = s.inspector.outputs(model, batch.inputs, count);
  const auto width = static_cast<std::size_t>(train.shape().elements());
  const auto classes = static_cast<std::size_t>(train.target_width());
  Json pulls = Json::array();
  double mean = 0;
  State slopes;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto row = static_cast<std::size_t>(i);
    s.inspector.gradients(model, std::span(batch.inputs).subspan(row * width, width),
                          std::span(batch.targets).subspan(row * classes, classes), 1, slopes);
    const float pull = number(slopes, weight);
    mean += pull / static_cast<double>(count);
    const auto said = std::span(outputs).subspan(row * classes, classes);
    pulls.push_back({{"index", from + i},
                     {"label", s.task().label_json(labels[row])},
                     {"outputs", std::vector<float>(said.begin(), said.end())},
                     {"gradient", pull}});
  }
  return {{"pulls", pulls}, {"mean", mean}};
}

struct Plane2 {
  Weight x, y;
  Dataset samples;
};

Plane2 plane_of(Studio::Impl& s, const Fields& fields) {
  Plane2 plane;
  plane.x = weight_of(s.shown.model(), fields.object("x", kWeightFields));
  plane.y = weight_of(s.shown.model(), fields.object("y", kWeightFields));
  if (plane.x.parameter == plane.y.parameter && plane.x.index == plane.y.index) {
    fields.fail("y", "another weight than x");
  }
  const Dataset& train = s.timeline.training_data().train;
  plane.samples =
      train.first(std::min(train.size(), fields.whole("samples", 1, kMostSamples, 500)));
  return plane;
}

Json surface(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const Plane2 plane = plane_of(s, fields);
  const std::int64_t side = fields.whole("side", 2, kMostSide, 33);
  const auto range = [&](std::string_view name) {
    const std::vector<double> ends = fields.numbers(name, 2, 2, -kFar, kFar);
    if (ends[0] >= ends[1]) fields.fail(name, "two numbers, the smaller first");
    return ends;
  };
  const std::vector<double> xs = range("xRange"), ys = range("yRange");
  const auto at = [side](const std::vector<double>& ends, std::int64_t i) {
    return ends[0] + (ends[1] - ends[0]) * static_cast<double>(i) / static_cast<double>(side - 1);
  };
  s.jobs.supersede({"surface"});
  struct Map {
    Model model;
    EvaluationInPieces evaluation;
    std::vector<double> costs;  // the first is that of the weights as they are
  };
  auto map = std::make_shared<Map>(Map{s.shown.model(), EvaluationInPieces(plane.samples), {}});
  const float here_x = number(map->model.state, plane.x);
  const float here_y = number(map->model.state, plane.y);
  const std::uint64_t step = s.shown.step();
  return s.jobs.later(ask, "surface", [=, &s]() -> std::optional<Json> {
    if (!map->evaluation.go_on(s.inspector, map->model)) return std::nullopt;
    map->costs.push_back(map->evaluation.result().cost);
    map->evaluation = EvaluationInPieces(plane.samples);
    const std::int64_t next = std::ssize(map->costs) - 1;
    if (next < side * side) {
      number(map->model.state, plane.x) = static_cast<float>(at(xs, next % side));
      number(map->model.state, plane.y) = static_cast<float>(at(ys, next / side));
      return std::nullopt;
    }
    const std::vector<float> costs(map->costs.begin() + 1, map->costs.end());
    const auto n = static_cast<std::uint32_t>(side);
    s.bulk(ask, {n, n}, std::span<const float>(costs));
    return Json{{"step", step},
                {"samples", plane.samples.size()},
                {"firstSample", 0},
                {"cost", map->costs.front()},
                {"at", {here_x, here_y}},
                {"xRange", xs},
                {"yRange", ys}};
  });
}

// Gradient descent in only these two weights; all others stay as they are.
Json roll(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const Plane2 plane = plane_of(s, fields);
  const std::vector<double> from = fields.numbers("at", 2, 2, -kFar, kFar);
  const double rate = fields.number("rate", 0, 1e6);
  const std::int64_t steps = fields.whole("steps", 1, kMostRoll, 50);
  struct Ball {
    Batch batch;
    Model model;
    State slopes;
    Json path = Json::array();
  };
  auto ball = std::make_shared<Ball>();
  ball->batch = first_of(plane.samples, plane.samples.size());
  ball->model = s.shown.model();
  number(ball->model.state, plane.x) = static_cast<float>(from[0]);
  number(ball->model.state, plane.y) = static_cast<float>(from[1]);
  return s.jobs.later(ask, "roll", [=, &s]() -> std::optional<Json> {
    auto& [batch, model, slopes, path] = *ball;
    float& x = number(model.state, plane.x);
    float& y = number(model.state, plane.y);
    const double cost =
        s.inspector.gradients(model, batch.inputs, batch.targets, batch.rows, slopes);
    path.push_back({x, y, cost});
    x -= static_cast<float>(rate * number(slopes, plane.x));
    y -= static_cast<float>(rate * number(slopes, plane.y));
    const bool flew_off = !std::isfinite(x) || !std::isfinite(y);  // the path says how far
    if (!flew_off && std::ssize(path) <= steps) return std::nullopt;
    return Json{{"path", path}, {"samples", batch.rows}};
  });
}

}  // namespace

void add_landscape(Commands& commands) {
  commands["gradient"] = {gradient, {"of", "samples"}};
  commands["tug"] = {tug, {"parameter", "index", "samples", "from", "labels"}};
  commands["surface"] = {surface, {"x", "y", "xRange", "yRange", "side", "samples"}};
  commands["roll"] = {roll, {"x", "y", "at", "rate", "steps", "samples"}};
}

}  // namespace glia::studio
