#include "ops/cost_op.h"

#include <algorithm>

#include "base/arena.h"
#include "glia/error.h"
#include "ops/attributes.h"

namespace glia::ops {

std::shared_ptr<const CostOp> make_cost(Cost cost, const CostParameters& parameters) {
  std::string name(name_of(cost));
  if (!name.ends_with("_entropy")) name += "_cost";
  Attributes attributes;
  if (cost == Cost::huber) attributes["delta"] = parameters.huber_delta;
  if (cost == Cost::focal) attributes["gamma"] = parameters.focal_gamma;
  return std::dynamic_pointer_cast<const CostOp>(make_op(name, attributes));
}

Attributes CostOp::attributes() const {
  if (parameter_.name.empty()) return {};
  return {{std::string(parameter_.name), parameter_.value}};
}

OpSpec CostOp::infer(std::span<const Shape> in) const {
  expect_inputs(name_, in, 2);
  if (in[0].elements() != in[1].elements()) {
    throw Error(ErrorCode::shape_mismatch,
                std::string(name_) + ": the network has " + std::to_string(in[0].elements()) +
                    " outputs, the data has answers of " + std::to_string(in[1].elements()));
  }
  OpSpec spec;
  spec.out = Shape{};
  spec.workspace_row = whole_blocks(in[0].elements());  // the gradient
  return spec;
}

void CostOp::forward(const OpMemory& memory, const ExecContext& context) const noexcept {
  const Slot& z = memory.in[0];
  const Slot& y = memory.in[1];
  (context.kernels->*kernel_)({.rows = context.rows,
                               .width = z.width,
                               .z = z.data,
                               .z_stride = z.stride,
                               .target = y.data,
                               .target_stride = y.stride,
                               .cost = memory.out.data,
                               .cost_stride = memory.out.stride,
                               .gradient = memory.workspace,
                               .gradient_stride = whole_blocks(z.width),
                               .parameter = static_cast<float>(parameter_.value)});
}

void CostOp::backward(const OpMemory& memory, const ExecContext& context) const noexcept {
  const Slot& dz = memory.in_gradient[0];
  const Slot& dy = memory.in_gradient[1];
  if (dy) std::fill_n(dy.data, context.rows * dy.stride, 0.0F);
  if (!dz) return;
  const std::int64_t kept = whole_blocks(dz.width);
  for (std::int64_t r = 0; r < context.rows; ++r) {
    const float scale = memory.out_gradient.data[r * memory.out_gradient.stride];
    for (std::int64_t j = 0; j < dz.stride; ++j) {
      dz.data[r * dz.stride + j] = j < kept ? memory.workspace[r * kept + j] * scale : 0;
    }
  }
}

}  // namespace glia::ops
