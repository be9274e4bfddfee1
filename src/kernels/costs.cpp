// Softmax and the costs: functions of a whole row, one sample a row.
#include "kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/costs.cpp"
#include <hwy/foreach_target.h>

#include <limits>

#include "kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {
namespace {

// A row is taken in blocks of 16; the last one is filled up with `fill`.
struct Block {
  HWY_ALIGN float x[16];

  void load(const float* row, std::int64_t at, std::int64_t width, float fill) {
    for (std::int64_t j = 0; j < 16; ++j) x[j] = at + j < width ? row[at + j] : fill;
  }
  void store(float* row, std::int64_t at, std::int64_t width, float fill, std::int64_t stride) {
    for (std::int64_t j = 0; j < 16 && at + j < stride; ++j) {
      row[at + j] = at + j < width ? x[j] : fill;
    }
  }
  template <typename Fn>
  void map(Fn&& fn) {
    const D d;
    for (int v = 0; v < 16; v += kLanes) hn::Store(fn(hn::Load(d, x + v), v), d, x + v);
  }
};

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
  const D d;
  Block sums, block;
  for (float& s : sums.x) s = 0;
  const V m = hn::Set(d, max);
  for (std::int64_t at = 0; at < width; at += 16) {
    block.load(z, at, width, kMinusInfinity);
    block.map([&](V v, int) { return exp_v(hn::Sub(v, m)); });
    sums.map([&](V v, int i) { return hn::Add(v, hn::Load(d, block.x + i)); });
    if (y) block.store(y, at, width, 0, stride);
  }
  return sum_lanes(sums.x);
}

// aⱼ = e^zⱼ / Σ e^zₖ
void softmax(const float* x, float* y, std::int64_t rows, std::int64_t stride, std::int64_t width) {
  for (std::int64_t r = 0; r < rows; ++r, x += stride, y += stride) {
    const float inverse = 1.0F / exp_row(x, y, width, row_max(x, width), stride);
    for (std::int64_t j = 0; j < width; ++j) y[j] *= inverse;
  }
}

// dz = a·(da − Σ a·da)
void softmax_backward(const float* y, const float* dy, float* dx, std::int64_t rows,
                      std::int64_t stride, std::int64_t width) {
  const D d;
  for (std::int64_t r = 0; r < rows; ++r, y += stride, dy += stride, dx += stride) {
    Block sums, a, g;
    for (float& s : sums.x) s = 0;
    for (std::int64_t at = 0; at < width; at += 16) {
      a.load(y, at, width, 0);
      g.load(dy, at, width, 0);
      sums.map(
          [&](V v, int i) { return hn::MulAdd(hn::Load(d, a.x + i), hn::Load(d, g.x + i), v); });
    }
    const V dot = hn::Set(d, sum_lanes(sums.x));
    for (std::int64_t at = 0; at < width; at += 16) {
      a.load(y, at, width, 0);
      g.load(dy, at, width, 0);
      g.map([&](V v, int i) { return hn::Mul(hn::Load(d, a.x + i), hn::Sub(v, dot)); });
      g.store(dx, at, width, 0, stride);
    }
  }
}

// Runs fn(z, y, cost, gradient) on the blocks of every row and adds up the cost's lanes.
template <typename Fn>
HWY_INLINE void cost_rows(const CostRows& t, Fn&& fn) {
  const D d;
  for (std::int64_t r = 0; r < t.rows; ++r) {
    Block sums, z, y, gradient;
    for (float& s : sums.x) s = 0;
    for (std::int64_t at = 0; at < t.width; at += 16) {
      z.load(t.z + r * t.z_stride, at, t.width, 0);
      y.load(t.target + r * t.target_stride, at, t.width, 0);
      Block cost;
      for (int v = 0; v < 16; v += kLanes) {
        V c, g;
        fn(hn::Load(d, z.x + v), hn::Load(d, y.x + v), c, g);
        hn::Store(c, d, cost.x + v);
        hn::Store(hn::Mul(g, hn::Set(d, t.scale)), d, gradient.x + v);
      }
      for (std::int64_t j = t.width - at; j < 16; ++j) cost.x[j] = 0;
      sums.map([&](V v, int i) { return hn::Add(v, hn::Load(d, cost.x + i)); });
      if (t.gradient) {
        gradient.store(t.gradient + r * t.gradient_stride, at, t.width, 0, t.gradient_stride);
      }
    }
    t.cost[r * t.cost_stride] = sum_lanes(sums.x);
  }
}

// Σ (a − y)², gradient 2(a − y)
void squared_cost(const CostRows& t) {
  cost_rows(t, [](V a, V y, V& cost, V& gradient) {
    const V difference = hn::Sub(a, y);
    cost = hn::Mul(difference, difference);
    gradient = hn::Add(difference, difference);
  });
}

// Σ max(z, 0) − z·y + ln(1 + e^−|z|), gradient σ(z) − y
void sigmoid_cross_entropy(const CostRows& t) {
  cost_rows(t, [](V z, V y, V& cost, V& gradient) {
    const D d;
    const V positive = hn::IfThenZeroElse(hn::Lt(z, hn::Zero(d)), z);
    const V softplus = log_v(hn::Add(hn::Set(d, 1), exp_v(hn::Neg(hn::Abs(z)))));
    cost = hn::Add(hn::NegMulAdd(z, y, positive), softplus);
    gradient = hn::Sub(sigmoid_v(z), y);
  });
}

// −Σ y·ln a with a = softmax(z): Σ y·(m + ln Σ e^(z−m) − z); gradient a·Σy − y
void softmax_cross_entropy(const CostRows& t) {
  const D d;
  for (std::int64_t r = 0; r < t.rows; ++r) {
    const float* z = t.z + r * t.z_stride;
    const float* target = t.target + r * t.target_stride;
    float* gradient = t.gradient ? t.gradient + r * t.gradient_stride : nullptr;
    const float max = row_max(z, t.width);
    const float sum = exp_row(z, gradient, t.width, max, t.gradient_stride);
    Block log_sum;
    hn::Store(hn::Add(log_v(hn::Set(d, sum)), hn::Set(d, max)), d, log_sum.x);
    const V lse = hn::Set(d, log_sum.x[0]);
    Block costs, weights, zb, yb;
    for (int j = 0; j < 16; ++j) costs.x[j] = weights.x[j] = 0;
    for (std::int64_t at = 0; at < t.width; at += 16) {
      zb.load(z, at, t.width, 0);
      yb.load(target, at, t.width, 0);
      costs.map([&](V v, int i) {
        return hn::MulAdd(hn::Load(d, yb.x + i), hn::Sub(lse, hn::Load(d, zb.x + i)), v);
      });
      weights.map([&](V v, int i) { return hn::Add(v, hn::Load(d, yb.x + i)); });
    }
    t.cost[r * t.cost_stride] = sum_lanes(costs.x);
    if (!gradient) continue;
    const float factor = sum_lanes(weights.x) / sum;
    for (std::int64_t j = 0; j < t.width; ++j) {
      gradient[j] = (gradient[j] * factor - target[j]) * t.scale;
    }
  }
}

}  // namespace

void fill_costs(KernelTable& table) {
  table.softmax = softmax;
  table.softmax_backward = softmax_backward;
  table.squared_cost = squared_cost;
  table.softmax_cross_entropy = softmax_cross_entropy;
  table.sigmoid_cross_entropy = sigmoid_cross_entropy;
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace glia::kernels {
GLIA_DISPATCH(fill_costs)
}  // namespace glia::kernels
#endif
