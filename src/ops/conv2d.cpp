// z = W * x + b: the same little dense layer for every place of a picture (LeCun et al., 1989).
//
//   forward    z[o][y][x] = b[o] + Σ_{c, ky, kx} W[o][c][ky][kx]·in[c][y·s + ky − p][x·s + kx − p]
//   backward   din[c][i][j] = Σ_{o, ky, kx} W[o][c][ky][kx]·dz[o][(i + p − ky)/s][(j + p − kx)/s]
//   gradients  dW[o][c][ky][kx] = Σ_{samples, y, x} dz[o][y][x]·in[c][y·s + ky − p][x·s + kx − p]
//              db[o] = Σ_{samples, y, x} dz[o][y][x]
//
// s is the stride, p the padding; what lies outside is 0.
#include "kernels/table.h"
#include "ops/attributes.h"
#include "ops/ops.h"
#include "ops/pictures.h"

namespace glia::ops {
namespace {

class Conv2d final : public Op, public LeafGradients, public InRows {
 public:
  struct Settings {
    std::int64_t out, kernel, stride, padding;
    Initializer initializer;
  };
  explicit Conv2d(const Settings& settings) : s_(settings) {}

  std::string_view name() const noexcept override { return "conv2d"; }

  Attributes attributes() const override {
    return {{"out", s_.out},
            {"kernel", s_.kernel},
            {"stride", s_.stride},
            {"padding", s_.padding},
            {"initializer", std::string(name_of(s_.initializer))}};
  }

  OpSpec infer(std::span<const Shape> in) const override {
    const Shape x = expect_picture(name(), in);
    const std::int64_t taps = s_.kernel * s_.kernel;
    OpSpec spec;
    spec.out = Shape{s_.out, windows(name(), x[1], s_.kernel, s_.stride, s_.padding),
                     windows(name(), x[2], s_.kernel, s_.stride, s_.padding)};
    spec.params = {{.name = "weight",
                    .shape = Shape{s_.out, x[0], s_.kernel, s_.kernel},
                    .initializer = s_.initializer,
                    .fan_in = x[0] * taps,
                    .fan_out = s_.out * taps},
                   {.name = "bias", .shape = Shape{s_.out}}};
    spec.scratch =
        std::max(s_.out * x[0] * taps * kBlock, kernels::Padded(sizes(x, spec.out)).scratch());
    spec.needs_input = true;
    spec.layout = Layout::lanes;
    return spec;
  }

  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const Shape& in = *memory.in[0].shape;
    const Shape& out = *memory.out.shape;
    const std::int64_t taps = s_.kernel * s_.kernel;
    kernels::Conv conv{sizes(in, out)};
    conv.x_row = in[2] * kBlock;
    conv.x_channel = in[1] * conv.x_row;
    conv.y_row = out[2] * kBlock;
    conv.y_channel = out[1] * conv.y_row;
    conv.w = memory.params[0].value;
    conv.w_out = 1;
    conv.w_out16 = in[0] * taps * kBlock;
    conv.w_in = taps * kBlock;
    conv.w_in16 = taps * kBlock * kBlock;
    conv.w_row = s_.kernel * kBlock;
    conv.w_pixel = kBlock;
    conv.start = memory.params[1].value;
    conv.scratch = context.scratch;
    for (std::int64_t r = 0; r < context.rows; r += kBlock) {
      conv.x = memory.in[0].data + r * memory.in[0].stride;
      conv.y = memory.out.data + r * memory.out.stride;
      context.kernels->conv(conv);
    }
  }

  void forward_in_rows(const OpMemory& memory, const ExecContext& context) const noexcept override {
    kernels::ConvSingle conv{sizes(*memory.in[0].shape, *memory.out.shape)};
    conv.w = memory.params[0].value;
    conv.start = memory.params[1].value;
    conv.scratch = context.scratch;
    for (std::int64_t r = 0; r < context.rows; ++r) {
      conv.x = memory.in[0].data + r * memory.in[0].stride;
      conv.y = memory.out.data + r * memory.out.stride;
      context.kernels->conv_single(conv);
    }
  }

  void leaf_gradients(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const Param& weight = memory.params[0];
    const Param& bias = memory.params[1];
    kernels::ConvGradient gradient{sizes(*memory.in[0].shape, *memory.out.shape)};
    gradient.scratch = context.scratch;
    for (std::int64_t r = 0; r < context.rows; r += kBlock) {
      const std::int64_t leaf = context.first_leaf() + r / kBlock;
      gradient.x = memory.in[0].data + r * memory.in[0].stride;
      gradient.dz = memory.out_gradient.data + r * memory.out_gradient.stride;
      gradient.weight = weight.leaf + leaf * weight.layout.size();
      gradient.bias = bias.leaf + leaf * bias.layout.size();
      context.kernels->conv_gradient(gradient);
    }
  }

  // A convolution of dz with the filters turned round, input and output channels exchanged. With a
  // stride, din's pixels fall into s × s interleaved pictures, each of which meets every s-th tap.
  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    if (!memory.in_gradient[0]) return;
    const Shape& in = *memory.in[0].shape;
    const Shape& out = *memory.out.shape;
    const std::int64_t taps = s_.kernel * s_.kernel, s = s_.stride;
    kernels::Conv conv;
    conv.in_channels = out[0];
    conv.in_height = out[1];
    conv.in_width = out[2];
    conv.x_row = out[2] * kBlock;
    conv.x_channel = out[1] * conv.x_row;
    conv.out_channels = in[0];
    conv.y_channel = in[1] * in[2] * kBlock;
    conv.y_row = in[2] * kBlock * s;
    conv.y_pixel = kBlock * s;
    conv.w_out = taps * kBlock;
    conv.w_out16 = taps * kBlock * kBlock;
    conv.w_in = 1;
    conv.w_in16 = in[0] * taps * kBlock;
    conv.w_row = -s * s_.kernel * kBlock;
    conv.w_pixel = -s * kBlock;
    conv.scratch = context.scratch;
    for (std::int64_t r = 0; r < context.rows; r += kBlock) {
      conv.x = memory.out_gradient.data + r * memory.out_gradient.stride;
      float* const din = memory.in_gradient[0].data + r * memory.in_gradient[0].stride;
      for (std::int64_t y = 0; y < s; ++y) {
        const Phase row = phase(y, in[1]);
        conv.out_height = row.pixels;
        conv.taps_high = row.taps;
        conv.top = row.first;
        for (std::int64_t x = 0; x < s; ++x) {
          const Phase column = phase(x, in[2]);
          conv.out_width = column.pixels;
          conv.taps_wide = column.taps;
          conv.left = column.first;
          conv.w = memory.params[0].value + (row.last_tap * s_.kernel + column.last_tap) * kBlock;
          conv.y = din + (y * in[2] + x) * kBlock;
          context.kernels->conv(conv);
        }
      }
    }
  }

 private:
  kernels::ConvSizes sizes(const Shape& in, const Shape& out) const noexcept {
    return {.in_channels = in[0],
            .in_height = in[1],
            .in_width = in[2],
            .out_channels = out[0],
            .out_height = out[1],
            .out_width = out[2],
            .taps_high = s_.kernel,
            .taps_wide = s_.kernel,
            .stride = s_.stride,
            .top = -s_.padding,
            .left = -s_.padding};
  }

  // Pixels i, i + s, … of `width`: they meet taps k ≡ i + p (mod s), the last of them first.
  struct Phase {
    std::int64_t pixels, taps, last_tap, first;
  };
  Phase phase(std::int64_t i, std::int64_t width) const noexcept {
    const std::int64_t s = s_.stride, tap = (i + s_.padding) % s;
    Phase result{};
    result.pixels = i < width ? (width - i + s - 1) / s : 0;
    result.taps = tap < s_.kernel ? (s_.kernel - tap + s - 1) / s : 0;
    result.last_tap = result.taps > 0 ? tap + (result.taps - 1) * s : 0;
    result.first = (i + s_.padding - result.last_tap) / s;  // exact, of either sign
    return result;
  }

  Settings s_;
};

}  // namespace

std::shared_ptr<const Op> make_conv2d(const Attributes& attributes) {
  const AttributeReader read("conv2d", attributes);
  read.only({"out", "kernel", "stride", "padding", "initializer"});
  const std::int64_t kernel = read.integer("kernel", 1, 255);
  return std::make_shared<Conv2d>(
      Conv2d::Settings{.out = read.integer("out", 1, 1 << 16),
                       .kernel = kernel,
                       .stride = read.integer("stride", 1, 255, 1),
                       .padding = read.integer("padding", 0, kernel - 1, 0),
                       .initializer = initializer_named(read.text("initializer", "he"))});
}

}  // namespace glia::ops
