#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/inspector.h"
#include "core/learning.h"
#include "core/link.h"
#include "core/timeline.h"

namespace glia::studio {

// Does a lesson again, piece by piece, in a timeline of its own: nothing else changes before it has
// come to the link's end, and to the bits that it had there.
class Follower {
 public:
  // `taught`: the network taught beforehand, where there is one. `between` is called between
  // pieces, and may throw. Throws Error. `engine` and `taught` outlive it.
  Follower(Engine& engine, Link link, const State* taught, const Timeline::Limits& limits,
           const std::function<void()>& between);

  // For about so long; true when it has arrived. Throws Error when it never will.
  bool go_on(double seconds);
  std::uint64_t done() const noexcept { return timeline_.step(); }
  std::uint64_t steps() const noexcept { return link_.path.end.step; }
  Timeline& timeline() noexcept { return timeline_; }  // once it has arrived

 private:
  void remember();
  std::uint64_t next_stop() const;
  void enter_next();
  void arrive();
  void measure();

  Link link_;
  Timeline timeline_;
  const State* taught_;
  Inspector inspector_;
  std::size_t era_ = 0;
  struct Remembered {  // what an early stop comes back to
    std::size_t era;   // that stops
    std::optional<State> state;
  };
  std::vector<Remembered> remembered_;
  RunningMeans means_;
  std::uint64_t next_point_ = 0;         // of the curves, by step
  double trained_ = 0, evaluating_ = 0;  // seconds
};

}  // namespace glia::studio
