#include "core/plane/inputs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace glia::studio {
namespace {

constexpr double kUnit = 3;

}  // namespace

double portable_sin(double x) noexcept {
  const double turns = std::floor(x / std::numbers::pi + 0.5);
  const double r = x - turns * std::numbers::pi;  // from −π/2 to π/2
  const double square = r * r;
  double sum = 0;  // of Taylor's series, from its end
  for (int n = 21; n >= 3; n -= 2) sum = (1 - sum) * square / (n * (n - 1));
  const double sine = r * (1 - sum);
  return std::floor(turns / 2) * 2 == turns ? sine : -sine;
}

std::span<const PlaneInput> plane_inputs() noexcept {
  static constexpr std::array<PlaneInput, 7> kInputs{{
      {"x", [](double x, double) { return x / kUnit; }},
      {"y", [](double, double y) { return y / kUnit; }},
      {"x2", [](double x, double) { return x / kUnit * (x / kUnit); }},
      {"y2", [](double, double y) { return y / kUnit * (y / kUnit); }},
      {"xy", [](double x, double y) { return x / kUnit * (y / kUnit); }},
      {"sinx", [](double x, double) { return portable_sin(x); }},
      {"siny", [](double, double y) { return portable_sin(y); }},
  }};
  return kInputs;
}

const PlaneInput& plane_input_named(std::string_view name) {
  return *std::ranges::find(plane_inputs(), name, &PlaneInput::name);
}

void add_inputs(const std::vector<std::string>& names, double x, double y,
                std::vector<float>& values) {
  for (const std::string& name : names) {
    values.push_back(static_cast<float>(plane_input_named(name).of(x, y)));
  }
}

}  // namespace glia::studio
