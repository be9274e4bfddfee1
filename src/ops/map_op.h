#pragma once
#include "glia/abilities.h"
#include "glia/op.h"
#include "glia/op_run.h"
#include "kernels/table.h"
#include "ops/attributes.h"

namespace glia::ops {

// An activation that maps one number to one number: y = f(x), dx = dy·f′.
class MapOp : public Op, public Activation {
 public:
  using Forward = kernels::Map kernels::KernelTable::*;
  using Backward = kernels::MapBackward kernels::KernelTable::*;
  // What the backward pass looks at. From the output is better: the input need not be kept.
  enum class Keeps { input, output };

  MapOp(std::string_view name, Forward forward, Backward backward, Keeps keeps, Range range = {},
        float parameter = 0) noexcept
      : name_(name),
        forward_(forward),
        backward_(backward),
        keeps_(keeps),
        range_(range),
        parameter_(parameter) {}

  std::string_view name() const noexcept override { return name_; }
  Keeps keeps() const noexcept { return keeps_; }
  Range range() const noexcept override { return range_; }
  OpSpec infer(std::span<const Shape> in) const override;
  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override;
  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override;

  void forward(const Slot& x, const Slot& y, const ExecContext& context) const noexcept;
  void backward(const Slot& kept, const Slot& dy, const Slot& dx,
                const ExecContext& context) const noexcept;

 protected:
  float parameter() const noexcept { return parameter_; }

 private:
  std::string_view name_;
  Forward forward_;
  Backward backward_;
  Keeps keeps_;
  Range range_;
  float parameter_;
};

}  // namespace glia::ops
