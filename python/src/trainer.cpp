#include "trainer.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "glia/error.h"

namespace glia::python {
namespace {

constexpr double kSlice = 0.05;  // seconds, after which Ctrl-C and other threads are heard

std::string name_of(StopReason reason) {
  switch (reason) {
    case StopReason::budget:
      return "budget";
    case StopReason::finished:
      return "finished";
    case StopReason::early_stopping:
      return "early_stopping";
    case StopReason::cancelled:
      break;
  }
  return "cancelled";
}

}  // namespace

void Turns::take() {
  std::unique_lock lock(mutex_);
  if (process_ != getpid() && owner_ != std::thread::id{}) {
    throw Error(ErrorCode::invalid_argument,
                "trainer: it was at work in another thread when this process was forked; make one "
                "here, from a checkpoint");
  }
  const std::uint64_t mine = come_++;
  changed_.wait(lock, [&] { return turn_ == mine; });
  owner_ = std::this_thread::get_id();
}

void Turns::give() noexcept {
  const std::lock_guard lock(mutex_);
  owner_ = {};
  ++turn_;
  changed_.notify_all();
}

void Turns::let_others() noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (come_ == turn_ + 1) return;
  }
  give();
  take();
}

bool Turns::mine() const noexcept {
  const std::lock_guard lock(mutex_);
  return owner_ == std::this_thread::get_id();
}

SharedTrainer::SharedTrainer(EnginePointer engine, const Model& model, const DataSplit& split,
                             const Settings& settings)
    : engine_(std::move(engine)),
      settings_(settings),
      trainer_(engine_->engine, model, split.train, settings.recipe) {
  if (split.validation.size() > 0) trainer_.set_validation(split.validation);
  if (split.test.size() > 0) trainer_.set_test(split.test);
  trainer_.add_observer(*this);
}

template <typename Told>
void SharedTrainer::tell(const nb::object* callback, const Told& told) {
  if (!callback || callback->is_none() || thrown_) return;
  const nb::gil_scoped_acquire acquire;
  try {
    (*callback)(told);
  } catch (...) {
    thrown_ = std::current_exception();
    trainer_.cancel();
  }
}

// A callback's exception, or Ctrl-C.
void SharedTrainer::rethrow() {
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  const nb::gil_scoped_acquire acquire;
  if (PyErr_CheckSignals() != 0) nb::raise_python_error();
}

StopReason SharedTrainer::run_slices(std::optional<std::uint64_t> steps,
                                     std::optional<double> seconds,
                                     std::optional<std::uint64_t> epochs) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  const std::uint64_t first_step = trainer_.step();
  const std::uint64_t last_epoch = trainer_.epoch_so_far().epoch + epochs.value_or(0);
  for (;;) {
    const EpochSoFar now = trainer_.epoch_so_far();
    Trainer::Budget budget{.seconds = kSlice};
    if (epochs) {
      if (now.epoch >= last_epoch) return StopReason::budget;
      budget.steps = now.steps == 0 ? 1 : now.steps_left;  // how long it is, is known once it began
    }
    if (steps) budget.steps = std::min(budget.steps, *steps - (trainer_.step() - first_step));
    if (seconds) {
      const std::chrono::duration<double> gone = Clock::now() - start;
      budget.seconds = std::min(budget.seconds, *seconds - gone.count());
    }
    const bool over = budget.steps == 0 || budget.seconds <= 0;
    if (over) budget = Trainer::Budget::of_steps(0);  // says whether it has ended besides
    const StopReason reason = trainer_.run(budget);
    rethrow();
    if (over || reason != StopReason::budget) return reason;
    turns_.let_others();
  }
}

std::string SharedTrainer::run(std::optional<std::uint64_t> steps, std::optional<double> seconds,
                               std::optional<std::uint64_t> epochs, const nb::object& on_progress,
                               const nb::object& on_epoch) {
  if (turns_.mine()) {
    throw Error(ErrorCode::invalid_argument,
                "trainer: run() was called by a callback of run(); let that one return first");
  }
  if (seconds && !(*seconds >= 0)) {
    throw Error(ErrorCode::invalid_argument,
                "seconds: expected a number from 0, got " + std::to_string(*seconds));
  }
  const nb::gil_scoped_release release;
  turns_.take();
  const struct Done {
    SharedTrainer& self;
    ~Done() {
      self.on_progress_ = self.on_epoch_ = nullptr;
      self.turns_.give();
    }
  } done{*this};
  on_progress_ = &on_progress;
  on_epoch_ = &on_epoch;
  try {
    return name_of(run_slices(steps, seconds, epochs));
  } catch (const Error&) {
    if (thrown_) rethrow();  // what a callback said came first
    throw;
  }
}

}  // namespace glia::python
