// z = W·x + b, every output from every input.
//
//   forward    z[s][o] = b[o] + Σᵢ W[o][i]·x[s][i]
//   backward   dx[s][i] = Σₒ W[o][i]·dz[s][o]
//   gradients  dW[o][i] = Σₛ dz[s][o]·x[s][i],  db[o] = Σₛ dz[s][o]
//
// A batch is a matrix; samples are its rows here, so that 16 outputs of one sample lie together.
#include <algorithm>

#include "base/arena.h"
#include "kernels/table.h"
#include "ops/attributes.h"
#include "ops/ops.h"

namespace glia::ops {
namespace {

class Dense final : public Op, public ProductGradients, public Strands {
 public:
  Dense(std::int64_t out, Initializer initializer) : out_(out), initializer_(initializer) {}

  std::string_view name() const noexcept override { return "dense"; }

  Attributes attributes() const override {
    return {{"out", out_}, {"initializer", std::string(name_of(initializer_))}};
  }

  OpSpec infer(std::span<const Shape> in) const override {
    expect_inputs(name(), in, 1);
    const std::int64_t width = in[0].elements();
    OpSpec spec;
    spec.out = Shape{out_};
    spec.params = {{.name = "weight",
                    .shape = Shape{out_, width},
                    .initializer = initializer_,
                    .fan_in = width,
                    .fan_out = out_,
                    .transposed = true},
                   {.name = "bias", .shape = Shape{out_}}};
    spec.needs_input = true;
    return spec;
  }

  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    multiply(memory, context, 0, memory.in[0].width, memory.out.data);
  }

  void forward_strand(const OpMemory& memory, const ExecContext& context, std::int64_t strand,
                      float* sums) const noexcept override {
    const std::int64_t begin = strand * kernels::kStrand;
    multiply(memory, context, begin, std::min(begin + kernels::kStrand, memory.in[0].width), sums);
  }

  void forward_from_strands(const OpMemory& memory, const ExecContext& context, const float* sums,
                            std::int64_t apart) const noexcept override {
    const std::int64_t numbers = memory.out.floats(context.rows);
    std::copy_n(sums, numbers, memory.out.data);
    for (std::int64_t i = kernels::kStrand; i < memory.in[0].width; i += kernels::kStrand) {
      context.kernels->add(sums += apart, memory.out.data, numbers);
    }
  }

  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const Slot& dx = memory.in_gradient[0];
    const Slot& dz = memory.out_gradient;
    if (!dx) return;
    context.kernels->matmul({.rows = context.rows,
                             .panels = blocks(dx.width),
                             .depth = dz.width,
                             .a = dz.data,
                             .a_row = dz.stride,
                             .b = memory.params[0].transposed,
                             .b_panel = dz.width * kBlock,
                             .c = dx.data,
                             .c_row = dx.stride});
  }

  kernels::Outer parameter_product(const OpMemory& memory, const ParamTile& tile,
                                   const ExecContext& context) const noexcept override {
    const Slot& x = memory.in[0];
    const Slot& dz = memory.out_gradient;
    const Param& param = memory.params[static_cast<std::size_t>(tile.param)];
    const bool bias = tile.param == 1;
    return {.samples = context.rows,
            .rows = tile.in_end - tile.in_begin,
            .panels = tile.panel_end - tile.panel_begin,
            .a = bias ? nullptr : x.data + tile.in_begin,
            .a_stride = bias ? 0 : x.stride,
            .d = dz.data + tile.panel_begin * kBlock,
            .d_stride = dz.stride,
            .g = param.gradient + param.layout.index(tile.panel_begin * kBlock, tile.in_begin),
            .g_panel = param.layout.in * kBlock};
  }

 private:
  // What inputs [begin, end) add up to, the first of them with the bias; rows lie as memory.out's.
  void multiply(const OpMemory& memory, const ExecContext& context, std::int64_t begin,
                std::int64_t end, float* sums) const noexcept {
    const Slot& x = memory.in[0];
    const Param& weight = memory.params[0];
    context.kernels->matmul({.rows = context.rows,
                             .panels = weight.layout.panels(),
                             .depth = end - begin,
                             .a = x.data + begin,
                             .a_row = x.stride,
                             .b = weight.value + begin * kBlock,
                             .b_panel = weight.layout.in * kBlock,
                             .c = sums,
                             .c_row = memory.out.stride,
                             .start = begin == 0 ? memory.params[1].value : nullptr});
  }

  std::int64_t out_;
  Initializer initializer_;
};

}  // namespace

std::shared_ptr<const Op> make_dense(const Attributes& attributes) {
  const AttributeReader read("dense", attributes);
  read.only({"out", "initializer"});
  return std::make_shared<Dense>(read.integer("out", 1, 1 << 24),
                                 initializer_named(read.text("initializer", "lecun")));
}

}  // namespace glia::ops
