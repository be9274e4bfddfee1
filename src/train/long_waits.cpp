#include "train/long_waits.h"

#include <algorithm>

namespace glia {

std::optional<double> LongWaits::after_step(const std::vector<SlowRank::Work>& ranks,
                                            double seconds) {
  if (found_ || ranks.empty()) return std::nullopt;
  worked_.resize(ranks.size());
  for (std::size_t r = 0; r < ranks.size(); ++r) worked_[r] += ranks[r].seconds;
  seconds_ += seconds;
  if (seconds_ < SlowRank::kStretch) return std::nullopt;
  const double waited = 1 - *std::ranges::max_element(worked_) / seconds_;
  const bool is_long = waited > 0.5;
  least_ = is_long && stretches_ > 0 ? std::min(least_, waited) : waited;
  stretches_ = is_long ? stretches_ + 1 : 0;
  std::ranges::fill(worked_, 0);
  seconds_ = 0;
  found_ = stretches_ == SlowRank::kStretches;
  return found_ ? std::optional(least_) : std::nullopt;
}

}  // namespace glia
