// Rows brought to mean 0 and deviation 1; see LayerNormRows.
#include <algorithm>
#include <cassert>
#include <cmath>

#include "kernels/each_target.h"
#include "kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {
namespace {

// Σ fn(at, lanes) in 16 lanes over blocks, then the lanes' tree. fn gives 0 in lanes past the end.
template <typename Fn>
HWY_INLINE float sum_of(std::int64_t n, Fn&& fn) {
  const D d;
  HWY_ALIGN float sums[kBlock] = {};
  for_each_lanes(n, [&](std::int64_t at, auto lanes) {
    float* sum = sums + at % kBlock;
    hn::Store(hn::Add(hn::Load(d, sum), fn(at, lanes)), d, sum);
  });
  return sum_lanes(sums);
}

}  // namespace

void layer_norm(const LayerNormRows& t) noexcept {
  assert(t.valid());
  const D d;
  const auto width = static_cast<float>(t.width);
  for (std::int64_t r = 0; r < t.rows; ++r) {
    const float* x = t.x + r * t.width;
    float* y = t.y + r * t.width;
    float* normal = t.normal + r * t.normal_stride;
    std::fill(normal + t.width, normal + t.normal_stride, 0.0F);
    const float sum =
        sum_of(t.width, [&](std::int64_t at, auto lanes) { return lanes.load(x + at); });
    const V mean = hn::Set(d, sum / width);
    const float squares = sum_of(t.width, [&](std::int64_t at, auto lanes) {
      const V away = lanes.only(hn::Sub(lanes.load(x + at), mean));
      return hn::Mul(away, away);
    });
    const float inverse = 1.0F / std::sqrt(squares / width + t.epsilon);
    t.inverse_deviation[r] = inverse;
    for_each_lanes(t.width, [&](std::int64_t at, auto lanes) {
      const V n = hn::Mul(hn::Sub(lanes.load(x + at), mean), hn::Set(d, inverse));
      lanes.store(n, normal + at);
      lanes.store(hn::MulAdd(n, lanes.load(t.gain + at), lanes.load(t.bias + at)), y + at);
    });
  }
  std::fill_n(t.y + t.rows * t.width, t.padding * t.width, 0.0F);
  std::fill_n(t.normal + t.rows * t.normal_stride, t.padding * t.normal_stride, 0.0F);
  std::fill_n(t.inverse_deviation + t.rows, t.padding, 0.0F);
}

void layer_norm_backward(const LayerNormRowsBackward& t) noexcept {
  assert(t.valid());
  const D d;
  const auto width = static_cast<float>(t.width);
  for (std::int64_t r = 0; r < t.rows; ++r) {
    const float* dy = t.dy + r * t.width;
    float* dx = t.dx ? t.dx + r * t.width : nullptr;
    float* normal = t.normal + r * t.normal_stride;
    float* kept = t.dy_kept + r * t.normal_stride;
    const float inverse = t.inverse_deviation[r];
    std::fill_n(kept, t.normal_stride, 0.0F);
    if (inverse == 0) {
      if (dx) std::fill_n(dx, t.width, 0.0F);
      continue;
    }
    const auto u = [&](std::int64_t at, auto lanes) {
      return hn::Mul(lanes.load(t.gain + at), lanes.load(dy + at));
    };
    if (dx) {
      const V mean = hn::Set(d, sum_of(t.width, u) / width);
      const float along = sum_of(t.width, [&](std::int64_t at, auto lanes) {
        return hn::Mul(u(at, lanes), lanes.load(normal + at));
      });
      const V slope = hn::Set(d, along / width);
      for_each_lanes(t.width, [&](std::int64_t at, auto lanes) {
        const V centred = hn::Sub(u(at, lanes), mean);
        const V across = hn::NegMulAdd(lanes.load(normal + at), slope, centred);
        lanes.store(hn::Mul(across, hn::Set(d, inverse)), dx + at);
      });
    }
    for_each_lanes(t.width, [&](std::int64_t at, auto lanes) {
      const V g = lanes.load(dy + at);
      lanes.store(g, kept + at);
      lanes.store(hn::Mul(g, lanes.load(normal + at)), normal + at);
    });
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();
