#pragma once
#include "glia/data.h"
#include "glia/model.h"
#include "glia/session.h"

namespace glia::cli {

// The studio's first network as these data teach it: kept in the user's cache, since that takes
// longer than all else of a start.
Model first_network(Engine& engine, const DataSplit& data);

}  // namespace glia::cli
