#pragma once
#include "glia/data.h"
#include "glia/model.h"
#include "terminal/terminal.h"

namespace glia::cli {

// The studio's first network as these data teach it: kept in the user's cache, since that takes
// longer than all else of a start. `screen`: where its progress is shown.
Model first_network(int threads, const DataSplit& data, const Screen& screen);

}  // namespace glia::cli
