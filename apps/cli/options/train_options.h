#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "glia/data.h"
#include "glia/settings.h"

namespace CLI {
class App;
}

namespace glia::cli {

// `glia train`: what a person asked of it, what that comes to, and where things lie.
struct TrainOptions {
  Asked asked;
  Settings settings;  // of complete options

  // No part of what is learnt.
  std::string data_dir, out, checkpoint;
  std::optional<double> checkpoint_every;  // seconds
  bool resume = false, start_over = false;
  std::optional<std::int64_t> folds;  // of a cross-validation
  std::string curves, log;            // what else is written of the training

  void add_to(CLI::App& app);
  void check_places() const;               // throws UsageError
  std::vector<std::string> reads() const;  // what it is asked to read, as a person names it
  // Fills in what was left out: as the preset has it, as the data want it, as usual.
  void complete();
  // A sentence for each thing that was asked and changes nothing beside the rest.
  std::vector<std::string> without_effect(const DataSplit& data) const;
  // What follows from the data, now that they are known: the network, and what they want.
  void fit_to(const DataSplit& data);

  Asked resolved() const;  // what is learnt: what a checkpoint remembers
};

// What a training that goes on is asked for: all as it `was`, and what a person may change as
// asked. Throws UsageError for anything else that was asked and is not so, and when there are fewer
// epochs than the `done`.
Asked resumed(const Asked& asked, Asked was, std::uint64_t done);

}  // namespace glia::cli
