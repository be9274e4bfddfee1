// Between rows and lanes, and sums over leaves.
#include <algorithm>
#include <cassert>

#include "kernels/each_target.h"
#include "kernels/lanes-inl.h"
#include "kernels/tree.h"

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {

void to_lanes(const float* x, std::int64_t stride, float* y, std::int64_t rows,
              std::int64_t width) noexcept {
  for (std::int64_t r = 0; r < rows; r += kBlock, y += width * kBlock) {
    for (std::int64_t i = r; i < r + kBlock; i += 4) {
      float* const to = y + (i - r);
      if (i + 4 > rows) {
        for (std::int64_t j = 0; j < width; ++j) {
          for (std::int64_t k = 0; k < 4; ++k) {
            to[j * kBlock + k] = i + k < rows ? x[(i + k) * stride + j] : 0;
          }
        }
        continue;
      }
      const float* const from = x + i * stride;
      std::int64_t j = 0;
      for (; j + 4 <= width; j += 4) {
        transpose4(
            {from + j, from + stride + j, from + 2 * stride + j, from + 3 * stride + j},
            {to + j * kBlock, to + (j + 1) * kBlock, to + (j + 2) * kBlock, to + (j + 3) * kBlock});
      }
      for (; j < width; ++j) {
        for (std::int64_t k = 0; k < 4; ++k) to[j * kBlock + k] = from[k * stride + j];
      }
    }
  }
}

void to_rows(const float* x, float* y, std::int64_t stride, std::int64_t rows,
             std::int64_t width) noexcept {
  for (std::int64_t r = 0; r < rows; r += kBlock, x += width * kBlock) {
    const std::int64_t end = std::min(rows, r + kBlock);
    std::int64_t i = r;
    for (; i + 4 <= end; i += 4) {
      const float* const from = x + (i - r);
      float* const to = y + i * stride;
      std::int64_t j = 0;
      for (; j + 4 <= width; j += 4) {
        transpose4({from + j * kBlock, from + (j + 1) * kBlock, from + (j + 2) * kBlock,
                    from + (j + 3) * kBlock},
                   {to + j, to + stride + j, to + 2 * stride + j, to + 3 * stride + j});
      }
      for (; j < width; ++j) {
        for (std::int64_t k = 0; k < 4; ++k) to[k * stride + j] = from[j * kBlock + k];
      }
    }
    for (; i < end; ++i) {
      for (std::int64_t j = 0; j < width; ++j) y[i * stride + j] = x[j * kBlock + i - r];
    }
    for (i = r; i < end; ++i) std::fill(y + i * stride + width, y + (i + 1) * stride, 0.0F);
  }
}

void leaf_sum(const float* leaves, std::int64_t stride, std::int64_t count, float* y,
              std::int64_t n) noexcept {
  assert(n % kBlock == 0 && count > 0);
  const D d;
  for (std::int64_t i = 0; i < n; i += kBlock) {
    for (int v = 0; v < kBlock; v += kLanes) {
      V waiting[kTreeLevels];
      V sum = hn::Zero(d);
      for (std::int64_t leaf = 0; leaf < count; ++leaf) {
        sum = hn::LoadU(d, leaves + leaf * stride + i + v);
        meet(
            leaf, count, [&](int level) { sum = hn::Add(waiting[level], sum); },
            [&](int level) { waiting[level] = sum; });
      }
      hn::StoreU(sum, d, y + i + v);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();
