// The same numbers in the same order: a = z, dz = da. `reshape` gives them another shape, `flatten`
// makes a vector of them, `identity` leaves them as they are.
#include <cstring>

#include "glia/abilities.h"
#include "glia/error.h"
#include "ops/attributes.h"
#include "ops/ops.h"

namespace glia::ops {
namespace {

class Reshape final : public Op, public PassesOn {
 public:
  using ShapeOf = Shape (*)(const Shape& in);
  Reshape(std::string_view name, ShapeOf shape_of) : name_(name), shape_of_(shape_of) {}
  explicit Reshape(std::vector<std::int64_t> shape) : name_("reshape"), shape_(std::move(shape)) {}

  std::string_view name() const noexcept override { return name_; }
  Attributes attributes() const override {
    return shape_of_ ? Attributes{} : Attributes{{"shape", shape_}};
  }

  OpSpec infer(std::span<const Shape> in) const override {
    expect_inputs(name(), in, 1);
    OpSpec spec;
    spec.out = shape_of_ ? shape_of_(in[0]) : Shape(shape_);
    if (spec.out.elements() != in[0].elements()) {
      throw Error(ErrorCode::shape_mismatch,
                  "reshape: expected " + std::to_string(spec.out.elements()) + " numbers for " +
                      spec.out.str() + ", got " + std::to_string(in[0].elements()) + " of " +
                      in[0].str());
    }
    spec.layout = Layout::either;
    return spec;
  }

  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    copy(memory.in[0], memory.out, context.rows);
  }
  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    if (memory.in_gradient[0]) copy(memory.out_gradient, memory.in_gradient[0], context.rows);
  }

 private:
  static void copy(const Slot& from, const Slot& to, std::int64_t rows) noexcept {
    std::memcpy(to.data, from.data, static_cast<std::size_t>(to.floats(rows)) * sizeof(float));
  }

  std::string_view name_;
  ShapeOf shape_of_ = nullptr;  // else it is shape_
  std::vector<std::int64_t> shape_;
};

}  // namespace

std::shared_ptr<const Op> make_flatten(const Attributes& attributes) {
  AttributeReader("flatten", attributes).only({});
  return std::make_shared<Reshape>("flatten", [](const Shape& in) { return Shape{in.elements()}; });
}

std::shared_ptr<const Op> make_identity(const Attributes& attributes) {
  AttributeReader("identity", attributes).only({});
  return std::make_shared<Reshape>("identity", [](const Shape& in) { return in; });
}

std::shared_ptr<const Op> make_reshape(const Attributes& attributes) {
  const AttributeReader read("reshape", attributes);
  read.only({"shape"});
  return std::make_shared<Reshape>(read.integers("shape"));
}

}  // namespace glia::ops
