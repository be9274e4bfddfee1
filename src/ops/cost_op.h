#pragma once
#include "glia/op.h"
#include "glia/op_run.h"
#include "kernels/table.h"

namespace glia::ops {

// A cost: one number for each sample, from the network's numbers z and the wanted ones y. Its
// gradient is found on the way and waits in the workspace. y is given: its gradient is zero.
class CostOp final : public Op {
 public:
  using Kernel = void (*kernels::KernelTable::*)(const kernels::CostRows&);

  CostOp(std::string_view name, Kernel kernel) noexcept : name_(name), kernel_(kernel) {}

  std::string_view name() const noexcept override { return name_; }
  OpSpec infer(std::span<const Shape> in) const override;
  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override;
  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override;

 private:
  std::string_view name_;
  Kernel kernel_;
};

}  // namespace glia::ops
