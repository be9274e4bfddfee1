#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/settings.h"
#include "core/task.h"
#include "glia/trainer.h"

namespace glia::studio {

// A point of the curves. What was not measured there is empty.
struct CurvePoint {
  std::uint64_t step = 0;
  double epoch = 0;                                // with its fraction
  std::optional<double> cost, accuracy;            // of what was learnt from since the last point
  std::optional<double> test_cost, test_accuracy;  // over the test set
};

std::size_t bytes_of(const Snapshot& snapshot) noexcept;

// By Edit::Kind.
constexpr std::array<std::string_view, 5> kEditKinds{"set", "hold", "release", "rate", "batch"};

// Why an era begins with other parameters than the one before ended with.
constexpr std::string_view kTaught = "taught";  // learnt elsewhere
constexpr std::string_view kNudge = "nudge";    // a step on one example
constexpr std::string_view kEarlyStopping = "early_stopping";

// A moment of the present: where it stands, and the edits that wait, in order.
struct Standing {
  std::uint64_t step = 0;
  std::vector<Edit> waiting = {};
};

// An example that a person chose, as the network sees it.
struct Example {
  std::vector<float> inputs;
  Label label = {};
};

// How an era's first Snapshot came about, apart from the end of the era before and what the era
// itself says.
struct Origin {
  bool file = false;                               // a beginning: somebody's parameters
  bool optimizer_anew = false, data_anew = false;  // its moments, and its place in the data
  Standing standing = {};  // a nudge: when it came; early stopping: whose parameters are back
  Example example = {};    // a nudge: what it follows
};

// A training with its past: any step of any branch can be shown again, bit for bit.
//
// A branch is a chain of eras. An era is what one Trainer did: a first Snapshot, a task and
// settings that a Trainer cannot change, and a journal of what it can. Between its Snapshots, which
// are kept within a budget of bytes, an era is replayed. When the budget is spent, every second
// Snapshot is dropped.
//
// Contract: one thread. `engine` outlives it.
class Timeline {
 public:
  struct Limits {
    std::size_t bytes = std::size_t{256} << 20;  // of Snapshots, all branches together
    double keep_every = 0.015;  // seconds between Snapshots, at least: a replay that nobody notices
    std::size_t branches = 12;
    std::size_t eras = 300;           // of a branch; older ones are forgotten
    std::size_t entries = 200'000;    // of all journals
    std::size_t curve_points = 4000;  // of a branch; when full, every second is dropped
  };
  Timeline(Engine& engine, TaskPtr task, const Settings& settings, const Limits& limits);
  // Another one takes the place of this, whose limits and numbers of branches go on.
  void take_over(Timeline&& other) noexcept;

  // Another network: what was is forgotten.
  void begin(const Settings& settings) { begin(settings, task_); }
  void begin(const Settings& settings, TaskPtr task);
  void begin(const Settings& settings, const Model& model) {  // of a file; throws Error
    begin(settings, task_, model, {.file = true});
  }
  // The same network goes on under other settings, or with other examples. Throws Error; then all
  // is as before.
  void change(const Settings& settings);
  void change(TaskPtr task);
  const TaskPtr& task() const noexcept { return task_; }
  const Settings& settings() const noexcept { return settings_; }
  // What in these, with this network and these data, may be meant and mostly is not.
  const std::vector<std::string>& notes() const noexcept { return trainer_->notes(); }
  const TrainingData& training_data() const noexcept { return training_data_; }

  // Trains that long, past waiting edits. Throws Error{diverged}: the last good parameters stay.
  void run(Trainer::Budget budget);
  std::uint64_t step() const noexcept { return trainer_->step(); }
  bool untouched() const noexcept;  // nothing has been learnt, edited or changed
  std::uint64_t steps_an_epoch() const;
  std::uint64_t steps_left_in_epoch() const;
  double epochs_done() const;  // with the fraction
  EpochSoFar epoch_so_far() const noexcept { return trainer_->epoch_so_far(); }
  // Of the epoch that ended last under these settings; null when none did.
  const EpochReport* last_report() const noexcept {
    return trainer_->reports().empty() ? nullptr : &trainer_->reports().back();
  }

  // A person's hand, before the next step. Throws Error.
  void edit(const Edit& edit);
  std::uint64_t edits() const noexcept;  // of this branch, those that wait included
  // The parameters as they are now, with edits that wait.
  const Model& live();
  Model live_with(const std::vector<Edit>& waiting) const;      // with these in place of those
  const Graph& graph() const noexcept { return model_.graph; }  // of the network
  Standing standing() const;
  // Sets all parameters but those that are held to these, as a new era. `why` is for the journal.
  void jump_to(const State& state, std::string_view why, const Origin& origin = {});

  // What was at a step of a branch. `exact`: replayed, else the nearest Snapshot. Throws Error when
  // the branch never was there.
  struct Moment {
    std::uint64_t step = 0;
    bool exact = false;
    Model model;
    TaskPtr task;
  };
  Moment at(int branch, std::uint64_t step, bool exact);
  // Replays towards that step for about so long; true once at() and fork() have nothing left to
  // replay. Throws Error as at() does.
  bool approach(int branch, std::uint64_t step, double seconds);
  void expect(int branch, std::uint64_t step) const { holder(branch, step); }  // throws like at()

  struct Era {
    std::uint64_t first = 0;
    std::shared_ptr<const Snapshot> start;
    TaskPtr task;
    Settings settings;
    std::string why;  // what its parameters are by; empty: the era before
    Journal journal;  // of an era that is over; the live one's is its trainer's
    Origin origin = {};
  };
  using Waiting = std::map<std::tuple<std::string, std::int64_t, Edit::Kind>,
                           std::pair<std::uint64_t, Edit>>;  // with its order
  struct Branch {
    int id = 0;
    std::string name;
    int parent = -1;
    std::uint64_t forked_at = 0;
    bool taught = false;     // grew from what was learnt elsewhere
    bool forgetful = false;  // its first eras are gone
    std::vector<Era> eras;
    std::map<std::uint64_t, std::shared_ptr<const Snapshot>> kept;  // by step
    std::uint64_t spacing = 1;                                      // steps between them, at least
    std::vector<CurvePoint> curve;
    std::shared_ptr<const Snapshot> end;  // where it stands while it is not the live one
    Waiting waiting;                      // edits, likewise
  };
  const std::vector<Branch>& branches() const noexcept { return branches_; }
  const Branch& branch() const noexcept { return branches_[live_]; }  // the live one
  const Branch& branch(int id) const;                                 // throws Error
  std::uint64_t last_step(const Branch& branch) const noexcept;
  std::uint64_t first_step(const Branch& branch) const noexcept;
  // A new branch from there becomes the live one. Throws Error.
  int fork(int from, std::uint64_t step, const std::string& name);
  void go_to(int branch);  // throws Error
  void add_point(const CurvePoint& point);

  // All that has to be done again to come to a moment: eras from the beginning on, each with what
  // was edited in it, and what waits there. Throws Error when a part of it is forgotten or began
  // with a file.
  struct Path {
    std::vector<Era> eras;  // of one that is read, without their Snapshots
    Standing end;
  };
  Path path_to_present() const { return path(branch(), standing(), true); }
  Path path_to(int branch, std::uint64_t step) const;
  // These edits come in the era that has just begun.
  void replay(const Journal& journal);
  // Goes on with the next era of a path, whose `first` this has come to. `state`: what it jumps to.
  void follow(const Era& next, const State* state);
  void arrive(const std::vector<Edit>& waiting);  // at a path's end, where these wait

  std::size_t snapshots() const noexcept;
  std::size_t bytes() const noexcept { return bytes_; }
  // All edits and changes of settings of a branch, in order, its parents' included.
  Json journal(int branch) const;

 private:
  const Journal& journal_of(const Branch& branch, std::size_t era) const;
  enum class For { looking, learning };
  static Model model_of(const Task& task, const Settings& settings, const State& state,
                        For use = For::looking);
  // A trainer that stands at `snapshot`, with `journal` behind and before it.
  std::unique_ptr<Trainer> trainer_at(const Task& task, const Settings& settings,
                                      const TrainingData& data, const Snapshot& snapshot,
                                      const Journal& journal) const;
  // An era as it is to begin: its first Snapshot and its journal so far.
  struct Beginning {
    Snapshot start;
    TrainingData data;
    Journal journal;
    Origin origin;
  };
  Beginning beginning_of(const Settings& settings, const Task& task, const State* state,
                         const Origin& origin) const;
  void open_era(const Settings& settings, TaskPtr task, Beginning&& beginning,
                std::string_view why);
  void begin(const Settings& settings, TaskPtr task, const Model& model, const Origin& origin);
  Path path(const Branch& branch, const Standing& end, bool present) const;
  void go_on_with(const Settings& settings, TaskPtr task, TrainingData data,
                  std::unique_ptr<Trainer> trainer);
  static Journal batch_edit(Snapshot& start, const Settings& settings, const TrainingData& data);
  void leave();
  Settings settings_at(const Era& era, const Journal& journal, const Snapshot& snapshot) const;
  static std::vector<Edit> in_order(const Waiting& waiting);
  void flush();
  void keep_snapshot();
  void forget(Branch& branch, std::uint64_t after);
  void thin();
  std::size_t era_at(const Branch& branch, std::uint64_t step) const;
  std::size_t entries() const noexcept;
  static std::size_t bytes_of_era(const Era& era) noexcept;
  std::size_t essential_bytes() const noexcept;  // of Snapshots that thin() leaves
  const Branch& holder(int branch, std::uint64_t step) const;
  Snapshot exactly_at(const Branch& branch, std::uint64_t step);
  std::shared_ptr<const Snapshot> nearest_before(const Branch& branch, std::uint64_t step) const;
  Trainer& replayer_for(const Branch& branch, std::uint64_t step);

  Engine* engine_;
  TaskPtr task_;
  Limits limits_;
  Settings settings_;
  TrainingData training_data_;
  std::vector<Branch> branches_;
  std::size_t live_ = 0;
  int next_branch_ = 0;
  std::unique_ptr<Trainer> trainer_;
  Waiting waiting_;
  std::uint64_t order_ = 0;
  Model model_;
  bool model_is_old_ = true;
  std::size_t bytes_ = 0;
  std::chrono::steady_clock::time_point kept_at_{};

  // The trainer of the last replay, kept because the next is often in the same era.
  struct Replayer {
    int branch = -1;
    const Snapshot* start = nullptr;
    std::size_t entries = 0;
    std::unique_ptr<Trainer> trainer;
  } replayer_;
};

}  // namespace glia::studio
