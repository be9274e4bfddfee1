#pragma once
#include <algorithm>
#include <cstdint>
#include <utility>

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
    const bool much = slept_ > kWindow * kMuch;
    if (steps_ <= kWindow && !much) return;
    steps_ = slept_ = 0;
    if (much) {
      alone_ = pause_;
      pause_ = std::min(2 * pause_, kLongest);
      good_ = 0;
    } else if (++good_ == kGood) {
      pause_ = kShortest;
    }
  }

  static constexpr std::int64_t kWindow = 64;    // steps that are looked at together
  static constexpr std::int64_t kMuch = 10'000;  // nanoseconds a step
  static constexpr std::int64_t kGood = 16;      // windows without such waits: it is over
  static constexpr std::int64_t kShortest = 64, kLongest = 16384;  // steps

 private:
  std::int64_t alone_ = 0;  // steps still to be taken alone
  std::int64_t pause_ = kShortest;
  std::int64_t steps_ = 0;  // shared since the window began
  std::int64_t slept_ = 0;  // in them
  std::int64_t good_ = 0;
};

// Whether short steps are quicker shared out or taken by one thread, which depends on the machine:
// how long a cache line takes from one processor to another. Some steps are taken each way and
// timed, ever less often while that comes out as before. Where sharing brings next to nothing, the
// other processors are left to others. The bits are the same either way.
class QuickerSteps {
 public:
  // For each step, before it.
  bool alone() const noexcept { return alone_ != (state_ == State::other); }
  bool timed() const noexcept { return state_ != State::going_on; }

  // After each: its rows, and the nanoseconds that it took where it was timed.
  void took(std::int64_t rows, std::int64_t time) noexcept {
    ++steps_;
    if (state_ == State::going_on) {
      if (steps_ == trust_) begin(State::same);
      return;
    }
    if (steps_ == 1) return;  // threads may have had to wake up
    rows_ += rows;
    time_ += time;
    if (steps_ <= kSteps) return;
    const double each = static_cast<double>(time_) / static_cast<double>(rows_);
    if (state_ == State::same) {
      same_ = each;
      return begin(State::other);
    }
    const bool better = alone_ ? each * kGain < same_ : each < same_ * kGain;
    if (better) alone_ = !alone_;
    trust_ = better ? kLeastTrust : std::min(2 * trust_, kMostTrust);
    begin(State::going_on);
  }

  static constexpr std::int64_t kSteps = 16;  // each way
  static constexpr double kGain = 1.08;       // as many times as quick, to be worth processors
  static constexpr std::int64_t kLeastTrust = 256, kMostTrust = 16384;  // steps

 private:
  enum class State : std::uint8_t { same, other, going_on };  // the same way as before, the other

  void begin(State state) noexcept {
    state_ = state;
    rows_ = time_ = steps_ = 0;
  }

  State state_ = State::same;
  bool alone_ = false;
  std::int64_t rows_ = 0, time_ = 0, steps_ = 0;  // since the state began
  double same_ = 0;                               // nanoseconds a row
  std::int64_t trust_ = kLeastTrust;
};

// Whether long steps should be, where something else wants the processors, too.
//
// While processors are taken away and threads wait for each other, some steps are taken alone, and
// both kinds are timed. Where sharing brings so little that the processors are better left to
// others, steps are taken alone for a while, longer each time. So several trainings beside each
// other come to have a thread each. The bits do not change.
class LongStepSharing {
 public:
  // For each step, before it.
  bool alone() const noexcept { return state_ != State::shared; }

  // After each: its rows, and the nanoseconds that it took and that a thread slept in it.
  // `taken_away` counts how often a processor was taken from this process up to now.
  template <typename Count>
  void took(std::int64_t rows, std::int64_t time, std::int64_t slept, Count taken_away) noexcept {
    rows_ += rows;
    time_ += time;
    slept_ += slept;
    ++steps_;
    if (state_ == State::alone ? time_ < pause_ : steps_ < kSteps || time_ < kWindow) return;
    const std::int64_t before = std::exchange(taken_, taken_away());
    switch (state_) {
      case State::shared:
        if (trusted_ > 0) {
          --trusted_;
        } else if (slept_ > time_ / kMuch && (taken_ - before) * kSecond > kOften * time_) {
          shared_ = each();
          state_ = State::tried;
        }
        break;
      case State::tried: {
        const bool worth = each() > kGain * shared_;
        state_ = worth ? State::shared : State::alone;
        if (worth) {
          trusted_ = std::exchange(trust_, std::min(2 * trust_, kMostTrust));
          pause_ = kShortest;
        } else {
          trust_ = kLeastTrust;
        }
        break;
      }
      case State::alone:
        state_ = State::shared;
        pause_ = std::min(2 * pause_, kLongest);
        break;
    }
    rows_ = time_ = slept_ = steps_ = 0;
  }

  static constexpr std::int64_t kSecond = 1'000'000'000;  // nanoseconds, as all that is no step
  static constexpr std::int64_t kSteps = 8, kWindow = kSecond / 20;  // looked at together, at least
  static constexpr std::int64_t kMuch = 8;                           // a part of the time
  static constexpr std::int64_t kOften = 500;                        // times a second
  static constexpr double kGain = 1.3;                               // as many times as fast
  static constexpr std::int64_t kShortest = kSecond / 8, kLongest = 8 * kSecond;
  static constexpr std::int64_t kLeastTrust = 16, kMostTrust = 512;  // windows

 private:
  enum class State : std::uint8_t { shared, tried, alone };

  double each() const noexcept {
    return static_cast<double>(time_) / static_cast<double>(std::max<std::int64_t>(rows_, 1));
  }

  State state_ = State::shared;
  std::int64_t rows_ = 0, time_ = 0, slept_ = 0, steps_ = 0;  // since the state or window began
  std::int64_t taken_ = 0;                                    // by then
  std::int64_t pause_ = kShortest;                            // how long to go on alone
  std::int64_t trust_ = kLeastTrust, trusted_ = 0;            // windows that are not looked into
  double shared_ = 0;                                         // nanoseconds a row
};

}  // namespace glia
