// Looking at one neuron and one example.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::size_t kBest = 16;
constexpr int kBins = 20;

const Layer& layer_named(const std::vector<Layer>& layers, const Fields& fields) {
  std::vector<std::string_view> names;
  for (const Layer& layer : layers) names.push_back(layer.name);
  const std::string name = fields.choice("layer", names);
  return *std::ranges::find(layers, name, &Layer::name);
}

Json votes(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  s.input.expect();
  const Model& model = s.listened.model();
  const std::vector<Layer> layers = dense_layers(model.graph);
  const Layer& layer = layer_named(layers, fields);
  const Neuron neuron{layer.name, fields.whole("neuron", 0, layer.width - 1)};
  const Activations activations(s.inspector.engine(), model, s.input.values());
  const Votes votes = activations.votes(neuron);
  s.bulk(ask, {static_cast<std::uint32_t>(votes.contributions.size())},
         std::span<const double>(votes.contributions));
  return {{"bias", votes.bias},
          {"rounding", votes.rounding},
          {"inFavour", votes.in_favour()},
          {"against", votes.against()},
          {"z", votes.z},
          {"activation", activations[layer.lights][static_cast<std::size_t>(neuron.index)]}};
}

// The network's cost of one example, output by output: what the lessons write out.
Json cost(Studio::Impl& s, const Fields&, const Ask&) {
  s.input.expect();
  const Model& model = s.listened.model();
  const Activations activations(s.inspector.engine(), model, s.input.values());
  const std::span<const float> outputs = activations.output();
  Json wanted = Json::array(), terms = Json::array();
  double sum = 0;
  const Label& label = s.input.label();
  if (!label.empty()) {
    const std::vector<float> targets = s.task().wanted(label);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const double y = targets[i];
      const double term = cost_term(model.cost, model.cost_parameters, outputs[i], y);
      wanted.push_back(y);
      terms.push_back(term);
      sum += term;
    }
  }
  return {{"outputs", std::vector<float>(outputs.begin(), outputs.end())},
          {"wanted", wanted},
          {"terms", terms},
          {"sum", label.empty() ? Json() : Json(sum)},
          {"label", s.task().label_json(label)},
          {"cost", name_of(model.cost)}};
}

// How the answers hang on each pixel of the example.
Json saliency(Studio::Impl& s, const Fields&, const Ask& ask) {
  s.input.expect();
  const Model& model = s.listened.model();
  const std::vector<float> slopes = s.inspector.input_slopes(model, s.input.values());
  const auto inputs = static_cast<std::uint32_t>(s.input.values().size());
  s.bulk(ask, {static_cast<std::uint32_t>(slopes.size()) / inputs, inputs},
         std::span<const float>(slopes));
  return {{"of", activation_in(model.cost).empty() ? "activation" : "z"}};
}

Json neuron(Studio::Impl& s, const Fields& fields, const Ask&) {
  const Model& model = s.listened.model();
  const std::vector<Layer> layers = dense_layers(model.graph);
  const Layer& layer = layer_named(layers, fields);
  const std::int64_t index = fields.whole("neuron", 0, layer.width - 1);
  const Task& task = s.task();
  const Dataset& judged = task.judged();
  const std::vector<float> lights = s.inspector.lights(model, judged, layer, index);

  const auto [low, high] = std::ranges::minmax(lights);
  // A sigmoid's light is from 0 to 1; others are shown over what they were.
  const bool bounded = low >= 0 && high <= 1;
  const double from = bounded ? 0 : low;
  const double to = bounded ? 1 : std::max<double>(high, low + 1e-6);
  std::vector<std::int64_t> histogram(kBins);
  const std::size_t classes = task.classes().size();
  std::vector<double> sums(classes), counts(classes);
  for (std::size_t i = 0; i < lights.size(); ++i) {
    const double part = (lights[i] - from) / (to - from);
    ++histogram[static_cast<std::size_t>(std::clamp(static_cast<int>(part * kBins), 0, kBins - 1))];
    if (classes == 0) continue;  // a regression
    const Label label = task.label(judged, static_cast<std::int64_t>(i));
    for (std::size_t c = 0; c < classes; ++c) {
      if (task.several_classes() ? label[c] == 0 : label[0] != static_cast<double>(c)) continue;
      sums[c] += lights[i];
      ++counts[c];
    }
  }
  Json means = Json::array();
  for (std::size_t c = 0; c < classes; ++c)
    means.push_back(counts[c] > 0 ? Json(sums[c] / counts[c]) : Json());
  std::vector<std::int64_t> order(lights.size());
  std::iota(order.begin(), order.end(), 0);
  const std::size_t best = std::min(kBest, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(best), order.end(),
                    [&](std::int64_t a, std::int64_t b) {
                      const float la = lights[static_cast<std::size_t>(a)];
                      const float lb = lights[static_cast<std::size_t>(b)];
                      return la != lb ? la > lb : a < b;
                    });
  Json examples = Json::array();
  for (std::size_t i = 0; i < best; ++i) {
    examples.push_back({{"index", order[i]},
                        {"activation", lights[static_cast<std::size_t>(order[i])]},
                        {"label", task.label_json(task.label(judged, order[i]))}});
  }
  const double total = std::accumulate(lights.begin(), lights.end(), 0.0);
  return {{"mean", total / static_cast<double>(lights.size())},
          {"best", examples},
          {"histogram", histogram},
          {"scale", {from, to}},
          {"perClass", means}};
}

}  // namespace

void add_looking(Commands& commands) {
  commands["votes"] = {votes, {"layer", "neuron"}};
  commands["cost"] = {cost, {}};
  commands["saliency"] = {saliency, {}};
  commands["neuron"] = {neuron, {"layer", "neuron"}};
}

}  // namespace glia::studio
