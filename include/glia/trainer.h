#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "glia/checkpoint.h"
#include "glia/edit.h"
#include "glia/export.h"
#include "glia/model.h"
#include "glia/session.h"

namespace GLIA_EXPORT glia {

// What one epoch brought. Without validation or test data those fields are empty.
struct EpochReport {
  std::uint64_t epoch = 0;  // 1 for the first
  std::uint64_t step = 0;
  double cost = 0;  // mean over the epoch's samples, as they were learnt from, by their weights
  double train_accuracy = 0;  // the same, as Evaluation has it
  std::optional<Evaluation> validation = {};
  std::optional<Evaluation> test = {};
  double learning_rate = 0;
  double seconds = 0;  // of training, evaluation not counted
  double samples_per_second = 0;
};

// Where a training is, for whoever draws it.
struct Progress {
  std::uint64_t epoch = 0, epochs = 0;  // in epoch `epoch` of `epochs`
  std::uint64_t step = 0, steps = 0;
  double epoch_fraction = 0;
  double cost = 0;  // of this epoch so far
  double samples_per_second = 0;
  double seconds_left = 0;
};

// What has been done of the epoch that is open; nothing between two.
struct EpochSoFar {
  std::uint64_t epoch = 0;       // whole ones before it
  std::uint64_t steps = 0;       // done…
  std::uint64_t steps_left = 0;  // …and still to do in it
  std::uint64_t samples = 0;     // learnt from
  std::uint64_t batch_size = 0;  // samples of the next step
  // Sums over those samples, each as often as its weight, of which the mean over an epoch is 1.
  double cost = 0;
  double correct = 0;
};

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void progress(const Progress&) {}  // a few times a second
  virtual void epoch(const EpochReport&) {}
};

class Communicator;

enum class StopReason { budget, finished, early_stopping, cancelled };

// Data + session + optimizer + schedule + observers. It trains and reports; it draws nothing,
// prints nothing, starts no thread.
//
// A run is a function of seed, data, numeric path and journal: the same for any number of threads
// and any budgets.
//
// Data whose classes have names are matched to the model's by these (Dataset::matched_to).
//
// Contract: one thread calls run() and the rest of the interface; submit(), cancel() and Probes
// may be used from others.
//
// Several processes may train one network together (share()): the bits are those of one. Each makes
// the same Trainer and calls run(), evaluate(), snapshot(), restore(), checkpoint() and resume() in
// the same order, which wait for one another; every rank then has all numbers. What ends run() ends
// it everywhere: anybody's cancel(), the seconds of rank 0. Of edits, those submitted at rank 0
// count, and the others' are left out.
class Trainer {
 public:
  // `model` is copied. Throws Error when model, data and recipe do not fit together.
  Trainer(Engine& engine, const Model& model, const Dataset& train, const Recipe& recipe);
  ~Trainer();

  // What in model, data and recipe may be meant and mostly is not, a sentence each: an activation
  // before a cost that has its own, targets that the network never reaches.
  const std::vector<std::string>& notes() const& noexcept;
  const std::vector<std::string>& notes() const&& = delete;

  void set_validation(
      const Dataset& data);            // evaluated after each epoch; early stopping watches it
  void set_test(const Dataset& data);  // evaluated after each epoch, never learnt from
  void add_observer(Observer& observer);
  // `others` must outlive the trainer. Throws Error once training began or somebody watches. The
  // first run() throws Error, at all ranks, where one is not as rank 0: version, numeric path,
  // network, data, recipe. notes() says where a batch has too few leaves of 16 samples for all
  // ranks, and, at rank 0 and on the way, when the others have waited for one rank for long.
  void share(Communicator& others);

  struct Budget {
    std::uint64_t steps = ~std::uint64_t{0};
    double seconds = 1e300;
    static Budget of_steps(std::uint64_t n) { return {n, 1e300}; }
    static Budget of_seconds(double s) { return {~std::uint64_t{0}, s}; }
  };
  // Goes on for that long, or to the recipe's end. Throws Error (diverged), naming the first layer
  // where NaN or infinity appeared; the last good parameters are then in model().
  StopReason run(Budget budget);
  StopReason run() { return run(Budget{}); }
  void cancel() noexcept;  // run() returns after the step it is in

  // A person's hand. False when the queue (1,024 edits) is full. Applied between two steps, in
  // order; what still waits when run() returns, or a checkpoint is made, stands in the journal and
  // is applied before the next step. Edits that do not fit the model throw Error here.
  bool submit(const Edit& edit);
  const Journal& journal() const& noexcept;
  const Journal& journal() const&& = delete;
  void replay(Journal journal);  // applies these at their steps; throws Error once training began

  // With the parameters as they are now; once early stopping, or the last epoch of a recipe with
  // patience, has ended the training: with the best.
  const Model& model() &;
  const Model& model() && = delete;
  Evaluation evaluate(const Dataset& data);  // of model()
  Snapshot snapshot() const;
  void restore(const Snapshot& snapshot);  // throws Error when it does not fit

  // The whole training at this moment. Throws Error (diverged), as run() does, when parameters are
  // no longer finite.
  Checkpoint checkpoint();
  // Goes on from there, for a trainer that has done nothing yet. Throws Error when network, data or
  // its place in them do not fit, and has then changed nothing. Returns what is not as it was
  // (numeric path, settings of the recipe), a sentence each: then the bits may differ from those of
  // a training that was never stopped.
  std::vector<std::string> resume(const Checkpoint& from);

  // One for each epoch that this object trained; only the last has its confusion matrices.
  const std::vector<EpochReport>& reports() const& noexcept;
  const std::vector<EpochReport>& reports() const&& = delete;
  std::uint64_t step() const noexcept;
  Progress progress() const;
  EpochSoFar epoch_so_far() const noexcept;

 private:
  friend class Probe;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace glia
