#include "core/extra_networks.h"

#include <map>
#include <span>

#include "base/in_words.h"
#include "glia/error.h"
#include "glia/inspect.h"

namespace glia::studio {

std::string class_name(const Model& model, std::size_t output) {
  return output < model.classes.size() ? model.classes[output] : std::to_string(output);
}

std::vector<ExtraNetworks::Spoken> one_of_each(const Dataset& recordings, const Model& model) {
  std::map<int, std::int64_t> of_class;
  for (std::int64_t i = 0; i < recordings.size(); ++i) of_class.emplace(recordings.label(i), i);
  std::vector<ExtraNetworks::Spoken> found;
  for (const auto& [label, i] : of_class) {
    const std::span<const float> wave = recordings.wave(i);
    const std::string name = class_name(model, static_cast<std::size_t>(label));
    found.push_back({{{wave.begin(), wave.end()}, recordings.features()->rate, name}, name});
  }
  return found;
}

void expect_one_input(const Graph& graph, const std::string& what) {
  std::string names;
  std::size_t count = 0;
  for (const Node& node : graph.nodes()) {
    if (node.op) continue;
    names += (count++ ? ", '" : "'") + node.name + "'";
  }
  if (count == 1) return;
  throw Error(ErrorCode::unsupported, what + ": the network takes " + std::to_string(count) +
                                          " inputs (" + names +
                                          "); the studio shows networks that take one");
}

void expect_classes(const Model& model, const DataSplit& data, const std::string& what) {
  if (model.classes.empty() || data.classes.empty() || model.classes == data.classes) return;
  if (!data.train.class_names().empty() && data.train.by_place(model.classes)) return;
  throw Error(ErrorCode::shape_mismatch, what + ": expected a network that tells apart " +
                                             in_words(data.classes) +
                                             ", as the pictures are, got "
                                             "one that tells apart " +
                                             in_words(model.classes));
}

void check_extra_networks(const ExtraNetworks& extra, const DataSplit& data) {
  const auto fits = [&](const Graph& graph, const std::string& what) {
    if (graph.input_shape() == data.train.shape() &&
        graph[graph.output()].shape.elements() == data.train.classes()) {
      return;
    }
    throw Error(ErrorCode::shape_mismatch,
                what + ": expected one from " + data.train.shape().str() + " to " +
                    std::to_string(data.train.classes()) + " classes, got one from " +
                    graph.input_shape().str() + " to " +
                    std::to_string(graph[graph.output()].shape.elements()));
  };
  const auto has_maps = [](const Graph& graph) {
    if (!map_layers(graph).empty()) return;
    throw Error(ErrorCode::unsupported,
                "the network to compare with has no convolution; train one with: glia train "
                "--preset lenet");
  };
  if (extra.cnn) {
    expect_one_input(extra.cnn->graph, "the network to compare with");
    fits(extra.cnn->graph, "the network to compare with");
    expect_classes(*extra.cnn, data, "the network to compare with");
    has_maps(extra.cnn->graph);
  }
  if (extra.cnn_setup) fits(extra.cnn_setup->graph, "the network to compare with");
  if (extra.taught) {
    expect_one_input(extra.taught->graph, "the taught network");
    fits(extra.taught->graph, "the taught network");
    expect_classes(*extra.taught, data, "the taught network");
  }
  if (extra.speech) expect_one_input(extra.speech->graph, "the network that hears");
  if (extra.speech && !extra.speech->form.sound()) {
    throw Error(ErrorCode::unsupported,
                "the network that hears: this one learnt from pictures; train one with: glia "
                "train --preset lstm --data fsdd");
  }
}

}  // namespace glia::studio
