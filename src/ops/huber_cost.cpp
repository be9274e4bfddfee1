// C = Σⱼ ½(aⱼ − yⱼ)² where |aⱼ − yⱼ| ≤ δ, else δ·(|aⱼ − yⱼ| − δ/2); da = a − y within ±δ
// (Huber, 1964)
#include "ops/attributes.h"
#include "ops/cost_op.h"
#include "ops/ops.h"

namespace glia::ops {

std::shared_ptr<const Op> make_huber_cost(const Attributes& attributes) {
  const AttributeReader read("huber_cost", attributes);
  read.only({"delta"});
  return std::make_shared<CostOp>("huber_cost", &kernels::KernelTable::huber_cost, "",
                                  CostParameter{"delta", read.number("delta", 1)});
}

}  // namespace glia::ops
