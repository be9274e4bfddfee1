#include "views/gates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli.h"
#include "glia/suggest.h"
#include "text/say.h"
#include "views/finite.h"

namespace glia::cli {
namespace {

constexpr GateMap kMaps[] = {
    {"input_gate", "i", "input gate", "how much of the new", "goes into the cell", false},
    {"cell_candidate", "g", "candidate", "the new: what would", "be added to the cell", true},
    {"forget_gate", "f", "forget gate", "how much of the old", "stays in the cell", false},
    {"cell", "c", "cell", "the memory: each frame", "c = f × c before + i × g", true},
    {"output_gate", "o", "output gate", "how much of the cell", "is told to the others", false},
    {"hidden", "h", "hidden state", "what is told:", "h = o × tanh c", true},
};
constexpr GateMap kSimpleMaps[] = {
    {"sum", "z", "weighted sum", "of what comes in", "and of what was", true},
    {"hidden", "h", "hidden state", "what is told and", "remembered: h = tanh z", true},
};

bool has_slot(const TimeLayer& layer, std::string_view slot) {
  return std::ranges::find(layer.slots, slot) != layer.slots.end();
}

TimeLayer find_layer(const Graph& graph, const std::string& name) {
  std::vector<std::string> known;
  for (const TimeLayer& layer : time_layers(graph)) {
    if (name.empty() || layer.name == name) return layer;
    known.push_back(layer.name);
  }
  if (known.empty()) {
    throw UsageError(
        "this network has no LSTM, whose gates could be shown, and nothing else that remembers; to "
        "see it lit by a recording or a picture: glia show MODEL --network FILE");
  }
  throw UsageError(
      fmt::format("--layer: there is no LSTM or RNN '{}'.{}", name, suggest(name, known)));
}

// A unit's mean over the frames that were heard, by its magnitude.
std::vector<double> mean_magnitudes(const TimeLayer& layer, std::int64_t heard,
                                    std::span<const float> values) {
  std::vector<double> means(static_cast<std::size_t>(layer.units));
  const auto units = means.size();
  for (std::size_t i = 0; i < static_cast<std::size_t>(heard) * units; ++i) {
    means[i % units] += std::abs(double{values[i]}) / static_cast<double>(heard);
  }
  return means;
}

std::vector<std::int64_t> choose_units(const GateView& view, int direction, std::int64_t at_most) {
  const auto means = [&](const char* slot) {
    return mean_magnitudes(view.layer, view.heard,
                           view.activations.inner(view.layer.slot(direction, slot)));
  };
  const std::vector<double> said = means("hidden");
  std::vector<std::int64_t> units(said.size());
  for (std::size_t i = 0; i < units.size(); ++i) units[i] = static_cast<std::int64_t>(i);
  const auto falling = [&](const std::vector<double>& by) {
    std::ranges::stable_sort(units, std::ranges::greater{}, [&](std::int64_t unit) {
      return magnitude(by[static_cast<std::size_t>(unit)]);
    });
  };
  falling(said);
  units.resize(static_cast<std::size_t>(std::min(at_most, view.layer.units)));
  if (has_slot(view.layer, "forget_gate")) falling(means("forget_gate"));
  return units;
}

// The magnitude that 19 of 20 numbers stay below.
double scale_of(const GateView& view, const GateMap& map) {
  std::vector<float> all;
  for (int d = 0; d < view.layer.directions; ++d) {
    for (const float v : view.activations.inner(view.layer.slot(d, map.slot))) {
      if (v != 0 && std::isfinite(v)) all.push_back(std::abs(v));
    }
  }
  if (all.empty()) return 1;
  const auto at = static_cast<std::ptrdiff_t>(0.95 * static_cast<double>(all.size() - 1));
  std::ranges::nth_element(all, all.begin() + at);
  return std::max(0.1, std::ceil(double{all[static_cast<std::size_t>(at)]} * 10) / 10);
}

}  // namespace

ImageSize GateView::size() const {
  return {static_cast<int>(layer.frames), static_cast<int>(rows.front().size())};
}

std::vector<float> GateView::values(int direction, const GateMap& map) const {
  const std::span<const float> all = activations.inner(layer.slot(direction, map.slot));
  std::vector<float> values;
  for (const std::int64_t unit : rows[static_cast<std::size_t>(direction)]) {
    for (std::int64_t t = 0; t < layer.frames; ++t) {
      const float v = all[static_cast<std::size_t>(t * layer.units + unit)];
      values.push_back(static_cast<float>(double{v} / map.full));
    }
  }
  return values;
}

std::string GateView::what_rows_are() const {
  const auto shown = static_cast<std::int64_t>(rows.front().size());
  const bool gated = has_slot(layer, "forget_gate");
  return say("A row is a unit, {}; those that {} on top.",
             shown < layer.units ? say("the {} of {} that say most", shown, layer.units)
                                 : say("all {} are here", shown),
             gated ? say("forget slowest") : say("say most"));
}

GateView gates_of(const Model& model, const Activations& activations, const std::string& name,
                  std::int64_t at_most) {
  GateView view{model, activations, find_layer(model.graph, name), 0, {}, {}};
  view.heard =
      frames_heard(view.layer, activations.inner(view.layer.slot(0, view.layer.slots.front())));
  const bool gated = has_slot(view.layer, "forget_gate");
  for (GateMap map : gated ? std::span<const GateMap>(kMaps) : std::span(kSimpleMaps)) {
    if (map.diverging) map.full = scale_of(view, map);
    view.maps.push_back(map);
  }
  for (int d = 0; d < view.layer.directions; ++d) {
    view.rows.push_back(choose_units(view, d, at_most));
  }
  return view;
}

std::string direction_name(int direction) {
  return direction == 0 ? say("forwards") : say("backwards");
}

}  // namespace glia::cli
