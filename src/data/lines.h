#pragma once
#include "data/plane.h"

namespace glia {

// Takes ruled lines off: thin, straight, from one edge of the sheet to the other, across or down
// and at most 10° askew. Where a stroke crosses one it stays. `noise` is the background's standard
// deviation. Whether there were any.
bool remove_lines(Plane& strokes, const Plane& sheet, double noise);

}  // namespace glia
