#pragma once
#include <string>
#include <vector>

#include "glia/communicator.h"

namespace glia {

// Something in which all ranks must be alike, and how it is here: {"numeric path", "fma"}.
struct Alike {
  std::string what, here;
};
// Throws Error, on every rank the same, naming the first thing in which a rank is not as rank 0.
void expect_alike(Communicator& others, const std::vector<Alike>& things);

}  // namespace glia
