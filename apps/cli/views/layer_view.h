#pragma once
#include <optional>
#include <string>
#include <vector>

#include "glia/inspect.h"

namespace glia::cli {

// A column of neurons as it is drawn, in the terminal or by Cairo.
struct Column {
  Layer layer;
  std::vector<float> lights;
  double full = 1;                 // the activation that is drawn as full light
  std::vector<std::int64_t> rows;  // neurons in their order; −1 is an ellipsis
  bool inputs = false, outputs = false;
  bool votes = true;                    // it is a dense layer, whose votes can be counted
  std::vector<std::string> names = {};  // what each neuron is called; empty: they have no names

  double brightness(std::int64_t neuron) const;  // in [0, 1]
};

// The dense layers; in a network without any, its outputs. Where the inputs have names of their own
// they are the first column. Layers with more than `at_most` neurons show the first and the last,
// and an ellipsis.
std::vector<Column> columns_of(const Model& model, const Activations& activations,
                               const std::vector<std::string>& inputs, int at_most);

// The feature maps of a layer, on one scale; of an LSTM the hidden state, a map a direction, with
// time to the right and a row a unit.
struct MapColumn {
  MapLayer layer;
  std::vector<float> lights;      // [channels][height][width]
  double full = 1;                // the largest magnitude, drawn as full light
  bool diverging = false;         // some are below zero
  std::optional<TimeLayer> time;  // it is an LSTM

  std::span<const float> map(std::int64_t channel) const;
  // Where number `index` of what the layer gives is seen.
  struct Pixel {
    std::int64_t channel, x, y;
  };
  Pixel pixel(std::int64_t index) const;
  std::string sizes() const;  // "16×5×5", "2×64"
};
std::vector<MapColumn> map_columns_of(const Model& model, const Activations& activations);

// The node that pictures come into.
NodeId input_of(const Graph& graph);

}  // namespace glia::cli
