#pragma once
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "data/loader.h"
#include "glia/communicator.h"
#include "glia/probe.h"
#include "glia/trainer.h"
#include "train/executor.h"
#include "train/fit.h"
#include "train/long_waits.h"
#include "train/slow_rank.h"
#include "train/updater.h"

namespace glia {

// What a Probe and its trainer share. `state` hands the buffer over: the reader asks, the trainer
// fills, the reader takes.
struct Probe::Request {
  enum State { idle, asked, filled };
  std::string slot;
  std::atomic<int> state{idle};
  std::vector<float> values;
  std::ptrdiff_t count = 0;  // of values that mean something
  std::uint64_t step = 0;
  std::shared_ptr<std::atomic<int>> trainer_asked;  // outlives either
};

// Edits on their way from a person's thread to the training one. Bounded; the training thread
// never waits for it.
class EditQueue {
 public:
  static constexpr std::size_t kCapacity = 1024;

  EditQueue() { waiting_.reserve(kCapacity); }
  bool push(const Edit& edit);
  bool any() const noexcept { return any_.load(std::memory_order_acquire); }
  // What waits, in the place of what `edits` held; nothing when somebody is just pushing.
  void take(std::vector<Edit>& edits);
  void take_all(std::vector<Edit>& edits);  // waits for who is pushing

 private:
  void empty_into(std::vector<Edit>& edits);  // of whoever has the mutex

  std::mutex mutex_;
  std::vector<Edit> waiting_;
  std::atomic<bool> any_{false};
};

// Whether early stopping has seen enough epochs without a better validation cost.
bool patience_is_over(const Recipe& recipe, const std::optional<Snapshot::Best>& best) noexcept;

struct Trainer::Impl {
  // What somebody wants of a run between two steps.
  enum Wanted : std::uint32_t { kCancelled = 1, kTimeIsOver = 2, kHasEdits = 4 };

  Impl(Engine& engine, const Model& model, const Dataset& train, const Recipe& recipe);

  struct Held {
    int param;
    std::int64_t index;
    float value;
  };

  StopReason run(const Budget& budget);
  StopReason go_on(const Budget& budget);
  void begin_epoch();
  void step();
  bool end_epoch();  // true when early stopping says so
  std::uint64_t batches() const noexcept;
  std::uint64_t total_steps() const noexcept;
  double learning_rate() const noexcept;
  Progress progress() const;

  void check(const Edit& edit) const;  // throws Error
  void check(const Journal& journal) const;
  void apply_edits(bool take_new);
  void write_down_taken();    // into the journal, at this step
  void write_down_waiting();  // what no step has taken yet
  void apply(const Edit& edit);
  Held held_number(const std::string& name, float value) const;  // throws Error

  void build_executor(std::int64_t capacity);
  void watch(const std::string& node);  // throws Error
  bool ended() const noexcept;
  const State& answer();  // the parameters that model() has
  Evaluation evaluate(const Dataset& data, const State& state);
  Snapshot snapshot() const;
  void restore(const Snapshot& snapshot);
  void check_optimizer(const Snapshot& snapshot) const;  // throws Error
  std::int64_t batch_size_of(const Snapshot& snapshot) const noexcept;
  Checkpoint checkpoint();
  std::vector<std::string> resume(const Checkpoint& from);
  std::string run_name();  // which training this is
  const DataPrint& train_print();
  [[noreturn]] void diverged();
  std::string locate(const Executor& run, const LoaderSource& rows, std::int64_t count);

  // With other ranks; nothing where there are none.
  void share(Communicator& others);
  void expect_same_training();                               // throws Error
  std::uint32_t word(const Budget& budget, double seconds);  // what this rank wants of all
  std::uint32_t agree(std::uint32_t word);                   // what they want
  void name_slow_rank(double seconds);                       // of the step that is done
  void tell_long_waits(double seconds);                      // of that, too
  void share_edits();                                        // those that rank 0 has, into taken_
  void share_moments();  // the optimizer's, each of which its owner alone has

  // Those that ask for gradients wait for a step that keeps them.
  void serve_probes(bool gradients) noexcept;
  void fill(Probe::Request& request) noexcept;

  Engine& engine_;
  Model model_;
  Recipe recipe_;
  Dataset train_, validation_, test_;
  Judging judging_;  // of train_
  std::vector<std::string> notes_;
  std::vector<Observer*> observers_;
  std::set<std::string> watch_;
  std::unique_ptr<Executor> executor_;
  std::unique_ptr<Updater> updater_;
  std::unique_ptr<Loader> loader_;
  Communicator* others_ = nullptr;
  std::unique_ptr<Ranks> ranks_;       // with others, of executor_'s plan
  std::vector<std::string> machines_;  // of each
  SlowRank slow_rank_;
  LongWaits long_waits_;
  bool expected_same_ = false;
  std::unique_ptr<Session> evaluator_;
  std::map<std::string, std::int64_t, std::less<>> param_sizes_;

  std::uint64_t step_ = 0, epoch_ = 0, batch_ = 0;  // done; batch_ in this epoch
  std::int64_t batch_size_, next_batch_size_;
  double rate_factor_ = 1;
  double last_rate_ = 0;  // of the step done last
  double epoch_cost_ = 0, epoch_correct_ = 0, epoch_weight_ = 0;
  std::int64_t epoch_seen_ = 0;
  double epoch_seconds_ = 0;
  std::vector<EpochReport> reports_;
  Snapshot epoch_start_;  // where a search for the first NaN begins
  bool epoch_open_ = false;

  Journal journal_;
  std::size_t applied_ = 0;  // entries of the journal that have been
  EditQueue queue_;
  std::vector<Edit> taken_;
  std::vector<Held> held_;

  std::optional<Snapshot::Best> best_;
  bool stopped_early_ = false;

  std::uint64_t start_key_;  // of the parameters that it began with
  std::string run_;          // these two: only when somebody asks
  std::optional<DataPrint> train_print_;

  std::atomic<bool> cancel_{false};
  std::vector<std::shared_ptr<Probe::Request>> probes_;
  std::shared_ptr<std::atomic<int>> probes_asked_ = std::make_shared<std::atomic<int>>(0);
  std::chrono::steady_clock::time_point last_progress_{};
};

}  // namespace glia
