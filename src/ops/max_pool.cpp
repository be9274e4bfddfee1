// y[c][i][j] = max over the window of x[c]; dx: dy goes to the number that was the largest, the
// first of equals.
#include "kernels/table.h"
#include "ops/attributes.h"
#include "ops/ops.h"
#include "ops/pool.h"

namespace glia::ops {
namespace {

class MaxPool final : public PoolOp {
 public:
  using PoolOp::PoolOp;
  std::string_view name() const noexcept override { return "max_pool"; }

  OpSpec infer(std::span<const Shape> in) const override {
    OpSpec spec = PoolOp::infer(in);
    spec.workspace_row = spec.out.elements();  // which of the window
    return spec;
  }

  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const std::int64_t kept = memory.out.width;
    for_each_block(memory, context, [&](const kernels::Pool& pool, std::int64_t r) {
      context.kernels->max_pool(pool, memory.in[0].data + r * memory.in[0].stride,
                                memory.out.data + r * memory.out.stride,
                                memory.workspace + r * kept);
    });
  }

  void forward_in_rows(const OpMemory& memory, const ExecContext& context) const noexcept override {
    for_each_block(memory, context, [&](const kernels::Pool& pool, std::int64_t r) {
      context.kernels->max_pool_single(pool, memory.in[0].data + r * memory.in[0].stride,
                                       memory.out.data + r * memory.out.stride);
    });
  }

  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const Slot& dx = memory.in_gradient[0];
    if (!dx) return;
    const std::int64_t kept = memory.out.width;
    for_each_block(memory, context, [&](const kernels::Pool& pool, std::int64_t r) {
      context.kernels->max_pool_backward(pool, memory.workspace + r * kept,
                                         memory.out_gradient.data + r * memory.out_gradient.stride,
                                         dx.data + r * dx.stride);
    });
  }
};

}  // namespace

std::shared_ptr<const Op> make_max_pool(const Attributes& attributes) {
  return std::make_shared<MaxPool>(PoolOp::read("max_pool", attributes));
}

}  // namespace glia::ops
