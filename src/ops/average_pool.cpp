// y[c][i][j] = mean over the window of x[c]; dx: each number of the window gets its part of dy.
#include "kernels/table.h"
#include "ops/attributes.h"
#include "ops/ops.h"
#include "ops/pool.h"

namespace glia::ops {
namespace {

class AveragePool final : public PoolOp {
 public:
  using PoolOp::PoolOp;
  std::string_view name() const noexcept override { return "average_pool"; }

  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    for_each_block(memory, context, [&](const kernels::Pool& pool, std::int64_t r) {
      context.kernels->average_pool(pool, memory.in[0].data + r * memory.in[0].stride,
                                    memory.out.data + r * memory.out.stride);
    });
  }

  void forward_in_rows(const OpMemory& memory, const ExecContext& context) const noexcept override {
    for_each_block(memory, context, [&](const kernels::Pool& pool, std::int64_t r) {
      context.kernels->average_pool_single(pool, memory.in[0].data + r * memory.in[0].stride,
                                           memory.out.data + r * memory.out.stride);
    });
  }

  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const Slot& dx = memory.in_gradient[0];
    if (!dx) return;
    for_each_block(memory, context, [&](const kernels::Pool& pool, std::int64_t r) {
      context.kernels->average_pool_backward(
          pool, memory.out_gradient.data + r * memory.out_gradient.stride, dx.data + r * dx.stride);
    });
  }
};

}  // namespace

std::shared_ptr<const Op> make_average_pool(const Attributes& attributes) {
  return std::make_shared<AveragePool>(PoolOp::read("average_pool", attributes));
}

}  // namespace glia::ops
