#include "core/timeline.h"

#include <algorithm>
#include <cmath>

#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::size_t kQueue = 1024;          // edits that a Trainer takes at once
constexpr std::size_t kMostReports = 50'000;  // of epochs, before a Trainer is made anew

}  // namespace

std::string data_name(const DataSplit& data) {
  const std::string& name = data.train.name();
  return name.ends_with(" train") ? name.substr(0, name.size() - 6) : name;
}

Timeline::Timeline(Engine& engine, const DataSplit& data, const Settings& settings,
                   const Limits& limits)
    : engine_(engine), data_(data), limits_(limits), classes_(data.classes) {
  for (int c = static_cast<int>(classes_.size()); c < data.train.classes(); ++c) {
    classes_.push_back(std::to_string(c));
  }
  begin(settings);
}

Model Timeline::model_of(const Settings& settings, const State& state, For use) const {
  Settings seen = settings;
  if (use == For::looking) seen.dropout = 0;  // the same parameters, the same answers
  Model model;
  model.graph = graph_of(seen, data_.train.shape(), data_.train.classes());
  model.state = state;
  model.cost = settings.recipe.cost;
  model.classes = classes_;
  model.history["data"] = data_name(data_);
  model.history["recipe"] = text_of(to_json(settings));
  return model;
}

void Timeline::begin(const Settings& settings) {
  Model model = model_of(settings, {});
  model.state = State(model.graph, settings.recipe.seed);
  begin(settings, model);
}

void Timeline::begin(const Settings& settings, const Model& model) {
  TrainingData data = training_data_of(settings, data_.train);
  auto trainer = std::make_unique<Trainer>(engine_, model_of(settings, model.state, For::learning),
                                           data.train, recipe_of(settings));
  Snapshot start = begin_at_rate(*trainer, settings);
  // Nothing throws from here on.
  model_.state = model.state;
  go_on_with(settings, std::move(data), std::move(trainer));
  branches_.clear();
  waiting_.clear();
  replayer_ = {};
  live_ = 0;
  Branch branch;
  branch.id = next_branch_++;
  branch.name = "1";
  branch.eras.push_back({0, std::make_shared<const Snapshot>(std::move(start)), settings_, {}});
  bytes_ = bytes_of(*branch.eras.back().start);
  branches_.push_back(std::move(branch));
}

std::unique_ptr<Trainer> Timeline::trainer_at(const Settings& settings, const TrainingData& data,
                                              const Snapshot& snapshot,
                                              const Journal& journal) const {
  auto trainer = std::make_unique<Trainer>(
      engine_, model_of(settings, snapshot.state, For::learning), data.train, recipe_of(settings));
  if (!journal.empty()) trainer->replay(journal);
  trainer->restore(snapshot);
  return trainer;
}

void Timeline::change(const Settings& settings) {
  switch (between(settings_, settings)) {
    case Change::nothing:
      return;
    case Change::network:
      begin(settings);
      return;
    case Change::edit: {
      const Settings before = settings_;
      if (settings.recipe.schedule.rate != before.recipe.schedule.rate)
        edit({Edit::Kind::learning_rate, "", 0, settings.recipe.schedule.rate});
      if (settings.recipe.batch != before.recipe.batch) {
        const std::int64_t most = training_data_.train.size();
        edit(
            {Edit::Kind::batch, "", 0, static_cast<double>(std::min(settings.recipe.batch, most))});
      }
      settings_ = settings;
      return;
    }
    case Change::era:
      open_era(settings, nullptr);
      return;
  }
}

// A training that goes on from `start` takes batches as the settings say: at once between two
// epochs, else by an edit, which counts from the next one on.
Journal Timeline::batch_edit(Snapshot& start, const Settings& settings, const TrainingData& data) {
  const std::int64_t wanted = std::min(settings.recipe.batch, data.train.size());
  if (start.batch == 0) start.batch_size = static_cast<std::uint64_t>(wanted);
  if (start.batch_size == static_cast<std::uint64_t>(wanted)) return {};
  return {{start.step, 0, {Edit::Kind::batch, "", 0, static_cast<double>(wanted)}}};
}

void Timeline::jump_to(const State& state) { open_era(settings_, &state); }

// Goes on from here under `settings`, with the parameters of `state` if one is given.
void Timeline::open_era(const Settings& settings, const State* state) {
  Snapshot start = trainer_->snapshot();
  start.edits = 0;
  if (state) start.state = *state;
  start.rate_factor = settings.recipe.schedule.rate;
  TrainingData data = training_data_of(settings, data_.train);
  if (data.train.size() != training_data_.train.size() ||
      settings.shuffle_labels != settings_.shuffle_labels) {
    start.batch = 0;  // other data begin at their beginning
    start.epoch_cost = 0;
    start.epoch_correct = 0;
  }
  const Journal journal = batch_edit(start, settings, data);
  if (settings.recipe.optimizer.method != settings_.recipe.optimizer.method) {
    const Trainer fresh(engine_, model_of(settings, start.state, For::learning), data.train,
                        recipe_of(settings));
    start.optimizer = fresh.snapshot().optimizer;
  }
  auto trainer = trainer_at(settings, data, start, journal);

  Branch& branch = branches_[live_];
  if (branch.eras.back().first == start.step && branch.eras.size() > 1) {
    bytes_ -= bytes_of(*branch.eras.back().start);  // an era in which nothing was learnt
    branch.eras.pop_back();
  } else {
    branch.eras.back().journal = trainer_->journal();
  }
  bytes_ += bytes_of(start);
  const std::uint64_t first = start.step;
  if (const auto found = branch.kept.find(first); found != branch.kept.end()) {
    bytes_ -= bytes_of(*found->second);  // it belongs to the era before
    branch.kept.erase(found);
  }
  branch.eras.push_back({first, std::make_shared<const Snapshot>(std::move(start)), settings, {}});
  while (branch.eras.size() > limits_.eras ||
         (branch.eras.size() > 2 && essential_bytes() > limits_.bytes)) {
    bytes_ -= bytes_of(*branch.eras.front().start);
    branch.eras.erase(branch.eras.begin());
    while (!branch.kept.empty() && branch.kept.begin()->first < branch.eras.front().first) {
      bytes_ -= bytes_of(*branch.kept.begin()->second);
      branch.kept.erase(branch.kept.begin());
    }
  }
  go_on_with(settings, std::move(data), std::move(trainer));
  std::erase_if(waiting_, [](const auto& w) {
    return w.second.second.kind == Edit::Kind::learning_rate ||
           w.second.second.kind == Edit::Kind::batch;
  });
  thin();
}

// The live training is this one.
void Timeline::go_on_with(const Settings& settings, TrainingData data,
                          std::unique_ptr<Trainer> trainer) {
  settings_ = settings;
  training_data_ = std::move(data);
  trainer_ = std::move(trainer);
  model_ = model_of(settings_, model_.state);
  model_is_old_ = true;
}

void Timeline::edit(const Edit& edit) {
  const bool of_parameter =
      edit.kind != Edit::Kind::learning_rate && edit.kind != Edit::Kind::batch;
  if (of_parameter) {
    const Tensor& tensor = model_.state[edit.parameter];  // throws with the nearest name
    if (edit.index < 0 || edit.index >= tensor.shape.elements()) {
      throw Error(ErrorCode::invalid_argument, "edit: '" + edit.parameter +
                                                   "': expected an index from 0 to " +
                                                   std::to_string(tensor.shape.elements() - 1) +
                                                   ", got " + std::to_string(edit.index));
    }
    if (!std::isfinite(static_cast<float>(edit.value))) {
      throw Error(ErrorCode::invalid_argument, "edit: the value does not fit a 32-bit float");
    }
  }
  if (entries() >= limits_.entries) {
    throw Error(ErrorCode::unsupported, "edit: the journal has " + std::to_string(entries()) +
                                            " entries and is full; begin anew with reset");
  }
  // The last of a kind is what counts: nothing has been learnt in between.
  waiting_[{edit.parameter, edit.index, edit.kind}] = {order_++, edit};
  model_is_old_ = true;
}

std::size_t Timeline::entries() const noexcept {
  std::size_t count = waiting_.size() + trainer_->journal().size();
  for (const Branch& branch : branches_) {
    count += branch.waiting.size();
    for (const Era& era : branch.eras) count += era.journal.size();
  }
  return count;
}

std::uint64_t Timeline::edits() const noexcept {
  std::uint64_t count = waiting_.size() + trainer_->journal().size();
  for (const Era& era : branch().eras) count += era.journal.size();
  return count;
}

// Hands the edits that wait to the trainer, which takes them before its next step.
void Timeline::flush() {
  if (waiting_.empty()) return;
  std::vector<std::pair<std::uint64_t, Edit>> edits;
  for (auto& [key, edit] : waiting_) edits.push_back(std::move(edit));
  waiting_.clear();
  std::ranges::sort(edits, {}, [](const auto& e) { return e.first; });
  if (edits.size() <= kQueue) {
    for (const auto& [order, edit] : edits) trainer_->submit(edit);
    return;
  }
  Journal journal = trainer_->journal();
  const Snapshot here = trainer_->snapshot();
  for (const auto& [order, edit] : edits) {
    journal.push_back({here.step, static_cast<std::uint64_t>(journal.size()), edit});
  }
  trainer_ = trainer_at(settings_, training_data_, here, journal);
}

void Timeline::run(Trainer::Budget budget) {
  flush();
  model_is_old_ = true;
  try {
    trainer_->run(budget);
  } catch (...) {
    forget(branches_[live_], trainer_->step());
    throw;
  }
  keep_snapshot();
  if (trainer_->reports().size() > kMostReports) {
    trainer_ =
        trainer_at(settings_, training_data_, trainer_->snapshot(), Journal(trainer_->journal()));
  }
}

const Model& Timeline::live() {
  if (model_is_old_) {
    model_.state = trainer_->model().state;
    std::vector<const std::pair<std::uint64_t, Edit>*> edits;
    for (const auto& [key, edit] : waiting_) edits.push_back(&edit);
    std::ranges::sort(edits, {}, [](const auto* e) { return e->first; });
    for (const auto* waiting : edits) {
      const Edit& edit = waiting->second;
      if (edit.kind == Edit::Kind::set || edit.kind == Edit::Kind::hold) {
        model_.state[edit.parameter].values[static_cast<std::size_t>(edit.index)] =
            static_cast<float>(edit.value);
      }
    }
    model_is_old_ = false;
  }
  return model_;
}

std::uint64_t Timeline::steps_an_epoch() const {
  const auto batch =
      static_cast<std::uint64_t>(std::min(settings_.recipe.batch, training_data_.train.size()));
  return (static_cast<std::uint64_t>(training_data_.train.size()) + batch - 1) / batch;
}

std::uint64_t Timeline::steps_left_in_epoch() const {
  const EpochSoFar here = trainer_->epoch_so_far();
  return here.steps == 0 ? steps_an_epoch() : here.steps_left;  // an open epoch's own batch counts
}

double Timeline::epochs_done() const {
  const Progress p = trainer_->progress();
  return static_cast<double>(p.epoch) - 1 + p.epoch_fraction;
}

void Timeline::add_point(const CurvePoint& point) {
  std::vector<CurvePoint>& curve = branches_[live_].curve;
  if (!curve.empty() && curve.back().step == point.step) curve.pop_back();
  curve.push_back(point);
  if (curve.size() <= limits_.curve_points) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < curve.size(); i += 2) curve[kept++] = curve[i];
  curve.resize(kept);
}

}  // namespace glia::studio
