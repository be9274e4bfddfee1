// Functions of one number, over arrays.
#include "kernels/each_target.h"
#include "kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {
namespace {

V set(float x) { return hn::Set(D(), x); }

// fn(a, b) over pairs, tails padded like for_each_vector.
template <typename Fn>
HWY_INLINE void for_each_pair(const float* a, const float* b, float* y, std::int64_t n, Fn&& fn) {
  const D d;
  HWY_ALIGN float tail[kBlock] = {};
  const std::int64_t whole = n / kLanes * kLanes;
  for (std::int64_t i = whole; i < n; ++i) tail[i - whole] = b[i];
  for_each_vector(a, y, n, [&](V x, std::int64_t i) {
    return fn(x, i < whole ? hn::LoadU(d, b + i) : hn::Load(d, tail));
  });
}

}  // namespace

void sigmoid(const float* x, float* y, std::int64_t n, float) noexcept {
  for_each_vector(x, y, n, [](V v, std::int64_t) { return sigmoid_v(v); });
}

// kept: a = σ(x). σ′ = a·(1−a)
void sigmoid_backward(const float* a, const float* dy, float* dx, std::int64_t n, float) noexcept {
  for_each_pair(a, dy, dx, n, [](V v, V g) { return hn::Mul(g, hn::Mul(v, hn::Sub(set(1), v))); });
}

namespace {

// NaN is kept: a comparison with it is false, and Max would drop it.
V relu_v(V x) { return hn::IfThenZeroElse(hn::Lt(x, hn::Zero(D())), x); }

}  // namespace

void relu(const float* x, float* y, std::int64_t n, float) noexcept {
  for_each_vector(x, y, n, [](V v, std::int64_t) { return relu_v(v); });
}

// kept: y. At 0 the derivative is 0.
void relu_backward(const float* y, const float* dy, float* dx, std::int64_t n, float) noexcept {
  for_each_pair(y, dy, dx, n,
                [](V v, V g) { return hn::IfThenElseZero(hn::Gt(v, hn::Zero(D())), g); });
}

void leaky_relu(const float* x, float* y, std::int64_t n, float slope) noexcept {
  for_each_vector(x, y, n, [slope](V v, std::int64_t) {
    return hn::IfThenElse(hn::Lt(v, hn::Zero(D())), hn::Mul(v, set(slope)), v);
  });
}

// kept: x.
void leaky_relu_backward(const float* x, const float* dy, float* dx, std::int64_t n,
                         float slope) noexcept {
  for_each_pair(x, dy, dx, n, [slope](V v, V g) {
    return hn::IfThenElse(hn::Gt(v, hn::Zero(D())), g, hn::Mul(g, set(slope)));
  });
}

void tanh(const float* x, float* y, std::int64_t n, float) noexcept {
  for_each_vector(x, y, n, [](V v, std::int64_t) { return tanh_v(v); });
}

// kept: y. tanh′ = 1−y²
void tanh_backward(const float* y, const float* dy, float* dx, std::int64_t n, float) noexcept {
  for_each_pair(y, dy, dx, n, [](V v, V g) { return hn::Mul(g, hn::NegMulAdd(v, v, set(1))); });
}

namespace {

// Φ(x), the normal distribution function, by Abramowitz & Stegun 7.1.26; absolute error 10⁻⁷.
// `density` gets e^(−x²/2). Both are settled at ±20; `x` is brought there, so that a product of
// infinity and zero never comes up.
V normal_cdf_v(V& x, V& density) {
  const D d;
  x = hn::IfThenElse(hn::Gt(hn::Abs(x), set(20)), hn::CopySign(set(20), x), x);
  const V z = hn::Mul(hn::Abs(x), set(0.70710678F));
  density = exp_v(hn::Neg(hn::Mul(hn::Mul(x, x), set(0.5F))));
  const V t = hn::Div(set(1), hn::MulAdd(z, set(0.3275911F), set(1)));
  V p = set(1.061405429F);
  p = hn::MulAdd(p, t, set(-1.453152027F));
  p = hn::MulAdd(p, t, set(1.421413741F));
  p = hn::MulAdd(p, t, set(-0.284496736F));
  p = hn::MulAdd(p, t, set(0.254829592F));
  const V upper = hn::Mul(hn::Mul(hn::Mul(p, t), density), set(0.5F));  // 1 − Φ(|x|)
  return hn::IfThenElse(hn::Lt(x, hn::Zero(d)), upper, hn::Sub(set(1), upper));
}

}  // namespace

// x·Φ(x) (Hendrycks & Gimpel, 2016)
void gelu(const float* x, float* y, std::int64_t n, float) noexcept {
  for_each_vector(x, y, n, [](V v, std::int64_t) {
    V settled = v, density;
    const V cdf = normal_cdf_v(settled, density);
    return hn::IfThenElse(hn::Gt(v, settled), v, hn::Mul(settled, cdf));
  });
}

// kept: x. Φ(x) + x·φ(x)
void gelu_backward(const float* x, const float* dy, float* dx, std::int64_t n, float) noexcept {
  for_each_pair(x, dy, dx, n, [](V v, V g) {
    V density;
    const V cdf = normal_cdf_v(v, density);
    return hn::Mul(g, hn::MulAdd(hn::Mul(v, set(0.39894228F)), density, cdf));
  });
}

void add(const float* x, float* y, std::int64_t n) noexcept {
  for_each_pair(x, y, y, n, [](V a, V b) { return hn::Add(a, b); });
}

void multiply(const float* a, const float* b, float* y, std::int64_t n) noexcept {
  for_each_pair(a, b, y, n, [](V v, V w) { return hn::Mul(v, w); });
}

void u8_to_f32(const std::uint8_t* x, float* y, std::int64_t n, float scale) noexcept {
  const D d;
  const hn::Rebind<std::uint8_t, D> d8;
  const hn::RebindToSigned<D> di;
  const V s = set(scale);
  std::int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    auto wide = hn::PromoteTo(di, hn::LoadU(d8, x + i));
#if HWY_ARCH_WASM && __clang_major__ < 19
    // Or LLVM 14, seeing the bytes, would convert them one at a time. LLVM 19 does not, and has no
    // registers of its own for this.
    asm("" : "+r"(wide.raw));
#endif
    hn::StoreU(hn::Mul(hn::ConvertTo(d, wide), s), d, y + i);
  }
  for (; i < n; ++i) y[i] = static_cast<float>(x[i]) * scale;
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();
