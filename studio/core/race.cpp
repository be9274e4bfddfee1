#include "core/race.h"

#include <algorithm>

#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kJudgeBatch = 1000;
constexpr std::int64_t kMostTrain = 10'000;  // samples of the training set that are judged
constexpr double kSlice = 0.002;             // seconds
constexpr std::int64_t kMostEpochs = 10'000;

}  // namespace

Race::Race(Engine& engine, const DataSplit& data, const std::vector<Settings>& runners,
           std::int64_t epochs)
    : data_(data), epochs_(epochs) {
  for (const Settings& settings : runners) {
    Runner runner;
    runner.settings = settings;
    runner.lesson = lesson_of(settings, data.train);
    Model model;
    model.graph = graph_of(settings, data.train.shape(), data.train.classes());
    model.state = State(model.graph, settings.seed);
    runner.trainer =
        std::make_unique<Trainer>(engine, model, runner.lesson.train, recipe_of(settings));
    Snapshot start = runner.trainer->snapshot();
    start.rate_factor = settings.rate;
    runner.trainer->restore(start);
    PlanOptions plan;
    plan.batch = kJudgeBatch;
    plan.cost = settings.cost;
    plan.outputs = plan.learn = false;
    runner.judge = std::make_unique<glia::Session>(engine, model.graph, plan);
    runners_.push_back(std::move(runner));
  }
}

double Race::epochs_of(const Runner& runner) const {
  const Progress p = runner.trainer->progress();
  return static_cast<double>(p.epoch) - 1 + p.epoch_fraction;
}

bool Race::done(const Runner& runner) const {
  return !runner.failed.empty() || epochs_of(runner) >= static_cast<double>(epochs_);
}

bool Race::done() const noexcept {
  return stopped_ || std::ranges::all_of(runners_, [&](const Runner& r) { return done(r); });
}

void Race::run(double seconds) {
  const Clock::time_point start = Clock::now();
  while (!done() && seconds_since(start) < seconds) {
    Runner* last = nullptr;
    for (Runner& runner : runners_) {
      if (!done(runner) && (!last || epochs_of(runner) < epochs_of(*last))) last = &runner;
    }
    const double left = (static_cast<double>(epochs_) - epochs_of(*last)) *
                        static_cast<double>(last->lesson.train.size()) /
                        static_cast<double>(last->settings.batch);
    Trainer::Budget budget = Trainer::Budget::of_seconds(kSlice);
    budget.steps = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(left));
    try {
      last->trainer->run(budget);
    } catch (const Error& error) {
      last->failed = error.what();
    }
  }
}

Json Race::event() {
  Json runners = Json::array();
  for (Runner& runner : runners_) {
    const std::uint64_t step = runner.trainer->step();
    if (runner.judged_at != step) {
      runner.judged_at = step;
      runner.judge->load(runner.trainer->model().state);
      runner.test = runner.judge->evaluate(data_.test);
      const Dataset& train = runner.lesson.train;
      runner.train = runner.judge->evaluate(train.first(std::min(kMostTrain, train.size())));
    }
    Json each{{"step", step},
              {"epoch", epochs_of(runner)},
              {"cost", runner.train.cost},
              {"accuracy", runner.train.accuracy},
              {"testCost", runner.test.cost},
              {"testAccuracy", runner.test.accuracy}};
    if (!runner.failed.empty()) each["error"] = runner.failed;
    runners.push_back(std::move(each));
  }
  return {{"event", "race"}, {"runners", runners}, {"epochs", epochs_}, {"done", done()}};
}

namespace {

Json race(Session::Impl& s, const Fields& fields, const Ask&) {
  if (fields.flag("stop", false)) {
    if (s.race) {
      s.race->stop();
      s.text(s.race->event());
    }
    s.race.reset();
    return Json::object();
  }
  std::vector<Settings> runners;
  for (const Fields& each : fields.objects("runners", 1, 3)) {
    runners.push_back(changed(s.timeline.settings(), each, s.data.train.size()));
  }
  s.race =
      std::make_unique<Race>(s.engine, s.data, runners, fields.whole("epochs", 1, kMostEpochs));
  s.state_due = true;
  Json recipes = Json::array();
  for (const Settings& settings : runners) recipes.push_back(to_json(settings));
  return {{"runners", recipes}};
}

}  // namespace

void add_race(Commands& commands) { commands["race"] = race; }

}  // namespace glia::studio
