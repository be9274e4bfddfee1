#include "ops/map_op.h"

namespace glia::ops {

OpSpec MapOp::infer(std::span<const Shape> in) const {
  expect_inputs(name_, in, 1);
  OpSpec spec;
  spec.out = in[0];
  spec.needs_input = keeps_ == Keeps::input;
  spec.needs_output = keeps_ == Keeps::output;
  spec.layout = Layout::either;
  return spec;
}

void MapOp::forward(const OpMemory& memory, const ExecContext& context) const noexcept {
  forward(memory.in[0], memory.out, context);
}

void MapOp::backward(const OpMemory& memory, const ExecContext& context) const noexcept {
  if (!memory.in_gradient[0]) return;
  backward(keeps_ == Keeps::input ? memory.in[0] : memory.out, memory.out_gradient,
           memory.in_gradient[0], context);
}

// x and y have the same width and so the same stride: rows are one run, padding included.
void MapOp::forward(const Slot& x, const Slot& y, const ExecContext& context) const noexcept {
  (context.kernels->*forward_)(x.data, y.data, x.floats(context.rows), parameter_);
}

void MapOp::backward(const Slot& kept, const Slot& dy, const Slot& dx,
                     const ExecContext& context) const noexcept {
  (context.kernels->*backward_)(kept.data, dy.data, dx.data, dy.floats(context.rows), parameter_);
}

}  // namespace glia::ops
