#include "core/pace.h"

#include <algorithm>
#include <cmath>

namespace glia::studio {
namespace {

constexpr Clock::duration kStall = std::chrono::milliseconds(100);  // less is only a little late
constexpr double kFull = 1e5;  // steps a second that are as good as full speed

Clock::duration lasting(double seconds) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

}  // namespace

void Pace::set(std::optional<double> steps, const std::optional<Acceleration>& acceleration,
               Clock::time_point now) {
  most_ = steps;
  acceleration_ = acceleration;
  if (acceleration_ && acceleration_->from >= most_.value_or(kFull)) acceleration_.reset();
  if (const auto pace = steps_a_second()) due_ = std::min(due_, now + lasting(1 / *pace));
}

std::optional<double> Pace::steps_a_second() const {
  return acceleration_ ? acceleration_->from : most_;
}

double Pace::rest(Clock::time_point now) const {
  return std::max(0.0, std::chrono::duration<double>(due_ - now).count());
}

std::uint64_t Pace::take(Clock::time_point now) {
  if (now < due_) return 0;
  const double pace = *steps_a_second();
  const double steps = std::max(1.0, std::round(pace * kBeat));
  const Clock::duration beat = lasting(steps / pace);
  due_ = (now - due_ < std::max(beat, kStall) ? due_ : now) + beat;
  if (acceleration_) {
    acceleration_->from += steps * acceleration_->by;
    if (acceleration_->from >= most_.value_or(kFull)) acceleration_.reset();
  }
  return static_cast<std::uint64_t>(steps);
}

}  // namespace glia::studio
