// C = −Σⱼ yⱼ·ln aⱼ with a = softmax(z), from z itself; dz = a·Σⱼ yⱼ − y
#include "ops/attributes.h"
#include "ops/cost_op.h"
#include "ops/ops.h"

namespace glia::ops {

std::shared_ptr<const Op> make_softmax_cross_entropy(const Attributes& attributes) {
  AttributeReader("softmax_cross_entropy", attributes).only({});
  return std::make_shared<CostOp>("softmax_cross_entropy",
                                  &kernels::KernelTable::softmax_cross_entropy, "softmax");
}

}  // namespace glia::ops
