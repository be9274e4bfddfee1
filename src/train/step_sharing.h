#pragma once
#include <algorithm>
#include <cstdint>

namespace glia {

// Whether short steps should be shared out among threads, learnt from how that went.
//
// Where another program takes one of the processors, a step of microseconds waits for a hundred of
// them, or for milliseconds, until the thread that lost it is back. So where threads wait much,
// steps are taken by one thread alone for a while, twice as long each time it happens again. The
// bits are the same either way.
class StepSharing {
 public:
  // For each step, before it.
  bool alone() noexcept {
    if (alone_ == 0) return false;
    --alone_;
    steps_ = slept_ = 0;
    return true;
  }

  // After a step that was shared out, in which a thread slept for so many nanoseconds.
  void shared(std::int64_t slept) noexcept {
    if (steps_++ > 0) slept_ += slept;  // in the first one threads may have had to wake up
    if (steps_ <= kWindow) return;
    const bool much = slept_ > kWindow * kMuch;
    steps_ = slept_ = 0;
    if (much) {
      alone_ = pause_;
      pause_ = std::min(2 * pause_, kLongest);
      good_ = 0;
    } else if (++good_ == kGood) {
      pause_ = kShortest;
    }
  }

  static constexpr std::int64_t kWindow = 8;     // steps that are looked at together
  static constexpr std::int64_t kMuch = 10'000;  // nanoseconds a step
  static constexpr std::int64_t kGood = 128;     // windows without such waits: it is over
  static constexpr std::int64_t kShortest = 64, kLongest = 16384;  // steps

 private:
  std::int64_t alone_ = 0;  // steps still to be taken alone
  std::int64_t pause_ = kShortest;
  std::int64_t steps_ = 0;  // shared since the window began
  std::int64_t slept_ = 0;  // in them
  std::int64_t good_ = 0;
};

}  // namespace glia
