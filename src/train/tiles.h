#pragma once
#include <cstddef>
#include <vector>

#include "graph/plan.h"

namespace glia {

// Tiles of a plan, by number.
using Tiles = std::vector<std::size_t>;

// Hands `tiles` to the threads in order, so that all threads come to have as many numbers, counting
// what they have already.
void share_out(const Plan& plan, const Tiles& tiles, std::vector<Tiles>& threads);

}  // namespace glia
