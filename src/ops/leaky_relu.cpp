// a = z where z > 0, else slope·z; dz = da, or slope·da (Maas et al., 2013)
#include "ops/map_op.h"
#include "ops/ops.h"

namespace glia::ops {
namespace {

class LeakyRelu final : public MapOp {
 public:
  explicit LeakyRelu(double slope)
      : MapOp("leaky_relu", &kernels::KernelTable::leaky_relu,
              &kernels::KernelTable::leaky_relu_backward, Keeps::input, {},
              static_cast<float>(slope)),
        slope_(slope) {}
  Attributes attributes() const override { return {{"slope", slope_}}; }

 private:
  double slope_;
};

}  // namespace

std::shared_ptr<const Op> make_leaky_relu(const Attributes& attributes) {
  const AttributeReader read("leaky_relu", attributes);
  read.only({"slope"});
  return std::make_shared<LeakyRelu>(read.number("slope", 0.01));
}

}  // namespace glia::ops
