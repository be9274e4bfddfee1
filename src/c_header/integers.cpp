// From floats to 8 bits (Jacob et al., "Quantization and training of neural networks for efficient
// integer-arithmetic-only inference", CVPR 2018). Zero is always the integer 0, so that padding is
// 0 and no sum has to be corrected.
#include "c_header/integers.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace glia::headers {
namespace {

std::int8_t to_int8(double number) {
  return static_cast<std::int8_t>(std::clamp(std::round(number), -127.0, 127.0));
}

// The scale of one output's weights, so that its sums fit into 32 bits.
double scale_of(std::span<const float> weights, double bias, double in_scale, double largest_in) {
  constexpr double kRoom = 1 << 30;
  double largest = 0, all = 0;
  for (const float weight : weights) {
    largest = std::max(largest, std::abs(double{weight}));
    all += std::abs(double{weight});
  }
  double scale = std::max(largest / 127, all * largest_in / kRoom);
  scale = std::max(scale, std::abs(bias) / (in_scale * kRoom));
  return scale > 0 ? scale : 1;
}

}  // namespace

Scaled scaled_for(const Range& range) {
  const bool natural = range.low >= 0;
  const double largest = std::max(std::abs(range.low), std::abs(range.high));
  if (largest == 0) return {Number::uint8, 1};
  return natural ? Scaled{Number::uint8, largest / 255} : Scaled{Number::int8, largest / 127};
}

void set_multipliers(Step& step, const std::vector<double>& factors) {
  int exponent = 0;
  std::frexp(*std::max_element(factors.begin(), factors.end()), &exponent);
  step.shift = std::clamp(31 - exponent, 1, 62);
  step.multiplier.clear();
  for (const double factor : factors) {
    const double multiplier = std::round(std::ldexp(factor, step.shift));
    step.multiplier.push_back(static_cast<std::int32_t>(std::min(multiplier, 2147483647.0)));
  }
}

void quantize_channels(Step& step, std::int64_t channels, const Scaled& in, const Scaled& out) {
  const std::size_t each = step.weight.size() / static_cast<std::size_t>(channels);
  std::vector<double> factors;
  for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c) {
    const std::span<const float> weights(step.weight.data() + c * each, each);
    const double scale = scale_of(weights, step.bias[c], in.scale, most(in.number));
    for (const float weight : weights) step.weight8.push_back(to_int8(weight / scale));
    step.bias32.push_back(
        static_cast<std::int32_t>(std::llround(step.bias[c] / (in.scale * scale))));
    factors.push_back(in.scale * scale / out.scale);
  }
  if (out.number == Number::float32) {
    for (const double factor : factors) step.scale.push_back(static_cast<float>(factor));
  } else {
    set_multipliers(step, factors);
  }
  step.weight.clear();
  step.bias.clear();
}

void quantize_recurrence(Recurrence& r) {
  const auto sums = static_cast<std::size_t>(r.sums);
  const auto narrow = [&](const std::vector<float>& from, std::vector<std::int8_t>& to) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      to.push_back(to_int8(double{from[i]} / double{r.scale[i % sums]}));
    }
  };
  r.scale.assign(sums, 0);
  for (const std::vector<float>* weights : {&r.input_weight, &r.hidden_weight}) {
    for (std::size_t i = 0; i < weights->size(); ++i) {
      float& largest = r.scale[i % sums];
      largest = std::max(largest, std::abs((*weights)[i]));
    }
  }
  for (float& scale : r.scale) scale = scale > 0 ? scale / 127 : 1;
  narrow(r.input_weight, r.input_weight8);
  narrow(r.hidden_weight, r.hidden_weight8);
  r.input_weight.clear();
  r.hidden_weight.clear();
}

void set_table(Step& step, const Scaled& in, const Scaled& out) {
  for (int bits = 0; bits < 256; ++bits) {
    const int q = in.number == Number::int8 ? static_cast<std::int8_t>(bits) : bits;
    const double y = mapped(step.function, step.parameter, q * in.scale) / out.scale;
    const double held =
        std::clamp(std::round(y), double(least(out.number)), double(most(out.number)));
    step.table.push_back(static_cast<std::uint8_t>(static_cast<int>(held)));
  }
}

double mapped(std::string_view function, double parameter, double x) {
  if (function == "relu") return std::max(x, 0.0);
  if (function == "leaky_relu") return x > 0 ? x : parameter * x;
  if (function == "sigmoid") return 1 / (1 + std::exp(-x));
  if (function == "tanh") return std::tanh(x);
  return x / 2 * std::erfc(-x / std::numbers::sqrt2);  // gelu
}

}  // namespace glia::headers
