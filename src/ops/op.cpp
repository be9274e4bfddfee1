#include "glia/op.h"

#include "kernels/table.h"

namespace glia {

void Op::parameter_gradient(const OpMemory& memory, const ParamTile& tile,
                            const ExecContext& context) const noexcept {
  kernels::Outer product;
  if (parameter_product(memory, tile, context, product)) context.kernels->outer(product);
}

}  // namespace glia
