// y = γ·x̂ + β with x̂ = (x − μ)/√(σ² + ε), channel by channel (Ioffe & Szegedy, 2015).
//
// While training, μ and σ² are those of the batch, over samples and pixels (σ² divides by n), and
// the kept ones follow: mean += momentum·(μ − mean), variance += momentum·(σ²·n/(n−1) − variance).
// Otherwise the kept ones are taken.
//
//   dγ = Σ dy·x̂,  dβ = Σ dy,  dx = γ/√(σ² + ε)·(dy − dβ/n − x̂·dγ/n)
#include <algorithm>
#include <cmath>

#include "glia/error.h"
#include "kernels/table.h"
#include "kernels/tree.h"
#include "ops/attributes.h"
#include "ops/ops.h"

namespace glia::ops {
namespace {

class BatchNorm final : public Op, public LeafGradients, public Coupling {
 public:
  BatchNorm(double epsilon, double momentum) : epsilon_(epsilon), momentum_(momentum) {}

  std::string_view name() const noexcept override { return "batch_norm"; }
  Attributes attributes() const override {
    return {{"epsilon", epsilon_}, {"momentum", momentum_}};
  }

  OpSpec infer(std::span<const Shape> in) const override {
    expect_inputs(name(), in, 1);
    if (in[0].rank() == 0 || in[0].elements() == 0) {
      throw Error(ErrorCode::shape_mismatch,
                  "batch_norm: expected an input with channels, got " + in[0].str());
    }
    const Shape channels{in[0][0]};
    OpSpec spec;
    spec.out = in[0];
    spec.params = {
        {.name = "scale", .shape = channels, .initializer = Initializer::one},
        {.name = "shift", .shape = channels},
        {.name = "mean", .shape = channels, .buffer = true},
        {.name = "variance", .shape = channels, .initializer = Initializer::one, .buffer = true}};
    spec.scratch = 2 * in[0][0];
    spec.needs_input = true;
    spec.layout = Layout::lanes;
    return spec;
  }

  std::int64_t coupling(std::span<const Shape> in) const override { return kCoupled * in[0][0]; }

  // On the way back leaf_gradients() has said what there is.
  void gather(Pass pass, const OpMemory& memory,
              const ExecContext& context) const noexcept override {
    if (pass == Pass::backward) return;
    const std::int64_t channels = (*memory.in[0].shape)[0];
    for (std::int64_t r = 0; r < context.rows; r += kBlock) {
      const std::int64_t leaf = context.first_leaf() + r / kBlock;
      float* found = memory.leaves + leaf * kCoupled * channels;
      context.kernels->moments(planes_of(memory, context, r),
                               memory.in[0].data + r * memory.in[0].stride, found,
                               found + channels);
    }
  }

  void leaf_gradients(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const std::int64_t channels = (*memory.in[0].shape)[0];
    for (std::int64_t r = 0; r < context.rows; r += kBlock) {
      const std::int64_t leaf = context.first_leaf() + r / kBlock;
      context.kernels->normalise_sums(
          planes_of(memory, context, r), memory.in[0].data + r * memory.in[0].stride,
          memory.out_gradient.data + r * memory.out_gradient.stride,
          memory.coupled + kMean * channels, memory.coupled + kInverse * channels,
          memory.params[0].leaf + leaf * memory.params[0].layout.size(),
          memory.params[1].leaf + leaf * memory.params[1].layout.size());
    }
  }

  void combine(Pass pass, const OpMemory& memory,
               const ExecContext& context) const noexcept override {
    const std::int64_t channels = (*memory.in[0].shape)[0];
    const std::int64_t leaves = blocks(context.batch_rows);
    const std::int64_t of_a_channel = memory.in[0].width / channels;
    const auto pixels = static_cast<double>(of_a_channel);
    const double count = pixels * static_cast<double>(context.batch_rows);
    for (std::int64_t c = 0; c < channels; ++c) {
      if (pass == Pass::forward) {
        const Moments all = moments_of(memory, channels, c, context.batch_rows, pixels);
        const double variance = all.squares / count;
        memory.coupled[kMean * channels + c] = static_cast<float>(all.mean);
        memory.coupled[kInverse * channels + c] =
            static_cast<float>(1 / std::sqrt(variance + epsilon_));
        follow(memory.params[2].buffer[c], all.mean);
        follow(memory.params[3].buffer[c], all.squares / std::max(1.0, count - 1));
      } else {
        memory.coupled[kScaleMean * channels + c] = mean_of(memory.params[0], c, leaves, count);
        memory.coupled[kShiftMean * channels + c] = mean_of(memory.params[1], c, leaves, count);
      }
    }
  }

  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const std::int64_t channels = (*memory.in[0].shape)[0];
    const float* mean = memory.params[2].value;
    float* scale = context.scratch;
    if (context.training) {
      mean = memory.coupled + kMean * channels;
      for (std::int64_t c = 0; c < channels; ++c) {
        scale[c] = memory.params[0].value[c] * memory.coupled[kInverse * channels + c];
      }
    } else {
      kept_scale(memory, context);
    }
    for (std::int64_t r = 0; r < context.rows; r += kBlock) {
      context.kernels->normalise(planes_of(memory, context, r),
                                 memory.in[0].data + r * memory.in[0].stride, mean, scale,
                                 memory.params[1].value, memory.out.data + r * memory.out.stride);
    }
  }

  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const Slot& dx = memory.in_gradient[0];
    if (!dx) return;
    const std::int64_t channels = (*memory.in[0].shape)[0];
    if (!context.training) {  // μ and σ² are constants
      float* const scale = kept_scale(memory, context);
      float* const zero = scale + channels;
      std::fill_n(zero, channels, 0.0F);
      for (std::int64_t r = 0; r < context.rows; r += kBlock) {
        context.kernels->normalise(planes_of(memory, context, r),
                                   memory.out_gradient.data + r * memory.out_gradient.stride, zero,
                                   scale, zero, dx.data + r * dx.stride);
      }
      return;
    }
    for (std::int64_t r = 0; r < context.rows; r += kBlock) {
      context.kernels->normalise_backward(
          planes_of(memory, context, r), memory.in[0].data + r * memory.in[0].stride,
          memory.out_gradient.data + r * memory.out_gradient.stride,
          memory.coupled + kMean * channels, memory.coupled + kInverse * channels,
          memory.params[0].value, memory.coupled + kScaleMean * channels,
          memory.coupled + kShiftMean * channels, dx.data + r * dx.stride);
    }
  }

 private:
  enum Coupled { kMean, kInverse, kScaleMean, kShiftMean, kCoupled };  // each [channels]

  struct Moments {
    double count = 0, mean = 0, squares = 0;
  };

  // Of all rows, whose leaves meet in the tree of all sums (Chan et al., 1979).
  static Moments moments_of(const OpMemory& memory, std::int64_t channels, std::int64_t c,
                            std::int64_t rows, double pixels) {
    return kernels::join_leaves<Moments>(
        blocks(rows),
        [&](std::int64_t leaf) {
          const float* found = memory.leaves + leaf * kCoupled * channels;
          const std::int64_t here = std::min(kBlock, rows - leaf * kBlock);
          return Moments{pixels * static_cast<double>(here), static_cast<double>(found[c]),
                         static_cast<double>(found[channels + c])};
        },
        [](const Moments& a, const Moments& b) {
          const double count = a.count + b.count, away = b.mean - a.mean;
          return Moments{count, a.mean + away * b.count / count,
                         a.squares + b.squares + away * away * a.count * b.count / count};
        });
  }

  static float mean_of(const Param& param, std::int64_t c, std::int64_t leaves, double count) {
    const float sum = kernels::join_leaves<float>(
        leaves, [&](std::int64_t leaf) { return param.leaf[leaf * param.layout.size() + c]; },
        [](float a, float b) { return a + b; });
    return static_cast<float>(static_cast<double>(sum) / count);
  }

  void follow(float& kept, double value) const noexcept {
    kept = static_cast<float>(static_cast<double>(kept) +
                              momentum_ * (value - static_cast<double>(kept)));
  }

  // γ/√(variance + ε) with the kept variance, into the scratch.
  float* kept_scale(const OpMemory& memory, const ExecContext& context) const noexcept {
    for (std::int64_t c = 0; c < (*memory.in[0].shape)[0]; ++c) {
      const double variance = static_cast<double>(memory.params[3].value[c]);
      context.scratch[c] =
          memory.params[0].value[c] * static_cast<float>(1 / std::sqrt(variance + epsilon_));
    }
    return context.scratch;
  }

  static kernels::Planes planes_of(const OpMemory& memory, const ExecContext& context,
                                   std::int64_t r) noexcept {
    const std::int64_t channels = (*memory.in[0].shape)[0];
    return {.channels = channels,
            .pixels = memory.in[0].width / channels,
            .rows = std::min(kBlock, context.rows - r)};
  }

  double epsilon_, momentum_;
};

}  // namespace

std::shared_ptr<const Op> make_batch_norm(const Attributes& attributes) {
  const AttributeReader read("batch_norm", attributes);
  read.only({"epsilon", "momentum"});
  const double epsilon = read.number("epsilon", 1e-5);
  const double momentum = read.number("momentum", 0.1);
  if (epsilon <= 0 || momentum < 0 || momentum > 1) {
    throw Error(ErrorCode::invalid_argument,
                "batch_norm: expected epsilon above 0 and momentum from 0 to 1, got " +
                    std::to_string(epsilon) + " and " + std::to_string(momentum));
  }
  return std::make_shared<BatchNorm>(epsilon, momentum);
}

}  // namespace glia::ops
