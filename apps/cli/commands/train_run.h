#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commands/train_files.h"
#include "data/sets.h"
#include "glia/communicator.h"
#include "glia/trainer.h"
#include "options/train_options.h"

namespace glia::cli {

// What a training is made of.
struct Prepared {
  Model model;
  Recipe recipe;
  Dataset train;
  std::optional<Dataset> validation;
  Judged judged;
  bool synthetic = false;
};

// A training that is ready to run.
struct Run {
  TrainOptions options;
  Prepared data;
  std::unique_ptr<Trainer> trainer;
};

// Data that were read beforehand.
struct ReadData {
  std::string asked;  // what decides what is read
  DataSplit split;
};

// What a training runs on, and with whom.
struct Runs {
  Engine& engine;
  int threads = 0;  // that read data; 0: all
  Communicator* others = nullptr;
  std::optional<ReadData> read = {};
  bool writes() const { return !others || others->rank() == 0; }
};

// Together with others: what the training that begins, or goes on, is to learn from, read once on
// each machine. Throws at all of them where it throws at one.
ReadData read_together(const TrainOptions& asked, const Moments* goes_on, const Runs& on);

// `begun`: the classes that the training began with, where it goes on. Throw UsageError, Error.
Run make_run(TrainOptions options, DataSplit data, const Runs& on,
             const std::vector<std::string>& begun = {});
Run begin_run(TrainOptions options, const Runs& on);
// Goes on from the newest moment that can be gone on from.
Run resume_run(const TrainOptions& asked, const Moments& moments, const Runs& on);

}  // namespace glia::cli
