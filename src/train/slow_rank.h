#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace glia {

// Which of several ranks keeps the others waiting, by how long each works.
class SlowRank {
 public:
  struct Work {
    double seconds = 0;  // in which a rank waits for nobody
    std::int64_t rows = 0;
  };
  static constexpr double kStretch = 2;  // seconds
  static constexpr int kStretches = 5;

  struct Found {
    int rank = 0;
    double times = 0;  // as long for a row as the slowest of the others
  };

  // Of a step that took so many seconds, what each rank did. Found is one, once, for which the
  // others waited more than half the time in each of several stretches of seconds, one after the
  // other. A rank that has more rows to do is not slow for that.
  std::optional<Found> after_step(const std::vector<Work>& ranks, double seconds);

 private:
  struct Slowest {
    int rank = -1;
    double per_row = 0, of_others = 0;
  };
  Slowest slowest() const;

  std::vector<Work> stretch_;  // of each rank
  double seconds_ = 0;         // in it
  int rank_ = -1;              // that the others waited for…
  int stretches_ = 0;          // …in so many
  double times_ = 0;           // the least of them
  bool found_ = false;
};

}  // namespace glia
