#include "core/race.h"

#include <algorithm>

#include "core/depth.h"
#include "core/impl.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::int64_t kMostTrain = 10'000;  // samples of the training set that are judged
constexpr std::int64_t kSlopeSamples = 200;
constexpr double kSlice = 0.002;         // seconds
constexpr double kBetweenRounds = 0.05;  // seconds of training, at least
constexpr std::int64_t kMostEpochs = 10'000;
constexpr double kMarksEvery = 1.1;  // from one to the next, once they are more than an epoch apart
constexpr std::size_t kMostPoints = 400;  // of a runner

}  // namespace

Race::Race(Engine& engine, const std::vector<Entrant>& entrants, std::int64_t epochs, bool slopes,
           std::function<void()> between)
    : epochs_(epochs), slopes_(slopes) {
  for (const auto& [settings, task] : entrants) {
    Runner runner;
    runner.settings = settings;
    runner.task = task;
    runner.data = training_data_of(settings, task->data->train);
    Model model;
    model.graph = graph_of(settings, *task);
    model.state = State(model.graph, settings.recipe.seed);
    model.cost = settings.recipe.cost;
    model.cost_parameters = settings.recipe.cost_parameters;
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
        {runner.trainer->model(), EvaluationInPieces(runner.task->data->test),
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
    if (slopes_) {
      const Batch batch = first_of(runners_[i].data.train, kSlopeSamples);
      runners_[i].slopes =
          to_json(layer_slopes(*runners_[i].judge, round_->entries[i].model, batch));
    }
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
    if (slopes_) each["slopes"] = runner.slopes;
    if (!runner.failed.empty()) each["error"] = runner.failed;
    runners.push_back(std::move(each));
  }
  return {{"event", "race"}, {"runners", runners}, {"epochs", epochs_}, {"done", done()}};
}

namespace {

constexpr std::size_t kMostRunners = 4;

std::span<const std::string_view> runner_fields() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list(fields_in_words().begin(), fields_in_words().end());
    list.push_back("pixel_order");
    return list;
  }();
  return names;
}

Json race(Studio::Impl& s, const Fields& fields, const Ask&) {
  if (fields.flag("stop", false)) {
    if (s.race) {
      s.race->stop();
      s.outbox.text(s.race->event());
    }
    s.race.reset();
    return Json::object();
  }
  std::vector<Race::Entrant> entrants;
  for (const Fields& each : fields.objects("runners", 1, kMostRunners, runner_fields())) {
    TaskPtr task = s.timeline.task();
    if (each.has("pixel_order")) {
      if (!task->pictures()) each.fail("pixel_order", "pictures, which this subject has not");
      const std::int64_t seed = each.whole("pixel_order", 0, UINT32_MAX);
      task = s.pixel_orders.of(*task, static_cast<std::uint64_t>(seed));
    }
    entrants.push_back({changed_in_words(s.timeline.settings(), each, *task), task});
  }
  s.race = std::make_unique<Race>(*s.engine, entrants, fields.whole("epochs", 1, kMostEpochs),
                                  fields.flag("slopes", false), [&s] { s.look_up(); });
  s.news.race();
  Json recipes = Json::array();
  for (const Race::Entrant& each : entrants) recipes.push_back(to_json(each.settings));
  return {{"runners", recipes}};
}

// A runner's numbers, as they are now.
Json runner(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  if (!s.race) throw Error(ErrorCode::invalid_argument, "runner: there is no race");
  const std::int64_t last = std::ssize(*s.race) - 1;
  const Model& model = s.race->model(static_cast<std::size_t>(fields.whole("runner", 0, last)));
  const Tensor& tensor = model.state[fields.text("parameter")];
  s.bulk(ask, {static_cast<std::uint32_t>(tensor.values.size())},
         std::span<const float>(tensor.values));
  return {{"shape", tensor.shape.sizes()}};
}

// Where each pixel of a shuffled picture comes from.
Json pixel_order_of(Studio::Impl& s, const Fields& fields, const Ask& ask) {
  const auto seed = static_cast<std::uint64_t>(fields.whole("seed", 0, UINT32_MAX));
  const std::vector<std::uint32_t> order = pixel_order(s.data().train.shape().elements(), seed);
  const std::vector<float> numbers(order.begin(), order.end());
  s.bulk(ask, {static_cast<std::uint32_t>(numbers.size())}, std::span<const float>(numbers));
  return Json::object();
}

}  // namespace

void add_race(Commands& commands) {
  commands["race"] = {race, {"runners", "epochs", "slopes", "stop"}};
  commands["runner"] = {runner, {"runner", "parameter"}};
  commands["pixel_order"] = {pixel_order_of, {"seed"}, Subject::digits};
}

}  // namespace glia::studio
