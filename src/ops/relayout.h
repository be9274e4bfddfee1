#pragma once
#include <memory>

#include "glia/op.h"

namespace glia::ops {

// What a plan puts between ops of different layouts: the same numbers, laid out as `to` (rows or
// lanes) from the other. Not in the registry: no graph has one.
std::shared_ptr<const Op> relayout(Layout to);

}  // namespace glia::ops
