#pragma once
#include <string>
#include <vector>

#include "glia/inspect.h"
#include "glia/speech.h"

namespace glia::cli {

// Pictures for people, drawn by Cairo and saved as PNG. Throw Error.

// The network lit by one image: inputs, hidden layers, outputs and the strongest connections.
void save_network_figure(const Model& model, const Insight& insight, ImageSize size,
                         const std::string& path);

// The weights of every neuron of the first hidden layer, on one scale. `constant`: inputs that
// never vary in the data, hatched; empty when unknown.
struct WeightFigure {
  const Layer& layer;
  const Tensor& weight;
  const Tensor& bias;
  ImageSize size;
  double scale;
  std::vector<bool> constant;
};
void save_weight_figure(const WeightFigure& figure, const std::string& path);

// How a recording becomes a picture: its waveform, the word in it, and what a network hears.
struct SpectrogramFigure {
  const std::string& title;
  const Recording& recording;
  const Recording& word;  // trimmed
  const Features& features;
  const std::vector<float>& log_mel;
};
void save_spectrogram_figure(const SpectrogramFigure& figure, const std::string& path);

}  // namespace glia::cli
