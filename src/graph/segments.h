#pragma once
#include "graph/plan.h"

namespace glia {

// The segments of a plan whose steps and gradients are there. An op that couples samples ends one
// on the way forward, and again on the way back. By ranks, which exchange their gradients, one ends
// on the way back as well where a bucket of them is there, so that these may travel while the
// others are computed.
void make_segments(Plan& plan, bool by_ranks);

}  // namespace glia
