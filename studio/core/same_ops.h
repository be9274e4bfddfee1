#pragma once
#include <vector>

#include "glia/graph.h"
#include "glia/op.h"

namespace glia::studio {

// A network's ops in their order, but for those that only pass numbers on.
std::vector<const Op*> ops_of(const Graph& graph);
// Whether one computes what the other does; how its weights began does not matter.
bool same(const Op& a, const Op& b);

}  // namespace glia::studio
