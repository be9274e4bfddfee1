#pragma once
#include <string>
#include <vector>

#include "core/inspector.h"
#include "core/settings.h"

namespace glia::studio {

// How large the slopes of a layer's weights are for a batch: the root of the mean of their squares.
struct LayerSlope {
  std::string layer;
  double size = 0;
};
std::vector<LayerSlope> layer_slopes(Inspector& inspector, const Model& model, const Batch& batch);
Json to_json(const std::vector<LayerSlope>& slopes);

// Settings as changed() makes them, with `net`, the hidden layers in words, where it is given.
// Throws Error.
Settings changed_in_words(const Settings& settings, const Fields& fields, const Task& task);
std::span<const std::string_view> fields_in_words();  // those of settings, and `net`

}  // namespace glia::studio
