#pragma once
#include <cstdint>
#include <optional>

#include "core/clock.h"

namespace glia::studio {

// How fast a training goes: at full speed or by so many steps a second, which may be few at first.
// Steps come in beats that an eye can tell apart: single ones as long as they are slow enough. What
// a stall missed is left out, never caught up.
class Pace {
 public:
  static constexpr double kLeast = 0.01, kMost = 1e6;  // steps a second
  static constexpr double kBeat = 1.0 / 60;            // seconds, at least

  // Each step adds `by` to the steps a second, of which there are `from` at first.
  struct Acceleration {
    double from = 1, by = 0;
  };
  // From now on; without `steps` at full speed.
  void set(std::optional<double> steps, const std::optional<Acceleration>& acceleration,
           Clock::time_point now);
  void go(Clock::time_point now) noexcept { due_ = now; }  // the next beat is due at once

  std::optional<double> steps_a_second() const;  // as it is now; empty: full speed
  bool accelerating() const noexcept { return acceleration_.has_value(); }
  double rest(Clock::time_point now) const;  // seconds until the next beat
  // How many steps are to be done now; they are taken for done.
  std::uint64_t take(Clock::time_point now);

 private:
  std::optional<double> most_;
  std::optional<Acceleration> acceleration_;
  Clock::time_point due_{};
};

}  // namespace glia::studio
