// aⱼ = e^zⱼ / Σₖ e^zₖ over the sample: the outputs add up to 1.
// dz = a·(da − Σₖ aₖ·daₖ)
#include "glia/abilities.h"
#include "kernels/table.h"
#include "ops/attributes.h"
#include "ops/ops.h"

namespace glia::ops {
namespace {

class Softmax final : public Op, public Activation {
 public:
  std::string_view name() const noexcept override { return "softmax"; }
  Range range() const noexcept override { return {0, 1, Range::Probability::softmax}; }
  OpSpec infer(std::span<const Shape> in) const override {
    expect_inputs(name(), in, 1);
    OpSpec spec;
    spec.out = in[0];
    spec.needs_output = true;
    return spec;
  }
  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const Slot& z = memory.in[0];
    context.kernels->softmax(z.data, memory.out.data, context.rows, z.stride, z.width);
  }
  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const Slot& dz = memory.in_gradient[0];
    if (!dz) return;
    context.kernels->softmax_backward(memory.out.data, memory.out_gradient.data, dz.data,
                                      context.rows, dz.stride, dz.width);
  }
};

}  // namespace

std::shared_ptr<const Op> make_softmax(const Attributes& attributes) {
  AttributeReader("softmax", attributes).only({});
  return std::make_shared<Softmax>();
}

}  // namespace glia::ops
