// Convolution with samples in lanes: one weight is broadcast and meets the same pixel of sixteen
// samples, so any number of channels and any width of picture fills the vectors.
#include <algorithm>
#include <cassert>

#include "kernels/each_target.h"
#include "kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {
namespace {

// A tile of outputs that stays in registers, channels × pixels of 16 lanes, beside its weights and
// one input.
constexpr int kTileChannels = kVectors == 1 ? 6 : kVectors == 2 ? 3 : kVectors == 4 ? 2 : 1;
constexpr int kTilePixels = kVectors == 1 ? 4 : kVectors == 2 ? 2 : 1;

struct Range {
  std::int64_t begin = 0, end = 0;
};

// The taps of [0, taps) that meet one of `size` inputs when the first is at `first`.
HWY_INLINE Range inside(std::int64_t first, std::int64_t taps, std::int64_t size) {
  const std::int64_t begin = HWY_MIN(taps, HWY_MAX(0, -first));
  return {begin, HWY_MAX(begin, HWY_MIN(taps, size - first))};
}

// The outputs of [0, outputs) for which tap `tap` meets one of `size` inputs.
HWY_INLINE Range reach(std::int64_t tap, std::int64_t stride, std::int64_t outputs,
                       std::int64_t size) {
  // o·stride + tap in [0, size)
  const std::int64_t begin = tap >= 0 ? 0 : (-tap + stride - 1) / stride;
  const std::int64_t end = tap >= size ? 0 : (size - 1 - tap) / stride + 1;
  const std::int64_t from = HWY_MIN(outputs, begin);
  return {from, HWY_MAX(from, HWY_MIN(outputs, end))};
}

// Channel n of a tensor whose sixteens and ones lie so far apart.
HWY_INLINE std::int64_t place(std::int64_t n, std::int64_t sixteen, std::int64_t one) {
  return n / kBlock * sixteen + n % kBlock * one;
}

// O channels × P pixels of y from `w`, the tile's weights [in][ky][kx][O].
template <int O, int P>
HWY_INLINE void tile(const Conv& t, const float* HWY_RESTRICT w, std::int64_t o, std::int64_t oy,
                     std::int64_t ox, Range ky, Range kx) {
  const D d;
  V acc[O][P * kVectors];
  HWY_UNROLL(8)
  for (int m = 0; m < O; ++m) {
    const V start = t.start ? hn::Set(d, t.start[o + m]) : hn::Zero(d);
    HWY_UNROLL(16)
    for (int j = 0; j < P * kVectors; ++j) acc[m][j] = start;
  }
  const std::int64_t step = t.stride * t.x_pixel;
  const float* plane =
      t.x + (oy * t.stride + t.top) * t.x_row + (ox * t.stride + t.left) * t.x_pixel;
  for (std::int64_t c = 0; c < t.in_channels; ++c) {
    for (std::int64_t y = ky.begin; y < ky.end; ++y) {
      const float* HWY_RESTRICT x = plane + y * t.x_row + kx.begin * t.x_pixel;
      const float* HWY_RESTRICT weights = w + ((c * t.taps_high + y) * t.taps_wide + kx.begin) * O;
      for (std::int64_t k = kx.begin; k < kx.end; ++k) {
        V by[O];
        HWY_UNROLL(8)
        for (int m = 0; m < O; ++m) by[m] = hn::Set(d, weights[m]);
        HWY_UNROLL(8)
        for (int p = 0; p < P; ++p) {
          HWY_UNROLL(16)
          for (int v = 0; v < kVectors; ++v) {
            const V in = hn::LoadU(d, x + p * step + v * kLanes);
            HWY_UNROLL(8)
            for (int m = 0; m < O; ++m) {
              acc[m][p * kVectors + v] = hn::MulAdd(by[m], in, acc[m][p * kVectors + v]);
            }
          }
        }
        x += t.x_pixel;
        weights += O;
      }
    }
    plane += t.x_channel;
  }
  HWY_UNROLL(8)
  for (int m = 0; m < O; ++m) {
    float* y = t.y + (o + m) * t.y_channel + oy * t.y_row + ox * t.y_pixel;
    HWY_UNROLL(8)
    for (int p = 0; p < P; ++p) {
      HWY_UNROLL(16)
      for (int v = 0; v < kVectors; ++v) {
        hn::StoreU(acc[m][p * kVectors + v], d, y + p * t.y_pixel + v * kLanes);
      }
    }
  }
}

// One row of O channels: pixels whose taps all lie inside in tiles, those at the borders singly.
template <int O>
HWY_NOINLINE void row_of(const Conv& t, const float* w, std::int64_t o, std::int64_t oy) {
  const Range ky = inside(oy * t.stride + t.top, t.taps_high, t.in_height);
  const Range first = reach(t.left, t.stride, t.out_width, t.in_width);
  const Range last = reach(t.left + t.taps_wide - 1, t.stride, t.out_width, t.in_width);
  const std::int64_t begin = HWY_MAX(first.begin, last.begin);
  const std::int64_t end = HWY_MAX(begin, HWY_MIN(first.end, last.end));
  const auto alone = [&](std::int64_t ox) {
    tile<O, 1>(t, w, o, oy, ox, ky, inside(ox * t.stride + t.left, t.taps_wide, t.in_width));
  };
  const Range all{0, t.taps_wide};
  std::int64_t ox = 0;
  for (; ox < begin; ++ox) alone(ox);
  for (; ox + kTilePixels <= end; ox += kTilePixels) tile<O, kTilePixels>(t, w, o, oy, ox, ky, all);
  for (; ox < t.out_width; ++ox) alone(ox);
}

template <int O = 1>
HWY_INLINE void rows_of(const Conv& t, const float* w, std::int64_t o, std::int64_t channels,
                        std::int64_t oy) {
  if constexpr (O < kTileChannels) {
    if (channels > O) return rows_of<O + 1>(t, w, o, channels, oy);
  }
  row_of<O>(t, w, o, oy);
}

// Tiles of nearly the same size.
HWY_INLINE std::int64_t tiles_of(std::int64_t channels) {
  return (channels + kTileChannels - 1) / kTileChannels;
}

}  // namespace

void conv(const Conv& t) noexcept {
  assert(t.valid());
  const std::int64_t tiles = tiles_of(t.out_channels);
  const std::int64_t taps = t.taps_high * t.taps_wide;
  // The weights of each tile in the order in which they are used.
  float* to = t.scratch;
  for (std::int64_t i = 0; i < tiles; ++i) {
    const std::int64_t begin = t.out_channels * i / tiles, end = t.out_channels * (i + 1) / tiles;
    for (std::int64_t c = 0; c < t.in_channels; ++c) {
      for (std::int64_t ky = 0; ky < t.taps_high; ++ky) {
        for (std::int64_t kx = 0; kx < t.taps_wide; ++kx) {
          const float* from = t.w + place(c, t.w_in16, t.w_in) + ky * t.w_row + kx * t.w_pixel;
          for (std::int64_t o = begin; o < end; ++o) *to++ = from[place(o, t.w_out16, t.w_out)];
        }
      }
    }
  }
  for (std::int64_t oy = 0; oy < t.out_height; ++oy) {
    const float* w = t.scratch;
    for (std::int64_t i = 0; i < tiles; ++i) {
      const std::int64_t begin = t.out_channels * i / tiles;
      const std::int64_t channels = t.out_channels * (i + 1) / tiles - begin;
      rows_of(t, w, begin, channels, oy);
      w += channels * t.in_channels * taps;
    }
  }
}

namespace {

// Sums of a tile of weight gradients, O channels × T taps of a row, each a lane for itself.
constexpr int kSumChannels = kLanes == 1 ? 2 : 4;
constexpr int kSumTaps = kVectors == 1 ? 5 : 3;
// Of dz, for the channels of a tile: nearly all of the first cache, because every pass ends in sums
// of all weights.
constexpr std::int64_t kPassBytes = 30720;

std::int64_t rows_a_pass(std::int64_t out_width) {
  return HWY_MAX(1, kPassBytes / (kSumChannels * 64 * HWY_MAX(1, out_width)));
}

template <int O, int T>
HWY_NOINLINE void sum_taps(const ConvGradient& t, Range rows, std::int64_t o, std::int64_t c,
                           std::int64_t ky, std::int64_t kx, float* HWY_RESTRICT sums) {
  const D d;
  const Range good = reach(t.top + ky, t.stride, t.out_height, t.in_height);
  const std::int64_t y_begin = HWY_MAX(rows.begin, good.begin), y_end = HWY_MIN(rows.end, good.end);
  Range of[T];
  for (int k = 0; k < T; ++k) of[k] = reach(t.left + kx + k, t.stride, t.out_width, t.in_width);
  // Pixels of a row that all of its taps meet come first, whatever T is: the order of the sum.
  const Range first = reach(t.left, t.stride, t.out_width, t.in_width);
  const Range last = reach(t.left + t.taps_wide - 1, t.stride, t.out_width, t.in_width);
  const Range common{HWY_MAX(first.begin, last.begin),
                     HWY_MAX(HWY_MAX(first.begin, last.begin), HWY_MIN(first.end, last.end))};
  const std::int64_t step = t.stride * kBlock;
  for (int v = 0; v < kVectors; ++v) {
    V acc[O][T];
    for (int m = 0; m < O; ++m) {
      for (int k = 0; k < T; ++k) acc[m][k] = hn::Zero(d);
    }
    for (std::int64_t oy = y_begin; oy < y_end; ++oy) {
      const float* HWY_RESTRICT x =
          t.x + (c * t.in_height + oy * t.stride + t.top + ky) * t.in_width * kBlock +
          (t.left + kx) * kBlock + v * kLanes;
      const float* HWY_RESTRICT dz =
          t.dz + (o * t.out_height + oy) * t.out_width * kBlock + v * kLanes;
      const std::int64_t channel = t.out_height * t.out_width * kBlock;
      for (std::int64_t ox = common.begin; ox < common.end; ++ox) {
        V in[T];
        HWY_UNROLL(8)
        for (int k = 0; k < T; ++k) in[k] = hn::LoadU(d, x + ox * step + k * kBlock);
        HWY_UNROLL(8)
        for (int m = 0; m < O; ++m) {
          const V by = hn::LoadU(d, dz + m * channel + ox * kBlock);
          HWY_UNROLL(8)
          for (int k = 0; k < T; ++k) acc[m][k] = hn::MulAdd(by, in[k], acc[m][k]);
        }
      }
      HWY_UNROLL(8)
      for (int k = 0; k < T; ++k) {
        for (std::int64_t ox = of[k].begin; ox < of[k].end; ++ox) {
          if (ox == common.begin) ox = HWY_MAX(ox, common.end);
          if (ox >= of[k].end) break;
          const V in = hn::LoadU(d, x + ox * step + k * kBlock);
          HWY_UNROLL(8)
          for (int m = 0; m < O; ++m) {
            acc[m][k] = hn::MulAdd(hn::LoadU(d, dz + m * channel + ox * kBlock), in, acc[m][k]);
          }
        }
      }
    }
    for (int m = 0; m < O; ++m) {
      for (int k = 0; k < T; ++k)
        hn::StoreU(acc[m][k], d, sums + (m * T + k) * kBlock + v * kLanes);
    }
  }
}

// One tile in all passes: the lanes of each weight are added up, and the sum put into the leaf.
template <int O, int T>
HWY_INLINE void gradient_tile(const ConvGradient& t, Range rows, std::int64_t o, std::int64_t c,
                              std::int64_t ky, std::int64_t kx) {
  HWY_ALIGN float sums[O * T * kBlock];
  sum_taps<O, T>(t, rows, o, c, ky, kx, sums);
  const std::int64_t depth = t.in_channels * t.taps_high * t.taps_wide;
  for (int m = 0; m < O; ++m) {
    for (int k = 0; k < T; ++k) {
      const std::int64_t i = (c * t.taps_high + ky) * t.taps_wide + kx + k;
      float* block = sums + (m * T + k) * kBlock;
      if (rows.begin > 0 || rows.end < t.out_height) {
        float* kept = t.scratch + ((o + m) * depth + i) * kBlock;
        for (int j = 0; j < kBlock; ++j) {
          if (rows.begin > 0) block[j] += kept[j];
          kept[j] = block[j];
        }
        if (rows.end < t.out_height) continue;
      }
      t.weight[((o + m) / kBlock * depth + i) * kBlock + (o + m) % kBlock] = sum_lanes(block);
    }
  }
}

template <int O, int T = 1>
HWY_INLINE void gradient_taps(const ConvGradient& t, Range rows, std::int64_t o, std::int64_t c,
                              std::int64_t ky, std::int64_t kx) {
  if constexpr (T < kSumTaps) {
    if (t.taps_wide - kx > T) return gradient_taps<O, T + 1>(t, rows, o, c, ky, kx);
  }
  gradient_tile<O, T>(t, rows, o, c, ky, kx);
}

template <int O = 1>
HWY_INLINE void gradient_channels(const ConvGradient& t, Range rows, std::int64_t o) {
  if constexpr (O < kSumChannels) {
    if (t.out_channels - o > O) return gradient_channels<O + 1>(t, rows, o);
  }
  for (std::int64_t c = 0; c < t.in_channels; ++c) {
    for (std::int64_t ky = 0; ky < t.taps_high; ++ky) {
      for (std::int64_t kx = 0; kx < t.taps_wide; kx += kSumTaps) {
        gradient_taps<O>(t, rows, o, c, ky, kx);
      }
    }
  }
}

}  // namespace

void conv_gradient(const ConvGradient& t) noexcept {
  assert(t.valid());
  const D d;
  const std::int64_t pass = rows_a_pass(t.out_width);
  for (std::int64_t begin = 0; begin < t.out_height; begin += pass) {
    const Range rows{begin, HWY_MIN(t.out_height, begin + pass)};
    for (std::int64_t o = 0; o < t.out_channels; o += kSumChannels) gradient_channels(t, rows, o);
  }
  const std::int64_t pixels = t.out_height * t.out_width;
  for (std::int64_t o = 0; o < t.out_channels; ++o) {
    HWY_ALIGN float block[kBlock];
    V sums[kVectors];  // side by side: each waits for its own last addition
    for (int v = 0; v < kVectors; ++v) sums[v] = hn::Zero(d);
    const float* dz = t.dz + o * pixels * kBlock;
    for (std::int64_t i = 0; i < pixels; ++i, dz += kBlock) {
      HWY_UNROLL(16)
      for (int v = 0; v < kVectors; ++v) {
        sums[v] = hn::Add(sums[v], hn::LoadU(d, dz + v * kLanes));
      }
    }
    for (int v = 0; v < kVectors; ++v) hn::Store(sums[v], d, block + v * kLanes);
    t.bias[o] = sum_lanes(block);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();
