#pragma once
#include <optional>

#include "data/plane.h"

namespace glia {

// For a digit that was cut out along its strokes, so that they touch all four sides: 1 where the
// background shows between them. Nothing when it is another kind of picture.
std::optional<Plane> ground_of_cut_out(const Plane& grey);

}  // namespace glia
