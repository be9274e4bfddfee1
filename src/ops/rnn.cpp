// A simple recurrent layer (Elman, 1990), a layer that goes through time (see recurrent.h) with one
// sum a unit and no cell:
//
//   z[t] = W·x[t] + U·h[t−1] + b,  h[t] = tanh(z[t])
//
//   backward   dz[t] = dh[t]·(1 − h[t]²)
#include "ops/ops.h"
#include "ops/recurrent.h"

namespace glia::ops {
namespace {

class Rnn final : public Recurrent {
 public:
  explicit Rnn(const Options& options) : Recurrent("rnn", options, {"sum"}, false) {}

 private:
  void step(const kernels::KernelTable& kernels, const Frame& frame) const noexcept override {
    kernels.tanh(frame.sums, frame.hidden, units(), 0);
  }
  void step_back(const kernels::KernelTable& kernels, const Frame& frame,
                 const Coming& coming) const noexcept override {
    for (std::int64_t j = 0; coming.dy && j < units(); ++j) {
      coming.dh[j] += coming.scale * coming.dy[j];
    }
    kernels.tanh_backward(frame.hidden, coming.dh, frame.sums, units(), 0);
  }
};

}  // namespace

std::shared_ptr<const Op> make_rnn(const Attributes& attributes) {
  const AttributeReader read("rnn", attributes);
  read.only({"hidden", "bidirectional", "output", "initializer"});
  return std::make_shared<Rnn>(Recurrent::options_of(read));
}

}  // namespace glia::ops
