// a = tanh z, between −1 and 1; dz = da·(1 − a²)
#include "ops/map_op.h"
#include "ops/ops.h"

namespace glia::ops {

std::shared_ptr<const Op> make_tanh(const Attributes& attributes) {
  AttributeReader("tanh", attributes).only({});
  return std::make_shared<MapOp>("tanh", &kernels::KernelTable::tanh,
                                 &kernels::KernelTable::tanh_backward, MapOp::Keeps::output,
                                 MapOp::Range{-1, 1});
}

}  // namespace glia::ops
