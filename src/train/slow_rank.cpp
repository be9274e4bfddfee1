#include "train/slow_rank.h"

#include <algorithm>

namespace glia {

std::optional<SlowRank::Found> SlowRank::after_step(const std::vector<Work>& ranks,
                                                    double seconds) {
  if (found_) return std::nullopt;
  stretch_.resize(ranks.size());
  for (std::size_t r = 0; r < ranks.size(); ++r) {
    stretch_[r].seconds += ranks[r].seconds;
    stretch_[r].rows += ranks[r].rows;
  }
  seconds_ += seconds;
  if (seconds_ < kStretch) return std::nullopt;
  const Slowest slow = slowest();
  const bool waited_for =
      slow.rank >= 0 && slow.of_others > 0 &&
      (slow.per_row - slow.of_others) *
              static_cast<double>(stretch_[static_cast<std::size_t>(slow.rank)].rows) >
          seconds_ / 2;
  if (!waited_for) {
    stretches_ = 0;
  } else {
    const double times = slow.per_row / slow.of_others;
    const bool again = stretches_ > 0 && slow.rank == rank_;
    stretches_ = again ? stretches_ + 1 : 1;
    times_ = again ? std::min(times_, times) : times;
    rank_ = slow.rank;
  }
  std::ranges::fill(stretch_, Work{});
  seconds_ = 0;
  found_ = stretches_ == kStretches;
  if (!found_) return std::nullopt;
  return Found{rank_, times_};
}

SlowRank::Slowest SlowRank::slowest() const {
  Slowest slow;
  for (std::size_t r = 0; r < stretch_.size(); ++r) {
    const auto& [seconds, rows] = stretch_[r];
    if (rows == 0) continue;
    const double per_row = seconds / static_cast<double>(rows);
    if (per_row > slow.per_row) {
      slow = {static_cast<int>(r), per_row, slow.per_row};
    } else {
      slow.of_others = std::max(slow.of_others, per_row);
    }
  }
  return slow;
}

}  // namespace glia
