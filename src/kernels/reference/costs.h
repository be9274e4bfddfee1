#pragma once
#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/reference/maps.h"
#include "kernels/reference/numbers.h"

namespace glia::reference {

// ln Σ e^zⱼ
inline double log_sum_exp(const Numbers& z) {
  double max = -std::numeric_limits<double>::infinity();
  for (const double number : z) max = std::max(max, number);
  double sum = 0;
  for (const double number : z) sum += std::exp(number - max);
  return max + std::log(sum);
}

// aⱼ = e^zⱼ / Σ e^zₖ
inline Numbers softmax(const Numbers& z) {
  Numbers a = z;
  for (double& number : a) number = std::exp(number - log_sum_exp(z));
  return a;
}

// dz = a·(da − Σ a·da)
inline Numbers softmax_backward(const Numbers& a, const Numbers& da) {
  double dot = 0;
  for (std::size_t j = 0; j < a.size(); ++j) dot += a[j] * da[j];
  Numbers dz(a.size());
  for (std::size_t j = 0; j < a.size(); ++j) dz[j] = a[j] * (da[j] - dot);
  return dz;
}

struct CostOf {
  double cost = 0;
  Numbers gradient;
};

// Σ (a − y)²
inline CostOf squared_cost(const Numbers& a, const Numbers& y) {
  CostOf result;
  for (std::size_t j = 0; j < a.size(); ++j) {
    result.cost += (a[j] - y[j]) * (a[j] - y[j]);
    result.gradient.push_back(2 * (a[j] - y[j]));
  }
  return result;
}

// Σ |a − y|
inline CostOf absolute_cost(const Numbers& a, const Numbers& y) {
  CostOf result;
  for (std::size_t j = 0; j < a.size(); ++j) {
    result.cost += std::abs(a[j] - y[j]);
    result.gradient.push_back(a[j] > y[j] ? 1 : a[j] < y[j] ? -1 : 0);
  }
  return result;
}

// Σ ½(a − y)², and beyond |a − y| = δ the tangent δ·(|a − y| − δ/2)
inline CostOf huber_cost(const Numbers& a, const Numbers& y, double delta) {
  CostOf result;
  for (std::size_t j = 0; j < a.size(); ++j) {
    const double difference = a[j] - y[j], away = std::abs(difference);
    result.cost += away <= delta ? difference * difference / 2 : delta * (away - delta / 2);
    result.gradient.push_back(away <= delta ? difference : std::copysign(delta, difference));
  }
  return result;
}

// −Σ y·ln softmax(z)
inline CostOf softmax_cross_entropy(const Numbers& z, const Numbers& y) {
  CostOf result;
  const Numbers a = softmax(z);
  double weight = 0;
  for (std::size_t j = 0; j < z.size(); ++j) {
    result.cost += y[j] * (log_sum_exp(z) - z[j]);
    weight += y[j];
  }
  for (std::size_t j = 0; j < z.size(); ++j) result.gradient.push_back(weight * a[j] - y[j]);
  return result;
}

// −Σ y·ln σ(z) + (1−y)·ln(1−σ(z)), where −ln σ(z) = ln(1 + e⁻ᶻ) and −ln(1−σ(z)) = z + ln(1 + e⁻ᶻ)
inline CostOf sigmoid_cross_entropy(const Numbers& z, const Numbers& y) {
  CostOf result;
  for (std::size_t j = 0; j < z.size(); ++j) {
    const double softplus = std::max(-z[j], 0.0) + std::log1p(std::exp(-std::abs(z[j])));
    result.cost += y[j] * softplus + (1 - y[j]) * (z[j] + softplus);
    result.gradient.push_back(sigmoid(z[j]) - y[j]);
  }
  return result;
}

// −Σ y·(1−σ(z))^γ·ln σ(z) + (1−y)·σ(z)^γ·ln(1−σ(z))
inline CostOf focal_cost(const Numbers& z, const Numbers& y, double gamma) {
  CostOf result;
  for (std::size_t j = 0; j < z.size(); ++j) {
    const double p = sigmoid(z[j]), q = sigmoid(-z[j]);
    const double softplus = std::log1p(std::exp(-std::abs(z[j])));
    const double of_yes = std::max(-z[j], 0.0) + softplus, of_no = std::max(z[j], 0.0) + softplus;
    const double yes = y[j] * std::pow(q, gamma), no = (1 - y[j]) * std::pow(p, gamma);
    result.cost += yes * of_yes + no * of_no;
    result.gradient.push_back(no * (p + gamma * q * of_no) - yes * (q + gamma * p * of_yes));
  }
  return result;
}

}  // namespace glia::reference
