// A trainer's whole moment, out and in.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "glia/error.h"
#include "train/trainer_impl.h"

namespace glia {
namespace {

constexpr const char* kVelocity = "velocity:";  // or first moment
constexpr const char* kSecondMoment = "second_moment:";

std::string held_name(const Plan::ParamPlace& place, std::int64_t index) {
  if (place.shape.rank() < 2) return place.name + "[" + std::to_string(index) + "]";
  return place.name + "[" + std::to_string(index / place.layout.in) + "," +
         std::to_string(index % place.layout.in) + "]";
}

// The index in what follows a held number's name, "[3]" or "[3,400]"; −1 when there is none such.
std::int64_t held_index(const Plan::ParamPlace& place, std::string_view text) {
  std::int64_t parts[2] = {0, 0};
  int count = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (char before = '['; at < end && *at == before && count < 2; before = ',') {
    const auto [stop, error] = std::from_chars(at + 1, end, parts[count++]);
    if (error != std::errc{}) return -1;
    at = stop;
  }
  const std::int64_t size = place.shape.elements();
  if (count == 0 || parts[0] < 0 || parts[0] >= size || parts[1] < 0 || parts[1] >= size) return -1;
  const std::int64_t index = count == 1 ? parts[0] : parts[0] * place.layout.in + parts[1];
  const bool there = index < size;
  return there && held_name(place, index).substr(place.name.size()) == text ? index : -1;
}

}  // namespace

Snapshot Trainer::Impl::snapshot() const {
  Snapshot snapshot;
  executor_->store(snapshot.state);
  const auto& params = executor_->plan().params;
  const auto moments = [&](const char* prefix, const float* packed) {
    if (!packed) return;
    for (std::size_t p = 0; p < params.size(); ++p) {
      std::vector<float>& values = snapshot.optimizer[prefix + params[p].name];
      values.resize(static_cast<std::size_t>(params[p].shape.elements()));
      executor_->unpack(static_cast<int>(p), packed, values);
    }
  };
  moments(kVelocity, updater_->velocity());
  moments(kSecondMoment, updater_->second_moment());
  snapshot.step = step_;
  snapshot.epoch = epoch_;
  snapshot.batch = batch_;
  snapshot.batch_size = static_cast<std::uint64_t>(batch_ == 0 ? next_batch_size_ : batch_size_);
  snapshot.epoch_cost = epoch_cost_;
  snapshot.epoch_correct = epoch_correct_;
  if (train_.has_weights()) snapshot.epoch_weight = epoch_weight_;
  snapshot.rate_factor = rate_factor_;
  snapshot.edits = applied_;
  snapshot.best = best_;
  for (const Held& held : held_) {
    snapshot.held[held_name(params[static_cast<std::size_t>(held.param)], held.index)] = held.value;
  }
  return snapshot;
}

Trainer::Impl::Held Trainer::Impl::held_number(const std::string& name, float value) const {
  const std::string text = name.substr(std::min(name.find('['), name.size()));
  const int param = executor_->find_param(name.substr(0, name.size() - text.size()));
  const std::int64_t index =
      held_index(executor_->plan().params[static_cast<std::size_t>(param)], text);
  if (index < 0 || !std::isfinite(value)) {
    throw Error(ErrorCode::shape_mismatch,
                "snapshot: expected the name of a number that is held, such as " +
                    held_name(executor_->plan().params[static_cast<std::size_t>(param)], 0) +
                    ", and a finite value, got '" + name + "'");
  }
  return {param, index, value};
}

void Trainer::Impl::check_optimizer(const Snapshot& snapshot) const {
  const auto check = [&](const char* prefix, const float* packed, bool squares) {
    if (!packed) return;
    for (const Plan::ParamPlace& param : executor_->plan().params) {
      const auto fail = [&](const std::string& what) {
        throw Error(ErrorCode::shape_mismatch,
                    "snapshot: the optimizer's '" + std::string(prefix) + param.name + "' " + what);
      };
      const auto found = snapshot.optimizer.find(prefix + param.name);
      if (found == snapshot.optimizer.end() ||
          static_cast<std::int64_t>(found->second.size()) != param.shape.elements()) {
        fail("is missing or of another size; was it made with another optimizer?");
      }
      for (const float v : found->second) {
        if (squares && v == std::numeric_limits<float>::infinity()) continue;  // of a huge gradient
        if (!std::isfinite(v)) fail("is not finite");
        if (squares && v < 0) fail("is below zero, which a mean of squares cannot be");
      }
    }
  };
  check(kVelocity, updater_->velocity(), false);
  check(kSecondMoment, updater_->second_moment(), true);
}

// The size of a batch; 0 unless the snapshot's place in the data is one that a training comes to.
std::int64_t Trainer::Impl::batch_size_of(const Snapshot& snapshot) const noexcept {
  const auto samples = static_cast<std::uint64_t>(train_.size());
  const std::uint64_t size =
      snapshot.batch_size == 0 ? static_cast<std::uint64_t>(std::min(recipe_.batch, train_.size()))
                               : snapshot.batch_size;
  const double weight = snapshot.epoch_weight.value_or(static_cast<double>(snapshot.batch) *
                                                       static_cast<double>(size));
  // The batch that ends an epoch begins the next: at least one sample is left.
  const bool fits =
      size >= 1 && size <= samples && snapshot.batch <= (samples - 1) / size &&
      (snapshot.batch == 0 || train_.has_weights() == snapshot.epoch_weight.has_value()) &&
      snapshot.epoch_correct >= 0 && snapshot.epoch_correct <= weight &&
      snapshot.step >= snapshot.batch && snapshot.edits <= journal_.size();
  return fits ? static_cast<std::int64_t>(size) : 0;
}

// All of it is looked at before any of it is taken.
void Trainer::Impl::restore(const Snapshot& snapshot) {
  snapshot.state.check(model_.graph);
  check_optimizer(snapshot);
  const std::int64_t batch_size = batch_size_of(snapshot);
  if (batch_size == 0) {
    throw Error(ErrorCode::shape_mismatch,
                "snapshot: its place in the data does not fit; was it made with other data?");
  }
  if (!std::isfinite(snapshot.rate_factor) || snapshot.rate_factor < 0 ||
      !std::isfinite(snapshot.epoch_cost)) {
    throw Error(ErrorCode::shape_mismatch,
                "snapshot: expected a factor of 0 or more on the learning rate and a finite cost");
  }
  const bool watches = recipe_.patience > 0;
  if (watches && snapshot.best) snapshot.best->state.check(model_.graph);
  std::vector<Held> held;
  for (const auto& [name, value] : snapshot.held) held.push_back(held_number(name, value));

  const auto moments = [&](const char* prefix, float* packed) {
    const auto& params = executor_->plan().params;
    for (std::size_t p = 0; packed && p < params.size(); ++p) {
      executor_->pack(static_cast<int>(p), snapshot.optimizer.at(prefix + params[p].name), packed);
    }
  };
  moments(kVelocity, updater_->velocity());
  moments(kSecondMoment, updater_->second_moment());
  if (batch_size > executor_->plan().batch) build_executor(batch_size);
  executor_->load(snapshot.state);
  held_ = std::move(held);
  applied_ = snapshot.edits;
  step_ = snapshot.step;
  epoch_ = snapshot.epoch;
  batch_ = snapshot.batch;
  batch_size_ = next_batch_size_ = batch_size;
  // A person may have asked for another size from the next epoch on.
  for (std::size_t i = 0; i < applied_; ++i) {
    if (journal_[i].edit.kind == Edit::Kind::batch) apply(journal_[i].edit);
  }
  epoch_cost_ = snapshot.epoch_cost;
  epoch_correct_ = snapshot.epoch_correct;
  epoch_seen_ = static_cast<std::int64_t>(snapshot.batch) * batch_size;
  epoch_weight_ = snapshot.epoch_weight.value_or(static_cast<double>(epoch_seen_));
  epoch_seconds_ = 0;
  rate_factor_ = snapshot.rate_factor;
  epoch_open_ = false;
  best_ = watches ? snapshot.best : std::nullopt;
  stopped_early_ = patience_is_over(recipe_, best_);
  while (!reports_.empty() && reports_.back().epoch > epoch_) reports_.pop_back();
}

Snapshot Trainer::snapshot() const {
  impl_->share_moments();
  return impl_->snapshot();
}
void Trainer::restore(const Snapshot& snapshot) { impl_->restore(snapshot); }

}  // namespace glia
