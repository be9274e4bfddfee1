#pragma once
#include "glia/op.h"
#include "glia/op_run.h"
#include "glia/training.h"
#include "kernels/table.h"

namespace glia::ops {

// The number that a cost is made with, where it has one.
struct CostParameter {
  std::string_view name = {};
  double value = 0;
};

// A cost: one number for each sample, from the network's numbers z and the wanted ones y. Its
// gradient is found on the way and waits in the workspace. y is given: its gradient is zero.
class CostOp final : public Op {
 public:
  using Kernel = decltype(&kernels::KernelTable::squared_cost);

  // `includes`: the activation that the cost computes itself, so that it takes what goes into that.
  CostOp(std::string_view name, Kernel kernel, std::string_view includes = {},
         CostParameter parameter = {}) noexcept
      : name_(name), kernel_(kernel), includes_(includes), parameter_(parameter) {}

  std::string_view name() const noexcept override { return name_; }
  Attributes attributes() const override;
  bool includes(const Op& last) const noexcept { return last.name() == includes_; }
  std::string_view includes() const noexcept { return includes_; }  // empty: none
  OpSpec infer(std::span<const Shape> in) const override;
  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override;
  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override;

 private:
  std::string_view name_;
  Kernel kernel_;
  std::string_view includes_;
  CostParameter parameter_;
};

std::shared_ptr<const CostOp> make_cost(Cost cost, const CostParameters& parameters = {});

}  // namespace glia::ops
