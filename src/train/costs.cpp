// What is known of each cost outside its op: its name, and one output's part of it.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/names.h"
#include "glia/training.h"
#include "ops/cost_op.h"

namespace glia {
namespace {

constexpr std::array<std::string_view, 6> kCosts{
    "squared", "absolute", "huber", "softmax_cross_entropy", "sigmoid_cross_entropy", "focal"};

// A floor, so that no logarithm is infinite.
double log_of(double p) { return std::log(std::max(p, 1e-38)); }

}  // namespace

std::string_view name_of(Cost cost) noexcept { return enumerator_name(cost, kCosts); }
std::span<const std::string_view> cost_names() noexcept { return kCosts; }
Cost cost_named(std::string_view name) { return enumerator_named<Cost>("cost", name, kCosts); }
std::string_view activation_in(Cost cost) { return ops::make_cost(cost)->includes(); }

double cost_term(Cost cost, const CostParameters& parameters, double a, double y) {
  const double away = std::abs(a - y);
  switch (cost) {
    case Cost::squared:
      return away * away;
    case Cost::absolute:
      return away;
    case Cost::huber: {
      const double steep = std::min(away, parameters.huber_delta);
      return steep * (away - steep / 2);
    }
    case Cost::softmax_cross_entropy:
      return -y * log_of(a);
    case Cost::sigmoid_cross_entropy:
      return -y * log_of(a) - (1 - y) * log_of(1 - a);
    case Cost::focal:
      return -y * std::pow(1 - a, parameters.focal_gamma) * log_of(a) -
             (1 - y) * std::pow(a, parameters.focal_gamma) * log_of(1 - a);
  }
  return 0;
}

}  // namespace glia
