#pragma once
#include <string>

#include "glia/error.h"
#include "glia/op.h"

namespace glia::ops {

// The one input of an op on pictures, channels × height × width.
inline Shape expect_picture(std::string_view op, std::span<const Shape> in) {
  if (in.size() == 1 && in[0].rank() == 3 && in[0].elements() > 0) return in[0];
  std::string got = in.empty() ? "no input" : in[0].str();
  if (in.size() > 1) got = std::to_string(in.size()) + " inputs";
  throw Error(ErrorCode::shape_mismatch,
              std::string(op) + ": expected one input of channels × height × width, got " + got);
}

// How many windows of `size`, `stride` apart, fit into `width` with `padding` at both ends.
inline std::int64_t windows(std::string_view op, std::int64_t width, std::int64_t size,
                            std::int64_t stride, std::int64_t padding = 0) {
  if (width + 2 * padding < size) {
    throw Error(ErrorCode::shape_mismatch,
                std::string(op) + ": a window of " + std::to_string(size) +
                    " does not fit into a picture of " + std::to_string(width) +
                    (padding > 0 ? " with a border of " + std::to_string(padding) : ""));
  }
  return (width + 2 * padding - size) / stride + 1;
}

}  // namespace glia::ops
