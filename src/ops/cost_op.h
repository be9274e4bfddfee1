#pragma once
#include "glia/op.h"
#include "glia/op_run.h"
#include "kernels/table.h"

namespace glia::ops {

// A cost: one number for each sample, from the network's numbers z and the wanted ones y. Its
// gradient is found on the way and waits in the workspace. y is given: its gradient is zero.
class CostOp final : public Op {
 public:
  using Kernel = decltype(&kernels::KernelTable::squared_cost);

  // `includes`: the activation that the cost computes itself, so that it takes what goes into that.
  CostOp(std::string_view name, Kernel kernel, std::string_view includes = {}) noexcept
      : name_(name), kernel_(kernel), includes_(includes) {}

  std::string_view name() const noexcept override { return name_; }
  bool includes(const Op& last) const noexcept { return last.name() == includes_; }
  std::string_view includes() const noexcept { return includes_; }  // empty: none
  OpSpec infer(std::span<const Shape> in) const override;
  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override;
  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override;

 private:
  std::string_view name_;
  Kernel kernel_;
  std::string_view includes_;
};

// The op of the cost that people call so.
std::shared_ptr<const CostOp> make_cost(std::string_view cost);

}  // namespace glia::ops
