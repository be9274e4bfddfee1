#pragma once
#include "core/inspector.h"

namespace glia::studio {

// One step of plain gradient descent on an example alone: its cost before, and all parameters
// after. Throws Error where the rate is too large for any number.
struct Nudged {
  double before = 0;
  State after;
};
Nudged nudged(Inspector& inspector, const Model& model, const Batch& example, double rate);

}  // namespace glia::studio
