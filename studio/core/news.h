#pragma once
#include <cstdint>
#include <map>
#include <utility>

#include "core/clock.h"

namespace glia::studio {

// What the page has not been told yet. The state goes ten times a second at most, and what else
// there is goes with it.
class News {
 public:
  void all() noexcept;          // a page comes, which knows nothing
  void new_network() noexcept;  // its branches and curves are others
  void state() noexcept { state_ = true; }
  void branches() noexcept { branches_ = state_ = true; }
  void race() noexcept { race_ = state_ = true; }
  void cnn() noexcept { cnn_ = state_ = true; }
  void own() noexcept { own_ = state_ = true; }

  bool any(std::uint64_t shown) const noexcept { return state_ || branches_ || told_ != shown; }
  bool resting() const;  // too little time has gone by
  // Whether it is to be told, which is then done.
  bool take_branches() noexcept { return std::exchange(branches_, false); }
  bool take_state(std::uint64_t shown) noexcept;
  // `more`: what is told now is not the last of it.
  bool take_race(bool more) noexcept { return std::exchange(race_, more); }
  bool take_cnn(bool more) noexcept { return std::exchange(cnn_, more); }
  bool take_own(bool more) noexcept { return std::exchange(own_, more); }
  std::uint64_t curve_from(int branch) const;  // the first step whose points were not sent
  void curve_sent(int branch, std::uint64_t last);

 private:
  bool state_ = true, branches_ = true, race_ = true, cnn_ = true, own_ = true;
  std::uint64_t told_ = 0;  // the version of what is shown that the last state was of
  Clock::time_point sent_{};
  std::map<int, std::uint64_t> curves_;  // by branch
};

}  // namespace glia::studio
