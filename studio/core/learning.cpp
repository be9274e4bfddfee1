// Learning: start, stop, settings, and the curves.
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

Json learn(Studio::Impl& s, const Fields& fields, const Ask&) {
  auto& learning = s.learning;
  const int asked = fields.has("run") + fields.has("steps") + fields.has("epochs");
  if (asked != 1) fields.fail("run", "one of run, steps and epochs");
  std::optional<std::uint64_t> steps, epochs;
  if (fields.has("steps")) steps = fields.whole("steps", 1, kMostSteps);
  if (fields.has("epochs")) epochs = fields.whole("epochs", 1, kMostSteps);
  const bool run = asked && fields.flag("run", true);
  s.news.state();
  if (!run) {
    if (learning.running) s.stop("paused", "");
    return Json::object();
  }
  s.jobs.supersede({"time", "fork"});
  s.shown.present();  // that is where learning is
  learning.steps_left = steps;
  learning.epochs_left = epochs;
  if (!learning.running) {
    learning.running = true;
    learning.trained = 0;
    learning.trained_at_point = 0;
    learning.speed_from = Clock::now();
    learning.samples_from = s.timeline.epochs_done();
  }
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
    s.learning.best.reset();
    s.start_sums();
  }
  return {{"reset", change == Change::network}, {"recipe", to_json(s.timeline.settings())}};
}

Json reset(Studio::Impl& s, const Fields& fields, const Ask&) {
  constexpr std::array<std::string_view, 2> kSeeds{"same", "new"};
  Settings settings = s.timeline.settings();
  if (fields.choice("seed", kSeeds) == "new") ++settings.recipe.seed;
  s.timeline.begin(settings);
  s.new_network();
  return {{"seed", settings.recipe.seed}};
}

}  // namespace

void Studio::Impl::stop(std::string_view reason, const std::string& why) {
  learning.running = false;
  learning.steps_left.reset();
  learning.epochs_left.reset();
  shown.touch();
  measure();
  news.state();
  if (reason != "paused") outbox.text({{"event", "stopped"}, {"reason", reason}, {"text", why}});
}

// From here on the curves tell of another training.
void Studio::Impl::start_sums() {
  const Snapshot here = timeline.snapshot();
  learning.sums_epoch = here.epoch;
  learning.sums_cost = here.epoch_cost;
  learning.sums_correct = here.epoch_correct;
  learning.sums_samples =
      std::min(here.batch * here.batch_size,
               static_cast<std::uint64_t>(timeline.training_data().train.size()));
}

void Studio::Impl::train(double seconds) {
  const Clock::time_point start = Clock::now();
  Trainer::Budget budget = Trainer::Budget::of_seconds(seconds);
  std::uint64_t epoch_steps = 0;
  if (learning.steps_left) budget.steps = *learning.steps_left;
  if (learning.epochs_left) {
    epoch_steps = timeline.steps_left_in_epoch();
    budget.steps = std::min(budget.steps, epoch_steps);
  }
  const std::uint64_t before = timeline.step();
  shown.touch();
  try {
    timeline.run(budget);
  } catch (const Error& error) {
    stop("diverged", error.what());
    return;
  }
  learning.trained += seconds_since(start);
  const std::uint64_t done = timeline.step() - before;
  if (seconds_since(learning.speed_from) > kSpeedWindow) {
    const double epochs = timeline.epochs_done();
    const double samples = (epochs - learning.samples_from) *
                           static_cast<double>(timeline.training_data().train.size());
    learning.speed = std::max(0.0, samples / seconds_since(learning.speed_from));
    learning.speed_from = Clock::now();
    learning.samples_from = epochs;
  }
  if (learning.steps_left) *learning.steps_left -= done;
  if (learning.epochs_left && done == epoch_steps) --*learning.epochs_left;
  if (learning.steps_left == 0U || learning.epochs_left == 0U) {
    stop("finished", "");
    return;
  }
  const double between = std::clamp(learning.trained * kGrowth, kLeastBetween, kMostBetween);
  if (learning.trained - learning.trained_at_point >= between) measure();
}

// Rectifiers that are silent at every input, or sigmoids that are all the way open or closed, pass
// nothing on, and no slope comes back through them.
bool Studio::Impl::says_always_the_same(const Evaluation& test) {
  constexpr std::int64_t kSamples = 64;
  std::size_t given = 0;
  for (std::size_t c = 0; c < test.confusion.size(); ++c) {
    given += std::ranges::any_of(test.confusion, [&](const auto& row) { return row[c] > 0; });
  }
  if (given > 1) return false;
  const Dataset some = data.test.first(std::min(kSamples, data.test.size()));
  const std::vector<float> outputs = inspector.outputs(timeline.live(), some);
  const auto width = static_cast<std::ptrdiff_t>(some.target_width());
  return some.size() > 1 && std::equal(outputs.begin() + width, outputs.end(), outputs.begin());
}

void Studio::Impl::measure() {
  if (!shown.live()) return;
  CurvePoint point;
  point.step = timeline.step();
  point.epoch = timeline.epochs_done();
  learning.trained_at_point = learning.trained;

  // The mean over what was learnt from since the last point: the rest of the epoch in which that
  // was, and what has been done of this one.
  const Snapshot here = timeline.snapshot();
  const auto all = static_cast<std::uint64_t>(timeline.training_data().train.size());
  const EpochReport* last = timeline.last_report();
  double sum = here.epoch_cost;
  double correct = static_cast<double>(here.epoch_correct);
  std::uint64_t samples = std::min(here.batch * here.batch_size, all);
  const std::uint64_t done = samples;
  if (here.epoch == learning.sums_epoch && samples >= learning.sums_samples) {
    sum -= learning.sums_cost;
    correct -= static_cast<double>(learning.sums_correct);
    samples -= learning.sums_samples;
  } else if (last && last->epoch == here.epoch) {
    const bool rest = here.epoch == learning.sums_epoch + 1;
    const auto whole = static_cast<double>(all);
    sum += last->cost * whole - (rest ? learning.sums_cost : 0);
    correct +=
        last->train_accuracy * whole - (rest ? static_cast<double>(learning.sums_correct) : 0);
    samples += all - std::min(all, rest ? learning.sums_samples : 0);
  }
  const std::vector<CurvePoint>& curve = timeline.branch().curve;
  const bool first = curve.empty() || !curve.back().cost;
  const std::uint64_t enough =
      std::min(all, kLeastBatches * std::max<std::uint64_t>(1, here.batch_size));
  if (samples >= enough || (first && samples > 0)) {
    point.cost = sum / static_cast<double>(samples);
    point.accuracy = correct / static_cast<double>(samples);
    learning.sums_epoch = here.epoch;
    learning.sums_cost = here.epoch_cost;
    learning.sums_correct = here.epoch_correct;
    learning.sums_samples = done;
  } else if (!first) {  // too few to say something else
    point.cost = curve.back().cost;
    point.accuracy = curve.back().accuracy;
  }

  const Evaluation test = inspector.evaluate(timeline.live(), data.test);
  point.test_cost = test.cost;
  point.test_accuracy = test.accuracy;
  timeline.add_point(point);
  listened.evaluated(test);
  news.state();

  if (!learning.running) return;
  if (says_always_the_same(test)) {
    stop("dead", "the outputs no longer depend on the input");
    return;
  }
  const Settings& settings = timeline.settings();
  if (settings.recipe.patience == 0) return;
  const double validation =
      inspector.evaluate(timeline.live(), timeline.training_data().validation).cost;
  if (!learning.best || validation < learning.best_validation) {
    learning.best_validation = validation;
    learning.best_epoch = here.epoch;
    learning.best = timeline.live().state;
  } else if (here.epoch >=
             learning.best_epoch + static_cast<std::uint64_t>(settings.recipe.patience)) {
    timeline.jump_to(*learning.best);
    learning.best.reset();
    shown.touch();
    stop("early_stopping",
         "the cost on " + std::to_string(timeline.training_data().validation.size()) +
             " samples that were not learnt from was lowest in epoch " +
             std::to_string(learning.best_epoch + 1) + "; its parameters are back");
  }
}

void add_learning(Commands& commands) {
  commands["learn"] = {learn, {"run", "steps", "epochs"}};
  commands["recipe"] = {recipe, {settings_fields().begin(), settings_fields().end()}};
  commands["reset"] = {reset, {"seed"}};
}

}  // namespace glia::studio
