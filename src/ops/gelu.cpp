// a = z·Φ(z), Φ the normal distribution function (Hendrycks & Gimpel, 2016);
// dz = da·(Φ(z) + z·φ(z))
#include "ops/map_op.h"
#include "ops/ops.h"

namespace glia::ops {

std::shared_ptr<const Op> make_gelu(const Attributes& attributes) {
  AttributeReader("gelu", attributes).only({});
  return std::make_shared<MapOp>("gelu", &kernels::KernelTable::gelu,
                                 &kernels::KernelTable::gelu_backward, MapOp::Keeps::input,
                                 MapOp::Range{.low = -0.17F});
}

}  // namespace glia::ops
