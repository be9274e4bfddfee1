// C = Σⱼ |aⱼ − yⱼ|; da = ±1, and 0 where aⱼ = yⱼ
#include "ops/attributes.h"
#include "ops/cost_op.h"
#include "ops/ops.h"

namespace glia::ops {

std::shared_ptr<const Op> make_absolute_cost(const Attributes& attributes) {
  AttributeReader("absolute_cost", attributes).only({});
  return std::make_shared<CostOp>("absolute_cost", &kernels::KernelTable::absolute_cost);
}

}  // namespace glia::ops
