// Included once per instruction set, inside every kernel file: what all of them share.
#if defined(GLIA_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef GLIA_LANES_INL_H_
#undef GLIA_LANES_INL_H_
#else
#define GLIA_LANES_INL_H_
#endif

#include <hwy/highway.h>

#include "kernels/table.h"

// Plain code, for processors older than every instruction set here, is made small.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC reset_options
#if HWY_TARGET == HWY_SCALAR
#pragma GCC optimize("Os")
#endif
#endif

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#define GLIA_KERNEL(result, name, arguments) result name arguments noexcept;
#include "kernels/kernels.def"
#undef GLIA_KERNEL

// A logical block is 16 floats on every path: one vector, two, four or sixteen.
using D = hn::CappedTag<float, kBlock>;
using V = hn::Vec<D>;
inline constexpr int kLanes = static_cast<int>(hn::MaxLanes(D()));
inline constexpr int kVectors = static_cast<int>(kBlock) / kLanes;

// The first n numbers of a vector, from and to memory where no others may be touched. Where there
// are masks for it: a block that is written number by number and then read as a vector waits long.
HWY_INLINE V load_first(const float* x, std::int64_t n, float rest = 0) {
  const D d;
  if (n >= kLanes) return hn::LoadU(d, x);
#if HWY_TARGET <= HWY_AVX2
  const auto first = hn::FirstN(d, static_cast<std::size_t>(HWY_MAX(0, n)));
  return hn::IfThenElse(first, hn::MaskedLoad(first, d, x), hn::Set(d, rest));
#else
  HWY_ALIGN float block[kBlock];
  for (std::int64_t j = 0; j < kLanes; ++j) block[j] = j < n ? x[j] : rest;
  return hn::Load(d, block);
#endif
}
HWY_INLINE void store_first(V v, float* y, std::int64_t n) {
  const D d;
  if (n >= kLanes) return hn::StoreU(v, d, y);
#if HWY_TARGET <= HWY_AVX3  // AVX2's masked stores are slow on some processors
  hn::BlendedStore(v, hn::FirstN(d, static_cast<std::size_t>(HWY_MAX(0, n))), d, y);
#else
  HWY_ALIGN float block[kBlock];
  hn::Store(v, d, block);
  for (std::int64_t j = 0; j < kLanes && j < n; ++j) y[j] = block[j];
#endif
}
// Zeros after the first n.
HWY_INLINE V only_first(V v, std::int64_t n) {
  return hn::IfThenElseZero(
      hn::FirstN(D(), static_cast<std::size_t>(HWY_MAX(0, HWY_MIN(n, kLanes)))), v);
}

// x for which f is run on n floats: whole vectors, then the rest filled up with zeros, so that a
// number's bits do not depend on its place.
template <typename Fn>
HWY_INLINE void for_each_vector(const float* x, float* y, std::int64_t n, Fn&& fn) {
  const D d;
  std::int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) hn::StoreU(fn(hn::LoadU(d, x + i), i), d, y + i);
  if (i < n) store_first(fn(load_first(x + i, n - i), i), y + i, n - i);
}

// How for_each_lanes() reads and writes: a whole vector, or the n numbers that are left, with zeros
// after them; n may also be none or more than all.
struct WholeLanes {
  V load(const float* x) const { return hn::LoadU(D(), x); }
  void store(V v, float* y) const { hn::StoreU(v, D(), y); }
  V only(V v) const { return v; }  // zeros after the n numbers
};
struct SomeLanes {
#if HWY_TARGET <= HWY_AVX3
  explicit SomeLanes(std::int64_t n)
      : first(hn::FirstN(D(), static_cast<std::size_t>(HWY_MAX(0, HWY_MIN(n, kLanes))))) {}
  V load(const float* x) const { return hn::MaskedLoad(first, D(), x); }
  void store(V v, float* y) const { hn::BlendedStore(v, first, D(), y); }
  V only(V v) const { return hn::IfThenElseZero(first, v); }
  hn::Mask<D> first;
#else
  explicit SomeLanes(std::int64_t lanes) : n(lanes) {}
  V load(const float* x) const { return load_first(x, n); }
  void store(V v, float* y) const { store_first(v, y, n); }
  V only(V v) const { return only_first(v, n); }
  std::int64_t n;
#endif
};

// fn(at, lanes) for every vector of n numbers: for kernels of several arrays.
template <typename Fn>
HWY_INLINE void for_each_lanes(std::int64_t n, Fn&& fn) {
  std::int64_t at = 0;
  for (; at + kLanes <= n; at += kLanes) fn(at, WholeLanes{});
  if (at < n) fn(at, SomeLanes{n - at});
}

// out[j][i] = in[i][j] for 4 × 4 numbers.
HWY_INLINE void transpose4(const float* const (&in)[4], float* const (&out)[4]) {
#if HWY_TARGET == HWY_SCALAR
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 4; ++i) out[j][i] = in[i][j];
  }
#else
  const hn::FixedTag<float, 4> d;
  const hn::FixedTag<double, 2> pair;
  const auto r0 = hn::LoadU(d, in[0]), r1 = hn::LoadU(d, in[1]);
  const auto r2 = hn::LoadU(d, in[2]), r3 = hn::LoadU(d, in[3]);
  const auto low01 = hn::BitCast(pair, hn::InterleaveLower(d, r0, r1));
  const auto low23 = hn::BitCast(pair, hn::InterleaveLower(d, r2, r3));
  const auto high01 = hn::BitCast(pair, hn::InterleaveUpper(d, r0, r1));
  const auto high23 = hn::BitCast(pair, hn::InterleaveUpper(d, r2, r3));
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(pair, low01, low23)), d, out[0]);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(pair, low01, low23)), d, out[1]);
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(pair, high01, high23)), d, out[2]);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(pair, high01, high23)), d, out[3]);
#endif
}

// A step of gradient descent: w − rate·(scale·g + decay·w).
struct Descent {
  explicit Descent(const Update& u)
      : rate(hn::Set(D(), u.rate)),
        scale(hn::Set(D(), u.gradient_scale)),
        decay(hn::Set(D(), u.decay)) {}
  // The gradient with its scale and, where it is coupled, the decay.
  HWY_INLINE V gradient(V w, V g) const { return hn::MulAdd(decay, w, hn::Mul(g, scale)); }
  HWY_INLINE V step(V w, V g) const { return hn::NegMulAdd(rate, gradient(w, g), w); }
  V rate, scale, decay;
};

// The sum of 16 lanes in a fixed tree.
HWY_INLINE float sum_lanes(const float* block) {
  float s[8];
  for (int i = 0; i < 8; ++i) s[i] = block[i] + block[i + 8];
  for (int i = 0; i < 4; ++i) s[i] += s[i + 4];
  return (s[0] + s[2]) + (s[1] + s[3]);
}

// Lanes of one number gain nothing from a copy of a function at every call.
#undef GLIA_INLINE
#if HWY_TARGET == HWY_SCALAR
#define GLIA_INLINE inline HWY_NOINLINE
#else
#define GLIA_INLINE HWY_INLINE
#endif

// x = n·ln 2 + r; returns e^r, |r| < 0.35.
HWY_INLINE V exp_fraction_v(V x, V& n) {
  const D d;
  n = hn::Round(hn::Mul(x, hn::Set(d, 1.44269504F)));
  V r = hn::NegMulAdd(n, hn::Set(d, 0.693359375F), x);  // ln 2 in two parts
  r = hn::NegMulAdd(n, hn::Set(d, -2.12194440e-4F), r);
  V p = hn::Set(d, 1.0F / 5040);
  p = hn::MulAdd(p, r, hn::Set(d, 1.0F / 720));
  p = hn::MulAdd(p, r, hn::Set(d, 1.0F / 120));
  p = hn::MulAdd(p, r, hn::Set(d, 1.0F / 24));
  p = hn::MulAdd(p, r, hn::Set(d, 1.0F / 6));
  p = hn::MulAdd(p, r, hn::Set(d, 0.5F));
  p = hn::MulAdd(hn::Mul(p, r), r, r);
  return hn::Add(p, hn::Set(d, 1.0F));
}

// eˣ, error below 2 ulp; 0 below −87.3, about 2^127.99 above 88.7; NaN stays NaN.
GLIA_INLINE V exp_v(V x) {
  const D d;
  const hn::RebindToSigned<D> di;
  const V high = hn::Set(d, 88.72F);
  const V low = hn::Set(d, -87.33F);
  const auto underflow = hn::Lt(x, low);
  x = hn::IfThenElse(hn::Gt(x, high), high, x);
  x = hn::IfThenElse(underflow, low, x);
  V n;
  const V p = exp_fraction_v(x, n);
  // 2ⁿ in two factors, because n = 128 has no float of its own.
  const auto ni = hn::ConvertTo(di, n);
  const auto half = hn::ShiftRight<1>(ni);
  const auto bias = hn::Set(di, 127);
  const V f1 = hn::BitCast(d, hn::ShiftLeft<23>(hn::Add(half, bias)));
  const V f2 = hn::BitCast(d, hn::ShiftLeft<23>(hn::Add(hn::Sub(ni, half), bias)));
  return hn::IfThenZeroElse(underflow, hn::Mul(hn::Mul(p, f1), f2));
}

// The same of x ≤ 0, with the same bits: 2ⁿ is one factor.
GLIA_INLINE V exp_of_negative_v(V x) {
  const D d;
  const hn::RebindToSigned<D> di;
  const V low = hn::Set(d, -87.33F);
  const auto underflow = hn::Lt(x, low);
  V n;
  const V p = exp_fraction_v(hn::IfThenElse(underflow, low, x), n);
  const auto exponent = hn::Add(hn::ConvertTo(di, n), hn::Set(di, 127));
  return hn::IfThenZeroElse(underflow, hn::Mul(p, hn::BitCast(d, hn::ShiftLeft<23>(exponent))));
}

// ln x for normal x > 0, error below 2 ulp.
GLIA_INLINE V log_v(V x) {
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
  const V e = exp_of_negative_v(hn::Neg(hn::Abs(x)));
  const V numerator = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), e, one);
  return hn::Div(numerator, hn::Add(one, e));
}

// Near 0 an odd polynomial keeps the relative error small; further out, (1−e)/(1+e), e = e^(−2|x|).
GLIA_INLINE V tanh_v(V x) {
  const D d;
  const V x2 = hn::Mul(x, x);
  V p = hn::Set(d, -5.70498872745e-3F);
  p = hn::MulAdd(p, x2, hn::Set(d, 2.06390887954e-2F));
  p = hn::MulAdd(p, x2, hn::Set(d, -5.37397155531e-2F));
  p = hn::MulAdd(p, x2, hn::Set(d, 1.33314422036e-1F));
  p = hn::MulAdd(p, x2, hn::Set(d, -3.33332819422e-1F));
  const V near = hn::MulAdd(hn::Mul(x, x2), p, x);
  const V e = exp_of_negative_v(hn::Mul(hn::Abs(x), hn::Set(d, -2)));
  const V far = hn::Div(hn::Sub(hn::Set(d, 1), e), hn::Add(hn::Set(d, 1), e));
  const V with_sign = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Neg(far), far);
  return hn::IfThenElse(hn::Lt(hn::Abs(x), hn::Set(d, 0.625F)), near, with_sign);
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();

#endif
