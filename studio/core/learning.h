#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/inspector.h"
#include "core/listened.h"
#include "core/news.h"
#include "core/outbox.h"
#include "core/shown.h"
#include "core/timeline.h"

namespace glia::studio {

// Samples a second, by the wall's clock, over a window of some tenths of one.
class Speed {
 public:
  void begin(double epochs);
  void at(double epochs, std::int64_t samples_an_epoch);
  double samples_a_second() const noexcept { return speed_; }

 private:
  Clock::time_point from_{};
  double epochs_ = 0;  // done by then
  double speed_ = 0;
};

// The means over what was learnt from since the last point of the curves.
class RunningMeans {
 public:
  struct Means {
    double cost = 0, accuracy = 0;
  };
  void begin(const EpochSoFar& here) noexcept { from_ = here; }  // the last point is here
  // Begins anew, unless too little was learnt from to say something: then it is empty. `last`: the
  // epoch that ended last, or null; `all`: samples of an epoch; `first`: any is enough.
  std::optional<Means> take(const EpochSoFar& here, const EpochReport* last, std::uint64_t all,
                            bool first);

 private:
  EpochSoFar from_;
};

// Early stopping by the cost on samples that are not learnt from.
class EarlyStopping {
 public:
  // Whether it is over: no epoch of the last `patience` had a lower cost.
  bool over(std::uint64_t epoch, double cost, const State& state, std::uint64_t patience);
  void forget() noexcept { best_.reset(); }
  std::uint64_t best_epoch() const noexcept { return epoch_; }  // 0 for the first
  const State& best() const noexcept { return *best_; }         // once it is over

 private:
  double cost_ = 0;
  std::uint64_t epoch_ = 0;
  std::optional<State> best_;
};

// From the press of Learn on.
struct Run {
  std::optional<std::uint64_t> steps_left, epochs_left;
  double trained = 0;      // seconds
  double measured_at = 0;  // …when the last point was
};

// Learning, in a timeline's present: for how long, how fast, what the curves get and why it stops.
class Learning {
 public:
  struct Around {  // outlives it
    Timeline& timeline;
    Inspector& inspector;
    Shown& shown;
    Listened& listened;
    Outbox& outbox;
    News& news;
    const Dataset& test;
  };
  explicit Learning(const Around& around) : around_(around) {}

  // Until it is paused, or for so long.
  void start(std::optional<std::uint64_t> steps, std::optional<std::uint64_t> epochs);
  void pause();
  bool running() const noexcept { return run_.has_value(); }
  double speed() const noexcept { return running() ? speed_.samples_a_second() : 0; }
  void train(double seconds);  // while it runs
  void measure();              // a point of the curves, when the present is shown
  void begin_anew();           // from here on it is another training
  void new_network();

 private:
  void stop(std::string_view reason, const std::string& text);
  bool says_always_the_same(const Evaluation& test);
  void stop_if_over(const Evaluation& test);

  Around around_;
  std::optional<Run> run_;
  Speed speed_;
  RunningMeans means_;
  EarlyStopping early_stopping_;
};

}  // namespace glia::studio
