#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/inspector.h"

namespace glia::studio {

// What every neuron says of the whole plane: a grid of points as one batch.
class PlanePictures {
 public:
  static constexpr std::int64_t kSide = 32, kOutputSide = 96;

  // For each input and each neuron of the hidden layers, in this order, [kSide][kSide] of its
  // activation; then for each output [kOutputSide][kOutputSide]. The first row is the plane's top.
  // `inputs`: what the network sees of a point. `muted` neurons give 0.
  std::vector<float> of(Inspector& inspector, const Model& model,
                        const std::vector<std::string>& inputs, std::span<const Neuron> muted);
  void forget() noexcept { seen_ = {}; }  // the inputs are others

 private:
  struct Seen {
    std::vector<float> small, large;  // the grids' points, as the network sees them
  };
  Seen seen_;
};

}  // namespace glia::studio
