#include "core/follower.h"

#include <algorithm>

#include "core/nudge.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

// Points of the curves: each of the first steps, then in steps of a share of what is done, at most
// of the whole. The test set is evaluated as long as this takes no more than so long.
constexpr std::uint64_t kShareOfDone = 8, kShareOfAll = 64;
constexpr double kEvaluating = 0.5, kEvaluatingOfTrained = 0.2;  // seconds, and of each second

}  // namespace

Follower::Follower(Engine& engine, Link link, const State* taught, const Timeline::Limits& limits,
                   const std::function<void()>& between)
    : link_(std::move(link)),
      timeline_(engine, link_.path.eras.front().task, link_.path.eras.front().settings, limits),
      taught_(taught),
      inspector_(engine, between) {
  const std::vector<Timeline::Era>& eras = link_.path.eras;
  timeline_.replay(eras.front().journal);
  for (std::size_t i = 0; i < eras.size(); ++i) {
    if (eras[i].why == kEarlyStopping) remembered_.push_back({i, std::nullopt});
  }
  if (!link_.taught || (taught && digest_of(*taught) == link_.taught)) return;
  throw Error(ErrorCode::not_found,
              "this lesson goes on from a network that was taught elsewhere, and another is here",
              {"link_taught"});
}

// The step to train to at once: where something is to be remembered, or the era is over.
std::uint64_t Follower::next_stop() const {
  const std::vector<Timeline::Era>& eras = link_.path.eras;
  std::uint64_t stop = era_ + 1 < eras.size() ? eras[era_ + 1].first : link_.path.end.step;
  for (const Remembered& each : remembered_) {
    const std::uint64_t best = eras[each.era].origin.standing.step;
    if (!each.state && best > timeline_.step()) stop = std::min(stop, best);
  }
  return stop;
}

// A network is measured only after a step: at a border it was that of the era before.
void Follower::remember() {
  const std::vector<Timeline::Era>& eras = link_.path.eras;
  for (Remembered& each : remembered_) {
    const Standing& best = eras[each.era].origin.standing;
    if (each.state || each.era <= era_ || best.step != timeline_.step()) continue;
    each.state = timeline_.live_with(best.waiting).state;
  }
}

void Follower::enter_next() {
  measure();
  const Timeline::Era& next = link_.path.eras[++era_];
  if (next.why.empty()) {
    timeline_.follow(next, nullptr);
  } else if (next.why == kTaught) {
    timeline_.follow(next, taught_);
  } else if (next.why == kNudge) {
    const Example& example = next.origin.example;
    const Nudged found = nudged(inspector_, timeline_.live_with(next.origin.standing.waiting),
                                {example.inputs, next.task->wanted(example.label), 1},
                                next.settings.recipe.schedule.rate);
    timeline_.follow(next, &found.after);
  } else {
    const auto found = std::ranges::find(remembered_, era_, &Remembered::era);
    if (!found->state) {
      throw Error(ErrorCode::invalid_argument,
                  "link: 'standing' expected a step that was learnt before it stopped early");
    }
    timeline_.follow(next, &*found->state);
    found->state.emplace();
  }
  means_.begin(timeline_.epoch_so_far());
  next_point_ = timeline_.step();
}

void Follower::measure() {
  const Clock::time_point start = Clock::now();
  CurvePoint point = point_of(timeline_, means_);
  if (evaluating_ <= kEvaluating + kEvaluatingOfTrained * trained_) {
    const Evaluation test = inspector_.evaluate(timeline_.live(), timeline_.task()->data->test);
    point.test_cost = cost_of(test);
    point.test_accuracy = accuracy_of(test);
  }
  timeline_.add_point(point);
  evaluating_ += seconds_since(start);
  const std::uint64_t gap = std::min(point.step / kShareOfDone, steps() / kShareOfAll);
  next_point_ = point.step + std::max<std::uint64_t>(1, gap);
}

void Follower::arrive() {
  measure();
  timeline_.arrive(link_.path.end.waiting);
  if (digest_of(timeline_.live().state) == link_.parameters) return;
  throw Error(ErrorCode::unsupported,
              "the lesson, done again, gives other numbers than the link had; was it made by "
              "another version of Glia?",
              {"link_bits"});
}

bool Follower::go_on(double seconds) {
  if (timeline_.step() == next_point_) measure();
  const std::uint64_t stop = next_stop();
  if (timeline_.step() < stop) {
    const Clock::time_point start = Clock::now();
    timeline_.run({.steps = std::min(stop, next_point_) - timeline_.step(), .seconds = seconds});
    trained_ += seconds_since(start);
    if (timeline_.step() < stop) return false;
    remember();
  }
  if (era_ + 1 < link_.path.eras.size()) {
    if (timeline_.step() == link_.path.eras[era_ + 1].first) enter_next();
    return false;
  }
  if (timeline_.step() < link_.path.end.step) return false;
  arrive();
  return true;
}

}  // namespace glia::studio
