// A person's hand: edits are queued by any thread, applied by the training one between two steps,
// and journalled.
#include <algorithm>
#include <cmath>

#include "base/nearest.h"
#include "glia/error.h"
#include "train/trainer_impl.h"

namespace glia {

bool EditQueue::push(const Edit& edit) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() == kCapacity) return false;
  waiting_.push_back(edit);
  any_.store(true, std::memory_order_release);
  return true;
}

void EditQueue::take(std::vector<Edit>& edits) {
  edits.clear();
  if (!any()) return;
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (lock) empty_into(edits);
}

void EditQueue::take_all(std::vector<Edit>& edits) {
  edits.clear();
  const std::lock_guard lock(mutex_);
  empty_into(edits);
}

void EditQueue::empty_into(std::vector<Edit>& edits) {
  edits.assign(waiting_.begin(), waiting_.end());
  waiting_.clear();
  any_.store(false, std::memory_order_relaxed);
}

void Trainer::Impl::check(const Edit& edit) const {
  const auto fail = [](const std::string& what) {
    throw Error(ErrorCode::invalid_argument, "edit: " + what);
  };
  if (!std::isfinite(static_cast<float>(edit.value))) fail("expected a finite float32 number");
  switch (edit.kind) {
    case Edit::Kind::learning_rate:
      if (edit.value < 0) fail("expected a factor of 0 or more on the learning rate");
      return;
    case Edit::Kind::batch:
      if (edit.value < 1 || edit.value > static_cast<double>(train_.size()) ||
          edit.value != std::floor(edit.value)) {
        fail("expected a batch of 1 to " + std::to_string(train_.size()) + " samples");
      }
      return;
    case Edit::Kind::set:
    case Edit::Kind::hold:
    case Edit::Kind::release:
      break;
  }
  const auto found = param_sizes_.find(edit.parameter);
  if (found == param_sizes_.end()) {
    std::vector<std::string> known;
    for (const auto& [name, size] : param_sizes_) known.push_back(name);
    throw Error(ErrorCode::not_found, "edit: no parameter is called '" + edit.parameter + "'." +
                                          suggest(edit.parameter, known));
  }
  if (edit.index < 0 || edit.index >= found->second) {
    fail("'" + edit.parameter + "' has " + std::to_string(found->second) + " numbers, got index " +
         std::to_string(edit.index));
  }
}

// What the journal has for this step first; then, unless a run is only being repeated, what waits.
void Trainer::Impl::apply_edits(bool take_new) {
  if (take_new) {
    others_ ? share_edits() : queue_.take(taken_);
    write_down_taken();
  }
  while (applied_ < journal_.size() && journal_[applied_].step <= step_) {
    apply(journal_[applied_++].edit);
  }
}

void Trainer::Impl::write_down_taken() {
  if (taken_.empty()) return;
  std::size_t kept = applied_;
  while (kept < journal_.size() && journal_[kept].step <= step_) ++kept;
  // A journal that is being replayed says what comes later; a new hand writes a new future.
  journal_.resize(kept);
  for (const Edit& edit : taken_) journal_.push_back({step_, journal_.size(), edit});
}

// Whoever stops here, and goes on elsewhere from a checkpoint, has the edit before the next step.
void Trainer::Impl::write_down_waiting() {
  others_ ? share_edits() : queue_.take_all(taken_);
  write_down_taken();
}

void Trainer::Impl::apply(const Edit& edit) {
  if (edit.kind == Edit::Kind::learning_rate) {
    rate_factor_ = edit.value;
    return;
  }
  if (edit.kind == Edit::Kind::batch) {
    next_batch_size_ = static_cast<std::int64_t>(edit.value);
    return;
  }
  const auto value = static_cast<float>(edit.value);
  if (std::vector<float>* kept = executor_->unplanned(edit.parameter)) {
    // Nothing else moves a number that the cost does not need: it need not be held.
    if (edit.kind != Edit::Kind::release) (*kept)[static_cast<std::size_t>(edit.index)] = value;
    return;
  }
  const int param = executor_->find_param(edit.parameter);
  std::erase_if(held_, [&](const Held& held) {
    return held.param == param && held.index == edit.index && edit.kind != Edit::Kind::set;
  });
  if (edit.kind == Edit::Kind::release) return;
  executor_->set(param, edit.index, value);
  if (edit.kind == Edit::Kind::hold) held_.push_back({param, edit.index, value});
}

bool Trainer::submit(const Edit& edit) {
  impl_->check(edit);
  if (impl_->others_ && impl_->others_->rank() != 0) return true;
  return impl_->queue_.push(edit);
}

const Journal& Trainer::journal() const& noexcept { return impl_->journal_; }

void Trainer::Impl::check(const Journal& journal) const {
  for (std::size_t i = 0; i < journal.size(); ++i) {
    check(journal[i].edit);
    if (i > 0 && journal[i].step < journal[i - 1].step) {
      throw Error(ErrorCode::invalid_argument,
                  "replay: the journal's steps go backwards at entry " + std::to_string(i));
    }
  }
}

void Trainer::replay(Journal journal) {
  if (impl_->step_ != 0 || impl_->applied_ != 0) {
    throw Error(ErrorCode::invalid_argument, "replay: expected a training that has not begun");
  }
  impl_->check(journal);
  impl_->journal_ = std::move(journal);
}

}  // namespace glia
