// What optimizers do to parameters. Padding is zero before and after.
#include <cassert>
#include <limits>

#include "kernels/each_target.h"
#include "kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {

namespace {

// The slope of the cost with λ·Σ|w| added to it, whose own slope is λ·sign(w), and 0 at 0.
struct Slope {
  explicit Slope(const Update& u) : descent(u), l1(hn::Set(D(), u.l1)), sparse(u.l1 != 0) {}
  HWY_INLINE V gradient(V w, V g) const {
    const V of_cost = descent.gradient(w, g);
    if (!sparse) return of_cost;
    const V pull = hn::IfThenElseZero(hn::Ne(w, hn::Zero(D())), hn::CopySign(l1, w));
    return hn::Add(of_cost, pull);
  }
  Descent descent;
  V l1;
  bool sparse;
};
}  // namespace

// w −= rate·g
void sgd(const Update& u) noexcept {
  assert(u.valid());
  const D d;
  const Slope slope(u);
  for (std::int64_t i = 0; i < u.n; i += kLanes) {
    const V w = hn::LoadU(d, u.w + i);
    const V g = slope.gradient(w, hn::LoadU(d, u.g + i));
    hn::StoreU(hn::NegMulAdd(slope.descent.rate, g, w), d, u.w + i);
  }
}

namespace {

// A moment that fades would stay denormal for ever, which is slow, where such numbers are kept.
HWY_INLINE V faded(V x) {
#if HWY_TARGET <= HWY_AVX2
  return x;
#else
  const D d;
  const V least = hn::Set(d, std::numeric_limits<float>::min());
  return hn::IfThenZeroElse(hn::Lt(hn::Abs(x), least), x);
#endif
}

// v = μ·v + g;  w −= rate·v, or with Nesterov's look ahead rate·(g + μ·v)
template <bool kNesterov>
HWY_INLINE void with_velocity(const Update& u) {
  const D d;
  const Slope slope(u);
  const V mu = hn::Set(d, u.momentum);
  for (std::int64_t i = 0; i < u.n; i += kLanes) {
    const V w = hn::LoadU(d, u.w + i);
    const V g = slope.gradient(w, hn::LoadU(d, u.g + i));
    const V v = faded(hn::MulAdd(mu, hn::LoadU(d, u.m + i), g));
    hn::StoreU(v, d, u.m + i);
    hn::StoreU(hn::NegMulAdd(slope.descent.rate, kNesterov ? hn::MulAdd(mu, v, g) : v, w), d,
               u.w + i);
  }
}
}  // namespace

void momentum(const Update& u) noexcept {
  assert(u.valid() && u.m);
  with_velocity<false>(u);
}

void nesterov(const Update& u) noexcept {
  assert(u.valid() && u.m);
  with_velocity<true>(u);
}

namespace {

V set(double x) { return hn::Set(D(), static_cast<float>(x)); }

// m = β₁·m + (1−β₁)·g;  v = β₂·v + (1−β₂)·g²;  w −= rate·m̂ / (√v̂ + ε), decoupled + rate·decay·w
template <bool kDecoupled>
HWY_INLINE void adaptive(const Update& u) {
  const D d;
  Slope slope(u);
  if (kDecoupled) slope.descent.decay = hn::Zero(d);
  const V shrink = hn::Set(d, kDecoupled ? u.rate * u.decay : 0.0F);
  const V b1 = set(u.beta1), c1 = set(1 - u.beta1);
  const V b2 = set(u.beta2), c2 = set(1 - u.beta2);
  const V rate = hn::Set(d, u.rate * u.moment1_scale);
  const V scale2 = hn::Set(d, u.moment2_scale), epsilon = hn::Set(d, u.epsilon);
  for (std::int64_t i = 0; i < u.n; i += kLanes) {
    const V w = hn::LoadU(d, u.w + i);
    const V g = slope.gradient(w, hn::LoadU(d, u.g + i));
    const V m = faded(hn::MulAdd(b1, hn::LoadU(d, u.m + i), hn::Mul(c1, g)));
    const V v = faded(hn::MulAdd(b2, hn::LoadU(d, u.v + i), hn::Mul(c2, hn::Mul(g, g))));
    hn::StoreU(m, d, u.m + i);
    hn::StoreU(v, d, u.v + i);
    const V step = hn::Div(hn::Mul(rate, m), hn::Add(hn::Sqrt(hn::Mul(v, scale2)), epsilon));
    hn::StoreU(hn::Sub(w, hn::MulAdd(shrink, w, step)), d, u.w + i);
  }
}
}  // namespace

void adam(const Update& u) noexcept {
  assert(u.valid() && u.m && u.v);
  adaptive<false>(u);
}

void adamw(const Update& u) noexcept {
  assert(u.valid() && u.m && u.v);
  adaptive<true>(u);
}

double sum_of_squares(const float* x, std::int64_t n) noexcept {
  double lanes[kBlock] = {};
  std::int64_t i = 0;
  for (; i + kBlock <= n; i += kBlock) {
    for (int j = 0; j < kBlock; ++j) lanes[j] += static_cast<double>(x[i + j]) * x[i + j];
  }
  for (; i < n; ++i) lanes[i % kBlock] += static_cast<double>(x[i]) * x[i];
  double sum = 0;
  for (const double lane : lanes) sum += lane;
  return sum;
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();
