// The elementwise part of an LSTM: gates, cell and hidden state of one frame; see LstmCell.
#include <cassert>

#include "kernels/each_target.h"
#include "kernels/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace glia::kernels {
namespace HWY_NAMESPACE {
namespace {

V one() { return hn::Set(D(), 1.0F); }

}  // namespace

void lstm_forward(const LstmCell& t) noexcept {
  assert(t.valid());
  for_each_lanes(t.units, [&](std::int64_t at, auto lanes) {
    float* zi = t.gates + at;
    float* zf = zi + t.units;
    float* zg = zf + t.units;
    float* zo = zg + t.units;
    const V i = sigmoid_v(lanes.load(zi));
    const V f = sigmoid_v(lanes.load(zf));
    const V g = tanh_v(lanes.load(zg));
    const V o = sigmoid_v(lanes.load(zo));
    V c = hn::Mul(i, g);
    if (t.cell_before) c = hn::MulAdd(f, lanes.load(t.cell_before + at), c);
    lanes.store(i, zi);
    lanes.store(f, zf);
    lanes.store(g, zg);
    lanes.store(o, zo);
    lanes.store(c, t.cell + at);
    lanes.store(hn::Mul(o, tanh_v(c)), t.hidden + at);
  });
}

void lstm_backward(const LstmCellBackward& t) noexcept {
  assert(t.valid());
  const V scale = hn::Set(D(), t.scale);
  for_each_lanes(t.units, [&](std::int64_t at, auto lanes) {
    float* zi = t.gates + at;
    float* zf = zi + t.units;
    float* zg = zf + t.units;
    float* zo = zg + t.units;
    const V i = lanes.load(zi);
    const V f = lanes.load(zf);
    const V g = lanes.load(zg);
    const V o = lanes.load(zo);
    const V tc = tanh_v(lanes.load(t.cell + at));
    V dh = lanes.load(t.dh_after + at);
    if (t.dy) dh = hn::MulAdd(scale, lanes.load(t.dy + at), dh);
    const V slope = hn::NegMulAdd(tc, tc, one());
    const V dc = hn::MulAdd(hn::Mul(dh, o), slope, lanes.load(t.dc + at));
    const V before = t.cell_before ? lanes.load(t.cell_before + at) : hn::Zero(D());
    const auto open = [](V gate) { return hn::Mul(gate, hn::Sub(one(), gate)); };
    lanes.store(hn::Mul(hn::Mul(dc, g), open(i)), zi);
    lanes.store(hn::Mul(hn::Mul(dc, before), open(f)), zf);
    lanes.store(hn::Mul(hn::Mul(dc, i), hn::NegMulAdd(g, g, one())), zg);
    lanes.store(hn::Mul(hn::Mul(dh, tc), open(o)), zo);
    lanes.store(hn::Mul(dc, f), t.dc + at);
  });
}

}  // namespace HWY_NAMESPACE
}  // namespace glia::kernels
HWY_AFTER_NAMESPACE();
