// Pictures of one sample, or of few: pixels or output channels in lanes, because there are no
// sixteen samples to fill them. The same order of sums as with samples in lanes.
#include <algorithm>
#include <cassert>
#include <cstring>

#include "kernels/each_target.h"
#include "kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {
namespace {

// Channels whose sixteen pixels, or twice so many, stay in registers, beside the inputs and one
// weight; or pixels with their sixteen channels.
constexpr int kSingleChannels = kVectors == 1 ? 8 : kVectors == 2 ? 6 : kVectors == 4 ? 2 : 1;
constexpr int kSinglePixels = kVectors == 1 ? 12 : kSingleChannels;
constexpr int kRuns = kVectors == 1 ? 2 : 1;

HWY_INLINE void copy(const float* from, float* to, std::int64_t n) {
  if (n < kLanes) return store_first(load_first(from, n), to, n);
  for (std::int64_t i = 0; i < n; i += kLanes) {
    const std::int64_t at = HWY_MIN(i, n - kLanes);  // the last over those before it
    hn::StoreU(hn::LoadU(D(), from + at), D(), to + at);
  }
}

void pad(const ConvSingle& t, const Padded& padded) {
  float* to = t.scratch;
  std::fill_n(to, padded.all, 0.0F);
  for (std::int64_t c = 0; c < t.in_channels; ++c) {
    for (std::int64_t y = 0; y < padded.rows; ++y) {
      const std::int64_t at = y + t.top;
      const float* from = t.x + (c * t.in_height + at) * t.in_width;
      for (std::int64_t phase = 0; phase < t.stride; ++phase, to += padded.wide) {
        if (at < 0 || at >= t.in_height) continue;
        const std::int64_t first = phase + t.left;  // of x, for j = 0
        const std::int64_t begin = first >= 0 ? 0 : (-first + t.stride - 1) / t.stride;
        const std::int64_t end = first >= t.in_width ? 0 : (t.in_width - 1 - first) / t.stride + 1;
        const std::int64_t until = HWY_MIN(end, padded.wide);
        if (t.stride == 1 && begin < until) {
          copy(from + first + begin, to + begin, until - begin);
          continue;
        }
        for (std::int64_t j = begin; j < until; ++j) to[j] = from[first + j * t.stride];
      }
    }
  }
}

// Where in the padded picture the taps of output (0, 0) meet it, in order, behind the picture.
void list_taps(const ConvSingle& t, const Padded& padded) {
  float* to = t.scratch + padded.all;
  for (std::int64_t c = 0; c < t.in_channels; ++c) {
    for (std::int64_t ky = 0; ky < t.taps_high; ++ky) {
      std::int64_t phase = 0, column = 0;  // kx = column·stride + phase
      for (std::int64_t kx = 0; kx < t.taps_wide; ++kx) {
        const auto at = static_cast<std::int32_t>(c * padded.channel + ky * padded.row +
                                                  phase * padded.wide + column);
        std::memcpy(to++, &at, sizeof at);  // a whole number in the place of a float
        if (++phase == t.stride) {
          phase = 0;
          ++column;
        }
      }
    }
  }
}

// fn(x, w) for every tap in order, x where output (oy, ox) meets it and w its row of a panel.
template <typename Fn>
HWY_INLINE void for_taps(const ConvSingle& t, const Padded& padded, const float* HWY_RESTRICT w,
                         std::int64_t oy, std::int64_t ox, Fn&& fn) {
  const float* HWY_RESTRICT x = t.scratch + oy * t.stride * padded.row + ox;
  const float* HWY_RESTRICT taps = t.scratch + padded.all;
  for (std::int64_t k = 0; k < padded.taps; ++k, w += kBlock) {
    std::int32_t at;
    std::memcpy(&at, taps + k, sizeof at);
    fn(x + at, w);
  }
}

// O channels × R runs of 16 pixels of output row oy, the runs from ox[r] on; `w` is where the first
// of the channels lies in its panel.
template <int O, int R>
HWY_INLINE void single_tile(const ConvSingle& t, const Padded& padded, const float* w,
                            std::int64_t o, std::int64_t oy, const std::int64_t (&ox)[R]) {
  const D d;
  V acc[O][R * kVectors];
  HWY_UNROLL(8)
  for (int m = 0; m < O; ++m) {
    HWY_UNROLL(16)
    for (int j = 0; j < R * kVectors; ++j) acc[m][j] = hn::Set(d, t.start[o + m]);
  }
  const std::int64_t apart = ox[R - 1] - ox[0];
  for_taps(t, padded, w, oy, ox[0], [&](const float* HWY_RESTRICT x, const float* HWY_RESTRICT by) {
    V in[R * kVectors];
    HWY_UNROLL(16)
    for (int j = 0; j < R * kVectors; ++j) {
      in[j] = hn::LoadU(d, x + j / kVectors * apart + j % kVectors * kLanes);
    }
    HWY_UNROLL(8)
    for (int m = 0; m < O; ++m) {
      const V weight = hn::Set(d, by[m]);
      HWY_UNROLL(16)
      for (int j = 0; j < R * kVectors; ++j) acc[m][j] = hn::MulAdd(weight, in[j], acc[m][j]);
    }
  });
  HWY_UNROLL(8)
  for (int m = 0; m < O; ++m) {
    float* y = t.y + ((o + m) * t.out_height + oy) * t.out_width;
    HWY_UNROLL(16)
    for (int j = 0; j < R * kVectors; ++j) {
      const std::int64_t at = ox[j / kVectors] + j % kVectors * kLanes;
      if (at + kLanes <= t.out_width) {
        hn::StoreU(acc[m][j], d, y + at);
      } else {
        store_first(acc[m][j], y + at, t.out_width - at);
      }
    }
  }
}

// The last run of a row lies over the one before it, rather than over the row's end.
template <int O>
HWY_NOINLINE void single_channels(const ConvSingle& t, const Padded& padded, const float* w,
                                  std::int64_t o) {
  const std::int64_t last = HWY_MAX(0, t.out_width - kBlock);
  for (std::int64_t oy = 0; oy < t.out_height; ++oy) {
    std::int64_t ox = 0;
    if constexpr (kRuns == 2) {
      for (; ox < last; ox += 32) {
        single_tile<O, 2>(t, padded, w, o, oy, {HWY_MIN(ox, last), HWY_MIN(ox + kBlock, last)});
      }
    }
    for (; ox < t.out_width; ox += kBlock)
      single_tile<O, 1>(t, padded, w, o, oy, {HWY_MIN(ox, last)});
  }
}

template <int O = 1>
HWY_INLINE void channels_of(const ConvSingle& t, const Padded& padded, const float* w,
                            std::int64_t o, std::int64_t channels) {
  if constexpr (O < kSingleChannels) {
    if (channels > O) return channels_of<O + 1>(t, padded, w, o, channels);
  }
  single_channels<O>(t, padded, w, o);
}

// The other way round: 16 channels of a panel × P pixels from output (oy, ox) on, with all taps.
template <int P>
HWY_INLINE void panel_taps(const ConvSingle& t, const Padded& padded, const float* panel,
                           std::int64_t oy, std::int64_t ox, V (&acc)[P][kVectors]) {
  const D d;
  for_taps(t, padded, panel, oy, ox, [&](const float* HWY_RESTRICT x, const float* HWY_RESTRICT w) {
    V by[kVectors];
    HWY_UNROLL(16)
    for (int v = 0; v < kVectors; ++v) by[v] = hn::LoadU(d, w + v * kLanes);
    HWY_UNROLL(16)
    for (int m = 0; m < P; ++m) {
      const V in = hn::Set(d, x[m]);
      HWY_UNROLL(16)
      for (int v = 0; v < kVectors; ++v) acc[m][v] = hn::MulAdd(by[v], in, acc[m][v]);
    }
  });
}

// The same of filters K wide with stride 1, where there are registers for all inputs of a row: each
// meets its K taps from there.
template <int P, int K>
HWY_INLINE void panel_rows(const ConvSingle& t, const Padded& padded, const float* HWY_RESTRICT w,
                           std::int64_t oy, std::int64_t ox, V (&acc)[P][kVectors]) {
  const D d;
  const float* HWY_RESTRICT plane = t.scratch + oy * padded.row + ox;
  for (std::int64_t c = 0; c < t.in_channels; ++c, plane += padded.channel) {
    const float* HWY_RESTRICT x = plane;
    for (std::int64_t ky = 0; ky < t.taps_high; ++ky, x += padded.row) {
      V in[P + K - 1];
      HWY_UNROLL(16)
      for (int i = 0; i < P + K - 1; ++i) in[i] = hn::Set(d, x[i]);
      HWY_UNROLL(8)
      for (int kx = 0; kx < K; ++kx, w += kBlock) {
        const V by = hn::LoadU(d, w);
        HWY_UNROLL(16)
        for (int m = 0; m < P; ++m) acc[m][0] = hn::MulAdd(by, in[m + kx], acc[m][0]);
      }
    }
  }
}

template <int P>
HWY_NOINLINE void panel_tile(const ConvSingle& t, const Padded& padded, std::int64_t o,
                             std::int64_t oy, std::int64_t ox) {
  const D d;
  const std::int64_t channels = HWY_MIN(kBlock, t.out_channels - o);
  HWY_ALIGN float block[HWY_MAX(4, P)][kBlock];
  V acc[P][kVectors];
  HWY_UNROLL(16)
  for (int m = 0; m < P; ++m) {
    HWY_UNROLL(16)
    for (int v = 0; v < kVectors; ++v) {
      acc[m][v] = load_first(t.start + o + v * kLanes, channels - v * kLanes);
    }
  }
  const float* panel = t.w + o * padded.taps;
  bool done = false;
  if constexpr (kVectors == 1) {
    done = t.stride == 1 && (t.taps_wide == 3 || t.taps_wide == 5);
    if (done && t.taps_wide == 3) panel_rows<P, 3>(t, padded, panel, oy, ox, acc);
    if (done && t.taps_wide == 5) panel_rows<P, 5>(t, padded, panel, oy, ox, acc);
  }
  if (!done) panel_taps<P>(t, padded, panel, oy, ox, acc);
  HWY_UNROLL(16)
  for (int m = 0; m < P; ++m) {
    HWY_UNROLL(16)
    for (int v = 0; v < kVectors; ++v) hn::Store(acc[m][v], d, block[m] + v * kLanes);
  }
  float* y = t.y + (o * t.out_height + oy) * t.out_width + ox;
  const std::int64_t plane = t.out_height * t.out_width;
  std::int64_t j = 0;
  for (; P >= 4 && j + 4 <= channels; j += 4, y += 4 * plane) {
    for (int pixel = 0; pixel < P; pixel += 4) {
      const int m = HWY_MAX(0, HWY_MIN(pixel, P - 4));  // the last four over those before them
      transpose4({block[m] + j, block[m + 1] + j, block[m + 2] + j, block[m + 3] + j},
                 {y + m, y + plane + m, y + 2 * plane + m, y + 3 * plane + m});
    }
  }
  for (; j < channels; ++j, y += plane) {
    for (int m = 0; m < P; ++m) y[m] = block[m][j];
  }
}

template <int P = kSinglePixels>
HWY_INLINE void pixels_of(const ConvSingle& t, const Padded& padded, std::int64_t o,
                          std::int64_t oy, std::int64_t ox, std::int64_t pixels) {
  if constexpr (P > 1) {
    if (pixels < P) return pixels_of<P - 1>(t, padded, o, oy, ox, pixels);
  }
  panel_tile<P>(t, padded, o, oy, ox);
}

// Shares `n` out to tiles of at most `most`, as even as can be: fn(begin, how many).
template <typename Fn>
HWY_INLINE void for_tiles(std::int64_t n, std::int64_t most, Fn&& fn) {
  const std::int64_t tiles = (n + most - 1) / most;
  for (std::int64_t i = 0; i < tiles; ++i) fn(n * i / tiles, n * (i + 1) / tiles - n * i / tiles);
}

}  // namespace

void conv_single(const ConvSingle& t) noexcept {
  assert(t.valid());
  const Padded padded(t);
  pad(t, padded);
  list_taps(t, padded);
  // What leaves fewer lanes empty.
  const auto lanes = [](std::int64_t n) { return whole_blocks(n); };
  const bool pixels = lanes(t.out_width) * t.out_channels <= lanes(t.out_channels) * t.out_width;
  for (std::int64_t panel = 0; panel < t.out_channels; panel += kBlock) {
    if (pixels) {
      const float* w = t.w + panel * padded.taps;
      for_tiles(HWY_MIN(kBlock, t.out_channels - panel), kSingleChannels,
                [&](std::int64_t begin, std::int64_t n) {
                  channels_of(t, padded, w + begin, panel + begin, n);
                });
      continue;
    }
    for (std::int64_t oy = 0; oy < t.out_height; ++oy) {
      for_tiles(t.out_width, kSinglePixels,
                [&](std::int64_t ox, std::int64_t n) { pixels_of(t, padded, panel, oy, ox, n); });
    }
  }
}

namespace {

// Neighbouring windows of 2 numbers, 2 apart, as many as fill a vector: of a row, the left and the
// right of each.
struct Windows {
  explicit Windows(std::int64_t n) : low(2 * n), high(2 * n - kLanes), all(n) {}
  HWY_INLINE void load(const float* x, V& left, V& right) const {
    const V first = low.load(x), second = high.load(x + kLanes);
#if HWY_TARGET == HWY_SCALAR
    left = first;
    right = second;
#else
    left = hn::ConcatEven(D(), second, first);
    right = hn::ConcatOdd(D(), second, first);
#endif
  }
  SomeLanes low, high, all;
};

// Rows of windows: where those are 2 wide and 2 apart, several at a time, as pairs(the left of each
// window's first row, how to read them); else one(its first number).
template <typename Pairs, typename One>
HWY_INLINE void windows_of(const Pool& t, const float* x, float* y, Pairs&& pairs, One&& one) {
  const std::int64_t plane = t.in_height * t.in_width, rows = t.channels * t.out_height;
  if (t.stride == 2 && t.wide == 2) {
    for (std::int64_t ox = 0; ox < t.out_width; ox += kLanes) {
      const Windows windows(t.out_width - ox);
      float* to = y + ox;
      for (std::int64_t c = 0; c < t.channels; ++c) {
        const float* row = x + c * plane + ox * 2;
        for (std::int64_t oy = 0; oy < t.out_height; ++oy, row += 2 * t.in_width) {
          windows.all.store(pairs(row, windows), to);
          to += t.out_width;
        }
      }
    }
    return;
  }
  for (std::int64_t i = 0; i < rows; ++i, y += t.out_width) {
    const float* row = x + i / t.out_height * plane + i % t.out_height * t.stride * t.in_width;
    for (std::int64_t ox = 0; ox < t.out_width; ++ox) y[ox] = one(row + ox * t.stride);
  }
}

}  // namespace

void max_pool_single(const Pool& t, const float* x, float* y) noexcept {
  assert(t.valid());
  // The first of equals; a NaN wins.
  const auto greater = [](V other, V best) {
    return hn::IfThenElse(hn::Or(hn::Gt(other, best), hn::IsNaN(other)), other, best);
  };
  const auto pairs = [&](const float* from, const Windows& windows) {
    V best, left, right;
    windows.load(from, best, right);
    best = greater(right, best);
    for (std::int64_t ky = 1; ky < t.high; ++ky) {
      windows.load(from + ky * t.in_width, left, right);
      best = greater(right, greater(left, best));
    }
    return best;
  };
  const auto one = [&](const float* from) {
    float best = *from;
    for (std::int64_t ky = 0; ky < t.high; ++ky) {
      for (std::int64_t kx = 0; kx < t.wide; ++kx) {
        const float other = from[ky * t.in_width + kx];
        if (other > best || other != other) best = other;
      }
    }
    return best;
  };
  windows_of(t, x, y, pairs, one);
}

void average_pool_single(const Pool& t, const float* x, float* y) noexcept {
  assert(t.valid());
  const float part = 1.0F / static_cast<float>(t.high * t.wide);
  const auto pairs = [&](const float* from, const Windows& windows) {
    V sum = hn::Zero(D()), left, right;
    for (std::int64_t ky = 0; ky < t.high; ++ky) {
      windows.load(from + ky * t.in_width, left, right);
      sum = hn::Add(hn::Add(sum, left), right);
    }
    return hn::Mul(sum, hn::Set(D(), part));
  };
  const auto one = [&](const float* from) {
    float sum = 0;
    for (std::int64_t ky = 0; ky < t.high; ++ky) {
      for (std::int64_t kx = 0; kx < t.wide; ++kx) sum += from[ky * t.in_width + kx];
    }
    return sum * part;
  };
  windows_of(t, x, y, pairs, one);
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();
