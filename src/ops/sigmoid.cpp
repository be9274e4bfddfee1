// a = σ(z) = 1/(1 + e⁻ᶻ), between 0 and 1; dz = da·a·(1 − a)
#include "ops/map_op.h"
#include "ops/ops.h"

namespace glia::ops {

std::shared_ptr<const Op> make_sigmoid(const Attributes& attributes) {
  AttributeReader("sigmoid", attributes).only({});
  return std::make_shared<MapOp>("sigmoid", &kernels::KernelTable::sigmoid,
                                 &kernels::KernelTable::sigmoid_backward, MapOp::Keeps::output,
                                 MapOp::Range{0, 1, MapOp::Range::Probability::logistic});
}

}  // namespace glia::ops
