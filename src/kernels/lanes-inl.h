// Included once per instruction set, inside every kernel file: what all of them share.
#if defined(GLIA_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef GLIA_LANES_INL_H_
#undef GLIA_LANES_INL_H_
#else
#define GLIA_LANES_INL_H_
#endif

#include <hwy/highway.h>

#include "kernels/table.h"

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A logical block is 16 floats on every path: one vector, two, four or sixteen.
using D = hn::CappedTag<float, 16>;
using V = hn::Vec<D>;
inline constexpr int kLanes = static_cast<int>(hn::MaxLanes(D()));
inline constexpr int kVectors = 16 / kLanes;

// x for which f is run on n floats: whole vectors, then the rest in a padded block, so that a
// number's bits do not depend on its place.
template <typename Fn>
HWY_INLINE void for_each_vector(const float* x, float* y, std::int64_t n, Fn&& fn) {
  const D d;
  std::int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) hn::StoreU(fn(hn::LoadU(d, x + i), i), d, y + i);
  if (i < n) {
    HWY_ALIGN float block[16] = {};
    for (std::int64_t j = i; j < n; ++j) block[j - i] = x[j];
    hn::Store(fn(hn::Load(d, block), i), d, block);
    for (std::int64_t j = i; j < n; ++j) y[j] = block[j - i];
  }
}

// The sum of 16 lanes in a fixed tree.
HWY_INLINE float sum_lanes(const float* block) {
  float s[8];
  for (int i = 0; i < 8; ++i) s[i] = block[i] + block[i + 8];
  for (int i = 0; i < 4; ++i) s[i] += s[i + 4];
  return (s[0] + s[2]) + (s[1] + s[3]);
}

// eˣ, error below 2 ulp; 0 below −87.3, about 2^127.99 above 88.7; NaN stays NaN.
HWY_INLINE V exp_v(V x) {
  const D d;
  const hn::RebindToSigned<D> di;
  const V high = hn::Set(d, 88.72F);
  const V low = hn::Set(d, -87.33F);
  const auto underflow = hn::Lt(x, low);
  x = hn::IfThenElse(hn::Gt(x, high), high, x);
  x = hn::IfThenElse(underflow, low, x);
  const V n = hn::Round(hn::Mul(x, hn::Set(d, 1.44269504F)));
  V r = hn::NegMulAdd(n, hn::Set(d, 0.693359375F), x);  // ln 2 in two parts
  r = hn::NegMulAdd(n, hn::Set(d, -2.12194440e-4F), r);
  V p = hn::Set(d, 1.0F / 5040);
  p = hn::MulAdd(p, r, hn::Set(d, 1.0F / 720));
  p = hn::MulAdd(p, r, hn::Set(d, 1.0F / 120));
  p = hn::MulAdd(p, r, hn::Set(d, 1.0F / 24));
  p = hn::MulAdd(p, r, hn::Set(d, 1.0F / 6));
  p = hn::MulAdd(p, r, hn::Set(d, 0.5F));
  p = hn::MulAdd(hn::Mul(p, r), r, r);
  p = hn::Add(p, hn::Set(d, 1.0F));
  // 2ⁿ in two factors, because n = 128 has no float of its own.
  const auto ni = hn::ConvertTo(di, n);
  const auto half = hn::ShiftRight<1>(ni);
  const auto bias = hn::Set(di, 127);
  const V f1 = hn::BitCast(d, hn::ShiftLeft<23>(hn::Add(half, bias)));
  const V f2 = hn::BitCast(d, hn::ShiftLeft<23>(hn::Add(hn::Sub(ni, half), bias)));
  return hn::IfThenZeroElse(underflow, hn::Mul(hn::Mul(p, f1), f2));
}

// ln x for normal x > 0, error below 2 ulp.
HWY_INLINE V log_v(V x) {
  const D d;
  const hn::RebindToSigned<D> di;
  auto bits = hn::BitCast(di, x);
  // m in [√½, √2), x = m·2ᵉ
  const auto shifted = hn::Sub(bits, hn::Set(di, 0x3f3504f3));
  const auto e = hn::ShiftRight<23>(shifted);
  const V m = hn::BitCast(d, hn::Sub(bits, hn::ShiftLeft<23>(e)));
  // ln m = 2·artanh(t), t = (m−1)/(m+1), |t| < 0.172
  const V one = hn::Set(d, 1.0F);
  const V t = hn::Div(hn::Sub(m, one), hn::Add(m, one));
  const V t2 = hn::Mul(t, t);
  V p = hn::Set(d, 2.0F / 9);
  p = hn::MulAdd(p, t2, hn::Set(d, 2.0F / 7));
  p = hn::MulAdd(p, t2, hn::Set(d, 2.0F / 5));
  p = hn::MulAdd(p, t2, hn::Set(d, 2.0F / 3));
  const V ef = hn::ConvertTo(d, e);
  const V two_t = hn::Add(t, t);
  V small = hn::MulAdd(hn::Mul(t, t2), p, hn::Mul(ef, hn::Set(d, -2.12194440e-4F)));
  small = hn::Add(small, two_t);
  const V result = hn::MulAdd(ef, hn::Set(d, 0.693359375F), small);
  return hn::IfThenElse(hn::IsNaN(x), x, result);
}

// 1/(1+e⁻ˣ)
HWY_INLINE V sigmoid_v(V x) {
  const D d;
  const V one = hn::Set(d, 1.0F);
  const V e = exp_v(hn::Neg(hn::Abs(x)));
  const V numerator = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), e, one);
  return hn::Div(numerator, hn::Add(one, e));
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();

#endif
