// Learning: start, stop, settings, and the curves.
#include "core/learning.h"

#include <algorithm>
#include <cmath>

#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostSteps = 1'000'000'000;
constexpr std::uint64_t kLeastBatches = 10;  // that a point of the curves is the mean of
constexpr double kSpeedWindow = 0.4;         // seconds
// Between points of the curves, of training: at first often, later rarely, so that measuring takes
// a few parts in a hundred.
constexpr double kLeastBetween = 0.004, kMostBetween = 0.3, kGrowth = 0.1;

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
                                                      bool first) {
  double cost = here.cost;
  double correct = static_cast<double>(here.correct);
  std::uint64_t samples = here.samples;
  if (here.epoch == from_.epoch && samples >= from_.samples) {
    cost -= from_.cost;
    correct -= static_cast<double>(from_.correct);
    samples -= from_.samples;
  } else if (last && last->epoch == here.epoch) {
    const bool rest = here.epoch == from_.epoch + 1;
    const auto whole = static_cast<double>(all);
    cost += last->cost * whole - (rest ? from_.cost : 0);
    correct += last->train_accuracy * whole - (rest ? static_cast<double>(from_.correct) : 0);
    samples += all - std::min(all, rest ? from_.samples : 0);
  }
  const std::uint64_t enough =
      std::min(all, kLeastBatches * std::max<std::uint64_t>(1, here.batch_size));
  if (samples < enough && !(first && samples > 0)) return std::nullopt;
  from_ = here;
  return Means{cost / static_cast<double>(samples), correct / static_cast<double>(samples)};
}

bool EarlyStopping::over(std::uint64_t epoch, double cost, const State& state,
                         std::uint64_t patience) {
  if (best_ && !(cost < cost_)) return epoch >= epoch_ + patience;
  cost_ = cost;
  epoch_ = epoch;
  best_ = state;
  return false;
}

void Learning::start(std::optional<std::uint64_t> steps, std::optional<std::uint64_t> epochs) {
  if (!running()) {
    run_.emplace();
    speed_.begin(around_.timeline.epochs_done());
  }
  run_->steps_left = steps;
  run_->epochs_left = epochs;
}

void Learning::pause() {
  if (running()) stop("paused", "");
}

void Learning::stop(std::string_view reason, const std::string& text) {
  run_.reset();
  around_.shown.touch();
  measure();
  around_.news.state();
  if (reason == "paused") return;
  around_.outbox.text({{"event", "stopped"}, {"reason", reason}, {"text", text}});
}

void Learning::begin_anew() {
  early_stopping_.forget();
  means_.begin(around_.timeline.epoch_so_far());
}

void Learning::new_network() {
  run_.reset();
  speed_ = {};
  means_ = {};
  early_stopping_ = {};
  measure();
}

void Learning::train(double seconds) {
  Timeline& timeline = around_.timeline;
  const Clock::time_point start = Clock::now();
  Trainer::Budget budget = Trainer::Budget::of_seconds(seconds);
  const std::uint64_t epoch_steps = run_->epochs_left ? timeline.steps_left_in_epoch() : 0;
  if (run_->steps_left) budget.steps = *run_->steps_left;
  if (run_->epochs_left) budget.steps = std::min(budget.steps, epoch_steps);
  const std::uint64_t before = timeline.step();
  around_.shown.touch();
  try {
    timeline.run(budget);
  } catch (const Error& error) {
    stop("diverged", error.what());
    return;
  }
  run_->trained += seconds_since(start);
  speed_.at(timeline.epochs_done(), timeline.training_data().train.size());
  const std::uint64_t done = timeline.step() - before;
  if (run_->steps_left) *run_->steps_left -= done;
  if (run_->epochs_left && done == epoch_steps) --*run_->epochs_left;
  if (run_->steps_left == 0U || run_->epochs_left == 0U) {
    stop("finished", "");
    return;
  }
  const double between = std::clamp(run_->trained * kGrowth, kLeastBetween, kMostBetween);
  if (run_->trained - run_->measured_at >= between) measure();
}

void Learning::measure() {
  if (!around_.shown.live()) return;
  if (run_) run_->measured_at = run_->trained;
  Timeline& timeline = around_.timeline;
  CurvePoint point{.step = timeline.step(), .epoch = timeline.epochs_done()};
  const std::vector<CurvePoint>& curve = timeline.branch().curve;
  const bool first = curve.empty() || !curve.back().cost;
  if (const auto means =
          means_.take(timeline.epoch_so_far(), timeline.last_report(),
                      static_cast<std::uint64_t>(timeline.training_data().train.size()), first)) {
    point.cost = means->cost;
    point.accuracy = means->accuracy;
  } else if (!first) {  // too few to say something else
    point.cost = curve.back().cost;
    point.accuracy = curve.back().accuracy;
  }
  const Evaluation test = around_.inspector.evaluate(timeline.live(), around_.test);
  point.test_cost = test.cost;
  point.test_accuracy = test.accuracy;
  timeline.add_point(point);
  around_.listened.evaluated(test);
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
  const Dataset some = around_.test.first(std::min(kSamples, around_.test.size()));
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
                            static_cast<std::uint64_t>(patience))) {
    return;
  }
  timeline.jump_to(early_stopping_.best());
  early_stopping_.forget();
  around_.shown.touch();
  stop("early_stopping", "the cost on " + std::to_string(validation.size()) +
                             " samples that were not learnt from was lowest in epoch " +
                             std::to_string(early_stopping_.best_epoch() + 1) +
                             "; its parameters are back");
}

namespace {

Json learn(Studio::Impl& s, const Fields& fields, const Ask&) {
  const int asked = fields.has("run") + fields.has("steps") + fields.has("epochs");
  if (asked != 1) fields.fail("run", "one of run, steps and epochs");
  std::optional<std::uint64_t> steps, epochs;
  if (fields.has("steps")) steps = fields.whole("steps", 1, kMostSteps);
  if (fields.has("epochs")) epochs = fields.whole("epochs", 1, kMostSteps);
  const bool run = asked && fields.flag("run", true);
  s.news.state();
  if (!run) {
    s.learning.pause();
    return Json::object();
  }
  s.jobs.supersede({"time", "fork"});
  s.shown.show_present();  // that is where learning is
  s.learning.start(steps, epochs);
  return Json::object();
}

Json recipe(Studio::Impl& s, const Fields& fields, const Ask&) {
  s.shown.require_live("recipe");
  const Settings after = changed(s.timeline.settings(), fields, s.data.train.size());
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
  commands["learn"] = {learn, {"run", "steps", "epochs"}};
  commands["recipe"] = {recipe, {settings_fields().begin(), settings_fields().end()}};
  commands["reset"] = {reset, {"seed"}};
}

}  // namespace glia::studio
