// A batch norm worked into the convolution before it: with z = W·a + b,
// scale·(z − mean)/√(variance + ε) + shift is W′·a + b′.
#include <cmath>

#include "ops/fuse.h"

namespace glia::ops {
namespace {

void fold_norm(const Op& norm, const Parameters& of_norm, Parameters& of_convolution) {
  const double epsilon = std::get<double>(norm.attributes().at("epsilon"));
  enum { kScale, kShift, kMean, kVariance };
  enum { kWeight, kBias };
  const auto number = [&](std::size_t parameter, std::size_t channel) {
    return double{of_norm[parameter][channel]};
  };
  std::vector<float>& weight = of_convolution[kWeight];
  std::vector<float>& bias = of_convolution[kBias];
  const std::size_t each = weight.size() / bias.size();  // weights of a channel
  for (std::size_t c = 0; c < bias.size(); ++c) {
    const double factor = number(kScale, c) / std::sqrt(number(kVariance, c) + epsilon);
    for (std::size_t i = c * each; i < (c + 1) * each; ++i) {
      weight[i] = static_cast<float>(double{weight[i]} * factor);
    }
    bias[c] = static_cast<float>((double{bias[c]} - number(kMean, c)) * factor + number(kShift, c));
  }
}

}  // namespace

Fold fold(const Op& first, const Op& second) {
  return first.name() == "conv2d" && second.name() == "batch_norm" ? fold_norm : nullptr;
}

}  // namespace glia::ops
