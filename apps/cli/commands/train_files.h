#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "commands/keep_before.h"
#include "glia/checkpoint.h"
#include "glia/model.h"
#include "glia/trainer.h"
#include "terminal/terminal.h"

namespace glia::cli {

// Where a training's numbers go, so that no good ones are lost:
// - a training that came to its end is saved at --out, and what was there stays as
//   NAME.before.safetensors;
// - one that was interrupted does not replace a file: it goes to NAME.partial.safetensors when
//   there is one at --out;
// - one that diverged always goes to NAME.partial.safetensors.
enum class Outcome { whole, interrupted, diverged };

// Refuses now what could not be saved after an hour of learning. Throws Error{io}, UsageError.
// `reads` as in check_replaces().
void check_out(const std::string& out, const std::vector<std::string>& reads);

struct SavedAs {
  std::string path;
  std::string note;  // what became of the file that was there; mostly empty
};
// When the place refuses, the numbers go to the folder for temporary files; the Error says where.
SavedAs save_outcome(const Model& model, const std::string& out, Outcome outcome,
                     const Judge& judge);

// The moments of a training in --checkpoint. One that cannot be kept is said and tried again later;
// the training goes on.
class Moments {
 public:
  // Throws Error when the folder cannot be used, UsageError when another training is there and
  // nobody said what to do with it. keeps: not where another process writes them.
  Moments(const std::string& dir, bool resume, bool start_over, bool keeps = true);
  // CheckpointFolder::load.
  Checkpoint newest(std::string& note, const CheckpointFolder::Usable& usable) const;
  // Throws Error{diverged} when there is nothing worth keeping.
  void keep(Trainer& trainer, const std::function<void(const std::string&)>& tell);

 private:
  std::string dir_;
  std::optional<CheckpointFolder> folder_;
  bool failing_ = false;
};

}  // namespace glia::cli
