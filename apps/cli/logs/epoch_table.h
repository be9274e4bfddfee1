#pragma once
#include <string>

#include "glia/trainer.h"

namespace glia::cli {

// A training as a table for other programs, a row an epoch, lines as RFC 4180 has them. The columns
// are called as in --json; what there is no number for is empty. `by_class`: whether there is an
// accuracy.
std::string epoch_titles();
std::string epoch_row(const EpochReport& report, bool by_class);

}  // namespace glia::cli
