// A trainer's whole moment, out and in; and the search, by replay, for the step where a training
// went wrong.
#include <algorithm>
#include <charconv>
#include <cmath>

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
  std::int64_t index = 0, part = 0;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data() + 1; at < end;) {
    const auto [stop, error] = std::from_chars(at, end, part);
    if (error != std::errc{} || stop == end) return -1;
    index = index * place.layout.in + part;
    at = stop + 1;  // past ',' or ']'
  }
  const bool there = index >= 0 && index < place.shape.elements();
  return there && held_name(place, index).ends_with(text) ? index : -1;
}

bool all_finite(std::span<const float> values) {
  for (const float value : values) {
    if (!std::isfinite(value)) return false;
  }
  return true;
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
  snapshot.epoch_correct = static_cast<std::uint64_t>(epoch_correct_);
  snapshot.rate_factor = rate_factor_;
  snapshot.edits = applied_;
  for (const Held& held : held_) {
    snapshot.held[held_name(params[static_cast<std::size_t>(held.param)], held.index)] = held.value;
  }
  return snapshot;
}

void Trainer::Impl::restore(const Snapshot& snapshot) {
  snapshot.state.check(model_.graph);
  const auto& params = executor_->plan().params;
  // All of it is looked at before any of it is taken.
  const auto check = [&](const char* prefix, const float* packed, bool squares) {
    if (!packed) return;
    for (const Plan::ParamPlace& param : params) {
      const auto fail = [&](const std::string& what) {
        throw Error(ErrorCode::shape_mismatch,
                    "snapshot: the optimizer's '" + std::string(prefix) + param.name + "' " + what);
      };
      const auto found = snapshot.optimizer.find(prefix + param.name);
      if (found == snapshot.optimizer.end() ||
          static_cast<std::int64_t>(found->second.size()) != param.shape.elements()) {
        fail("is missing or of another size; was it made with another optimizer?");
      }
      if (!all_finite(found->second)) fail("is not finite");
      if (squares && std::ranges::any_of(found->second, [](float v) { return v < 0; })) {
        fail("is below zero, which a mean of squares cannot be");
      }
    }
  };
  check(kVelocity, updater_->velocity(), false);
  check(kSecondMoment, updater_->second_moment(), true);
  const auto moments = [&](const char* prefix, float* packed) {
    if (!packed) return;
    for (std::size_t p = 0; p < params.size(); ++p) {
      executor_->pack(static_cast<int>(p), snapshot.optimizer.at(prefix + params[p].name), packed);
    }
  };
  const auto batch_size = snapshot.batch_size == 0 ? std::min(recipe_.batch, train_.size())
                                                   : static_cast<std::int64_t>(snapshot.batch_size);
  if (batch_size < 1 || batch_size > train_.size() ||
      snapshot.batch > static_cast<std::uint64_t>(train_.size() / batch_size + 1) ||
      snapshot.edits > journal_.size()) {
    throw Error(ErrorCode::shape_mismatch,
                "snapshot: its place in the data does not fit; was it made with other data?");
  }
  std::vector<Held> held;
  for (const auto& [name, value] : snapshot.held) {
    const std::size_t bracket = name.find('[');
    const int param = executor_->find_param(name.substr(0, bracket));
    const Plan::ParamPlace& place = params[static_cast<std::size_t>(param)];
    const std::int64_t index = held_index(place, std::string_view(name).substr(bracket));
    if (index >= 0) held.push_back({param, index, value});
  }
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
  epoch_correct_ = static_cast<std::int64_t>(snapshot.epoch_correct);
  epoch_seen_ = static_cast<std::int64_t>(snapshot.batch) * batch_size;
  epoch_seconds_ = 0;
  rate_factor_ = snapshot.rate_factor;
  epoch_open_ = false;
  stopped_early_ = false;
  while (!reports_.empty() && reports_.back().epoch > epoch_) reports_.pop_back();
}

// Called when a cost or a parameter stopped being finite. Goes through the epoch once more, step
// by step, to the last good parameters, and there looks into every layer.
void Trainer::Impl::diverged() {
  const std::uint64_t seen_at = step_;
  // Edits are in the journal; the steps come out bit for bit as before.
  const Snapshot start = epoch_start_;
  restore(start);
  loader_->start_epoch(epoch_);
  epoch_open_ = true;
  State good = start.state;
  for (;;) {
    apply_edits(false);
    executor_->store(good);
    const std::int64_t done = static_cast<std::int64_t>(batch_) * batch_size_;
    const std::int64_t rows = std::min(batch_size_, train_.size() - done);
    const LoaderSource source(*loader_, done);
    const double rate = learning_rate();
    updater_->begin_step(rate, step_ + 1);
    executor_->run({.rows_from = &source,
                    .rows = rows,
                    .seed = recipe_.seed,
                    .step = step_,
                    .learn = true,
                    .updater = updater_.get()});
    const bool fine = std::isfinite(executor_->cost_sum()) && executor_->parameters_finite();
    if (!fine || step_ >= seen_at) {
      executor_->load(good);
      model_.state = good;
      const std::string where = locate(*executor_, source, rows);
      char rate_text[32];
      std::snprintf(rate_text, sizeof rate_text, "%g", rate);
      throw Error(ErrorCode::diverged,
                  "training diverged at step " + std::to_string(step_ + 1) + " (epoch " +
                      std::to_string(epoch_ + 1) + "): " + where +
                      ". The parameters from before that step are kept; a smaller learning rate "
                      "(it was " +
                      rate_text + ") or gradient clipping may help");
    }
    for (const Held& held : held_) executor_->set(held.param, held.index, held.value);
    ++batch_;
    ++step_;
  }
}

// Where NaN or infinity comes first when the parameters in model_ meet this batch.
std::string Trainer::Impl::locate(const Executor& run, const LoaderSource& rows,
                                  std::int64_t count) {
  PlanOptions options{.batch = run.plan().batch,
                      .cost = recipe_.cost,
                      .watch = {},
                      .fuse = false,
                      .outputs = false};
  std::vector<std::string> names;
  for (const Node& node : model_.graph.nodes()) {
    if (node.op && model_.graph.find(node.name) == model_.graph.output() &&
        recipe_.cost != Cost::squared) {
      continue;
    }
    names.push_back(node.name);
    options.watch.insert(node.name);
  }
  Executor look(engine_, model_.graph, options);
  look.load(model_.state);
  look.run({.rows_from = &rows, .rows = count, .seed = recipe_.seed, .step = step_, .learn = true});
  for (const std::string& name : names) {
    const int slot = look.plan().watched.at(name);
    for (std::int64_t r = 0; r < count; ++r) {
      if (!all_finite(look.row(slot, r))) {
        return "NaN or infinity first appeared in layer '" + name + "'";
      }
    }
  }
  State after;  // the numbers that layers keep for themselves, a batch norm's variance
  look.store(after);
  for (const Plan::ParamPlace& param : look.plan().params) {
    if (!all_finite(after[param.name].values)) {
      return "NaN or infinity first appeared in '" + param.name + "'";
    }
  }
  if (!std::isfinite(look.cost_sum())) return "the cost of the outputs is NaN or infinite";
  State gradients;
  look.store_gradients(gradients);
  for (auto param = look.plan().params.rbegin(); param != look.plan().params.rend(); ++param) {
    if (!all_finite(gradients[param->name].values)) {
      return "NaN or infinity first appeared in the gradient of '" + param->name + "'";
    }
  }
  return "the step itself made a parameter NaN or infinite";
}

Snapshot Trainer::snapshot() const { return impl_->snapshot(); }
void Trainer::restore(const Snapshot& snapshot) { impl_->restore(snapshot); }

}  // namespace glia
