#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/channels.h"
#include "core/clock.h"
#include "core/inspector.h"
#include "core/listened.h"
#include "core/news.h"
#include "core/outbox.h"
#include "core/pace.h"
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
  // epoch that ended last, or null; `all`: samples of an epoch; `least`: batches that are enough.
  std::optional<Means> take(const EpochSoFar& here, const EpochReport* last, std::uint64_t all,
                            std::uint64_t least);

 private:
  EpochSoFar from_;
};

// What was learnt from since the last point, to be a point of the curves with what the test set
// says.
CurvePoint point_of(const Timeline& timeline, RunningMeans& means);

// Early stopping by the cost on samples that are not learnt from.
class EarlyStopping {
 public:
  // Whether it is over: no epoch of the last `patience` had a lower cost.
  bool over(std::uint64_t epoch, double cost, const State& state, const Standing& standing,
            std::uint64_t patience);
  void forget() noexcept { best_.reset(); }
  std::uint64_t best_epoch() const noexcept { return epoch_; }  // 0 for the first
  const State& best() const noexcept { return *best_; }         // once it is over
  const Standing& best_standing() const noexcept { return standing_; }

 private:
  double cost_ = 0;
  std::uint64_t epoch_ = 0;
  std::optional<State> best_;
  Standing standing_;
};

// From the press of Learn on.
struct Run {
  std::optional<std::uint64_t> steps_left, epochs_left;
  std::uint64_t due = 0;            // by the pace: steps that are to be done now
  double trained = 0;               // seconds
  double measured_at = 0;           // …when the last point was
  Clock::time_point paced_point{};  // when the last one was, at a pace
};

// A point of the curves whose evaluation goes on between paced steps.
struct PointInPieces {
  CurvePoint point;
  Model model;
  std::uint64_t version = 0;  // of what was shown then
  EvaluationInPieces test;
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
    Channels& channels;
    Now now;
  };
  explicit Learning(Around around) : around_(std::move(around)) {}

  // Until it is paused, or for so long.
  void start(std::optional<std::uint64_t> steps, std::optional<std::uint64_t> epochs);
  void pause();
  void set_pace(std::optional<double> steps, const std::optional<Pace::Acceleration>& acceleration);
  bool running() const noexcept { return run_.has_value(); }
  const Pace& pace() const noexcept { return pace_; }
  double speed() const noexcept { return running() ? speed_.samples_a_second() : 0; }
  // While it runs: for about so long, or what is due by the pace.
  void train(double seconds);
  double rest() const;  // seconds until train() would do something
  void measure();       // a point of the curves, when the present is shown
  void begin_anew();    // from here on it is another training
  void new_network();

 private:
  const Dataset& test_set() const { return around_.timeline.task()->data->test; }
  bool run(Trainer::Budget budget);  // whether it goes on
  void measure_between();
  void add(const CurvePoint& point, const Evaluation& test, std::uint64_t version);
  void stop(std::string_view reason, const std::string& text);
  bool says_always_the_same(const Evaluation& test);
  void stop_if_over(const Evaluation& test);

  Around around_;
  std::optional<Run> run_;
  Pace pace_;
  std::optional<PointInPieces> point_;
  Speed speed_;
  RunningMeans means_;
  EarlyStopping early_stopping_;
};

}  // namespace glia::studio
