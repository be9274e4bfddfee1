#include "core/race.h"

#include <algorithm>

#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostTrain = 10'000;  // samples of the training set that are judged
constexpr double kSlice = 0.002;             // seconds
constexpr double kBetweenRounds = 0.05;      // seconds of training, at least
constexpr std::int64_t kMostEpochs = 10'000;
constexpr double kMarksEvery = 1.1;  // from one to the next, once they are more than an epoch apart
constexpr std::size_t kMostPoints = 400;  // of a runner

}  // namespace

Race::Race(Engine& engine, TaskPtr task, const std::vector<Settings>& runners, std::int64_t epochs,
           std::function<void()> between)
    : task_(std::move(task)), epochs_(epochs) {
  for (const Settings& settings : runners) {
    Runner runner;
    runner.settings = settings;
    runner.data = training_data_of(settings, task_->data->train);
    Model model;
    model.graph = graph_of(settings, *task_);
    model.state = State(model.graph, settings.recipe.seed);
    model.cost = settings.recipe.cost;
    Recipe recipe = recipe_of(settings);
    recipe.patience = settings.recipe.patience;
    runner.trainer = std::make_unique<Trainer>(engine, model, runner.data.train, recipe);
    if (settings.recipe.patience > 0) runner.trainer->set_validation(runner.data.validation);
    begin_at_rate(*runner.trainer, settings);
    runner.judge = std::make_unique<Inspector>(engine, between);
    runners_.push_back(std::move(runner));
  }
  begin_round();
}

double Race::epochs_of(const Runner& runner) const {
  const Progress p = runner.trainer->progress();
  return static_cast<double>(p.epoch) - 1 + p.epoch_fraction;
}

double Race::slowest() const {
  double least = static_cast<double>(epochs_);
  for (const Runner& runner : runners_) {
    if (!done(runner)) least = std::min(least, epochs_of(runner));
  }
  return least;
}

bool Race::done(const Runner& runner) const {
  return runner.stopped || !runner.failed.empty() ||
         epochs_of(runner) >= static_cast<double>(epochs_);
}

bool Race::trained() const noexcept {
  return std::ranges::all_of(runners_, [&](const Runner& r) { return done(r); });
}

bool Race::done() const noexcept { return stopped_ || (trained() && !round_ && !round_is_due()); }

// All are judged at each mark, of which the first ones follow epoch by epoch; between them often,
// but for no more of the time than they train.
bool Race::round_is_due() const {
  const bool moved = std::ranges::any_of(runners_, [](const Runner& runner) {
    return runner.points.empty() || runner.points.back()[0] != runner.trainer->step();
  });
  return moved &&
         (trained() || slowest() >= mark_ || training_ >= std::max(judging_, kBetweenRounds));
}

void Race::begin_round() {
  round_ = Round{};
  for (Runner& runner : runners_) {
    const Dataset& train = runner.data.train;
    round_->entries.push_back(
        {runner.trainer->model(), EvaluationInPieces(task_->data->test),
         EvaluationInPieces(train.first(std::min(kMostTrain, train.size())))});
    round_->found.push_back({runner.trainer->step(), epochs_of(runner), {}, {}});
  }
  judging_ = 0;
  while (mark_ <= slowest()) mark_ = std::max(mark_ + 1, mark_ * kMarksEvery);
}

void Race::judge() {
  const Clock::time_point start = Clock::now();
  const std::size_t runner = round_->at / 2;
  Round::Entry& entry = round_->entries[runner];
  const bool on_test = round_->at % 2 == 0;
  EvaluationInPieces& evaluation = on_test ? entry.test : entry.train;
  if (evaluation.go_on(*runners_[runner].judge, entry.model)) {
    (on_test ? round_->found[runner].test : round_->found[runner].train) = evaluation.result();
    ++round_->at;
  }
  judging_ += seconds_since(start);
  if (round_->at < 2 * runners_.size()) return;
  for (std::size_t i = 0; i < runners_.size(); ++i) {
    const Figures& now = round_->found[i];
    std::vector<Json>& points = runners_[i].points;
    if (!points.empty() && points.back()[0] == now.step) continue;
    if (points.size() >= kMostPoints) {  // every second one is enough
      for (std::size_t k = 0; 2 * k < points.size(); ++k) points[k] = points[2 * k];
      points.resize((points.size() + 1) / 2);
    }
    points.push_back({now.step, now.epochs, maybe(cost_of(now.train)),
                      maybe(accuracy_of(now.train)), maybe(cost_of(now.test)),
                      maybe(accuracy_of(now.test))});
  }
  round_.reset();
  training_ = 0;
}

void Race::train(double seconds) {
  Runner* last = nullptr;
  for (Runner& runner : runners_) {
    if (!done(runner) && (!last || epochs_of(runner) < epochs_of(*last))) last = &runner;
  }
  const Clock::time_point start = Clock::now();
  const double left = (std::min(static_cast<double>(epochs_), mark_) - epochs_of(*last)) *
                      static_cast<double>(last->data.train.size()) /
                      static_cast<double>(last->settings.recipe.batch);
  Trainer::Budget budget = Trainer::Budget::of_seconds(seconds);
  budget.steps = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(left));
  try {
    last->stopped = last->trainer->run(budget) == StopReason::early_stopping;
  } catch (const Error& error) {
    last->failed = error.what();
  }
  training_ += seconds_since(start);
}

void Race::run(double seconds) {
  const Clock::time_point start = Clock::now();
  do {
    if (!round_ && round_is_due()) begin_round();
    if (round_) {
      judge();
    } else if (!trained()) {
      train(kSlice);
    }
  } while (!done() && seconds_since(start) < seconds);
}

Json Race::event() const {
  Json runners = Json::array();
  for (const Runner& runner : runners_) {
    Json each{{"points", runner.points}, {"stopped", runner.stopped}};
    if (!runner.failed.empty()) each["error"] = runner.failed;
    runners.push_back(std::move(each));
  }
  return {{"event", "race"}, {"runners", runners}, {"epochs", epochs_}, {"done", done()}};
}

namespace {

Json race(Studio::Impl& s, const Fields& fields, const Ask&) {
  if (fields.flag("stop", false)) {
    if (s.race) {
      s.race->stop();
      s.outbox.text(s.race->event());
    }
    s.race.reset();
    return Json::object();
  }
  std::vector<Settings> runners;
  for (const Fields& each : fields.objects("runners", 1, 3, settings_fields())) {
    runners.push_back(changed(s.timeline.settings(), each, *s.timeline.task()));
  }
  s.race = std::make_unique<Race>(*s.engine, s.timeline.task(), runners,
                                  fields.whole("epochs", 1, kMostEpochs), [&s] { s.look_up(); });
  s.news.race();
  Json recipes = Json::array();
  for (const Settings& settings : runners) recipes.push_back(to_json(settings));
  return {{"runners", recipes}};
}

}  // namespace

void add_race(Commands& commands) { commands["race"] = {race, {"runners", "epochs", "stop"}}; }

}  // namespace glia::studio
