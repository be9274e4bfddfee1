#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "glia/inspect.h"

namespace glia::cli {

// The weights of a layer as pictures, all on one scale: a picture for each thing that a neuron or a
// filter listens to. Where the inputs are no pictures, `matrix`: one picture of all weights, a row
// a neuron.
struct WeightFigure {
  std::string name;    // "conv2"
  std::string source;  // what it listens to: "pool1"
  bool filters = false;
  bool matrix = false;
  std::int64_t units = 0;         // neurons or filters
  std::int64_t channels = 1;      // pictures of each
  ImageSize size;                 // of one of them
  std::vector<float> weights;     // [units][channels][height][width]
  std::span<const float> biases;  // [units]
  double scale = 1;
  bool sound = false;          // of a spectrogram: turned upright
  bool rgb = false;            // its three pictures are of the colours of the input
  std::vector<bool> constant;  // pixels that never vary in the data, hatched; empty when unknown

  std::span<const float> picture(std::int64_t unit, std::int64_t channel) const;
  std::string unit_name(std::int64_t unit) const;  // "conv2[3]"
  std::string summary() const;  // "16 filters, 5 × 5 weights for each of the 6 maps of pool1"
};

// Of the layer called `name`, or when it is empty of the first with weights. The biases are a view
// into the model. Throws UsageError with the nearest name.
WeightFigure weights_of(const Model& model, const std::string& name);

}  // namespace glia::cli
