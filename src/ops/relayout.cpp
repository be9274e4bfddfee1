#include "ops/relayout.h"

#include "glia/op_run.h"
#include "kernels/table.h"
#include "ops/attributes.h"

namespace glia::ops {
namespace {

class Relayout final : public Op {
 public:
  explicit Relayout(Layout to) : to_(to) {}

  std::string_view name() const noexcept override {
    return to_ == Layout::lanes ? "to_lanes" : "to_rows";
  }

  OpSpec infer(std::span<const Shape> in) const override {
    expect_inputs(name(), in, 1);
    OpSpec spec;
    spec.out = in[0];
    spec.layout = to_;
    return spec;
  }

  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    turn(memory.in[0], memory.out, context);
  }
  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    if (memory.in_gradient[0]) turn(memory.out_gradient, memory.in_gradient[0], context);
  }

 private:
  static void turn(const Slot& from, const Slot& to, const ExecContext& context) noexcept {
    if (to.lanes) {
      context.kernels->to_lanes(from.data, from.stride, to.data, context.rows, to.width);
    } else {
      context.kernels->to_rows(from.data, to.data, to.stride, context.rows, to.width);
    }
  }

  Layout to_;
};

}  // namespace

std::shared_ptr<const Op> relayout(Layout to) { return std::make_shared<Relayout>(to); }

}  // namespace glia::ops
