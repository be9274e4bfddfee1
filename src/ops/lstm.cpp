// A long short-term memory (Hochreiter & Schmidhuber, 1997): one sample is T frames of F numbers,
// x[t], and a hidden state of H units goes through them in time.
//
//   z[t] = W·x[t] + U·h[t−1] + b         four quarters of H: input, forget, cell, output
//   i = σ(z₀), f = σ(z₁), g = tanh(z₂), o = σ(z₃)
//   c[t] = f·c[t−1] + i·g,  h[t] = o·tanh(c[t]),  h[−1] = c[−1] = 0
//
//   backward   dz[t] from dh[t] = dy[t] + Uᵀ·dz[t+1] and dc[t+1]; see kernels/table.h
//              dx[t] = Wᵀ·dz[t]
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
// The workspace keeps gates, cell and hidden state of every frame. backward() writes dz in the
// place of the gates, so these can be seen after a forward pass only.
#include <algorithm>
#include <array>

#include "base/arena.h"
#include "base/names.h"
#include "base/prefetch.h"
#include "glia/error.h"
#include "kernels/table.h"
#include "ops/attributes.h"
#include "ops/ops.h"

namespace glia::ops {
namespace {

enum class LstmOutput { sequence, last, mean };
constexpr std::array<std::string_view, 3> kLstmOutputs{"sequence", "last", "mean"};

// Rows that backward() takes at once: a frame of them and the weights fit into the second cache.
constexpr std::int64_t kLstmGroup = 48;
// Fewer rows than these multiply all their frames by W at once instead of a frame of all rows.
constexpr std::int64_t kLstmFewRows = 8;

enum : std::size_t { kInputWeight, kHiddenWeight, kBias, kParamsOfDirection };

// Where things lie in a row of the workspace: the length, then for each direction and frame
// [gates | cell | hidden], each padded to a multiple of 16 floats.
struct LstmPlaces {
  LstmPlaces(std::int64_t t, std::int64_t f, std::int64_t h, std::int64_t d)
      : frames(t),
        features(f),
        units(h),
        directions(d),
        cell(whole_blocks(4 * h)),
        hidden(cell + whole_blocks(h)),
        frame(hidden + whole_blocks(h)) {
    row = kBlock + directions * frames * frame;
    if (row % 32 == 0) row += kBlock;  // an odd number of cache lines: rows meet in different sets
  }
  std::int64_t at(std::int64_t direction, std::int64_t t) const {
    return kBlock + (direction * frames + t) * frame;
  }

  std::int64_t frames, features, units, directions;
  std::int64_t cell, hidden;  // from the start of a frame
  std::int64_t frame, row;
};

// How a direction walks: step k = 0, 1, … of n real frames is frame first + k·by.
struct LstmWalk {
  LstmWalk(std::int64_t direction, std::int64_t n)
      : first(direction == 0 ? 0 : n - 1), by(direction == 0 ? 1 : -1) {}
  std::int64_t operator[](std::int64_t k) const { return first + k * by; }
  std::int64_t first, by;
};

class Lstm final : public Op, public ProductGradients {
 public:
  Lstm(std::int64_t units, bool bidirectional, LstmOutput output, double forget_bias,
       Initializer initializer)
      : units_(units),
        directions_(bidirectional ? 2 : 1),
        output_(output),
        forget_bias_(forget_bias),
        initializer_(initializer) {}

  std::string_view name() const noexcept override { return "lstm"; }

  Attributes attributes() const override {
    return {{"hidden", units_},
            {"bidirectional", directions_ - 1},
            {"output", std::string(enumerator_name(output_, kLstmOutputs))},
            {"forget_bias", forget_bias_},
            {"initializer", std::string(name_of(initializer_))}};
  }

  OpSpec infer(std::span<const Shape> in) const override {
    expect_inputs(name(), in, 1);
    if (in[0].rank() != 2) {
      throw Error(ErrorCode::shape_mismatch, "lstm: expected frames×features, got " + in[0].str());
    }
    const LstmPlaces places(in[0][0], in[0][1], units_, directions_);
    OpSpec spec;
    const std::int64_t width = directions_ * units_;
    spec.out = output_ == LstmOutput::sequence ? Shape{places.frames, width} : Shape{width};
    for (std::int64_t d = 0; d < directions_; ++d) {
      const std::string prefix = d == 0 ? "" : "reverse_";
      // A unit's sum is of both products, and every number goes to four gates of every unit.
      const std::int64_t fan_in = places.features + units_;
      spec.params.push_back({.name = prefix + "input_weight",
                             .shape = Shape{4 * units_, places.features},
                             .initializer = initializer_,
                             .fan_in = fan_in,
                             .fan_out = 4 * units_,
                             .transposed = true});
      spec.params.push_back({.name = prefix + "hidden_weight",
                             .shape = Shape{4 * units_, units_},
                             .initializer = initializer_,
                             .fan_in = fan_in,
                             .fan_out = 4 * units_,
                             .transposed = true,
                             .transposed_always = true});
      spec.params.push_back({.name = prefix + "bias",
                             .shape = Shape{4 * units_},
                             .preset = {units_, 2 * units_, forget_bias_}});
      const auto see = [&](const char* what, std::int64_t offset, bool survives) {
        spec.inner.push_back({.name = prefix + what,
                              .shape = Shape{places.frames, units_},
                              .offset = places.at(d, 0) + offset,
                              .stride = places.frame,
                              .survives_backward = survives});
      };
      see("input_gate", 0, false);
      see("forget_gate", units_, false);
      see("cell_candidate", 2 * units_, false);
      see("output_gate", 3 * units_, false);
      see("cell", places.cell, true);
      see("hidden", places.hidden, true);
    }
    spec.workspace_row = places.row;
    spec.scratch = kLstmGroup * (2 * whole_blocks(units_) + whole_blocks(places.features));
    spec.needs_input = true;
    return spec;
  }

  void forward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const LstmPlaces places = places_of(memory);
    const Slot& x = memory.in[0];
    for (std::int64_t r = 0; r < context.rows; ++r) {
      memory.workspace[r * places.row] = static_cast<float>(context.frames(x, r));
    }
    for (std::int64_t d = 0; d < directions_; ++d) {
      forward_direction(memory, context, places, d);
      give_output(memory, context, places, d);
    }
  }

  void backward(const OpMemory& memory, const ExecContext& context) const noexcept override {
    const LstmPlaces places = places_of(memory);
    for (std::int64_t first = 0; first < context.rows; first += kLstmGroup) {
      const std::int64_t rows = std::min(kLstmGroup, context.rows - first);
      for (std::int64_t d = 0; d < directions_; ++d) {
        backward_direction(memory, context, places, d, first, rows);
      }
    }
  }

  kernels::Outer parameter_product(const OpMemory& memory, const ParamTile& tile,
                                   const ExecContext& context) const noexcept override {
    const LstmPlaces places = places_of(memory);
    const auto param = static_cast<std::size_t>(tile.param);
    const auto d = static_cast<std::int64_t>(param / kParamsOfDirection);
    const std::size_t kind = param % kParamsOfDirection;
    const ParamLayout& layout = memory.params[param].layout;
    const Slot& x = memory.in[0];
    kernels::Outer task;
    task.samples = context.rows;
    task.steps = longest(memory.workspace, places, context.rows);
    task.rows = tile.in_end - tile.in_begin;
    task.panels = tile.panel_end - tile.panel_begin;
    task.d = memory.workspace + places.at(d, 0) + tile.panel_begin * kBlock;
    task.d_stride = places.row;
    task.d_step = places.frame;
    task.g = memory.params[param].gradient + layout.index(tile.panel_begin * kBlock, tile.in_begin);
    task.g_panel = layout.in * kBlock;
    if (kind == kInputWeight) {
      task.a = x.data + tile.in_begin;
      task.a_stride = x.stride;
      task.a_step = places.features;
    } else if (kind == kHiddenWeight) {
      // dz[t] meets the hidden state of the frame that was before it: t−1, or t+1.
      task.a = memory.workspace + places.at(d, 0) + places.hidden + tile.in_begin;
      task.a_stride = places.row;
      task.a_step = places.frame;
      task.steps -= 1;
      (d == 0 ? task.d : task.a) += places.frame;
    }
    return task;
  }

 private:
  LstmPlaces places_of(const OpMemory& memory) const {
    const std::int64_t features = memory.params[kInputWeight].layout.in;
    return {memory.in[0].width / features, features, units_, directions_};
  }

  static std::int64_t longest(const float* workspace, const LstmPlaces& places, std::int64_t rows) {
    float frames = 0;
    for (std::int64_t r = 0; r < rows; ++r) frames = std::max(frames, workspace[r * places.row]);
    return static_cast<std::int64_t>(frames);
  }

  const Param& param_of(const OpMemory& memory, std::int64_t d, std::size_t kind) const {
    return memory.params[static_cast<std::size_t>(d) * kParamsOfDirection + kind];
  }

  // z = W·x + b of `rows` samples or frames.
  void input_product(const OpMemory& memory, const ExecContext& context, std::int64_t d,
                     std::int64_t rows, const float* x, std::int64_t x_row, float* z,
                     std::int64_t z_row) const {
    const Param& weight = param_of(memory, d, kInputWeight);
    context.kernels->matmul({.rows = rows,
                             .panels = weight.layout.panels(),
                             .depth = weight.layout.in,
                             .a = x,
                             .a_row = x_row,
                             .b = weight.value,
                             .b_panel = weight.layout.in * kBlock,
                             .c = z,
                             .c_row = z_row,
                             .start = param_of(memory, d, kBias).value});
  }

  void forward_direction(const OpMemory& memory, const ExecContext& context,
                         const LstmPlaces& places, std::int64_t d) const {
    const Slot& x = memory.in[0];
    const std::int64_t most = longest(memory.workspace, places, context.rows);
    const auto frame = [&](std::int64_t r, std::int64_t t) {
      return memory.workspace + r * places.row + places.at(d, t);
    };
    // Padding holds zeros, so that what starts behind it starts from zero.
    for (std::int64_t r = 0; r < context.rows; ++r) {
      std::fill(frame(r, length(memory, places, r)), frame(r, places.frames), 0.0F);
    }
    const bool few = context.rows < kLstmFewRows;
    for (std::int64_t r = 0; few && r < context.rows; ++r) {
      input_product(memory, context, d, length(memory, places, r), x.data + r * x.stride,
                    places.features, frame(r, 0), places.frame);
    }
    const LstmWalk walk(d, most);
    const Param& weight = param_of(memory, d, kHiddenWeight);
    for (std::int64_t k = 0; k < most; ++k) {
      const std::int64_t t = walk[k];
      const std::int64_t before = t - walk.by;
      const bool has_before = before >= 0 && before < places.frames;
      if (!few) {
        input_product(memory, context, d, context.rows, x.data + t * places.features, x.stride,
                      frame(0, t), places.row);
      }
      if (has_before) {
        context.kernels->matmul({.rows = context.rows,
                                 .panels = weight.layout.panels(),
                                 .depth = units_,
                                 .a = frame(0, before) + places.hidden,
                                 .a_row = places.row,
                                 .b = weight.value,
                                 .b_panel = units_ * kBlock,
                                 .c = frame(0, t),
                                 .c_row = places.row,
                                 .accumulate = true});
      }
      for (std::int64_t r = 0; r < context.rows; ++r) {
        float* now = frame(r, t);
        if (t >= length(memory, places, r)) {
          std::fill_n(now, places.cell, 0.0F);
          continue;
        }
        context.kernels->lstm_forward(
            {.units = units_,
             .gates = now,
             .cell_before = has_before ? frame(r, before) + places.cell : nullptr,
             .cell = now + places.cell,
             .hidden = now + places.hidden});
      }
    }
  }

  void give_output(const OpMemory& memory, const ExecContext& context, const LstmPlaces& places,
                   std::int64_t d) const {
    const std::int64_t width = directions_ * units_;
    for (std::int64_t r = 0; r < context.rows; ++r) {
      const float* hidden = memory.workspace + r * places.row + places.at(d, 0) + places.hidden;
      float* y = memory.out.data + r * memory.out.stride + d * units_;
      const std::int64_t frames = length(memory, places, r);
      switch (output_) {
        case LstmOutput::sequence:
          for (std::int64_t t = 0; t < places.frames; ++t) {
            std::copy_n(hidden + t * places.frame, units_, y + t * width);
          }
          break;
        case LstmOutput::last:
          std::copy_n(hidden + LstmWalk(d, frames)[frames - 1] * places.frame, units_, y);
          break;
        case LstmOutput::mean:
          std::fill_n(y, units_, 0.0F);
          for (std::int64_t t = 0; t < frames; ++t) {
            context.kernels->add(hidden + t * places.frame, y, units_);
          }
          for (std::int64_t j = 0; j < units_; ++j) y[j] /= static_cast<float>(frames);
          break;
      }
    }
  }

  // Rows [first, first + rows) of the call. Padding's dz is zero already: its gates are.
  void backward_direction(const OpMemory& memory, const ExecContext& context,
                          const LstmPlaces& places, std::int64_t d, std::int64_t first,
                          std::int64_t rows) const {
    const std::int64_t stride = whole_blocks(units_);
    float* dh = context.scratch;           // [rows][stride], of the frame after
    float* dc = dh + kLstmGroup * stride;  // [rows][stride]
    float* dx = dc + kLstmGroup * stride;
    std::fill_n(dh, 2 * kLstmGroup * stride, 0.0F);
    float* workspace = memory.workspace + first * places.row;
    const std::int64_t most = longest(workspace, places, rows);
    const auto frame = [&](std::int64_t r, std::int64_t t) {
      return workspace + r * places.row + places.at(d, t);
    };
    const LstmWalk walk(d, most);
    const Param& weight = param_of(memory, d, kHiddenWeight);
    for (std::int64_t k = most; k-- > 0;) {
      const std::int64_t t = walk[k];
      const std::int64_t before = t - walk.by;
      const bool has_before = before >= 0 && before < places.frames;
      for (std::int64_t r = 0; r < rows; ++r) {
        const std::int64_t frames = length(memory, places, first + r);
        if (t >= frames) continue;
        float* now = frame(r, t);
        if (k > 0)
          prefetch(frame(r, before), static_cast<std::size_t>(places.frame) * sizeof(float));
        context.kernels->lstm_backward(
            {.units = units_,
             .gates = now,
             .cell_before = has_before ? frame(r, before) + places.cell : nullptr,
             .cell = now + places.cell,
             .dy = output_gradient(memory, first + r, d, t, frames),
             .scale = output_ == LstmOutput::mean ? 1.0F / static_cast<float>(frames) : 1.0F,
             .dh_after = dh + r * stride,
             .dc = dc + r * stride});
      }
      if (memory.in_gradient[0]) input_gradient(memory, context, places, d, t, first, rows, dx);
      if (k == 0) break;
      context.kernels->matmul({.rows = rows,
                               .panels = stride / kBlock,
                               .depth = 4 * units_,
                               .a = frame(0, t),
                               .a_row = places.row,
                               .b = weight.transposed,
                               .b_panel = 4 * units_ * kBlock,
                               .c = dh,
                               .c_row = stride});
    }
    if (memory.in_gradient[0] && d == 0) clear_padding(memory, places, most, first, rows);
  }

  // dy[t] of a direction, or null where the output does not look at that frame.
  const float* output_gradient(const OpMemory& memory, std::int64_t r, std::int64_t d,
                               std::int64_t t, std::int64_t frames) const {
    const Slot& dy = memory.out_gradient;
    const float* row = dy.data + r * dy.stride + d * units_;
    if (output_ == LstmOutput::sequence) return row + t * directions_ * units_;
    if (output_ == LstmOutput::last && t != LstmWalk(d, frames)[frames - 1]) return nullptr;
    return row;
  }

  // dx[t] = Wᵀ·dz[t], through `product` because frames of dx lie closer than panels.
  void input_gradient(const OpMemory& memory, const ExecContext& context, const LstmPlaces& places,
                      std::int64_t d, std::int64_t t, std::int64_t first, std::int64_t rows,
                      float* product) const {
    const std::int64_t stride = whole_blocks(places.features);
    context.kernels->matmul({.rows = rows,
                             .panels = stride / kBlock,
                             .depth = 4 * units_,
                             .a = memory.workspace + first * places.row + places.at(d, t),
                             .a_row = places.row,
                             .b = param_of(memory, d, kInputWeight).transposed,
                             .b_panel = 4 * units_ * kBlock,
                             .c = product,
                             .c_row = stride});
    const Slot& dx = memory.in_gradient[0];
    for (std::int64_t r = 0; r < rows; ++r) {
      float* to = dx.data + (first + r) * dx.stride + t * places.features;
      if (d == 0) {
        std::copy_n(product + r * stride, places.features, to);
      } else {
        context.kernels->add(product + r * stride, to, places.features);
      }
    }
  }

  void clear_padding(const OpMemory& memory, const LstmPlaces& places, std::int64_t frames,
                     std::int64_t first, std::int64_t rows) const {
    const Slot& dx = memory.in_gradient[0];
    for (std::int64_t r = first; r < first + rows; ++r) {
      float* row = dx.data + r * dx.stride;
      std::fill(row + frames * places.features, row + whole_blocks(dx.width), 0.0F);
    }
  }

  static std::int64_t length(const OpMemory& memory, const LstmPlaces& places, std::int64_t r) {
    return static_cast<std::int64_t>(memory.workspace[r * places.row]);
  }

  std::int64_t units_, directions_;
  LstmOutput output_;
  double forget_bias_;
  Initializer initializer_;
};

}  // namespace

std::shared_ptr<const Op> make_lstm(const Attributes& attributes) {
  const AttributeReader read("lstm", attributes);
  read.only({"hidden", "bidirectional", "output", "forget_bias", "initializer"});
  return std::make_shared<Lstm>(
      read.integer("hidden", 1, 1 << 16),
      attributes.contains("bidirectional") && read.integer("bidirectional", 0, 1) == 1,
      enumerator_named<LstmOutput>("lstm output", read.text("output", "sequence"), kLstmOutputs),
      read.number("forget_bias", 1), initializer_named(read.text("initializer", "xavier")));
}

}  // namespace glia::ops
