#pragma once
#include <memory>
#include <span>
#include <vector>

#include "glia/op.h"

// Two ops as one. A rule has its own file; the Plan only asks.
namespace glia::ops {

// `second` after `first` as one op, or null where there is no such op.
std::shared_ptr<const Op> fuse(const std::shared_ptr<const Op>& first,
                               const std::shared_ptr<const Op>& second);

// All parameters of an op, canonical, in the order of its OpSpec.
using Parameters = std::vector<std::vector<float>>;

// Outside training, `second` after `first` may be the same as `first` alone with other parameters:
// makes these of `first`'s, given those of `second`.
using Fold = void (*)(const Op& second, const Parameters& of_second, Parameters& of_first);

// Null where it is not so.
Fold fold(const Op& first, const Op& second);

}  // namespace glia::ops
