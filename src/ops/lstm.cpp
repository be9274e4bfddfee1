// A long short-term memory (Hochreiter & Schmidhuber, 1997), a layer that goes through time (see
// recurrent.h) with four gates and a cell:
//
//   z[t] = W·x[t] + U·h[t−1] + b         four quarters of H: input, forget, cell, output
//   i = σ(z₀), f = σ(z₁), g = tanh(z₂), o = σ(z₃)
//   c[t] = f·c[t−1] + i·g,  h[t] = o·tanh(c[t])
//
// The gates take the place of their sums. Backwards dz[t] comes from dh[t] and dc[t+1]; see
// LstmCellBackward in kernels/table.h.
#include "ops/ops.h"
#include "ops/recurrent.h"

namespace glia::ops {
namespace {

class Lstm final : public Recurrent {
 public:
  Lstm(const Options& options, double forget_bias)
      : Recurrent("lstm", options, {"input_gate", "forget_gate", "cell_candidate", "output_gate"},
                  true),
        forget_bias_(forget_bias) {}

  Attributes attributes() const override {
    Attributes all = Recurrent::attributes();
    all["forget_bias"] = forget_bias_;
    return all;
  }

 private:
  ParamSpec::Preset bias_preset() const override { return {units(), 2 * units(), forget_bias_}; }

  void step(const kernels::KernelTable& kernels, const Frame& frame) const noexcept override {
    kernels.lstm_forward({.units = units(),
                          .gates = frame.sums,
                          .cell_before = frame.cell_before,
                          .cell = frame.cell,
                          .hidden = frame.hidden});
  }
  void step_back(const kernels::KernelTable& kernels, const Frame& frame,
                 const Coming& coming) const noexcept override {
    kernels.lstm_backward({.units = units(),
                           .gates = frame.sums,
                           .cell_before = frame.cell_before,
                           .cell = frame.cell,
                           .dy = coming.dy,
                           .scale = coming.scale,
                           .dh_after = coming.dh,
                           .dc = coming.dc});
  }

  double forget_bias_;
};

}  // namespace

std::shared_ptr<const Op> make_lstm(const Attributes& attributes) {
  const AttributeReader read("lstm", attributes);
  read.only({"hidden", "bidirectional", "output", "forget_bias", "initializer"});
  return std::make_shared<Lstm>(Recurrent::options_of(read), read.number("forget_bias", 1));
}

}  // namespace glia::ops
