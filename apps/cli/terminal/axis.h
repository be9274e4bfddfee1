#pragma once
#include <span>
#include <vector>

namespace glia::cli {

// Where a value stands on a line from `low` to `high`.
struct Axis {
  double low = 0, high = 1;
  bool logarithmic = false;

  // From 0, or logarithmic where the values, none of them 0, differ threefold. Those that are not
  // finite do not count.
  static Axis of(std::span<const double> values);
  double place(double value) const;  // in [0, 1]
  double value(double place) const;
  // Round numbers between its ends, about so many.
  std::vector<double> ticks(int about) const;
  int decimals(std::span<const double> ticks) const;  // that tell them apart
};

// The last value that is finite; NaN where none is.
double last_finite(std::span<const double> values);

}  // namespace glia::cli
