#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "glia/edit.h"
#include "glia/export.h"
#include "glia/model.h"
#include "glia/state.h"
#include "glia/training.h"

namespace GLIA_EXPORT glia {

// What tells one data set from another.
struct DataPrint {
  std::string name = {};  // harmless()
  std::int64_t samples = 0;
  std::uint64_t digest = 0;  // Dataset::digest(); 0: not known

  friend bool operator==(const DataPrint&, const DataPrint&) = default;
};

// Everything from which a training goes on bit for bit:
//   save_checkpoint(trainer.checkpoint(), "moments");
//   …
//   const Checkpoint from = load_checkpoint("moments");
//   Trainer trainer(engine, from.model, data, from.recipe);
//   trainer.resume(from);
struct Checkpoint {
  Model model = {};
  Snapshot snapshot = {};  // its state and the model's are the same numbers: the file has them once
  Journal journal = {};
  Recipe recipe = {};
  DataPrint train = {}, validation = {};  // validation: only where early stopping watches it
  std::string numeric_path = {};          // "fma"; empty: not known
  // Which training this is a moment of: the same for all its moments, also after a resumption.
  std::string run = {};
};

// A folder in which one training keeps its moments, DIR/checkpoint-STEP.safetensors. While the
// object lives no other process, and no other object, can keep moments there.
//
// The newest moment is the one that the files say was written last; clocks and names do not count.
class CheckpointFolder {
 public:
  // Makes the folder when it is not there. Throws Error{io} when it cannot be written to or another
  // training holds it, {invalid_argument} unless keep ≥ 1. `ops` as for save_model().
  explicit CheckpointFolder(const std::string& dir, int keep = 3, const OpSet& ops = {});
  ~CheckpointFolder();
  CheckpointFolder(CheckpointFolder&&) noexcept;

  int moments() const noexcept;  // that are there, whole or not

  // The newest moment that is whole and that `usable`, when given, does not throw an Error about;
  // `note` tells which were passed over and why, and is empty when none was. Throws
  // Error{not_found} if there is none, {format} if there is none that can be used.
  using Usable = std::function<void(const Checkpoint&)>;
  Checkpoint load(std::string* note = nullptr, const Usable& usable = {}) const;

  // Writes like save_model, then removes all but the last `keep` moments of this training. Returns
  // the path. Throws Error: {io} when the system refuses, {invalid_argument} when the folder has
  // moments of another training.
  std::string save(const Checkpoint& checkpoint);
  // What other trainings left here goes once the next moment has been saved.
  void replace_others() noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// One moment into a folder that nobody holds.
std::string save_checkpoint(const Checkpoint& checkpoint, const std::string& dir, int keep = 3,
                            const OpSet& ops = {});

// The newest moment of a folder, whoever holds that: CheckpointFolder::load without `usable`.
Checkpoint load_checkpoint(const std::string& dir, std::string* note = nullptr,
                           const OpSet& ops = {});

}  // namespace glia
