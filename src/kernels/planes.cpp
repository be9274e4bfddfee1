// What is done to the planes of a picture with samples in lanes: pooling, and the statistics and
// scaling of batch normalisation.
#include <algorithm>
#include <cassert>

#include "kernels/each_target.h"
#include "kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {
namespace {

// Calls fn(output, first input, v) for every output block of a pool and each vector of a block.
template <typename Fn>
HWY_INLINE void for_each_window(const Pool& t, Fn&& fn) {
  std::int64_t out = 0;
  for (std::int64_t c = 0; c < t.channels; ++c) {
    for (std::int64_t oy = 0; oy < t.out_height; ++oy) {
      for (std::int64_t ox = 0; ox < t.out_width; ++ox, out += kBlock) {
        const std::int64_t in =
            ((c * t.in_height + oy * t.stride) * t.in_width + ox * t.stride) * kBlock;
        for (int v = 0; v < kBlock; v += kLanes) fn(out + v, in + v);
      }
    }
  }
}

// The gradients of a pool's inputs: share(gradient, n) of each window's goes to its n-th number,
// `gradient` being read by load(output).
template <typename Load, typename Share>
HWY_INLINE void spread(const Pool& t, float* dx, Load&& load, Share&& share) {
  const D d;
  const bool apart = t.stride >= t.high && t.stride >= t.wide;  // each number is in one window
  const bool all = t.out_height * t.high == t.in_height && t.out_width * t.wide == t.in_width;
  if (!apart || !all) std::fill_n(dx, t.channels * t.in_height * t.in_width * kBlock, 0.0F);
  const auto windows = [&](auto&& put) {
    for_each_window(t, [&](std::int64_t out, std::int64_t in) {
      const auto gradient = load(out);
      for (std::int64_t ky = 0; ky < t.high; ++ky) {
        for (std::int64_t kx = 0; kx < t.wide; ++kx) {
          put(share(gradient, ky * t.wide + kx), dx + in + (ky * t.in_width + kx) * kBlock);
        }
      }
    });
  };
  if (apart) {
    windows([&](V part, float* to) { hn::StoreU(part, d, to); });
  } else {
    windows([&](V part, float* to) { hn::StoreU(hn::Add(hn::LoadU(d, to), part), d, to); });
  }
}

}  // namespace

void max_pool(const Pool& t, const float* x, float* y, float* which) noexcept {
  assert(t.valid());
  const D d;
  for_each_window(t, [&](std::int64_t out, std::int64_t in) {
    V best = hn::LoadU(d, x + in);
    V at = hn::Zero(d);
    for (std::int64_t ky = 0; ky < t.high; ++ky) {
      for (std::int64_t kx = 0; kx < t.wide; ++kx) {
        const V other = hn::LoadU(d, x + in + (ky * t.in_width + kx) * kBlock);
        // The first of equals; a NaN wins.
        const auto more = hn::Or(hn::Gt(other, best), hn::IsNaN(other));
        best = hn::IfThenElse(more, other, best);
        at = hn::IfThenElse(more, hn::Set(d, static_cast<float>(ky * t.wide + kx)), at);
      }
    }
    hn::StoreU(best, d, y + out);
    if (which) hn::StoreU(at, d, which + out);
  });
}

void max_pool_backward(const Pool& t, const float* which, const float* dy, float* dx) noexcept {
  assert(t.valid());
  const D d;
  struct Winner {
    V at, gradient;
  };
  spread(
      t, dx,
      [&](std::int64_t out) {
        return Winner{hn::LoadU(d, which + out), hn::LoadU(d, dy + out)};
      },
      [&](const Winner& w, std::int64_t n) {
        return hn::IfThenElseZero(hn::Eq(w.at, hn::Set(d, static_cast<float>(n))), w.gradient);
      });
}

void average_pool(const Pool& t, const float* x, float* y) noexcept {
  assert(t.valid());
  const D d;
  const V part = hn::Set(d, 1.0F / static_cast<float>(t.high * t.wide));
  for_each_window(t, [&](std::int64_t out, std::int64_t in) {
    V sum = hn::Zero(d);
    for (std::int64_t ky = 0; ky < t.high; ++ky) {
      for (std::int64_t kx = 0; kx < t.wide; ++kx) {
        sum = hn::Add(sum, hn::LoadU(d, x + in + (ky * t.in_width + kx) * kBlock));
      }
    }
    hn::StoreU(hn::Mul(sum, part), d, y + out);
  });
}

void average_pool_backward(const Pool& t, const float* dy, float* dx) noexcept {
  assert(t.valid());
  const D d;
  const V part = hn::Set(d, 1.0F / static_cast<float>(t.high * t.wide));
  spread(
      t, dx, [&](std::int64_t out) { return hn::Mul(hn::LoadU(d, dy + out), part); },
      [](V gradient, std::int64_t) { return gradient; });
}

namespace {

// The lanes of rows that are there.
HWY_INLINE void mask_lanes(std::int64_t rows, float (&mask)[kBlock]) {
  for (int i = 0; i < kBlock; ++i) mask[i] = i < rows ? 1.0F : 0.0F;
}

// Σ over pixels and the first `rows` lanes of term(vector, lanes' offset).
template <typename Fn>
HWY_INLINE float sum_plane(std::int64_t pixels, const float (&mask)[kBlock], Fn&& term) {
  const D d;
  HWY_ALIGN float block[kBlock];
  for (int v = 0; v < kBlock; v += kLanes) {
    V sum = hn::Zero(d);
    for (std::int64_t i = 0; i < pixels; ++i) sum = hn::Add(sum, term(i * kBlock + v));
    hn::Store(hn::Mul(sum, hn::Load(d, mask + v)), d, block + v);
  }
  return sum_lanes(block);
}

}  // namespace

void moments(const Planes& t, const float* x, float* mean, float* squares) noexcept {
  assert(t.valid());
  const D d;
  HWY_ALIGN float mask[kBlock];
  mask_lanes(t.rows, mask);
  const float count = static_cast<float>(t.pixels * t.rows);
  for (std::int64_t c = 0; c < t.channels; ++c) {
    const float* plane = x + c * t.pixels * kBlock;
    mean[c] =
        sum_plane(t.pixels, mask, [&](std::int64_t i) { return hn::LoadU(d, plane + i); }) / count;
    const V middle = hn::Set(d, mean[c]);
    squares[c] = sum_plane(t.pixels, mask, [&](std::int64_t i) {
      const V away = hn::Sub(hn::LoadU(d, plane + i), middle);
      return hn::Mul(away, away);
    });
  }
}

void normalise(const Planes& t, const float* x, const float* mean, const float* scale,
               const float* shift, float* y) noexcept {
  assert(t.valid());
  const D d;
  for (std::int64_t c = 0; c < t.channels; ++c) {
    const V middle = hn::Set(d, mean[c]), by = hn::Set(d, scale[c]), to = hn::Set(d, shift[c]);
    const std::int64_t begin = c * t.pixels * kBlock;
    for (std::int64_t i = begin; i < begin + t.pixels * kBlock; i += kLanes) {
      hn::StoreU(hn::MulAdd(hn::Sub(hn::LoadU(d, x + i), middle), by, to), d, y + i);
    }
  }
}

void normalise_sums(const Planes& t, const float* x, const float* dy, const float* mean,
                    const float* inverse, float* dscale, float* dshift) noexcept {
  assert(t.valid());
  const D d;
  HWY_ALIGN float mask[kBlock];
  mask_lanes(t.rows, mask);
  for (std::int64_t c = 0; c < t.channels; ++c) {
    const V middle = hn::Set(d, mean[c]), by = hn::Set(d, inverse[c]);
    const std::int64_t begin = c * t.pixels * kBlock;
    dshift[c] =
        sum_plane(t.pixels, mask, [&](std::int64_t i) { return hn::LoadU(d, dy + begin + i); });
    dscale[c] = sum_plane(t.pixels, mask, [&](std::int64_t i) {
      const V at = hn::Mul(hn::Sub(hn::LoadU(d, x + begin + i), middle), by);
      return hn::Mul(hn::LoadU(d, dy + begin + i), at);
    });
  }
}

void normalise_backward(const Planes& t, const float* x, const float* dy, const float* mean,
                        const float* inverse, const float* scale, const float* mean_dscale,
                        const float* mean_dshift, float* dx) noexcept {
  assert(t.valid());
  const D d;
  HWY_ALIGN float mask[kBlock];
  mask_lanes(t.rows, mask);
  for (std::int64_t c = 0; c < t.channels; ++c) {
    const V middle = hn::Set(d, mean[c]), by = hn::Set(d, inverse[c]);
    const V along = hn::Set(d, mean_dscale[c]), constant = hn::Set(d, mean_dshift[c]);
    const V factor = hn::Mul(hn::Set(d, scale[c]), by);
    const std::int64_t begin = c * t.pixels * kBlock;
    for (std::int64_t i = 0; i < t.pixels * kBlock; i += kLanes) {
      const V at = hn::Mul(hn::Sub(hn::LoadU(d, x + begin + i), middle), by);
      const V rest = hn::NegMulAdd(at, along, hn::Sub(hn::LoadU(d, dy + begin + i), constant));
      hn::StoreU(hn::Mul(hn::Mul(factor, rest), hn::Load(d, mask + i % kBlock)), d, dx + begin + i);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();
