#include "terminal/axis.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "views/finite.h"

namespace glia::cli {

Axis Axis::of(std::span<const double> values) {
  double low = std::numeric_limits<double>::infinity(), high = 0;
  for (double v : values) {
    if (!std::isfinite(v)) continue;
    low = std::min(low, v);
    high = std::max(high, v);
  }
  if (!(high > 0) || !(low <= high)) return {};
  if (low > 0 && high / low > 3) return {low * 0.95, high * 1.02, true};
  return {0, high * 1.05, false};
}

double Axis::place(double value) const {
  if (!logarithmic) return unit((value - low) / (high - low));
  return unit(std::log(std::max(value, low) / low) / std::log(high / low));
}

double Axis::value(double place) const {
  return logarithmic ? low * std::pow(high / low, place) : low + (high - low) * place;
}

std::vector<double> Axis::ticks(int about) const {
  std::vector<double> found;
  if (logarithmic) {
    const bool few = std::log10(high / low) > about / 2.0;
    for (double decade = std::pow(10, std::floor(std::log10(low))); decade <= high; decade *= 10) {
      for (const double digit : {1.0, 2.0, 5.0}) {
        const double tick = digit * decade;
        if (tick >= low && tick <= high && (digit == 1 || !few)) found.push_back(tick);
      }
    }
    return found;
  }
  double step = std::pow(10, std::floor(std::log10((high - low) / about)));
  for (const double longer : {2.0, 2.5, 2.0}) {  // 1, 2, 5, 10
    if ((high - low) / step > about) step *= longer;
  }
  for (double i = std::ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; ++i) {
    found.push_back(i == 0 ? 0 : i * step);
  }
  return found;
}

int Axis::decimals(std::span<const double> ticks) const {
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    if (ticks[i] != 0) least = std::min(least, std::abs(ticks[i]));
    if (i > 0) least = std::min(least, ticks[i] - ticks[i - 1]);
  }
  if (!std::isfinite(least)) return 0;
  return std::clamp(-static_cast<int>(std::floor(std::log10(least) + 1e-9)), 0, 9);
}

double last_finite(std::span<const double> values) {
  const auto last = std::find_if(values.rbegin(), values.rend(),
                                 [](double value) { return std::isfinite(value); });
  return last == values.rend() ? std::numeric_limits<double>::quiet_NaN() : *last;
}

}  // namespace glia::cli
