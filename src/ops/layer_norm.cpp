// Each frame brought to mean 0 and deviation 1 over its last axis (Ba, Kiros & Hinton, 2016), then
// scaled and moved by what is learnt. For {T, F} a frame is F numbers, for {F} the whole sample.
//
//   x̂ = (x − μ)·r,  r = 1/√(σ² + ε),  y = gain·x̂ + bias
//   backward   u = gain·dy,  dx = r·(u − mean(u) − x̂·mean(u·x̂))
//   gradients  dgain = Σₛ Σ_t dy·x̂,  dbias = Σₛ Σ_t dy
//
// Padding (see lstm.cpp) becomes zero, and gets and gives no gradient.
#include "base/arena.h"
#include "glia/error.h"
#include "kernels/table.h"
#include "ops/attributes.h"
#include "ops/ops.h"

namespace glia::ops {
namespace {

// In a row of the workspace: r of every frame, then x̂ (after backward() dy·x̂), then dy.
struct LayerNormPlaces {
  LayerNormPlaces(std::int64_t all, std::int64_t width)
      : frames(all / width),
        stride(whole_blocks(width)),
        normal(whole_blocks(frames)),
        dy(normal + frames * stride),
        row(dy + frames * stride) {}
  std::int64_t frames, stride, normal, dy, row;
};

class LayerNorm final : public Op, public TileGradients {
 public:
  explicit LayerNorm(double epsilon) : epsilon_(epsilon) {}

  std::string_view name() const noexcept override { return "layer_norm"; }
  Attributes attributes() const override { return {{"epsilon", epsilon_}}; }

  OpSpec infer(std::span<const Shape> in) const override {
    expect_inputs(name(), in, 1);
    if (in[0].rank() < 1) {
      throw Error(ErrorCode::shape_mismatch,
                  "layer_norm: expected at least one axis, got a number");
    }
    const std::int64_t width = in[0][in[0].rank() - 1];
    OpSpec spec;
    spec.out = in[0];
    spec.params = {{.name = "gain", .shape = Shape{width}, .initializer = Initializer::one},
                   {.name = "bias", .shape = Shape{width}}};
    spec.workspace_row = LayerNormPlaces(in[0].elements(), width).row;
    return spec;
  }

  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const Slot& x = memory.in[0];
    const std::int64_t width = memory.params[0].layout.out;
    const LayerNormPlaces places(x.width, width);
    const bool in_frames = x.shape->rank() == 2;
    for (std::int64_t r = 0; r < context.rows; ++r) {
      float* kept = memory.workspace + r * places.row;
      const std::int64_t frames = in_frames ? context.frames(x, r) : places.frames;
      context.kernels->layer_norm({.rows = frames,
                                   .padding = places.frames - frames,
                                   .width = width,
                                   .gain = memory.params[0].value,
                                   .bias = memory.params[1].value,
                                   .epsilon = static_cast<float>(epsilon_),
                                   .x = x.data + r * x.stride,
                                   .y = memory.out.data + r * memory.out.stride,
                                   .normal = kept + places.normal,
                                   .normal_stride = places.stride,
                                   .inverse_deviation = kept});
    }
  }

  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const Slot& dx = memory.in_gradient[0];
    const Slot& dy = memory.out_gradient;
    const std::int64_t width = memory.params[0].layout.out;
    const LayerNormPlaces places(dy.width, width);
    for (std::int64_t r = 0; r < context.rows; ++r) {
      float* kept = memory.workspace + r * places.row;
      context.kernels->layer_norm_backward({.rows = places.frames,
                                            .width = width,
                                            .gain = memory.params[0].value,
                                            .dy = dy.data + r * dy.stride,
                                            .dx = dx ? dx.data + r * dx.stride : nullptr,
                                            .normal = kept + places.normal,
                                            .dy_kept = kept + places.dy,
                                            .normal_stride = places.stride,
                                            .inverse_deviation = kept});
      for (std::int64_t j = dx.width; dx && j < whole_blocks(dx.width); ++j) {
        dx.data[r * dx.stride + j] = 0;
      }
    }
  }

  void parameter_gradient(const OpMemory& memory, const ParamTile& tile,
                          const ExecContext& context) const noexcept override {
    const Param& param = memory.params[static_cast<std::size_t>(tile.param)];
    const LayerNormPlaces places(memory.out_gradient.width, param.layout.out);
    context.kernels->outer({.samples = context.rows,
                            .steps = places.frames,
                            .rows = 1,
                            .panels = tile.panel_end - tile.panel_begin,
                            .d = memory.workspace + (tile.param == 0 ? places.normal : places.dy) +
                                 tile.panel_begin * kBlock,
                            .d_stride = places.row,
                            .d_step = places.stride,
                            .g = param.gradient + param.layout.index(tile.panel_begin * kBlock, 0),
                            .g_panel = kBlock});
  }

 private:
  double epsilon_;
};

}  // namespace

std::shared_ptr<const Op> make_layer_norm(const Attributes& attributes) {
  const AttributeReader read("layer_norm", attributes);
  read.only({"epsilon"});
  const double epsilon = read.number("epsilon", 1e-5);
  if (!(epsilon > 0 && epsilon <= 1)) {
    throw Error(
        ErrorCode::invalid_argument,
        "layer_norm: expected epsilon above 0 and at most 1, got " + std::to_string(epsilon));
  }
  return std::make_shared<LayerNorm>(epsilon);
}

}  // namespace glia::ops
