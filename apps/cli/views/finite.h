#pragma once
#include <algorithm>
#include <cmath>

namespace glia::cli {

// For drawing whatever a model gives: neither lets NaN or infinity through.

// `value` in [0, 1]; NaN is 0.
inline double unit(double value) noexcept { return value > 0 ? std::min(value, 1.0) : 0.0; }

// |value| to put numbers in order by: NaN comes before all.
inline double magnitude(double value) noexcept { return std::isnan(value) ? -1 : std::abs(value); }

}  // namespace glia::cli
