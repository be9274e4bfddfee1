#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "glia/abilities.h"
#include "glia/op.h"
#include "glia/op_run.h"
#include "kernels/table.h"
#include "ops/attributes.h"

namespace glia::ops {

// A layer that goes through time: one sample is T frames of F numbers, x[t], and a hidden state of
// H units goes through them.
//
//   z[t] = W·x[t] + U·h[t−1] + b         as many sums a unit as the cell has gates
//   state[t], h[t] = cell(z[t], state[t−1]),  h[−1] = state[−1] = 0
//
//   backward   dz[t] from dh[t] = dy[t] + Uᵀ·dz[t+1], by the cell;  dx[t] = Wᵀ·dz[t]
//   gradients  dW = Σₛ Σ_t dz[t]·x[t]ᵀ,  dU = Σₛ Σ_t dz[t]·h[t−1]ᵀ,  db = Σₛ Σ_t dz[t]
//
// Bidirectional, a second one with parameters of its own (`reverse_…`) goes from the last frame to
// the first; each output has its H numbers after those of the first.
//
// Samples may be of different lengths: how many of their frames count is given (ExecContext), and
// the others are padding, whatever numbers are there. Padding changes no state, gives no output
// (zeros) and gets no gradient; the second direction starts at the last real frame.
//
//   output     "sequence"  {T, D·H}  h[t]
//              "last"      {D·H}     h at the last real frame; of the second direction, at frame 0
//              "mean"      {D·H}     the mean of h over the real frames
//
// The workspace keeps sums, cell and hidden state of every frame. backward() writes dz in the place
// of the sums, so these can be seen after a forward pass only.
class Recurrent : public Op, public ProductGradients {
 public:
  enum class Output { sequence, last, mean };
  struct Options {
    std::int64_t units = 1;
    bool bidirectional = false;
    Output output = Output::sequence;
    Initializer initializer = Initializer::xavier;
  };
  static Options options_of(const AttributeReader& read);

  std::string_view name() const noexcept override { return name_; }
  Attributes attributes() const override;
  OpSpec infer(std::span<const Shape> in) const override;
  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override;
  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override;
  kernels::Outer parameter_product(const OpMemory& memory, const ParamTile& tile,
                                   const ExecContext& context) const noexcept override;

 protected:
  // `sums`: their names, H numbers each in this order. With a `cell`, a frame keeps H numbers more.
  Recurrent(std::string_view name, const Options& options, std::vector<std::string_view> sums,
            bool cell);

  // One frame of one sample. What was before the first frame is null, and is zero.
  struct Frame {
    float* sums;  // [sums][units]: z; backwards its gradient takes their place
    float* cell;  // with a cell only
    float* hidden;
    const float* cell_before;
  };
  virtual void step(const kernels::KernelTable& kernels, const Frame& frame) const noexcept = 0;
  // dh is dh[t] but for what the output adds: scale·dy, where dy is not null. dc goes on to the
  // frame before.
  struct Coming {
    const float* dy;
    float scale;
    float* dh;
    float* dc;
  };
  virtual void step_back(const kernels::KernelTable& kernels, const Frame& frame,
                         const Coming& coming) const noexcept = 0;
  virtual ParamSpec::Preset bias_preset() const { return {}; }
  std::int64_t units() const noexcept { return options_.units; }

 private:
  struct Places;
  struct Walk;

  std::int64_t sums() const noexcept { return std::ssize(sums_) * options_.units; }
  std::int64_t directions() const noexcept { return options_.bidirectional ? 2 : 1; }
  Places places_of(const OpMemory& memory) const;
  void input_product(const OpMemory& memory, const ExecContext& context, std::int64_t d,
                     std::int64_t rows, const float* x, std::int64_t x_row, float* z,
                     std::int64_t z_row) const;
  void forward_direction(const OpMemory& memory, const ExecContext& context, const Places& places,
                         std::int64_t d) const;
  void give_output(const OpMemory& memory, const ExecContext& context, const Places& places,
                   std::int64_t d) const;
  void backward_direction(const OpMemory& memory, const ExecContext& context, const Places& places,
                          std::int64_t d, std::int64_t first, std::int64_t rows) const;
  const float* output_gradient(const OpMemory& memory, std::int64_t r, std::int64_t d,
                               std::int64_t t, std::int64_t frames) const;
  void input_gradient(const OpMemory& memory, const ExecContext& context, const Places& places,
                      std::int64_t d, std::int64_t t, std::int64_t first, std::int64_t rows,
                      float* product) const;

  std::string_view name_;
  Options options_;
  std::vector<std::string_view> sums_;
  bool cell_;
};

}  // namespace glia::ops
