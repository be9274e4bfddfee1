// y = a + b, number by number: where a branch of a residual network comes back (He et al., 2016).
// da = db = dy.
#include <cstring>

#include "glia/error.h"
#include "kernels/table.h"
#include "ops/attributes.h"
#include "ops/ops.h"

namespace glia::ops {
namespace {

class Add final : public Op {
 public:
  std::string_view name() const noexcept override { return "add"; }

  OpSpec infer(std::span<const Shape> in) const override {
    expect_inputs(name(), in, 2);
    if (in[0] != in[1]) {
      throw Error(ErrorCode::shape_mismatch, "add: expected two inputs of the same shape, got " +
                                                 in[0].str() + " and " + in[1].str());
    }
    OpSpec spec;
    spec.out = in[0];
    spec.layout = Layout::either;
    return spec;
  }

  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const std::int64_t floats = memory.out.floats(context.rows);
    std::memcpy(memory.out.data, memory.in[0].data,
                static_cast<std::size_t>(floats) * sizeof(float));
    context.kernels->add(memory.in[1].data, memory.out.data, floats);
  }

  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    for (const Slot& dx : memory.in_gradient) {
      if (!dx) continue;
      std::memcpy(dx.data, memory.out_gradient.data,
                  static_cast<std::size_t>(dx.floats(context.rows)) * sizeof(float));
    }
  }
};

}  // namespace

std::shared_ptr<const Op> make_add(const Attributes& attributes) {
  AttributeReader("add", attributes).only({});
  return std::make_shared<Add>();
}

}  // namespace glia::ops
