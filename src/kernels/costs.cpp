// Softmax and the costs: functions of a whole row, one sample a row.
#include <cassert>
#include <limits>

#include "kernels/each_target.h"
#include "kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {
namespace {

// A row is taken in blocks of 16, which are kVectors vectors; after its end they hold `rest`.
struct Block {
  V v[kVectors];

  static Block all(float value) {
    Block block;
    for (V& v : block.v) v = hn::Set(D(), value);
    return block;
  }
  static Block load(const float* row, std::int64_t at, std::int64_t width, float rest) {
    Block block;
    HWY_UNROLL(16)
    for (int i = 0; i < kVectors; ++i) {
      block.v[i] = load_first(row + at + i * kLanes, width - at - i * kLanes, rest);
    }
    return block;
  }
  // What lies after the width becomes zero, to the block's end or the stride.
  void store(float* row, std::int64_t at, std::int64_t width, std::int64_t stride) const {
    HWY_UNROLL(16)
    for (int i = 0; i < kVectors; ++i) {
      const std::int64_t from = at + i * kLanes;
      store_first(only_first(v[i], width - from), row + from, stride - from);
    }
  }
  Block only(std::int64_t n) const {
    Block block;
    HWY_UNROLL(16)
    for (int i = 0; i < kVectors; ++i) block.v[i] = only_first(v[i], n - i * kLanes);
    return block;
  }
  float sum() const {
    HWY_ALIGN float lanes[kBlock];
    HWY_UNROLL(16)
    for (int i = 0; i < kVectors; ++i) hn::Store(v[i], D(), lanes + i * kLanes);
    return sum_lanes(lanes);
  }
};

// fn of the vectors of blocks.
template <typename Fn, typename... Blocks>
HWY_INLINE Block map(Fn&& fn, const Blocks&... blocks) {
  Block result;
  HWY_UNROLL(16)
  for (int i = 0; i < kVectors; ++i) result.v[i] = fn(blocks.v[i]...);
  return result;
}
HWY_INLINE Block add(const Block& a, const Block& b) {
  return map([](V x, V y) { return hn::Add(x, y); }, a, b);
}

constexpr float kMinusInfinity = -std::numeric_limits<float>::infinity();

// Of the numbers: a NaN is left for the sum to find.
float row_max(const float* z, std::int64_t width) {
  float max = kMinusInfinity;
  for (std::int64_t j = 0; j < width; ++j) {
    if (z[j] > max) max = z[j];
  }
  return max;
}

// y = e^(z − max); returns the sum, 16 lanes over blocks, then the lanes' tree.
float exp_row(const float* z, float* y, std::int64_t width, float max, std::int64_t stride) {
  const V m = hn::Set(D(), max);
  Block sums = Block::all(0);
  for (std::int64_t at = 0; at < width; at += kBlock) {
    const Block e =
        map([&](V v) { return exp_v(hn::Sub(v, m)); }, Block::load(z, at, width, kMinusInfinity));
    sums = add(e, sums);
    if (y) e.store(y, at, width, stride);
  }
  return sums.sum();
}

}  // namespace

// aⱼ = e^zⱼ / Σ e^zₖ
void softmax(const float* x, float* y, std::int64_t rows, std::int64_t stride,
             std::int64_t width) noexcept {
  for (std::int64_t r = 0; r < rows; ++r, x += stride, y += stride) {
    const float inverse = 1.0F / exp_row(x, y, width, row_max(x, width), stride);
    for (std::int64_t j = 0; j < width; ++j) y[j] *= inverse;
  }
}

// dz = a·(da − Σ a·da)
void softmax_backward(const float* y, const float* dy, float* dx, std::int64_t rows,
                      std::int64_t stride, std::int64_t width) noexcept {
  for (std::int64_t r = 0; r < rows; ++r, y += stride, dy += stride, dx += stride) {
    const auto a = [&](std::int64_t at) { return Block::load(y, at, width, 0); };
    const auto g = [&](std::int64_t at) { return Block::load(dy, at, width, 0); };
    Block sums = Block::all(0);
    for (std::int64_t at = 0; at < width; at += kBlock) {
      sums = map([](V ai, V gi, V sum) { return hn::MulAdd(ai, gi, sum); }, a(at), g(at), sums);
    }
    const V dot = hn::Set(D(), sums.sum());
    for (std::int64_t at = 0; at < width; at += kBlock) {
      map([&](V ai, V gi) { return hn::Mul(ai, hn::Sub(gi, dot)); }, a(at), g(at))
          .store(dx, at, width, stride);
    }
  }
}

namespace {

// Runs fn(z, y, cost, gradient) on the blocks of every row and adds up the cost's lanes.
template <typename Fn>
HWY_INLINE void cost_rows(const CostRows& t, Fn&& fn) {
  const V scale = hn::Set(D(), t.scale);
  const std::int64_t width = t.width;
  for (std::int64_t r = 0; r < t.rows; ++r) {
    Block sums = Block::all(0);
    for (std::int64_t at = 0; at < width; at += kBlock) {
      const Block z = Block::load(t.z + r * t.z_stride, at, width, 0);
      const Block y = Block::load(t.target + r * t.target_stride, at, width, 0);
      Block cost, gradient;
      HWY_UNROLL(16)
      for (int i = 0; i < kVectors; ++i) fn(z.v[i], y.v[i], cost.v[i], gradient.v[i]);
      sums = add(sums, cost.only(width - at));
      if (!t.gradient) continue;
      map([&](V g) { return hn::Mul(g, scale); }, gradient)
          .store(t.gradient + r * t.gradient_stride, at, width, t.gradient_stride);
    }
    t.cost[r * t.cost_stride] = sums.sum();
  }
}

}  // namespace

// Σ (a − y)², gradient 2(a − y)
void squared_cost(const CostRows& t) noexcept {
  assert(t.valid());
  cost_rows(t, [](V a, V y, V& cost, V& gradient) {
    const V difference = hn::Sub(a, y);
    cost = hn::Mul(difference, difference);
    gradient = hn::Add(difference, difference);
  });
}

namespace {

// x where it is within ±limit, else the limit on its side; a NaN stays one.
HWY_INLINE V within(V x, V limit) {
  const V most = hn::IfThenElse(hn::Gt(x, limit), limit, x);
  return hn::IfThenElse(hn::Lt(x, hn::Neg(limit)), hn::Neg(limit), most);
}

}  // namespace

// Σ |a − y|, gradient ±1, and 0 where they are the same
void absolute_cost(const CostRows& t) noexcept {
  assert(t.valid());
  cost_rows(t, [](V a, V y, V& cost, V& gradient) {
    const D d;
    const V difference = hn::Sub(a, y);
    cost = hn::Abs(difference);
    const V down = hn::IfThenElse(hn::Lt(difference, hn::Zero(d)), hn::Set(d, -1), difference);
    gradient = hn::IfThenElse(hn::Gt(difference, hn::Zero(d)), hn::Set(d, 1), down);
  });
}

// Σ g·(d − g/2) with d = a − y and g = d within ±δ: ½d² there, δ·(|d| − δ/2) beyond; gradient g
void huber_cost(const CostRows& t) noexcept {
  assert(t.valid());
  const V delta = hn::Set(D(), t.parameter);
  cost_rows(t, [&](V a, V y, V& cost, V& gradient) {
    const V difference = hn::Sub(a, y);
    gradient = within(difference, delta);
    cost = hn::Mul(gradient, hn::NegMulAdd(hn::Set(D(), 0.5F), gradient, difference));
  });
}

// Σ max(z, 0) − z·y + ln(1 + e^−|z|), gradient σ(z) − y
void sigmoid_cross_entropy(const CostRows& t) noexcept {
  assert(t.valid());
  cost_rows(t, [](V z, V y, V& cost, V& gradient) {
    const D d;
    const V positive = hn::IfThenZeroElse(hn::Lt(z, hn::Zero(d)), z);
    const V softplus = log_v(hn::Add(hn::Set(d, 1), exp_v(hn::Neg(hn::Abs(z)))));
    cost = hn::Add(hn::NegMulAdd(z, y, positive), softplus);
    gradient = hn::Sub(sigmoid_v(z), y);
  });
}

// Σ y·q^γ·u + (1 − y)·p^γ·v with p = σ(z), q = 1 − p, u = −ln p, v = −ln q;
// gradient (1 − y)·p^γ·(p + γ·q·v) − y·q^γ·(q + γ·p·u)
void focal_cost(const CostRows& t) noexcept {
  assert(t.valid());
  const V gamma = hn::Set(D(), t.parameter);
  cost_rows(t, [&](V z, V y, V& cost, V& gradient) {
    const D d;
    const V positive = hn::IfThenZeroElse(hn::Lt(z, hn::Zero(d)), z);
    const V softplus = log_v(hn::Add(hn::Set(d, 1), exp_v(hn::Neg(hn::Abs(z)))));
    const V v = hn::Add(positive, softplus), u = hn::Add(hn::Sub(positive, z), softplus);
    const V p = sigmoid_v(z), q = sigmoid_v(hn::Neg(z));
    const V yes = hn::Mul(y, exp_v(hn::Neg(hn::Mul(gamma, v))));
    const V no = hn::Mul(hn::Sub(hn::Set(d, 1), y), exp_v(hn::Neg(hn::Mul(gamma, u))));
    cost = hn::MulAdd(yes, u, hn::Mul(no, v));
    gradient = hn::Sub(hn::Mul(no, hn::MulAdd(gamma, hn::Mul(q, v), p)),
                       hn::Mul(yes, hn::MulAdd(gamma, hn::Mul(p, u), q)));
  });
}

// −Σ y·ln a with a = softmax(z): Σ y·(m + ln Σ e^(z−m) − z); gradient a·Σy − y
void softmax_cross_entropy(const CostRows& t) noexcept {
  assert(t.valid());
  const D d;
  for (std::int64_t r = 0; r < t.rows; ++r) {
    const float* z = t.z + r * t.z_stride;
    const float* target = t.target + r * t.target_stride;
    float* gradient = t.gradient ? t.gradient + r * t.gradient_stride : nullptr;
    const float max = row_max(z, t.width);
    const float sum = exp_row(z, gradient, t.width, max, t.gradient_stride);
    const V log_sum = hn::Add(log_v(hn::Set(d, sum)), hn::Set(d, max));
    Block costs = Block::all(0), weights = costs;
    for (std::int64_t at = 0; at < t.width; at += kBlock) {
      const Block y = Block::load(target, at, t.width, 0);
      costs = map([&](V yi, V zi, V c) { return hn::MulAdd(yi, hn::Sub(log_sum, zi), c); }, y,
                  Block::load(z, at, t.width, 0), costs);
      weights = add(weights, y);
    }
    t.cost[r * t.cost_stride] = costs.sum();
    if (!gradient) continue;
    const float factor = weights.sum() / sum;
    for (std::int64_t j = 0; j < t.width; ++j) {
      gradient[j] = (gradient[j] * factor - target[j]) * t.scale;
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();
