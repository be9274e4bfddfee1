#pragma once
#include <chrono>
#include <functional>

namespace glia::studio {

using Clock = std::chrono::steady_clock;
using Now = std::function<Clock::time_point()>;
inline double seconds_since(Clock::time_point then) {
  return std::chrono::duration<double>(Clock::now() - then).count();
}

}  // namespace glia::studio
