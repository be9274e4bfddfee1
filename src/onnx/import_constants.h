#pragma once
// How the numbers of constants are moved about.
#include "onnx/import_file.h"
#include "onnx/import_work.h"

namespace glia::from_onnx {

// Sizes of a constant that do not go with the batch.
Sizes known_sizes(const Call& call, const Constant& x);
Wholes wholes(const Sizes& sizes);
Sizes strides_of(const Sizes& sizes);
// For each number of a tensor of these sizes, in order: from + Σ index · stride.
Sizes walk(Work& work, const Sizes& sizes, const Sizes& strides, std::int64_t from = 0);
// The numbers at these places.
Constant picked(const Constant& x, const Sizes& sizes, const Sizes& places);
// Sizes in which two meet, each axis of 1 stretched.
Sizes joined(const Call& call, Sizes a, Sizes b);
Constant stretched(const Call& call, const Constant& x, const Sizes& sizes);

}  // namespace glia::from_onnx
