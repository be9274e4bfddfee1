// The CNN beside the visitor's network: its filters, its feature maps, a digit that moves.
#include <algorithm>

#include "core/extra_networks.h"
#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostShift = 28, kMostRange = 14, kMostImages = 10'000;

Json cnn(Studio::Impl& s, const Fields& fields, const Ask&) {
  if (fields.has("teach") == fields.has("stop")) fields.fail("teach", "teach: true or stop: true");
  if (fields.has("stop") ? fields.flag("stop") : !fields.flag("teach")) {
    s.cnn->stop();
  } else {
    s.cnn->teach();
  }
  s.news.cnn();
  return Json::object();
}

// A layer as people see it: its numbers are those of one node.
struct Seen {
  std::string name;
  NodeId sums, lights;
};

std::vector<Seen> layers_of(const Graph& graph) {
  std::vector<Seen> layers;
  for (const MapLayer& layer : map_layers(graph)) {
    layers.push_back({layer.name, layer.sums, layer.lights});
  }
  for (const Layer& layer : dense_layers(graph)) {
    layers.push_back({layer.name, layer.sums, layer.lights});
  }
  std::ranges::sort(layers, {}, [](const Seen& layer) { return layer.sums.index; });
  return layers;
}

Json maps(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  s.input.expect();
  const Model& model = s.cnn->model();
  std::vector<int> shift{0, 0};
  if (fields.has("shift")) {
    shift.clear();
    for (const std::int64_t each : fields.wholes("shift", 2, 2, -kMostShift, kMostShift)) {
      shift.push_back(static_cast<int>(each));
    }
  }
  const Dataset& test = s.data().test;
  const Shape& shape = test.shape();
  const Dataset moved = shifted(
      Dataset::images(shape, bytes_of(s.input.values()), {0}, test.classes()), shift[0], shift[1]);
  std::vector<float> numbers(static_cast<std::size_t>(shape.elements()));
  moved.input(0, numbers.data());
  const std::vector<float> picture = numbers;

  const std::vector<Seen> seen = layers_of(model.graph);
  std::vector<std::string> names;
  for (const Seen& layer : seen) names.push_back(model.graph[layer.lights].name);
  const auto lights = s.cnn->inspector().nodes(model, picture, names);
  Json layers = Json::array();
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const Node& sums = model.graph[seen[i].sums];
    layers.push_back(
        {{"name", seen[i].name},
         {"kind", sums.op->name()},
         {"activation",
          seen[i].lights == seen[i].sums ? "identity" : model.graph[seen[i].lights].op->name()},
         {"shape", sums.shape.sizes()},
         {"offset", numbers.size()}});
    numbers.insert(numbers.end(), lights[i].begin(), lights[i].end());
  }
  s.bulk(ask, {static_cast<std::uint32_t>(numbers.size())}, std::span<const float>(numbers));
  return {{"label", s.task().label_json(s.input.label())},
          {"shift", shift},
          {"layers", layers},
          {"own", s.inspector.outputs(s.listened.model(), picture, 1)},
          {"cnn", s.cnn->inspector().outputs(model, picture, 1)}};
}

Json filters(Studio::Impl& s, const Fields&, const Ask& ask) {
  const Model& model = s.cnn->model();
  std::vector<float> numbers;
  Json layers = Json::array();
  for (const Node& node : model.graph.nodes()) {
    if (!node.op || node.op->name() != "conv2d") continue;
    const Tensor& weights = model.state[node.name + ".weight"];  // [out][in][height][width]
    layers.push_back({{"name", node.name},
                      {"shape", weights.shape.sizes()},
                      {"bias", model.state[node.name + ".bias"].values},
                      {"offset", numbers.size()}});
    numbers.insert(numbers.end(), weights.values.begin(), weights.values.end());
  }
  s.bulk(ask, {static_cast<std::uint32_t>(numbers.size())}, std::span<const float>(numbers));
  const std::optional<Evaluation> test = s.cnn->test();
  return {{"layers", layers},
          {"testAccuracy", test ? Json(test->accuracy) : Json()},
          {"parameters", model.graph.parameters()}};
}

// One row of the map of accuracy over shifts, so that a page can draw it as it comes.
Json shifts(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const int most = static_cast<int>(fields.whole("most", 0, kMostRange, 6));
  const int down = static_cast<int>(fields.whole("down", -kMostRange, kMostRange));
  const std::int64_t samples =
      std::min(fields.whole("samples", 1, kMostImages, 500), s.data().test.size());
  struct Row {
    Dataset pictures;
    Model own_model, cnn_model;
    std::optional<EvaluationInPieces> own_evaluation, cnn_evaluation;
    std::vector<double> own, cnn;
  };
  auto row = std::make_shared<Row>();
  row->cnn_model = s.cnn->model();  // throws when there is none
  row->own_model = s.listened.model();
  row->pictures = s.data().test.first(samples);
  return s.jobs.later(ask, "shifts", [=, &s]() -> std::optional<Json> {
    if (!row->own_evaluation && !row->cnn_evaluation) {
      row->own_evaluation.emplace(
          shifted(row->pictures, static_cast<int>(std::ssize(row->own)) - most, down));
      row->cnn_evaluation = row->own_evaluation;
    }
    if (row->own_evaluation) {
      if (!row->own_evaluation->go_on(s.inspector, row->own_model)) return std::nullopt;
      row->own.push_back(row->own_evaluation->result().accuracy);
      row->own_evaluation.reset();
    }
    if (!row->cnn_evaluation->go_on(s.cnn->inspector(), row->cnn_model)) return std::nullopt;
    row->cnn.push_back(row->cnn_evaluation->result().accuracy);
    row->cnn_evaluation.reset();
    if (std::ssize(row->cnn) <= 2 * most) return std::nullopt;
    return Json{{"down", down}, {"samples", samples}, {"own", row->own}, {"cnn", row->cnn}};
  });
}

}  // namespace

void add_maps(Commands& commands) {
  commands["cnn"] = {cnn, {"teach", "stop"}, Subject::digits};
  commands["maps"] = {maps, {"shift"}, Subject::digits};
  commands["filters"] = {filters, {}, Subject::digits};
  commands["shifts"] = {shifts, {"down", "most", "samples"}, Subject::digits};
}

}  // namespace glia::studio
