#pragma once
#include "cli.h"
#include "options/train_options.h"

namespace glia::cli {

// Cross-validation: as many networks as there are folds, each tested on the rows that it has not
// learnt from; then one that learns from all rows, which is saved.
int train_folds(const TrainOptions& asked, Engine& engine, const Common& common);

}  // namespace glia::cli
