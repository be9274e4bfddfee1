#include <algorithm>

#include "glia/op_run.h"

namespace glia {

ParamLayout ParamLayout::of(const Shape& canonical) {
  ParamLayout layout;
  layout.out = canonical.rank() == 0 ? 1 : canonical[0];
  layout.in = layout.out == 0 ? 1 : canonical.elements() / layout.out;
  return layout;
}

void ParamLayout::pack(std::span<const float> canonical, float* packed) const noexcept {
  std::fill_n(packed, size(), 0.0F);
  for (std::int64_t o = 0; o < out; ++o) {
    for (std::int64_t i = 0; i < in; ++i) {
      packed[index(o, i)] = canonical[static_cast<std::size_t>(o * in + i)];
    }
  }
}

void ParamLayout::unpack(const float* packed, std::span<float> canonical) const noexcept {
  for (std::int64_t o = 0; o < out; ++o) {
    for (std::int64_t i = 0; i < in; ++i) {
      canonical[static_cast<std::size_t>(o * in + i)] = packed[index(o, i)];
    }
  }
}

}  // namespace glia
