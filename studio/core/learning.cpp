// Learning: start, stop, settings, and the curves.
#include "core/learning.h"

#include <algorithm>
#include <cmath>

#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostSteps = 1'000'000'000;
// So many batches a point of the curves is the mean of: of the first steps each has its own.
constexpr std::uint64_t kLeastBatches = 10, kStepsABatch = 16;
constexpr double kSpeedWindow = 0.4;  // seconds
// Between points of the curves, of training: at first often, later rarely, so that measuring takes
// a few parts in a hundred.
constexpr double kLeastBetween = 0.004, kMostBetween = 0.3, kGrowth = 0.1;
constexpr double kBetweenPaced = 0.05;  // seconds between points at a pace

}  // namespace

void Speed::begin(double epochs) {
  from_ = Clock::now();
  epochs_ = epochs;
}

void Speed::at(double epochs, std::int64_t samples_an_epoch) {
  if (seconds_since(from_) <= kSpeedWindow) return;
  const double samples = (epochs - epochs_) * static_cast<double>(samples_an_epoch);
  speed_ = std::max(0.0, samples / seconds_since(from_));
  begin(epochs);
}

// The rest of the epoch in which the last point was, and what has been done of this one.
std::optional<RunningMeans::Means> RunningMeans::take(const EpochSoFar& here,
                                                      const EpochReport* last, std::uint64_t all,
                                                      std::uint64_t least) {
  double cost = here.cost;
  double correct = here.correct;
  std::uint64_t samples = here.samples;
  if (here.epoch == from_.epoch && samples >= from_.samples) {
    cost -= from_.cost;
    correct -= from_.correct;
    samples -= from_.samples;
  } else if (last && last->epoch == here.epoch) {
    const bool rest = here.epoch == from_.epoch + 1;
    const auto whole = static_cast<double>(all);
    cost += last->cost * whole - (rest ? from_.cost : 0);
    correct += last->train_accuracy * whole - (rest ? from_.correct : 0);
    samples += all - std::min(all, rest ? from_.samples : 0);
  }
  const std::uint64_t enough = std::min(all, least * std::max<std::uint64_t>(1, here.batch_size));
  if (samples < std::max<std::uint64_t>(1, enough)) return std::nullopt;
  from_ = here;
  return Means{cost / static_cast<double>(samples), correct / static_cast<double>(samples)};
}

CurvePoint point_of(const Timeline& timeline, RunningMeans& means) {
  const std::vector<CurvePoint>& curve = timeline.branch().curve;
  const bool first = curve.empty() || !curve.back().cost;
  const std::uint64_t least =
      first ? 0 : std::clamp<std::uint64_t>(timeline.step() / kStepsABatch, 1, kLeastBatches);
  CurvePoint point{.step = timeline.step(), .epoch = timeline.epochs_done()};
  if (const auto found =
          means.take(timeline.epoch_so_far(), timeline.last_report(),
                     static_cast<std::uint64_t>(timeline.training_data().train.size()), least)) {
    point.cost = found->cost;
    if (!timeline.task()->regression()) point.accuracy = found->accuracy;
  } else if (!first) {  // too few to say something else
    point.cost = curve.back().cost;
    point.accuracy = curve.back().accuracy;
  }
  return point;
}

bool EarlyStopping::over(std::uint64_t epoch, double cost, const State& state,
                         const Standing& standing, std::uint64_t patience) {
  if (best_ && !(cost < cost_)) return epoch >= epoch_ + patience;
  cost_ = cost;
  epoch_ = epoch;
  best_ = state;
  standing_ = standing;
  return false;
}

void Learning::start(std::optional<std::uint64_t> steps, std::optional<std::uint64_t> epochs) {
  if (!running()) {
    run_.emplace();
    speed_.begin(around_.timeline.epochs_done());
    pace_.go(around_.now());
  }
  run_->steps_left = steps;
  run_->epochs_left = epochs;
}

void Learning::pause() {
  if (running()) stop("paused", "");
}

void Learning::set_pace(std::optional<double> steps,
                        const std::optional<Pace::Acceleration>& acceleration) {
  pace_.set(steps, acceleration, around_.now());
}

double Learning::rest() const {
  return !pace_.steps_a_second() || point_ || (run_ && run_->due > 0) ? 0
                                                                      : pace_.rest(around_.now());
}

void Learning::stop(std::string_view reason, const std::string& text) {
  run_.reset();
  point_.reset();
  around_.shown.touch();
  measure();
  around_.news.state();
  if (reason == "paused") return;
  around_.outbox.text({{"event", "stopped"}, {"reason", reason}, {"text", text}});
}

void Learning::begin_anew() {
  point_.reset();
  early_stopping_.forget();
  means_.begin(around_.timeline.epoch_so_far());
}

void Learning::new_network() {
  run_.reset();
  point_.reset();
  speed_ = {};
  means_.begin(around_.timeline.epoch_so_far());
  early_stopping_ = {};
  measure();
}

void Learning::train(double seconds) {
  if (!pace_.steps_a_second()) {
    if (!run(Trainer::Budget::of_seconds(seconds))) return;
    const double between = std::clamp(run_->trained * kGrowth, kLeastBetween, kMostBetween);
    if (run_->trained - run_->measured_at >= between) measure();
    return;
  }
  if (run_->due == 0) run_->due = pace_.take(around_.now());
  const bool due = run_->due > 0;
  if (due) {
    around_.channels.hurry();  // each step is shown
    const std::uint64_t before = around_.timeline.step();
    if (!run({.steps = run_->due, .seconds = seconds})) return;
    run_->due -= around_.timeline.step() - before;
  }
  if (point_) {
    const Clock::time_point start = Clock::now();
    do {
      measure_between();
    } while (point_ && seconds_since(start) < seconds);
  } else if (due && around_.shown.live() &&
             around_.now() - run_->paced_point >= std::chrono::duration<double>(kBetweenPaced)) {
    run_->paced_point = around_.now();
    point_.emplace(PointInPieces{point_of(around_.timeline, means_), around_.timeline.live(),
                                 around_.shown.version(), EvaluationInPieces(test_set())});
  }
}

bool Learning::run(Trainer::Budget budget) {
  Timeline& timeline = around_.timeline;
  const Clock::time_point start = Clock::now();
  const std::uint64_t epoch_steps = run_->epochs_left ? timeline.steps_left_in_epoch() : 0;
  if (run_->steps_left) budget.steps = std::min(budget.steps, *run_->steps_left);
  if (run_->epochs_left) budget.steps = std::min(budget.steps, epoch_steps);
  const std::uint64_t before = timeline.step();
  around_.shown.touch();
  try {
    timeline.run(budget);
  } catch (const Error& error) {
    stop("diverged", error.what());
    return false;
  }
  run_->trained += seconds_since(start);
  speed_.at(timeline.epochs_done(), timeline.training_data().train.size());
  const std::uint64_t done = timeline.step() - before;
  if (run_->steps_left) *run_->steps_left -= done;
  if (run_->epochs_left && done == epoch_steps) --*run_->epochs_left;
  if (run_->steps_left == 0U || run_->epochs_left == 0U) {
    stop("finished", "");
    return false;
  }
  return true;
}

void Learning::measure() {
  if (!around_.shown.live()) return;
  if (run_) run_->measured_at = run_->trained;
  const CurvePoint point = point_of(around_.timeline, means_);
  add(point, around_.inspector.evaluate(around_.timeline.live(), test_set()),
      around_.shown.version());
}

void Learning::measure_between() {
  if (!point_->test.go_on(around_.inspector, point_->model)) return;
  const PointInPieces done = *std::exchange(point_, std::nullopt);
  add(done.point, done.test.result(), done.version);
}

void Learning::add(const CurvePoint& point, const Evaluation& test, std::uint64_t version) {
  CurvePoint whole = point;
  whole.test_cost = cost_of(test);
  whole.test_accuracy = accuracy_of(test);
  around_.timeline.add_point(whole);
  if (version == around_.shown.version()) around_.listened.evaluated(test);
  around_.news.state();
  if (running()) stop_if_over(test);
}

// Rectifiers that are silent at every input, or sigmoids that are all the way open or closed, pass
// nothing on, and no slope comes back through them.
bool Learning::says_always_the_same(const Evaluation& test) {
  constexpr std::int64_t kSamples = 64;
  std::size_t given = 0;
  for (std::size_t c = 0; c < test.confusion.size(); ++c) {
    given += std::ranges::any_of(test.confusion, [&](const auto& row) { return row[c] > 0; });
  }
  if (given > 1) return false;
  const Dataset& judged = around_.timeline.task()->judged();
  const Dataset some = judged.first(std::min(kSamples, judged.size()));
  const std::vector<float> outputs = around_.inspector.outputs(around_.timeline.live(), some);
  const auto width = static_cast<std::ptrdiff_t>(some.target_width());
  return some.size() > 1 && std::equal(outputs.begin() + width, outputs.end(), outputs.begin());
}

void Learning::stop_if_over(const Evaluation& test) {
  if (says_always_the_same(test)) {
    stop("dead", "the outputs no longer depend on the input");
    return;
  }
  Timeline& timeline = around_.timeline;
  const std::int64_t patience = timeline.settings().recipe.patience;
  if (patience == 0) return;
  const Dataset& validation = timeline.training_data().validation;
  const double cost = around_.inspector.evaluate(timeline.live(), validation).cost;
  if (!early_stopping_.over(timeline.epoch_so_far().epoch, cost, timeline.live().state,
                            timeline.standing(), static_cast<std::uint64_t>(patience))) {
    return;
  }
  timeline.jump_to(early_stopping_.best(), kEarlyStopping,
                   {.standing = early_stopping_.best_standing()});
  early_stopping_.forget();
  around_.shown.touch();
  stop("early_stopping", "the cost on " + std::to_string(validation.size()) +
                             " samples that were not learnt from was lowest in epoch " +
                             std::to_string(early_stopping_.best_epoch() + 1) +
                             "; its parameters are back");
}

namespace {

constexpr std::array<std::string_view, 2> kAcceleration{"from", "by"};

std::optional<Pace::Acceleration> acceleration_of(const Fields& fields) {
  if (!fields.has("accelerate")) return std::nullopt;
  const Fields how = fields.object("accelerate", kAcceleration);
  return Pace::Acceleration{how.number("from", Pace::kLeast, Pace::kMost),
                            how.number("by", Pace::kLeast, Pace::kMost)};
}

Json learn(Studio::Impl& s, const Fields& fields, const Ask&) {
  const int asked = fields.has("run") + fields.has("steps") + fields.has("epochs");
  if (asked > 1 || (asked == 0 && !s.learning.running()))
    fields.fail("run", "one of run, steps and epochs");
  std::optional<std::uint64_t> steps, epochs;
  std::optional<double> pace;
  if (fields.has("steps")) steps = fields.whole("steps", 1, kMostSteps);
  if (fields.has("epochs")) epochs = fields.whole("epochs", 1, kMostSteps);
  if (fields.has("pace")) pace = fields.number("pace", Pace::kLeast, Pace::kMost);
  const auto acceleration = acceleration_of(fields);
  const bool run = fields.flag("run", true);
  s.news.state();
  if (!run) {
    s.learning.pause();
    return Json::object();
  }
  s.learning.set_pace(pace, acceleration);
  if (asked == 0) return Json::object();
  s.jobs.supersede({"time", "fork"});
  s.shown.show_present();  // that is where learning is
  s.learning.start(steps, epochs);
  return Json::object();
}

Json recipe(Studio::Impl& s, const Fields& fields, const Ask&) {
  s.shown.require_live("recipe");
  const Settings after = changed(s.timeline.settings(), fields, *s.timeline.task());
  const Change change = between(s.timeline.settings(), after);
  s.jobs.supersede({"time", "fork"});
  s.timeline.change(after);
  s.news.state();
  if (change == Change::network) {
    s.new_network();
  } else if (change != Change::nothing) {
    s.shown.touch();
    s.learning.begin_anew();
  }
  return s.noted(
      {{"reset", change == Change::network}, {"recipe", to_json(s.timeline.settings())}});
}

Json reset(Studio::Impl& s, const Fields& fields, const Ask&) {
  constexpr std::array<std::string_view, 2> kSeeds{"same", "new"};
  Settings settings = s.timeline.settings();
  if (fields.choice("seed", kSeeds) == "new") ++settings.recipe.seed;
  s.timeline.begin(settings);
  s.new_network();
  return s.noted({{"seed", settings.recipe.seed}});
}

}  // namespace

void add_learning(Commands& commands) {
  commands["learn"] = {learn, {"run", "steps", "epochs", "pace", "accelerate"}};
  commands["recipe"] = {recipe, {settings_fields().begin(), settings_fields().end()}};
  commands["reset"] = {reset, {"seed"}};
}

}  // namespace glia::studio
