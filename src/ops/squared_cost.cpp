// C = Σⱼ (aⱼ − yⱼ)², without ½; da = 2(a − y)
#include "ops/attributes.h"
#include "ops/cost_op.h"
#include "ops/ops.h"

namespace glia::ops {

std::shared_ptr<const Op> make_squared_cost(const Attributes& attributes) {
  AttributeReader("squared_cost", attributes).only({});
  return std::make_shared<CostOp>("squared_cost", &kernels::KernelTable::squared_cost);
}

}  // namespace glia::ops
