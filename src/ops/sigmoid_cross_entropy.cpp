// C = −Σⱼ yⱼ·ln aⱼ + (1 − yⱼ)·ln(1 − aⱼ) with a = σ(z), from z itself; dz = a − y
#include "ops/attributes.h"
#include "ops/cost_op.h"
#include "ops/ops.h"

namespace glia::ops {

std::shared_ptr<const Op> make_sigmoid_cross_entropy(const Attributes& attributes) {
  AttributeReader("sigmoid_cross_entropy", attributes).only({});
  return std::make_shared<CostOp>("sigmoid_cross_entropy",
                                  &kernels::KernelTable::sigmoid_cross_entropy, "sigmoid");
}

}  // namespace glia::ops
