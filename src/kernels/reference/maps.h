#pragma once
#include <cmath>

namespace glia::reference {

// A function of one number and its slope, both at x.

inline double sigmoid(double x) {
  return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
}
inline double sigmoid_slope(double x) { return sigmoid(x) * sigmoid(-x); }

inline double relu(double x) { return x < 0 ? 0 : x; }
inline double relu_slope(double x) { return x > 0 ? 1 : 0; }

inline double leaky_relu(double x, double slope) { return x < 0 ? slope * x : x; }
inline double leaky_relu_slope(double x, double slope) { return x > 0 ? 1 : slope; }

inline double tanh(double x) { return std::tanh(x); }
inline double tanh_slope(double x) { return 1 / (std::cosh(x) * std::cosh(x)); }

inline double normal_density(double x) {
  return std::exp(-x * x / 2) / std::sqrt(2 * std::acos(-1.0));
}
inline double normal_distribution(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }
inline double gelu(double x) { return x * normal_distribution(x); }
inline double gelu_slope(double x) { return normal_distribution(x) + x * normal_density(x); }

}  // namespace glia::reference
