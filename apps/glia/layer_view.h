#pragma once
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
  bool outputs = false;

  double brightness(std::int64_t neuron) const;  // in [0, 1]
};

// Layers with more than `at_most` neurons show the first and the last, and an ellipsis.
std::vector<Column> columns_of(const Model& model, const Insight& insight, int at_most);

}  // namespace glia::cli
