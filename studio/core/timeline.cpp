#include "core/timeline.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/in_words.h"
#include "core/plane/points.h"
#include "core/table/rows.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::size_t kQueue = 1024;          // edits that a Trainer takes at once
constexpr std::size_t kMostReports = 50'000;  // of epochs, before a Trainer is made anew

// Numbers that are set or held are so at once for whoever looks.
void impose(State& state, const Edit& edit) {
  if (edit.kind != Edit::Kind::set && edit.kind != Edit::Kind::hold) return;
  state[edit.parameter].values[static_cast<std::size_t>(edit.index)] =
      static_cast<float>(edit.value);
}

// The number that a Snapshot calls "hidden1.weight[3,400]".
float& number_at(State& state, const std::string& name) {
  const std::size_t bracket = name.find('[');
  Tensor& tensor = state[name.substr(0, bracket)];
  char* end = nullptr;
  auto index = std::strtoll(name.c_str() + bracket + 1, &end, 10);
  if (*end == ',') {
    index = index * (tensor.shape.elements() / tensor.shape[0]) + std::strtoll(end + 1, &end, 10);
  }
  return tensor.values[static_cast<std::size_t>(index)];
}

}  // namespace

Timeline::Timeline(Engine& engine, TaskPtr task, const Settings& settings, const Limits& limits)
    : engine_(&engine), limits_(limits) {
  begin(settings, std::move(task));
}

Model Timeline::model_of(const Task& task, const Settings& settings, const State& state, For use) {
  Settings seen = settings;
  if (use == For::looking) seen.dropout = 0;  // the same parameters, the same answers
  Model model;
  model.graph = graph_of(seen, task);
  model.state = state;
  model.cost = settings.recipe.cost;
  model.cost_parameters = settings.recipe.cost_parameters;
  if (task.outputs() > 1) model.classes = task.classes();  // a name for each output
  model.history["data"] = task.name();
  if (task.rows) model.form = task.rows->form;
  if (task.points) model.history["inputs"] = in_words(task.points->inputs);
  model.history["recipe"] = text_of(to_json(settings));
  return model;
}

void Timeline::begin(const Settings& settings, TaskPtr task) {
  Model model = model_of(*task, settings, {});
  model.state = State(model.graph, settings.recipe.seed);
  begin(settings, std::move(task), model, {});
}

void Timeline::begin(const Settings& settings, TaskPtr task, const Model& model,
                     const Origin& origin) {
  TrainingData data = training_data_of(settings, task->data->train);
  auto trainer =
      std::make_unique<Trainer>(*engine_, model_of(*task, settings, model.state, For::learning),
                                data.train, recipe_of(settings));
  Snapshot start = begin_at_rate(*trainer, settings);
  // Nothing throws from here on.
  model_.state = model.state;
  go_on_with(settings, std::move(task), std::move(data), std::move(trainer));
  branches_.clear();
  waiting_.clear();
  replayer_ = {};
  live_ = 0;
  Branch branch;
  branch.id = next_branch_++;
  branch.name = "1";
  branch.eras.push_back(
      {0, std::make_shared<const Snapshot>(std::move(start)), task_, settings_, "", {}, origin});
  bytes_ = bytes_of_era(branch.eras.back());
  branches_.push_back(std::move(branch));
}

std::unique_ptr<Trainer> Timeline::trainer_at(const Task& task, const Settings& settings,
                                              const TrainingData& data, const Snapshot& snapshot,
                                              const Journal& journal) const {
  auto trainer =
      std::make_unique<Trainer>(*engine_, model_of(task, settings, snapshot.state, For::learning),
                                data.train, recipe_of(settings));
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
      open_era(settings, task_, beginning_of(settings, *task_, nullptr, {}), "");
      return;
  }
}

void Timeline::change(TaskPtr task) {
  Beginning beginning = beginning_of(settings_, *task, nullptr, {.data_anew = task != task_});
  open_era(settings_, std::move(task), std::move(beginning), "");
}

// A training that goes on from `start` takes batches as the settings say: at once between two
// epochs, else by an edit, which counts from the next one on.
Journal Timeline::batch_edit(Snapshot& start, const Settings& settings, const TrainingData& data) {
  const std::int64_t wanted = std::min(settings.recipe.batch, data.train.size());
  if (start.batch == 0) start.batch_size = static_cast<std::uint64_t>(wanted);
  if (start.batch_size == static_cast<std::uint64_t>(wanted)) return {};
  return {{start.step, 0, {Edit::Kind::batch, "", 0, static_cast<double>(wanted)}}};
}

// Numbers that wait to be set are the past of those that come.
void Timeline::jump_to(const State& state, std::string_view why, const Origin& origin) {
  open_era(settings_, task_, beginning_of(settings_, *task_, &state, origin), why);
  if (why == kTaught) branches_[live_].taught = true;
  std::erase_if(waiting_, [](const auto& w) { return w.second.second.kind == Edit::Kind::set; });
  model_is_old_ = true;
}

// From here, with the parameters of `state` if one is given.
Timeline::Beginning Timeline::beginning_of(const Settings& settings, const Task& task,
                                           const State* state, const Origin& origin) const {
  Beginning beginning{
      trainer_->snapshot(), training_data_of(settings, task.data->train), {}, origin};
  Snapshot& start = beginning.start;
  const TrainingData& data = beginning.data;
  start.edits = 0;
  if (state) {
    start.state = *state;
    for (const auto& [name, value] : start.held) number_at(start.state, name) = value;
  }
  start.rate_factor = settings.recipe.schedule.rate;
  if (data.train.size() != training_data_.train.size() ||
      settings.shuffle_labels != settings_.shuffle_labels) {
    beginning.origin.data_anew = true;
  }
  if (beginning.origin.data_anew) {
    start.batch = 0;  // other data begin at their beginning
    start.epoch_cost = 0;
    start.epoch_correct = 0;
    start.epoch_weight.reset();
  }
  beginning.journal = batch_edit(start, settings, data);
  if (settings.recipe.optimizer.method != settings_.recipe.optimizer.method) {
    beginning.origin.optimizer_anew = true;
  }
  if (beginning.origin.optimizer_anew) {
    const Trainer fresh(*engine_, model_of(task, settings, start.state, For::learning), data.train,
                        recipe_of(settings));
    start.optimizer = fresh.snapshot().optimizer;
  }
  return beginning;
}

// Goes on from there with `task` under `settings`.
void Timeline::open_era(const Settings& settings, TaskPtr task, Beginning&& beginning,
                        std::string_view why) {
  auto& [start, data, journal, origin] = beginning;
  auto trainer = trainer_at(*task, settings, data, start, journal);

  Branch& branch = branches_[live_];
  if (branch.eras.back().first == start.step && branch.eras.size() > 1 && why.empty() &&
      branch.eras.back().why.empty()) {
    const Era& before = branch.eras.back();  // an era in which nothing was learnt
    origin.optimizer_anew |= before.origin.optimizer_anew;
    origin.data_anew |= before.origin.data_anew;
    bytes_ -= bytes_of_era(before);
    branch.eras.pop_back();
  } else {
    branch.eras.back().journal = trainer_->journal();
  }
  const std::uint64_t first = start.step;
  if (const auto found = branch.kept.find(first); found != branch.kept.end()) {
    bytes_ -= bytes_of(*found->second);  // it belongs to the era before
    branch.kept.erase(found);
  }
  branch.eras.push_back({first,
                         std::make_shared<const Snapshot>(std::move(start)),
                         task,
                         settings,
                         std::string(why),
                         {},
                         std::move(origin)});
  bytes_ += bytes_of_era(branch.eras.back());
  while (branch.eras.size() > limits_.eras ||
         (branch.eras.size() > 2 && essential_bytes() > limits_.bytes)) {
    bytes_ -= bytes_of_era(branch.eras.front());
    branch.eras.erase(branch.eras.begin());
    branch.forgetful = true;
    while (!branch.kept.empty() && branch.kept.begin()->first < branch.eras.front().first) {
      bytes_ -= bytes_of(*branch.kept.begin()->second);
      branch.kept.erase(branch.kept.begin());
    }
  }
  go_on_with(settings, std::move(task), std::move(data), std::move(trainer));
  std::erase_if(waiting_, [](const auto& w) {
    return w.second.second.kind == Edit::Kind::learning_rate ||
           w.second.second.kind == Edit::Kind::batch;
  });
  thin();
}

// The live training is this one.
void Timeline::go_on_with(const Settings& settings, TaskPtr task, TrainingData data,
                          std::unique_ptr<Trainer> trainer) {
  settings_ = settings;
  task_ = std::move(task);
  training_data_ = std::move(data);
  trainer_ = std::move(trainer);
  model_ = model_of(*task_, settings_, model_.state);
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

bool Timeline::untouched() const noexcept {
  const auto begun = [](const Era& era) {
    return era.journal.empty() && (era.why.empty() || era.why == kTaught);
  };
  return edits() == 0 && std::ranges::all_of(branches_, [&](const Branch& branch) {
           return last_step(branch) == 0 && branch.waiting.empty() &&
                  std::ranges::all_of(branch.eras, begun);
         });
}

std::uint64_t Timeline::edits() const noexcept {
  std::uint64_t count = waiting_.size() + trainer_->journal().size();
  for (const Era& era : branch().eras) count += era.journal.size();
  return count;
}

Standing Timeline::standing() const { return {trainer_->step(), in_order(waiting_)}; }

std::vector<Edit> Timeline::in_order(const Waiting& waiting) {
  std::vector<const std::pair<std::uint64_t, Edit>*> edits;
  for (const auto& [key, edit] : waiting) edits.push_back(&edit);
  std::ranges::sort(edits, {}, [](const auto* e) { return e->first; });
  std::vector<Edit> ordered;
  for (const auto* edit : edits) ordered.push_back(edit->second);
  return ordered;
}

// Hands the edits that wait to the trainer, which takes them before its next step.
void Timeline::flush() {
  if (waiting_.empty()) return;
  const std::vector<Edit> edits = in_order(waiting_);
  waiting_.clear();
  if (edits.size() <= kQueue) {
    for (const Edit& edit : edits) trainer_->submit(edit);
    return;
  }
  Journal journal = trainer_->journal();
  const Snapshot here = trainer_->snapshot();
  for (const Edit& edit : edits) {
    journal.push_back({here.step, static_cast<std::uint64_t>(journal.size()), edit});
  }
  trainer_ = trainer_at(*task_, settings_, training_data_, here, journal);
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
    trainer_ = trainer_at(*task_, settings_, training_data_, trainer_->snapshot(),
                          Journal(trainer_->journal()));
  }
}

const Model& Timeline::live() {
  if (model_is_old_) {
    model_.state = trainer_->model().state;
    for (const Edit& edit : standing().waiting) impose(model_.state, edit);
    model_is_old_ = false;
  }
  return model_;
}

Model Timeline::live_with(const std::vector<Edit>& waiting) const {
  Model model = model_;
  model.state = trainer_->model().state;
  for (const Edit& edit : waiting) impose(model.state, edit);
  return model;
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
