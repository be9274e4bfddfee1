// While training, y = x·m/(1 − rate), m = 0 with probability `rate`, else 1 (Srivastava et al.,
// 2014); else y = x. m is drawn from (seed, node, step, place in the batch, unit), so it does not
// depend on threads.
#include <cstring>

#include "base/arena.h"
#include "base/rng.h"
#include "glia/abilities.h"
#include "glia/error.h"
#include "kernels/table.h"
#include "ops/attributes.h"
#include "ops/ops.h"

namespace glia::ops {
namespace {

class Dropout final : public Op, public PassesOn {
 public:
  explicit Dropout(double rate) : rate_(rate) {}

  std::string_view name() const noexcept override { return "dropout"; }
  Attributes attributes() const override { return {{"rate", rate_}}; }

  OpSpec infer(std::span<const Shape> in) const override {
    expect_inputs(name(), in, 1);
    OpSpec spec;
    spec.out = in[0];
    spec.workspace_row = in[0].elements();  // m/(1 − rate)
    return spec;
  }

  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const Slot& x = memory.in[0];
    const Slot& y = memory.out;
    const float keep = static_cast<float>(1 / (1 - rate_));
    const auto limit = static_cast<float>(rate_);
    for (std::int64_t r = 0; r < context.rows; ++r) {
      const float* from = x.data + r * x.stride;
      float* to = y.data + r * y.stride;
      if (!context.training) {
        std::memcpy(to, from, static_cast<std::size_t>(x.stride) * sizeof(float));
        continue;
      }
      float* mask = memory.workspace + r * x.width;
      const auto place = static_cast<std::uint64_t>(context.first_row + r) << 32;
      for (std::int64_t j = 0; j < x.width; j += 4) {
        const Philox4 random =
            philox(context.key, context.step, place | static_cast<std::uint64_t>(j));
        for (std::int64_t i = 0; i < 4 && j + i < x.width; ++i) {
          const bool drop = unit_float(random[static_cast<std::size_t>(i)]) < limit;
          mask[j + i] = drop ? 0 : keep;
        }
      }
      context.kernels->multiply(from, mask, to, x.width);
    }
  }

  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const Slot& dy = memory.out_gradient;
    const Slot& dx = memory.in_gradient[0];
    if (!dx) return;
    for (std::int64_t r = 0; r < context.rows; ++r) {
      if (!context.training) {
        std::memcpy(dx.data + r * dx.stride, dy.data + r * dy.stride,
                    static_cast<std::size_t>(dx.stride) * sizeof(float));
        continue;
      }
      context.kernels->multiply(dy.data + r * dy.stride, memory.workspace + r * dy.width,
                                dx.data + r * dx.stride, dy.width);
      for (std::int64_t j = dx.width; j < dx.stride; ++j) dx.data[r * dx.stride + j] = 0;
    }
  }

 private:
  double rate_;
};

}  // namespace

std::shared_ptr<const Op> make_dropout(const Attributes& attributes) {
  const AttributeReader read("dropout", attributes);
  read.only({"rate"});
  const double rate = read.number("rate", 0.5);
  if (rate < 0 || rate >= 1) {
    throw Error(ErrorCode::invalid_argument,
                "dropout: expected a rate from 0 to below 1, got " + std::to_string(rate));
  }
  return std::make_shared<Dropout>(rate);
}

}  // namespace glia::ops
