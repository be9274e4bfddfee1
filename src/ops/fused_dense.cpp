// a = f(W·x + b) in one pass: dense and an elementwise activation whose derivative can be told
// from a. z is never stored; the gradient dz takes da's place.
#include "ops/fuse.h"
#include "ops/map_op.h"
#include "ops/ops.h"

namespace glia::ops {
namespace {

class FusedDense final : public Op, public ProductGradients, public Strands {
 public:
  FusedDense(std::shared_ptr<const Op> dense, std::shared_ptr<const MapOp> map)
      : dense_(std::move(dense)), can_(*dense_), map_(std::move(map)) {}

  std::string_view name() const noexcept override { return "fused_dense"; }

  OpSpec infer(std::span<const Shape> in) const override {
    OpSpec spec = dense_->infer(in);
    spec.needs_output = true;
    return spec;
  }

  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    dense_->forward(memory, context);
    map_->forward(memory.out, memory.out, context);
  }

  void forward_strand(const OpMemory& memory, const ExecContext& context, std::int64_t strand,
                      float* sums) const noexcept override {
    can_.strands->forward_strand(memory, context, strand, sums);
  }

  void forward_from_strands(const OpMemory& memory, const ExecContext& context, const float* sums,
                            std::int64_t apart) const noexcept override {
    can_.strands->forward_from_strands(memory, context, sums, apart);
    map_->forward(memory.out, memory.out, context);
  }

  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    map_->backward(memory.out, memory.out_gradient, memory.out_gradient, context);
    dense_->backward(memory, context);
  }

  kernels::Outer parameter_product(const OpMemory& memory, const ParamTile& tile,
                                   const ExecContext& context) const noexcept override {
    return can_.product_gradients->parameter_product(memory, tile, context);
  }

 private:
  std::shared_ptr<const Op> dense_;
  Abilities can_;  // of dense_
  std::shared_ptr<const MapOp> map_;
};

}  // namespace

std::shared_ptr<const Op> fuse(const std::shared_ptr<const Op>& first,
                               const std::shared_ptr<const Op>& second) {
  if (!first || !second || first->name() != "dense") return nullptr;
  auto map = std::dynamic_pointer_cast<const MapOp>(second);
  if (!map || map->keeps() != MapOp::Keeps::output) return nullptr;
  return std::make_shared<FusedDense>(first, std::move(map));
}

}  // namespace glia::ops
