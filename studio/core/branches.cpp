// A timeline's past: Snapshots within their budget, replay between them, and branches.
#include <algorithm>

#include "core/plane/points.h"
#include "core/timeline.h"
#include "glia/error.h"

namespace glia::studio {
namespace {

// What a person asked for, where an edit of it waits.
void count_in(Settings& settings, const Edit& edit) {
  if (edit.kind == Edit::Kind::learning_rate) settings.recipe.schedule.rate = edit.value;
  if (edit.kind == Edit::Kind::batch) settings.recipe.batch = static_cast<std::int64_t>(edit.value);
}

std::string_view name_of(Edit::Kind kind) { return kEditKinds[static_cast<std::size_t>(kind)]; }

}  // namespace

std::size_t bytes_of(const Snapshot& snapshot) noexcept {
  std::size_t bytes = sizeof(Snapshot);
  for (const auto& [name, tensor] : snapshot.state.tensors()) {
    bytes += name.size() + tensor.values.size() * sizeof(float) + sizeof(Tensor);
  }
  for (const auto& [name, values] : snapshot.optimizer) {
    bytes += name.size() + values.size() * sizeof(float);
  }
  for (const auto& [name, value] : snapshot.held) bytes += name.size() + 64;
  return bytes;
}

std::size_t Timeline::bytes_of_era(const Era& era) noexcept {
  return bytes_of(*era.start) + era.task->bytes();
}

const Timeline::Branch& Timeline::branch(int id) const {
  for (const Branch& branch : branches_) {
    if (branch.id == id) return branch;
  }
  throw Error(ErrorCode::not_found, "there is no branch " + std::to_string(id));
}

std::uint64_t Timeline::last_step(const Branch& branch) const noexcept {
  return branch.id == branches_[live_].id ? trainer_->step() : branch.end->step;
}

std::uint64_t Timeline::first_step(const Branch& branch) const noexcept {
  const Branch* oldest = &branch;
  while (oldest->parent >= 0 && oldest->eras.front().first == oldest->forked_at) {
    const Branch& parent = this->branch(oldest->parent);
    if (parent.eras.front().first > oldest->forked_at) break;
    oldest = &parent;
  }
  return oldest->eras.front().first;
}

const Journal& Timeline::journal_of(const Branch& branch, std::size_t era) const {
  const bool live = branch.id == branches_[live_].id && era + 1 == branch.eras.size();
  return live ? trainer_->journal() : branch.eras[era].journal;
}

std::size_t Timeline::era_at(const Branch& branch, std::uint64_t step) const {
  std::size_t era = branch.eras.size() - 1;
  while (era > 0 && branch.eras[era].first > step) --era;
  return era;
}

// The branch that was at `step` on the way to `branch`: itself or one it was forked from.
const Timeline::Branch& Timeline::holder(int id, std::uint64_t step) const {
  const Branch* branch = &this->branch(id);
  const auto fail = [&](const Branch& on) {
    throw Error(ErrorCode::invalid_argument,
                "time: expected a step from " + std::to_string(first_step(on)) + " to " +
                    std::to_string(last_step(on)) + ", got " + std::to_string(step));
  };
  if (step > last_step(*branch)) fail(*branch);
  while (step < branch->eras.front().first) {
    if (branch->parent < 0 || branch->eras.front().first != branch->forked_at) {
      fail(this->branch(id));
    }
    branch = &this->branch(branch->parent);
  }
  return *branch;
}

std::shared_ptr<const Snapshot> Timeline::nearest_before(const Branch& branch,
                                                         std::uint64_t step) const {
  const Era& era = branch.eras[era_at(branch, step)];
  const auto next = branch.kept.upper_bound(step);
  if (next != branch.kept.begin() && std::prev(next)->first >= era.first) {
    return std::prev(next)->second;
  }
  return era.start;
}

// A trainer of that era, at `step` or on the way there.
Trainer& Timeline::replayer_for(const Branch& branch, std::uint64_t step) {
  const std::size_t index = era_at(branch, step);
  const Era& era = branch.eras[index];
  const auto nearest = nearest_before(branch, step);
  const Journal& journal = journal_of(branch, index);
  if (replayer_.branch != branch.id || replayer_.start != era.start.get() ||
      replayer_.entries != journal.size()) {
    replayer_ = {};
    replayer_.trainer =
        trainer_at(*era.task, era.settings, training_data_of(era.settings, era.task->data->train),
                   *nearest, journal);
    replayer_.branch = branch.id;
    replayer_.start = era.start.get();
    replayer_.entries = journal.size();
  } else if (replayer_.trainer->step() > step || replayer_.trainer->step() < nearest->step) {
    replayer_.trainer->restore(*nearest);
  }
  return *replayer_.trainer;
}

Snapshot Timeline::exactly_at(const Branch& branch, std::uint64_t step) {
  const bool live = branch.id == branches_[live_].id;
  if (step == last_step(branch)) return live ? trainer_->snapshot() : *branch.end;
  const auto nearest = nearest_before(branch, step);
  if (nearest->step == step) return *nearest;
  Trainer& trainer = replayer_for(branch, step);
  if (trainer.step() < step) trainer.run(Trainer::Budget::of_steps(step - trainer.step()));
  return trainer.snapshot();
}

bool Timeline::approach(int id, std::uint64_t step, double seconds) {
  const Branch& branch = holder(id, step);
  if (step == last_step(branch) || nearest_before(branch, step)->step == step) return true;
  Trainer& trainer = replayer_for(branch, step);
  if (trainer.step() < step) {
    trainer.run({.steps = step - trainer.step(), .seconds = seconds});
  }
  return trainer.step() == step;
}

Timeline::Moment Timeline::at(int id, std::uint64_t step, bool exact) {
  const Branch& branch = holder(id, step);
  Moment moment;
  const auto keep = [&](const Snapshot& found) {
    const Era& era = branch.eras[era_at(branch, found.step)];
    moment.step = found.step;
    moment.exact = found.step == step;
    moment.model = model_of(*era.task, era.settings, found.state);
    moment.task = era.task;
    return moment;
  };
  if (exact) return keep(exactly_at(branch, step));
  // The nearest of what is kept, on either side.
  const Snapshot* best = branch.eras[era_at(branch, step)].start.get();
  const auto distance = [&](const Snapshot& s) {
    return s.step > step ? s.step - step : step - s.step;
  };
  const auto next = branch.kept.lower_bound(step);
  for (auto it : {next, next == branch.kept.begin() ? next : std::prev(next)}) {
    if (it != branch.kept.end() && distance(*it->second) < distance(*best)) {
      best = it->second.get();
    }
  }
  if (branch.end && distance(*branch.end) < distance(*best)) best = branch.end.get();
  return keep(*best);
}

void Timeline::keep_snapshot() {
  Branch& branch = branches_[live_];
  const std::uint64_t last =
      std::max(branch.eras.back().first, branch.kept.empty() ? 0 : branch.kept.rbegin()->first);
  const auto now = std::chrono::steady_clock::now();
  if (trainer_->step() < last + branch.spacing ||
      now - kept_at_ < std::chrono::duration<double>(limits_.keep_every)) {
    return;
  }
  kept_at_ = now;
  auto snapshot = std::make_shared<const Snapshot>(trainer_->snapshot());
  bytes_ += bytes_of(*snapshot);
  branch.kept[snapshot->step] = std::move(snapshot);
  thin();
}

// Drops every second Snapshot of the branch that has most of them, until the budget holds.
void Timeline::thin() {
  while (bytes_ > limits_.bytes) {
    Branch* most = &branches_.front();
    for (Branch& branch : branches_) {
      if (branch.kept.size() > most->kept.size()) most = &branch;
    }
    if (most->kept.empty()) return;
    bool drop = true;
    for (auto it = most->kept.begin(); it != most->kept.end(); drop = !drop) {
      if (drop) bytes_ -= bytes_of(*it->second);
      it = drop ? most->kept.erase(it) : std::next(it);
    }
    if (most->kept.size() > 1) {
      const std::uint64_t range = most->kept.rbegin()->first - most->kept.begin()->first;
      most->spacing = std::max(most->spacing, range / (most->kept.size() - 1));
    }
  }
}

// What is later than `after` did not happen.
void Timeline::forget(Branch& branch, std::uint64_t after) {
  while (!branch.kept.empty() && branch.kept.rbegin()->first > after) {
    bytes_ -= bytes_of(*branch.kept.rbegin()->second);
    branch.kept.erase(std::prev(branch.kept.end()));
  }
  std::erase_if(branch.curve, [&](const CurvePoint& point) { return point.step > after; });
  replayer_ = {};
}

std::size_t Timeline::essential_bytes() const noexcept {
  std::size_t bytes = 0;
  for (const Branch& branch : branches_) {
    for (const Era& era : branch.eras) bytes += bytes_of_era(era);
    if (branch.end) bytes += bytes_of(*branch.end);
  }
  return bytes;
}

std::size_t Timeline::snapshots() const noexcept {
  std::size_t count = 0;
  for (const Branch& branch : branches_) count += branch.kept.size() + branch.eras.size();
  return count;
}

// What a person had set at that moment of an era.
Settings Timeline::settings_at(const Era& era, const Journal& journal,
                               const Snapshot& snapshot) const {
  Settings settings = era.settings;
  settings.recipe.schedule.rate = snapshot.rate_factor;
  for (std::size_t i = 0; i < snapshot.edits && i < journal.size(); ++i) {
    if (journal[i].edit.kind == Edit::Kind::batch) {
      settings.recipe.batch = static_cast<std::int64_t>(journal[i].edit.value);
    }
  }
  return settings;
}

// Puts the live training away, so that another can be.
void Timeline::leave() {
  Branch& branch = branches_[live_];
  branch.end = std::make_shared<const Snapshot>(trainer_->snapshot());
  bytes_ += bytes_of(*branch.end);
  branch.eras.back().journal = trainer_->journal();
  branch.waiting = std::move(waiting_);
  waiting_.clear();
}

int Timeline::fork(int from, std::uint64_t step, const std::string& name) {
  if (branches_.size() >= limits_.branches) {
    throw Error(ErrorCode::unsupported, "fork: there are " + std::to_string(branches_.size()) +
                                            " branches already; begin anew with reset");
  }
  const std::size_t more = 2 * bytes_of_era(branch().eras.back());
  if (essential_bytes() + more > limits_.bytes) {
    throw Error(ErrorCode::unsupported,
                "fork: another branch of this network needs more memory than there is; begin anew "
                "with reset, or with smaller layers");
  }
  const Branch& parent = holder(from, step);
  const std::size_t index = era_at(parent, step);
  const bool here = parent.id == branches_[live_].id && step == trainer_->step();
  Snapshot start = exactly_at(parent, step);
  const Settings settings =
      here ? settings_ : settings_at(parent.eras[index], journal_of(parent, index), start);
  TaskPtr task = parent.eras[index].task;
  TrainingData data = training_data_of(settings, task->data->train);
  start.edits = 0;
  const Journal journal = batch_edit(start, settings, data);
  auto trainer = trainer_at(*task, settings, data, start, journal);
  Waiting waiting = here ? waiting_ : Waiting{};

  Branch branch;
  branch.id = next_branch_++;
  branch.name = name.empty() ? std::to_string(branches_.size() + 1) : name;
  branch.parent = parent.id;
  branch.forked_at = step;
  branch.taught = parent.taught;
  branch.eras.push_back(
      {step, std::make_shared<const Snapshot>(std::move(start)), task, settings, "", {}, {}});
  bytes_ += bytes_of_era(branch.eras.back());
  leave();
  branches_.push_back(std::move(branch));
  live_ = branches_.size() - 1;
  waiting_ = std::move(waiting);
  go_on_with(settings, std::move(task), std::move(data), std::move(trainer));
  thin();
  return branches_[live_].id;
}

void Timeline::go_to(int id) {
  const auto index = static_cast<std::size_t>(&branch(id) - branches_.data());
  if (index == live_) return;
  const Branch& there = branches_[index];
  const Era& era = there.eras.back();
  Settings settings = settings_at(era, era.journal, *there.end);
  for (const auto& [key, waiting] : there.waiting) count_in(settings, waiting.second);
  TaskPtr task = era.task;
  TrainingData data = training_data_of(settings, task->data->train);
  auto trainer = trainer_at(*task, settings, data, *there.end, era.journal);
  leave();
  Branch& branch = branches_[index];
  live_ = index;
  waiting_ = std::move(branch.waiting);
  branch.waiting.clear();
  branch.eras.back().journal.clear();
  bytes_ -= bytes_of(*branch.end);
  branch.end.reset();
  go_on_with(settings, std::move(task), std::move(data), std::move(trainer));
}

Timeline::Path Timeline::path_to(int id, std::uint64_t step) const {
  return path(holder(id, step), {step, {}}, false);
}

Timeline::Path Timeline::path(const Branch& branch, const Standing& end, bool present) const {
  std::vector<std::pair<const Branch*, std::uint64_t>> line{{&branch, end.step}};  // and until when
  while (line.back().first->parent >= 0) {
    const Branch& child = *line.back().first;
    line.emplace_back(&this->branch(child.parent), child.forked_at);
  }
  Path path{{}, end};
  for (auto it = line.rbegin(); it != line.rend(); ++it) {
    const auto& [there, until] = *it;
    if (there->forgetful) {
      throw Error(ErrorCode::unsupported,
                  "link: this training began too long ago for its beginning to be known; save the "
                  "model and send the file",
                  {"link_forgotten"});
    }
    for (std::size_t i = 0; i < there->eras.size() && there->eras[i].first <= until; ++i) {
      const Era& era = there->eras[i];
      if (era.why == kTaught) path.eras.pop_back();  // the fork that it belongs to
      Era copy = era;
      copy.journal.clear();
      const bool last = i + 1 == there->eras.size() || there->eras[i + 1].first > until;
      const std::uint64_t over = last ? until : there->eras[i + 1].first;
      for (const JournalEntry& entry : journal_of(*there, i)) {
        if (entry.step < over) copy.journal.push_back(entry);
      }
      path.eras.push_back(std::move(copy));
    }
  }
  if (present) {  // what could not be learnt from after it, because that failed
    std::vector<Edit> waiting;
    for (const JournalEntry& entry : trainer_->journal()) {
      if (entry.step >= end.step) waiting.push_back(entry.edit);
    }
    path.end.waiting.insert(path.end.waiting.begin(), waiting.begin(), waiting.end());
  }
  if (path.eras.front().origin.file) {
    throw Error(ErrorCode::unsupported,
                "link: this network came out of a file; save the model and send the file",
                {"link_file"});
  }
  return path;
}

void Timeline::follow(const Era& next, const State* state) {
  if (next.why == kTaught) fork(branch().id, step(), "");
  open_era(next.settings, next.task, beginning_of(next.settings, *next.task, state, next.origin),
           next.why);
  if (next.why == kTaught) branches_[live_].taught = true;
  replay(next.journal);
}

void Timeline::replay(const Journal& journal) {
  if (journal.empty()) return;
  trainer_ = trainer_at(*task_, settings_, training_data_, *branch().eras.back().start, journal);
}

void Timeline::arrive(const std::vector<Edit>& waiting) {
  settings_ = settings_at(branch().eras.back(), trainer_->journal(), trainer_->snapshot());
  const auto samples = static_cast<double>(training_data_.train.size());
  for (Edit each : waiting) {
    if (each.kind == Edit::Kind::batch) each.value = std::min(each.value, samples);
    edit(each);
    count_in(settings_, each);
  }
  model_is_old_ = true;
}

void Timeline::take_over(Timeline&& other) noexcept {
  const Limits limits = limits_;
  const int numbers = next_branch_;
  *this = std::move(other);
  limits_ = limits;
  next_branch_ += numbers;
  for (Branch& branch : branches_) {
    branch.id += numbers;
    if (branch.parent >= 0) branch.parent += numbers;
  }
  replayer_ = {};
}

Json Timeline::journal(int id) const {
  const Branch& branch = this->branch(id);
  Json entries = Json::array();
  if (branch.parent >= 0) {
    for (Json& entry : journal(branch.parent)) {
      if (entry["step"].get<std::uint64_t>() < branch.forked_at)
        entries.push_back(std::move(entry));
    }
    entries.push_back({{"step", branch.forked_at}, {"kind", "fork"}, {"name", branch.name}});
  }
  const auto add = [&](std::uint64_t step, const Edit& edit) {
    Json entry{{"step", step}, {"kind", name_of(edit.kind)}, {"value", edit.value}};
    if (!edit.parameter.empty()) {
      entry["parameter"] = edit.parameter;
      entry["index"] = edit.index;
    }
    entries.push_back(std::move(entry));
  };
  for (std::size_t era = 0; era < branch.eras.size(); ++era) {
    const Era& e = branch.eras[era];
    const bool other_points = era > 0 ? e.task != branch.eras[era - 1].task : branch.parent < 0;
    if (e.task->points && other_points) {
      entries.push_back(
          {{"step", e.first}, {"kind", "points"}, {"points", to_json(*e.task->points)}});
    }
    if (e.why.empty()) {
      entries.push_back({{"step", e.first}, {"kind", "recipe"}, {"recipe", to_json(e.settings)}});
    } else {
      entries.push_back({{"step", e.first}, {"kind", "jump"}, {"why", e.why}});
    }
    for (const JournalEntry& entry : journal_of(branch, era)) add(entry.step, entry.edit);
  }
  const Waiting& waiting = branch.id == branches_[live_].id ? waiting_ : branch.waiting;
  for (const auto& [key, edit] : waiting) add(last_step(branch), edit.second);
  return entries;
}

}  // namespace glia::studio
