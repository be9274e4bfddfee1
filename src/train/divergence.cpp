// The search, by replay, for the step and the layer where a training went wrong.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "glia/error.h"
#include "train/trainer_impl.h"

namespace glia {
namespace {

bool all_finite(std::span<const float> values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

}  // namespace

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
    const LoaderSource source(*loader_, done, model_.graph);
    const double rate = learning_rate();
    updater_->begin_step(rate, step_ + 1);
    executor_->run({.rows_from = &source,
                    .rows = rows,
                    .seed = recipe_.seed,
                    .step = step_,
                    .learn = true,
                    .updater = updater_.get(),
                    .ranks = ranks_.get()});
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
                      rate_text + ") or gradient clipping may help",
                  {"diverged",
                   {{"step", std::to_string(step_ + 1)},
                    {"epoch", std::to_string(epoch_ + 1)},
                    {"rate", rate_text}}});
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
                      .cost_parameters = recipe_.cost_parameters,
                      .watch = {},
                      .fuse = false,
                      .outputs = false};
  std::vector<std::string> names;
  for (const Node& node : model_.graph.nodes()) {
    if (node.op && model_.graph.find(node.name) == model_.graph.output() &&
        !activation_in(recipe_.cost).empty()) {
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

}  // namespace glia
