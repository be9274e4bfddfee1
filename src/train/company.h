#pragma once
#include <algorithm>
#include <cstdint>

namespace glia {

// Whether short steps should be shared out among threads, learnt from how that went.
//
// Where another program takes one of the processors, a step of microseconds waits milliseconds for
// the thread that lost it. So after a long wait steps are taken by one thread alone for a while,
// twice as long each time it happens again. The bits are the same either way.
class Company {
 public:
  // For each step, before it.
  bool alone() noexcept {
    if (alone_ == 0) return false;
    --alone_;
    waking_ = true;
    return true;
  }

  // After a step that was shared out: ThreadPool::long_waits() then.
  void shared(std::uint64_t long_waits) noexcept {
    const bool waited = long_waits != seen_;
    seen_ = long_waits;
    // The first time after a pause threads had to be woken up.
    if (waking_) {
      waking_ = false;
      return;
    }
    if (waited) {
      alone_ = pause_;
      pause_ = std::min(2 * pause_, kLongest);
      good_ = 0;
    } else if (++good_ == kGood) {
      pause_ = kShortest;
    }
  }

  static constexpr std::int64_t kShortest = 64, kLongest = 16384;
  static constexpr std::int64_t kGood = 1024;  // steps without a long wait: it is over

 private:
  std::int64_t alone_ = 0;  // steps still to be taken alone
  std::int64_t pause_ = kShortest;
  std::int64_t good_ = 0;
  std::uint64_t seen_ = 0;
  bool waking_ = true;
};

}  // namespace glia
