// C = −Σⱼ yⱼ·(1 − aⱼ)^γ·ln aⱼ + (1 − yⱼ)·aⱼ^γ·ln(1 − aⱼ) with a = σ(z), from z itself
// (Lin et al., 2017); dz = (1 − y)·a^γ·(a − γ·(1 − a)·ln(1 − a)) − y·(1 − a)^γ·(1 − a − γ·a·ln a)
#include "ops/attributes.h"
#include "ops/cost_op.h"
#include "ops/ops.h"

namespace glia::ops {

std::shared_ptr<const Op> make_focal_cost(const Attributes& attributes) {
  const AttributeReader read("focal_cost", attributes);
  read.only({"gamma"});
  return std::make_shared<CostOp>("focal_cost", &kernels::KernelTable::focal_cost, "sigmoid",
                                  CostParameter{"gamma", read.number("gamma", 2)});
}

}  // namespace glia::ops
