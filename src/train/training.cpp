#include "glia/training.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/names.h"
#include "base/power.h"
#include "glia/settings.h"

namespace glia {
namespace {

constexpr std::array<std::string_view, 4> kCurves{"constant", "step", "cosine", "one_cycle"};

constexpr double kOneCycleStart = 0.04;  // of the highest rate

// cos(πt) for t in [0, 1], by + and × alone: every C library gives the same rates.
double cos_pi(double t) noexcept {
  const double x = std::numbers::pi * (0.5 - t);  // cos(πt) = sin(x), |x| ≤ π/2: Taylor's series
  double sum = 1;
  for (int k = 22; k >= 2; k -= 2) sum = 1 - sum * x * x / (k * (k + 1));
  return x * sum;
}

// From 1 at t = 0 down to 0 at t = 1.
double half_cosine(double t) noexcept { return std::clamp(0.5 + 0.5 * cos_pi(t), 0.0, 1.0); }

// The simplest fraction that is this double, so that 0.1 means a tenth: of its continued fraction,
// the first convergent that comes back to it.
struct Fraction {
  std::uint64_t over, under;
};
Fraction fraction_of(double x) noexcept {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 31;  // beyond, doubles tell no more digits
  Fraction before{1, 0}, found{static_cast<std::uint64_t>(x), 1};
  double rest = x - std::floor(x);
  while (static_cast<double>(found.over) / static_cast<double>(found.under) != x) {
    rest = 1 / rest;
    const double whole = std::floor(rest);
    const std::uint64_t most = kMost / found.under;
    if (!(whole < static_cast<double>(most))) break;
    const auto times = static_cast<std::uint64_t>(whole);
    const Fraction next{times * found.over + before.over, times * found.under + before.under};
    before = found;
    found = next;
    rest -= whole;
  }
  return found;
}

// How many times `part` of `total` steps is over after `step` of them.
std::uint64_t parts_done(std::uint64_t step, std::uint64_t total, double part) noexcept {
  __extension__ typedef unsigned __int128 Wide;
  const Fraction each = fraction_of(part);
  if (total == 0 || each.over == 0) return 0;
  return static_cast<std::uint64_t>(Wide{step} * each.under / (Wide{total} * each.over));
}

}  // namespace

std::string_view name_of(Curve curve) noexcept { return enumerator_name(curve, kCurves); }
std::span<const std::string_view> curve_names() noexcept { return kCurves; }
Curve curve_named(std::string_view name) {
  return enumerator_named<Curve>("schedule", name, kCurves);
}

double Schedule::at(std::uint64_t step, std::uint64_t total) const noexcept {
  const auto steps = static_cast<double>(total);
  const auto falling = [&](double part) {
    return rate * (final_fraction + (1 - final_fraction) * half_cosine(part));
  };
  switch (curve) {
    case Curve::constant:
      break;
    case Curve::step:
      return rate * power(step_factor, parts_done(std::min(step, total), total, step_every));
    case Curve::cosine:
      return falling(total == 0 ? 0 : static_cast<double>(std::min(step, total)) / steps);
    case Curve::one_cycle: {
      const double last = std::max(0.0, steps - 1);
      const double peak = std::max(0.0, warmup * steps - 1);
      const double here = std::min(static_cast<double>(step), last);
      if (here < peak) {
        return rate * (kOneCycleStart + (1 - kOneCycleStart) * half_cosine(1 - here / peak));
      }
      return falling(last > peak ? (here - peak) / (last - peak) : 0);
    }
  }
  return rate;
}

void Recipe::check() const {
  augment.check();
  Settings settings;
  settings.recipe = *this;
  for (const Setting& setting : all_settings()) {
    if (setting.of_recipe && setting.type != Setting::Type::text) {
      setting.checked(setting.get(settings));
    }
  }
}

}  // namespace glia
