// a = max(z, 0); dz = da where a > 0, else 0
#include "ops/map_op.h"
#include "ops/ops.h"

namespace glia::ops {

std::shared_ptr<const Op> make_relu(const Attributes& attributes) {
  AttributeReader("relu", attributes).only({});
  return std::make_shared<MapOp>("relu", &kernels::KernelTable::relu,
                                 &kernels::KernelTable::relu_backward, MapOp::Keeps::output,
                                 MapOp::Range{.low = 0});
}

}  // namespace glia::ops
