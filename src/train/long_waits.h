#pragma once
#include <optional>
#include <vector>

#include "train/slow_rank.h"

namespace glia {

// Whether ranks wait for what travels between them, or for their turn at a processor, more than
// they work.
class LongWaits {
 public:
  // Of a step that took so many seconds, what each rank did. The part of the time that the busiest
  // of them waited, once, where that was most of it in each of several stretches of seconds, one
  // after the other.
  std::optional<double> after_step(const std::vector<SlowRank::Work>& ranks, double seconds);

 private:
  std::vector<double> worked_;  // of each rank, in this stretch
  double seconds_ = 0;          // in it
  int stretches_ = 0;           // with long waits…
  double least_ = 1;            // …and the shortest of these
  bool found_ = false;
};

}  // namespace glia
