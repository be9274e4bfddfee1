#pragma once
#include <memory>

#include "glia/abilities.h"
#include "glia/op.h"

namespace glia {

// Stands in a file where an op's name would, for an input.
inline constexpr const char* kInputName = "input";

}  // namespace glia

namespace glia::ops {

// One maker an op: std::shared_ptr<const Op> make_dense(const Attributes&), …. Each throws Error
// for an attribute that is missing or makes no sense.
#define GLIA_OP(name) std::shared_ptr<const Op> make_##name(const Attributes& attributes);
#include "ops/ops.def"
#undef GLIA_OP

}  // namespace glia::ops
