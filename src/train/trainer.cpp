#include "glia/trainer.h"

#include <algorithm>
#include <cmath>

#include "base/digest.h"
#include "glia/error.h"
#include "glia/settings.h"
#include "train/trainer_impl.h"

namespace glia {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kEvaluationBatch = 1024;
constexpr auto kProgressEvery = std::chrono::milliseconds(100);

double seconds_between(Clock::time_point a, Clock::time_point b) {
  return std::chrono::duration<double>(b - a).count();
}

void expect_probabilities(const Dataset& data) {
  const Dataset::Targets targets = data.targets();
  if (targets.low >= 0 && targets.high <= 1) return;
  throw Error(ErrorCode::invalid_argument,
              "label smoothing: expected targets from 0 to 1, which say how likely a class is; "
              "set it to 0");
}

// Only the last report keeps its matrices: a training may have a million epochs.
void forget_confusion(EpochReport& report) {
  if (report.validation) report.validation->confusion = {};
  if (report.test) report.test->confusion = {};
}

std::uint64_t key_of(const State& state) {
  Digest digest;
  for (const auto& [name, tensor] : state.tensors()) {
    digest.add(name.data(), name.size());
    digest.add(tensor.values.data(), tensor.values.size() * sizeof(float));
  }
  return digest.value();
}

}  // namespace

bool patience_is_over(const Recipe& recipe, const std::optional<Snapshot::Best>& best) noexcept {
  return recipe.patience > 0 && best &&
         best->epochs_since >= static_cast<std::uint64_t>(recipe.patience);
}

Trainer::Impl::Impl(Engine& engine, const Model& model, const Dataset& train, const Recipe& recipe)
    : engine_(engine), model_(model), recipe_(recipe), train_(train.matched_to(model.classes)) {
  recipe.check();
  model_.cost = recipe.cost;
  model_.cost_parameters = recipe.cost_parameters;
  model_.temperature.reset();  // it was fitted to numbers that now change
  model_.history.try_emplace("options", to_json(asked_of(recipe)));
  model_.history["numeric_path"] = engine.simd.numeric_path();
  model_.state.check(model_.graph);
  expect_fit(model_.graph, train_, "training");
  expect_targets(recipe.cost, train_, "training data");
  if (recipe.label_smoothing > 0) expect_probabilities(train_);
  notes_ = doubts(model_.graph, recipe.cost, train_);
  judging_ = judging(train_, recipe.cost);
  batch_size_ = next_batch_size_ = std::min(recipe.batch, train_.size());
  for (const auto& [name, tensor] : model_.state.tensors()) {
    param_sizes_[name] = tensor.shape.elements();
  }
  start_key_ = key_of(model_.state);
  build_executor(batch_size_);
  executor_->load(model_.state);
  updater_ = std::make_unique<Updater>(recipe.optimizer, engine.simd.table(),
                                       executor_->plan().param_floats);
  loader_ = std::make_unique<Loader>(
      train_, Loader::Options{.seed = recipe.seed,
                              .augment = recipe.augment,
                              .label_smoothing = static_cast<float>(recipe.label_smoothing),
                              .mean_weight_one = true,
                              .workers = engine.pool.size(),
                              .to_float = engine.simd.table().u8_to_f32});
}

// Only between steps; the numbers move over.
void Trainer::Impl::build_executor(std::int64_t capacity) {
  auto next = std::make_unique<Executor>(engine_, model_.graph,
                                         PlanOptions{.batch = capacity,
                                                     .cost = recipe_.cost,
                                                     .cost_parameters = recipe_.cost_parameters,
                                                     .watch = watch_,
                                                     .outputs = false},
                                         others_ && others_->size() > 1);
  if (executor_) {
    if (next->plan().params.size() != executor_->plan().params.size()) {
      throw Error(ErrorCode::invalid_argument,
                  "the cost does not need this node, so training does not compute it; ask a "
                  "Session that watches it");
    }
    executor_->store(model_.state);
    next->load(model_.state);
  }
  executor_ = std::move(next);
  if (others_) ranks_ = std::make_unique<Ranks>(*others_, executor_->plan());
}

void Trainer::Impl::watch(const std::string& node) {
  if (!watch_.insert(node).second) return;
  try {
    build_executor(executor_->plan().batch);
  } catch (const Error& error) {
    watch_.erase(node);
    throw Error(error, "probe: '" + node + "': " + error.what());
  }
}

std::uint64_t Trainer::Impl::batches() const noexcept {
  return static_cast<std::uint64_t>((train_.size() + batch_size_ - 1) / batch_size_);
}

std::uint64_t Trainer::Impl::total_steps() const noexcept {
  const std::uint64_t before = step_ - batch_;
  const auto epochs = static_cast<std::uint64_t>(recipe_.epochs);
  return before + (epochs - std::min(epochs, epoch_)) * batches();
}

double Trainer::Impl::learning_rate() const noexcept {
  return recipe_.schedule.at(step_, total_steps()) * rate_factor_;
}

StopReason Trainer::Impl::run(const Budget& budget) {
  if (others_ && !expected_same_) expect_same_training();
  const StopReason reason = go_on(budget);
  write_down_waiting();
  return reason;
}

StopReason Trainer::Impl::go_on(const Budget& budget) {
  const Clock::time_point start = Clock::now();
  Clock::time_point now = start;
  std::uint32_t wanted = others_ ? agree(word(budget, 0)) : 0;
  for (std::uint64_t steps = 0;; ++steps) {
    if (stopped_early_) return StopReason::early_stopping;
    if (ended()) return StopReason::finished;
    if (!others_) wanted = word(budget, seconds_between(start, now));
    if (wanted & kCancelled) {
      if (!executor_->parameters_finite()) diverged();
      return StopReason::cancelled;
    }
    if (steps >= budget.steps || wanted & kTimeIsOver) return StopReason::budget;
    if (!epoch_open_) begin_epoch();
    apply_edits(wanted & kHasEdits);
    const Clock::time_point begin = now;
    if (others_) ranks_->say(word(budget, seconds_between(start, now)));
    step();
    if (others_) wanted = ranks_->heard();
    now = Clock::now();
    const double seconds = seconds_between(begin, now);
    epoch_seconds_ += seconds;
    if (others_) {
      name_slow_rank(seconds);
      tell_long_waits(seconds);
    }
    if (now - last_progress_ >= kProgressEvery) {
      last_progress_ = now;
      for (Observer* observer : observers_) observer->progress(progress());
      now = Clock::now();
    }
    if (batch_ >= batches()) {
      stopped_early_ = end_epoch();
      now = Clock::now();
    }
  }
}

void Trainer::Impl::begin_epoch() {
  if (batch_ == 0 && next_batch_size_ != batch_size_) {
    if (next_batch_size_ > executor_->plan().batch) build_executor(next_batch_size_);
    batch_size_ = next_batch_size_;
  }
  loader_->start_epoch(epoch_);
  epoch_start_ = snapshot();
  epoch_open_ = true;
}

void Trainer::Impl::step() {
  const std::int64_t done = static_cast<std::int64_t>(batch_) * batch_size_;
  const std::int64_t rows = std::min(batch_size_, train_.size() - done);
  const LoaderSource source(*loader_, done, model_.graph);
  last_rate_ = learning_rate();
  const bool asked = probes_asked_->load(std::memory_order_relaxed) > 0;
  updater_->begin_step(last_rate_, step_ + 1);
  executor_->run({.rows_from = &source,
                  .rows = rows,
                  .seed = recipe_.seed,
                  .step = step_,
                  .learn = true,
                  .updater = updater_.get(),
                  .gradients = asked,
                  .ranks = ranks_.get(),
                  .yes_above = judging_.yes_above});
  const double cost = executor_->cost_sum();
  if (!std::isfinite(cost)) diverged();
  for (const Held& held : held_) executor_->set(held.param, held.index, held.value);
  epoch_cost_ += cost;
  epoch_weight_ += executor_->weight_sum();
  if (judging_.by_class) epoch_correct_ += executor_->correct();
  epoch_seen_ += rows;
  ++batch_;
  ++step_;
  if (probes_asked_->load(std::memory_order_relaxed) > 0) serve_probes(asked);
}

bool Trainer::Impl::end_epoch() {
  if (!executor_->parameters_finite()) diverged();
  EpochReport report;
  const auto seen = static_cast<double>(epoch_seen_);
  report.learning_rate = last_rate_;
  report.epoch = ++epoch_;
  report.step = step_;
  batch_ = 0;
  epoch_open_ = false;
  report.cost = epoch_cost_ / epoch_weight_;
  report.train_accuracy = epoch_correct_ / epoch_weight_;
  report.seconds = epoch_seconds_;
  report.samples_per_second = epoch_seconds_ > 0 ? seen / epoch_seconds_ : 0;
  if (validation_.size() > 0 || test_.size() > 0) executor_->store(model_.state);
  if (validation_.size() > 0) report.validation = evaluate(validation_, model_.state);
  if (test_.size() > 0) report.test = evaluate(test_, model_.state);
  epoch_cost_ = epoch_correct_ = epoch_weight_ = epoch_seconds_ = 0;
  epoch_seen_ = 0;
  if (!reports_.empty()) forget_confusion(reports_.back());
  reports_.push_back(report);
  for (Observer* observer : observers_) observer->epoch(report);
  if (recipe_.patience == 0 || !report.validation) return false;
  const double cost = report.validation->cost;
  if (std::isfinite(cost) && (!best_ || cost < best_->cost)) {
    best_ = Snapshot::Best{model_.state, cost, 0};
  } else if (best_) {
    ++best_->epochs_since;
  }
  return patience_is_over(recipe_, best_);
}

bool Trainer::Impl::ended() const noexcept {
  return stopped_early_ || epoch_ >= static_cast<std::uint64_t>(recipe_.epochs);
}

// The parameters in the executor stay those of the last step, from which the training can go on.
const State& Trainer::Impl::answer() {
  if (ended() && best_ && best_->epochs_since > 0) {
    model_.state = best_->state;
  } else {
    executor_->store(model_.state);
  }
  return model_.state;
}

Evaluation Trainer::Impl::evaluate(const Dataset& data, const State& state) {
  if (!evaluator_) {
    PlanOptions options{.batch = kEvaluationBatch,
                        .cost = recipe_.cost,
                        .cost_parameters = recipe_.cost_parameters};
    options.outputs = options.learn = false;
    evaluator_ = std::make_unique<Session>(engine_, model_.graph, options);
  }
  evaluator_->load(state);
  return evaluator_->evaluate(data, others_);
}

Progress Trainer::Impl::progress() const {
  Progress p;
  p.epochs = static_cast<std::uint64_t>(recipe_.epochs);
  p.epoch = std::min(p.epochs, epoch_ + 1);
  p.step = step_;
  p.steps = total_steps();
  p.epoch_fraction = static_cast<double>(batch_) / static_cast<double>(batches());
  if (epoch_weight_ > 0) p.cost = epoch_cost_ / epoch_weight_;
  // Between epochs, the last one's figures stand.
  if (epoch_seen_ == 0 && !reports_.empty()) p.cost = reports_.back().cost;
  if (epoch_seconds_ > 0) {
    p.samples_per_second = static_cast<double>(epoch_seen_) / epoch_seconds_;
  } else if (!reports_.empty()) {
    p.samples_per_second = reports_.back().samples_per_second;
  }
  if (p.samples_per_second > 0) {
    p.seconds_left = static_cast<double>(p.steps - std::min(p.steps, p.step)) *
                     static_cast<double>(batch_size_) / p.samples_per_second;
  }
  return p;
}

Trainer::Trainer(Engine& engine, const Model& model, const Dataset& train, const Recipe& recipe)
    : impl_(std::make_unique<Impl>(engine, model, train, recipe)) {}
Trainer::~Trainer() = default;

void Trainer::set_validation(const Dataset& data) {
  const Dataset matched = data.matched_to(impl_->model_.classes);
  expect_fit(impl_->model_.graph, matched, "validation");
  expect_targets(impl_->recipe_.cost, matched, "validation data");
  impl_->validation_ = matched;
}

void Trainer::set_test(const Dataset& data) {
  const Dataset matched = data.matched_to(impl_->model_.classes);
  expect_fit(impl_->model_.graph, matched, "test");
  expect_targets(impl_->recipe_.cost, matched, "test data");
  impl_->test_ = matched;
}

void Trainer::add_observer(Observer& observer) { impl_->observers_.push_back(&observer); }
StopReason Trainer::run(Budget budget) { return impl_->run(budget); }
void Trainer::cancel() noexcept { impl_->cancel_.store(true); }

const Model& Trainer::model() & {
  impl_->answer();
  return impl_->model_;
}

Evaluation Trainer::evaluate(const Dataset& data) {
  return impl_->evaluate(data.matched_to(impl_->model_.classes), impl_->answer());
}
const std::vector<EpochReport>& Trainer::reports() const& noexcept { return impl_->reports_; }
const std::vector<std::string>& Trainer::notes() const& noexcept { return impl_->notes_; }
std::uint64_t Trainer::step() const noexcept { return impl_->step_; }
Progress Trainer::progress() const { return impl_->progress(); }

EpochSoFar Trainer::epoch_so_far() const noexcept {
  const Impl& t = *impl_;
  return {
      .epoch = t.epoch_,
      .steps = t.batch_,
      .steps_left = t.batches() - t.batch_,
      .samples = static_cast<std::uint64_t>(t.epoch_seen_),
      .batch_size = static_cast<std::uint64_t>(t.batch_ == 0 ? t.next_batch_size_ : t.batch_size_),
      .cost = t.epoch_cost_,
      .correct = t.epoch_correct_};
}

}  // namespace glia
