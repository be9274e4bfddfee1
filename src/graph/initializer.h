#pragma once
#include <cstdint>
#include <vector>

#include "glia/op.h"

namespace glia {

// Fresh numbers for a parameter, canonical. Number i is a function of (key, i) alone.
std::vector<float> initial_values(const ParamSpec& param, std::uint64_t key);

}  // namespace glia
