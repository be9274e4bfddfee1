#include "ops/recurrent.h"

#include <algorithm>
#include <array>

#include "base/arena.h"
#include "base/names.h"
#include "base/prefetch.h"
#include "glia/error.h"

namespace glia::ops {
namespace {

constexpr std::array<std::string_view, 3> kOutputs{"sequence", "last", "mean"};

// Rows that backward() takes at once: a frame of them and the weights fit into the second cache.
constexpr std::int64_t kGroup = 48;
// Fewer rows than these multiply all their frames by W at once instead of a frame of all rows.
constexpr std::int64_t kFewRows = 8;

enum : std::size_t { kInputWeight, kHiddenWeight, kBias, kParamsOfDirection };

}  // namespace

// Where things lie in a row of the workspace: the length, then for each direction and frame
// [sums | cell | hidden], each padded to a multiple of 16 floats.
struct Recurrent::Places {
  Places(std::int64_t t, std::int64_t f, std::int64_t sums, std::int64_t h, std::int64_t d,
         bool has_cell)
      : frames(t),
        features(f),
        directions(d),
        cell(whole_blocks(sums)),
        hidden(cell + (has_cell ? whole_blocks(h) : 0)),
        frame(hidden + whole_blocks(h)) {
    row = kBlock + directions * frames * frame;
    if (row % 32 == 0) row += kBlock;  // an odd number of cache lines: rows meet in different sets
  }
  std::int64_t at(std::int64_t direction, std::int64_t t) const {
    return kBlock + (direction * frames + t) * frame;
  }
  std::int64_t length(const OpMemory& memory, std::int64_t r) const {
    return static_cast<std::int64_t>(memory.workspace[r * row]);
  }
  std::int64_t longest(const float* workspace, std::int64_t rows) const {
    float most = 0;
    for (std::int64_t r = 0; r < rows; ++r) most = std::max(most, workspace[r * row]);
    return static_cast<std::int64_t>(most);
  }

  // A frame's numbers, and what of the frame before they need.
  Frame numbers(float* now, const float* before) const {
    return {.sums = now,
            .cell = now + cell,
            .hidden = now + hidden,
            .cell_before = before ? before + cell : nullptr};
  }

  std::int64_t frames, features, directions;
  std::int64_t cell, hidden;  // from the start of a frame
  std::int64_t frame, row;
};

// How a direction walks: step k = 0, 1, … of n real frames is frame first + k·by.
struct Recurrent::Walk {
  Walk(std::int64_t direction, std::int64_t n)
      : first(direction == 0 ? 0 : n - 1), by(direction == 0 ? 1 : -1) {}
  std::int64_t operator[](std::int64_t k) const { return first + k * by; }
  std::int64_t first, by;
};

namespace {

const Param& param_of(const OpMemory& memory, std::int64_t d, std::size_t kind) {
  return memory.params[static_cast<std::size_t>(d) * kParamsOfDirection + kind];
}

void clear_padding(const Slot& dx, std::int64_t numbers, std::int64_t first, std::int64_t rows) {
  for (std::int64_t r = first; r < first + rows; ++r) {
    float* row = dx.data + r * dx.stride;
    std::fill(row + numbers, row + whole_blocks(dx.width), 0.0F);
  }
}

}  // namespace

Recurrent::Options Recurrent::options_of(const AttributeReader& read) {
  Options options;
  options.units = read.integer("hidden", 1, 1 << 16);
  options.bidirectional = read.integer("bidirectional", 0, 1, 0) == 1;
  options.output = enumerator_named<Output>(std::string(read.op()) + " output",
                                            read.text("output", "sequence"), kOutputs);
  options.initializer = initializer_named(read.text("initializer", "xavier"));
  return options;
}

Recurrent::Recurrent(std::string_view name, const Options& options,
                     std::vector<std::string_view> sums, bool cell)
    : name_(name), options_(options), sums_(std::move(sums)), cell_(cell) {}

Attributes Recurrent::attributes() const {
  return {{"hidden", options_.units},
          {"bidirectional", std::int64_t{options_.bidirectional}},
          {"output", std::string(enumerator_name(options_.output, kOutputs))},
          {"initializer", std::string(name_of(options_.initializer))}};
}

OpSpec Recurrent::infer(std::span<const Shape> in) const {
  expect_inputs(name_, in, 1);
  if (in[0].rank() != 2) {
    throw Error(ErrorCode::shape_mismatch,
                std::string(name_) + ": expected frames×features, got " + in[0].str());
  }
  const std::int64_t units = options_.units;
  const Places places(in[0][0], in[0][1], sums(), units, directions(), cell_);
  OpSpec spec;
  const std::int64_t width = directions() * units;
  spec.out = options_.output == Output::sequence ? Shape{places.frames, width} : Shape{width};
  for (std::int64_t d = 0; d < directions(); ++d) {
    const std::string prefix = d == 0 ? "" : "reverse_";
    // A unit's sum is of both products, and every number goes to all sums of every unit.
    const std::int64_t fan_in = places.features + units;
    spec.params.push_back({.name = prefix + "input_weight",
                           .shape = Shape{sums(), places.features},
                           .initializer = options_.initializer,
                           .fan_in = fan_in,
                           .fan_out = sums(),
                           .transposed = true});
    spec.params.push_back({.name = prefix + "hidden_weight",
                           .shape = Shape{sums(), units},
                           .initializer = options_.initializer,
                           .fan_in = fan_in,
                           .fan_out = sums(),
                           .transposed = true,
                           .transposed_always = true});
    spec.params.push_back(
        {.name = prefix + "bias", .shape = Shape{sums()}, .preset = bias_preset()});
    const auto see = [&](std::string_view what, std::int64_t offset, bool survives) {
      spec.inner.push_back({.name = prefix + std::string(what),
                            .shape = Shape{places.frames, units},
                            .offset = places.at(d, 0) + offset,
                            .stride = places.frame,
                            .survives_backward = survives});
    };
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      see(sums_[i], static_cast<std::int64_t>(i) * units, false);
    }
    if (cell_) see("cell", places.cell, true);
    see("hidden", places.hidden, true);
  }
  spec.workspace_row = places.row;
  spec.scratch = kGroup * (2 * whole_blocks(units) + whole_blocks(places.features));
  spec.needs_input = true;
  return spec;
}

void Recurrent::forward(const OpMemory& memory, const ExecContext& context) const noexcept {
  const Places places = places_of(memory);
  const Slot& x = memory.in[0];
  for (std::int64_t r = 0; r < context.rows; ++r) {
    memory.workspace[r * places.row] = static_cast<float>(context.frames(x, r));
  }
  for (std::int64_t d = 0; d < directions(); ++d) {
    forward_direction(memory, context, places, d);
    give_output(memory, context, places, d);
  }
}

void Recurrent::backward(const OpMemory& memory, const ExecContext& context) const noexcept {
  const Places places = places_of(memory);
  for (std::int64_t first = 0; first < context.rows; first += kGroup) {
    const std::int64_t rows = std::min(kGroup, context.rows - first);
    for (std::int64_t d = 0; d < directions(); ++d) {
      backward_direction(memory, context, places, d, first, rows);
    }
  }
}

kernels::Outer Recurrent::parameter_product(const OpMemory& memory, const ParamTile& tile,
                                            const ExecContext& context) const noexcept {
  const Places places = places_of(memory);
  const auto param = static_cast<std::size_t>(tile.param);
  const auto d = static_cast<std::int64_t>(param / kParamsOfDirection);
  const std::size_t kind = param % kParamsOfDirection;
  const ParamLayout& layout = memory.params[param].layout;
  const Slot& x = memory.in[0];
  kernels::Outer task;
  task.samples = context.rows;
  task.steps = places.longest(memory.workspace, context.rows);
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

Recurrent::Places Recurrent::places_of(const OpMemory& memory) const {
  const std::int64_t features = memory.params[kInputWeight].layout.in;
  return {memory.in[0].width / features, features, sums(), units(), directions(), cell_};
}

// z = W·x + b of `rows` samples or frames.
void Recurrent::input_product(const OpMemory& memory, const ExecContext& context, std::int64_t d,
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

void Recurrent::forward_direction(const OpMemory& memory, const ExecContext& context,
                                  const Places& places, std::int64_t d) const {
  const Slot& x = memory.in[0];
  const std::int64_t most = places.longest(memory.workspace, context.rows);
  const auto frame = [&](std::int64_t r, std::int64_t t) {
    return memory.workspace + r * places.row + places.at(d, t);
  };
  // Padding holds zeros, so that what starts behind it starts from zero.
  for (std::int64_t r = 0; r < context.rows; ++r) {
    std::fill(frame(r, places.length(memory, r)), frame(r, places.frames), 0.0F);
  }
  const bool few = context.rows < kFewRows;
  for (std::int64_t r = 0; few && r < context.rows; ++r) {
    input_product(memory, context, d, places.length(memory, r), x.data + r * x.stride,
                  places.features, frame(r, 0), places.frame);
  }
  const Walk walk(d, most);
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
                               .depth = units(),
                               .a = frame(0, before) + places.hidden,
                               .a_row = places.row,
                               .b = weight.value,
                               .b_panel = units() * kBlock,
                               .c = frame(0, t),
                               .c_row = places.row,
                               .accumulate = true});
    }
    for (std::int64_t r = 0; r < context.rows; ++r) {
      float* now = frame(r, t);
      if (t >= places.length(memory, r)) {
        std::fill_n(now, places.cell, 0.0F);
        continue;
      }
      step(*context.kernels, places.numbers(now, has_before ? frame(r, before) : nullptr));
    }
  }
}

void Recurrent::give_output(const OpMemory& memory, const ExecContext& context,
                            const Places& places, std::int64_t d) const {
  const std::int64_t width = directions() * units();
  for (std::int64_t r = 0; r < context.rows; ++r) {
    const float* hidden = memory.workspace + r * places.row + places.at(d, 0) + places.hidden;
    float* y = memory.out.data + r * memory.out.stride + d * units();
    const std::int64_t frames = places.length(memory, r);
    switch (options_.output) {
      case Output::sequence:
        for (std::int64_t t = 0; t < places.frames; ++t) {
          std::copy_n(hidden + t * places.frame, units(), y + t * width);
        }
        break;
      case Output::last:
        std::copy_n(hidden + Walk(d, frames)[frames - 1] * places.frame, units(), y);
        break;
      case Output::mean:
        std::fill_n(y, units(), 0.0F);
        for (std::int64_t t = 0; t < frames; ++t) {
          context.kernels->add(hidden + t * places.frame, y, units());
        }
        for (std::int64_t j = 0; j < units(); ++j) y[j] /= static_cast<float>(frames);
        break;
    }
  }
}

// Rows [first, first + rows) of the call. Padding's dz is zero already: its sums are.
void Recurrent::backward_direction(const OpMemory& memory, const ExecContext& context,
                                   const Places& places, std::int64_t d, std::int64_t first,
                                   std::int64_t rows) const {
  const std::int64_t stride = whole_blocks(units());
  float* dh = context.scratch;       // [rows][stride], of the frame after
  float* dc = dh + kGroup * stride;  // [rows][stride]
  float* dx = dc + kGroup * stride;
  std::fill_n(dh, 2 * kGroup * stride, 0.0F);
  float* workspace = memory.workspace + first * places.row;
  const std::int64_t most = places.longest(workspace, rows);
  const auto frame = [&](std::int64_t r, std::int64_t t) {
    return workspace + r * places.row + places.at(d, t);
  };
  const Walk walk(d, most);
  const Param& weight = param_of(memory, d, kHiddenWeight);
  for (std::int64_t k = most; k-- > 0;) {
    const std::int64_t t = walk[k];
    const std::int64_t before = t - walk.by;
    const bool has_before = before >= 0 && before < places.frames;
    for (std::int64_t r = 0; r < rows; ++r) {
      const std::int64_t frames = places.length(memory, first + r);
      if (t >= frames) continue;
      float* now = frame(r, t);
      if (k > 0) prefetch(frame(r, before), static_cast<std::size_t>(places.frame) * sizeof(float));
      const float scale =
          options_.output == Output::mean ? 1.0F / static_cast<float>(frames) : 1.0F;
      step_back(*context.kernels, places.numbers(now, has_before ? frame(r, before) : nullptr),
                {.dy = output_gradient(memory, first + r, d, t, frames),
                 .scale = scale,
                 .dh = dh + r * stride,
                 .dc = dc + r * stride});
    }
    if (memory.in_gradient[0]) input_gradient(memory, context, places, d, t, first, rows, dx);
    if (k == 0) break;
    context.kernels->matmul({.rows = rows,
                             .panels = stride / kBlock,
                             .depth = sums(),
                             .a = frame(0, t),
                             .a_row = places.row,
                             .b = weight.transposed,
                             .b_panel = sums() * kBlock,
                             .c = dh,
                             .c_row = stride});
  }
  if (memory.in_gradient[0] && d == 0)
    clear_padding(memory.in_gradient[0], most * places.features, first, rows);
}

// dy[t] of a direction, or null where the output does not look at that frame.
const float* Recurrent::output_gradient(const OpMemory& memory, std::int64_t r, std::int64_t d,
                                        std::int64_t t, std::int64_t frames) const {
  const Slot& dy = memory.out_gradient;
  const float* row = dy.data + r * dy.stride + d * units();
  if (options_.output == Output::sequence) return row + t * directions() * units();
  if (options_.output == Output::last && t != Walk(d, frames)[frames - 1]) return nullptr;
  return row;
}

// dx[t] = Wᵀ·dz[t], through `product` because frames of dx lie closer than panels.
void Recurrent::input_gradient(const OpMemory& memory, const ExecContext& context,
                               const Places& places, std::int64_t d, std::int64_t t,
                               std::int64_t first, std::int64_t rows, float* product) const {
  const std::int64_t stride = whole_blocks(places.features);
  context.kernels->matmul({.rows = rows,
                           .panels = stride / kBlock,
                           .depth = sums(),
                           .a = memory.workspace + first * places.row + places.at(d, t),
                           .a_row = places.row,
                           .b = param_of(memory, d, kInputWeight).transposed,
                           .b_panel = sums() * kBlock,
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

}  // namespace glia::ops
