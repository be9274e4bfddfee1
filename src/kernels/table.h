#pragma once
#include <cstdint>

#include "base/denormals.h"
#include "glia/block.h"

namespace glia::kernels {

// C(m, p) = start + Σ_k A(m, k)·B(p, k): every product of the engine. B(p, k) is a panel row of 16
// numbers that lie together, A(m, k) is one number that meets all 16.
//
// The order of the sum is part of the result: strands of kStrand terms, each summed from zero in
// order of k with one rounding a term (two where there is no fused multiply-add), are added to the
// start in order. So a single sample can run several strands at once and give the same bits.
struct Matmul {
  std::int64_t rows = 0, panels = 0, depth = 0;
  const float* a = nullptr;
  std::int64_t a_row = 0;  // A(m, k) = a[m·a_row + k]
  const float* b = nullptr;
  std::int64_t b_panel = 0, b_depth = kBlock;  // B(p, k) = b + p·b_panel + k·b_depth
  float* c = nullptr;
  std::int64_t c_row = 0, c_panel = kBlock;  // C(m, p) = c + m·c_row + p·c_panel
  const float* start = nullptr;              // [panels][16], the bias; null: zero
  bool accumulate = false;                   // the start is what C holds

  bool valid() const noexcept {
    return rows >= 0 && panels >= 0 && depth >= 0 && (rows == 0 || (a && b && c)) &&
           !(start && accumulate);
  }
};
inline constexpr std::int64_t kStrand = 128;

// G(i, p) = tree over leaves of Σ_{s in leaf} Σ_t A(s, t, i)·D(s, t, p): a weight's gradient over a
// batch of samples of `steps` frames. Leaves of kLeaf samples, each summed frame by frame and, in a
// frame, in order of samples, meet in the tree of tree.h.
struct Outer {
  std::int64_t samples = 0;
  std::int64_t steps = 1;
  std::int64_t rows = 0, panels = 0;  // of the tile
  const float* a = nullptr;  // A(s, t, i) = a[s·a_stride + t·a_step + i]; null: 1, of a single row
  std::int64_t a_stride = 0, a_step = 0;
  const float* d = nullptr;  // D(s, t, p) = d + s·d_stride + t·d_step + p·16
  std::int64_t d_stride = 0, d_step = 0;
  float* g = nullptr;  // G(i, p) = g + i·16 + p·g_panel
  std::int64_t g_panel = 0;
  // Where asked, and with a single frame: weights that lie as g does take a step of gradient
  // descent at once, as KernelTable::sgd does it, and g is not written.
  float* w = nullptr;
  const struct Update* sgd = nullptr;

  bool valid() const noexcept {
    return samples >= 0 && steps >= 0 && rows >= 0 && panels >= 0 && d && (a || rows <= 1) &&
           (sgd ? w && steps == 1 : g != nullptr);
  }
};
inline constexpr std::int64_t kLeaf = kBlock;

// One frame of an LSTM cell for one sample, `units` wide. `gates` holds the pre-activations z of
// the input, forget, cell and output gates, one after another, and then the gates themselves:
//   i = σ(zᵢ), f = σ(z_f), g = tanh(z_g), o = σ(zₒ);  c = f·c′ + i·g;  h = o·tanh(c)
struct LstmCell {
  std::int64_t units = 0;
  float* gates = nullptr;              // [4][units]
  const float* cell_before = nullptr;  // c′; null: zero
  float* cell = nullptr;
  float* hidden = nullptr;

  bool valid() const noexcept { return units >= 0 && gates && cell && hidden; }
};

// Backwards through it, with dh = dh_after + scale·dy:
//   dc = dc_after + dh·o·(1−tanh²c)
//   dz = [dc·g·i(1−i), dc·c′·f(1−f), dc·i·(1−g²), dh·tanh(c)·o(1−o)];  dc of the frame before: dc·f
struct LstmCellBackward {
  std::int64_t units = 0;
  float* gates = nullptr;  // [4][units]: then dz
  const float* cell_before = nullptr;
  const float* cell = nullptr;
  const float* dy = nullptr;  // null: zero
  float scale = 1;
  const float* dh_after = nullptr;
  float* dc = nullptr;  // of the frame after, then of the frame before

  bool valid() const noexcept { return units >= 0 && gates && cell && dh_after && dc; }
};

// Rows of a layer norm: x̂ = (x−μ)·r with r = 1/√(σ²+ε), y = gain·x̂ + bias. Rows of padding follow
// them; these become zero and have r = 0, and so no gradient.
struct LayerNormRows {
  std::int64_t rows = 0, padding = 0, width = 0;
  const float* gain = nullptr;
  const float* bias = nullptr;
  float epsilon = 0;
  const float* x = nullptr;  // [rows][width]
  float* y = nullptr;        // [rows][width]
  float* normal = nullptr;   // x̂, [rows][normal_stride], padding up to there zero
  std::int64_t normal_stride = 0;
  float* inverse_deviation = nullptr;  // r, [rows]

  bool valid() const noexcept {
    return rows >= 0 && padding >= 0 && width >= 0 && normal_stride >= width && gain && bias && x &&
           y && normal && inverse_deviation;
  }
};

// dx = r·(u − mean(u) − x̂·mean(u·x̂)), u = gain·dy; and dy·x̂, dy, of which the gradients of gain
// and bias are the sums.
struct LayerNormRowsBackward {
  std::int64_t rows = 0, width = 0;
  const float* gain = nullptr;
  const float* dy = nullptr;  // [rows][width]
  float* dx = nullptr;        // [rows][width]; null: not asked
  float* normal = nullptr;    // [rows][normal_stride]: x̂, then dy·x̂
  float* dy_kept = nullptr;   // [rows][normal_stride]: dy, padding and masked rows zero
  std::int64_t normal_stride = 0;
  const float* inverse_deviation = nullptr;

  bool valid() const noexcept {
    return rows >= 0 && width >= 0 && normal_stride >= width && gain && dy && normal && dy_kept &&
           inverse_deviation;
  }
};

// How a row of a cost is computed: cost of each sample, and its gradient times `scale`.
struct CostRows {
  std::int64_t rows = 0, width = 0;
  const float* z = nullptr;  // [rows][z_stride]
  std::int64_t z_stride = 0;
  const float* target = nullptr;  // [rows][target_stride]
  std::int64_t target_stride = 0;
  float* cost = nullptr;  // row r's at cost[r·cost_stride]
  std::int64_t cost_stride = 1;
  float* gradient = nullptr;  // [rows][gradient_stride], padding zero; null: not asked
  std::int64_t gradient_stride = 0;
  float scale = 1;
  float parameter = 0;  // of costs that have one

  bool valid() const noexcept {
    return rows >= 0 && width >= 0 && z && target && cost && z_stride >= width &&
           target_stride >= width && (!gradient || gradient_stride >= width);
  }
};

// A window of taps_high × taps_wide goes over planes of in_height × in_width, `stride` apart, with
// its first tap of output (0, 0) at (top, left): padding makes those negative.
struct ConvSizes {
  std::int64_t in_channels = 0, in_height = 0, in_width = 0;
  std::int64_t out_channels = 0, out_height = 0, out_width = 0;
  std::int64_t taps_high = 0, taps_wide = 0, stride = 1;
  std::int64_t top = 0, left = 0;

  // Of a convolution backwards there may be no outputs, or none that a tap meets.
  bool valid() const noexcept {
    return in_channels >= 0 && in_height >= 0 && in_width >= 0 && out_channels >= 0 &&
           out_height >= 0 && out_width >= 0 && taps_high >= 0 && taps_wide >= 0 && stride > 0;
  }
};

// Y(o, oy, ox) = start(o) + Σ_{c, ky, kx} W(o, c, ky, kx)·X(c, oy·stride + top + ky,
// ox·stride + left + kx), where a tap outside X counts as nothing. Every X and Y is a block of 16
// samples, every W one number that meets all 16. Summed in order of c, ky, kx from the start, one
// rounding a term.
struct Conv : ConvSizes {
  const float* x = nullptr;
  std::int64_t x_channel = 0, x_row = 0, x_pixel = kBlock;  // floats apart
  float* y = nullptr;
  std::int64_t y_channel = 0, y_row = 0, y_pixel = kBlock;
  const float* w = nullptr;
  // Apart: sixteen output channels and one, sixteen input channels and one, rows and taps.
  std::int64_t w_out16 = 0, w_out = 0, w_in16 = 0, w_in = 0, w_row = 0, w_pixel = 0;
  const float* start = nullptr;  // [out_channels]; null: zero
  float* scratch = nullptr;      // as many floats as W has
};

// The same of one sample: X and Y lie [channel][row][pixel], W in panels of 16 outputs.
struct ConvSingle : ConvSizes {
  const float* x = nullptr;
  float* y = nullptr;
  const float* w = nullptr;      // [out/16][in·taps][16]
  const float* start = nullptr;  // [out_channels]
  float* scratch = nullptr;      // Padded::scratch() floats
};

// A picture of one sample with its borders of zeros, as conv_single lays it into its scratch,
// [channel][row][phase][pixel]: pixel j of phase p is what the window's column p meets at output j,
// so that sixteen outputs read sixteen neighbours.
struct Padded {
  explicit Padded(const ConvSizes& t)
      : rows((t.out_height - 1) * t.stride + t.taps_high),
        wide(whole_blocks(t.out_width) + (t.taps_wide - 1) / t.stride),
        row(t.stride * wide),
        channel(rows * row),
        all(t.in_channels * channel),
        taps(t.in_channels * t.taps_high * t.taps_wide) {}
  // Floats of the picture and, behind it, of where the taps meet it.
  std::int64_t scratch() const noexcept { return all + taps; }
  std::int64_t rows, wide, row, channel, all;  // floats, but for rows
  std::int64_t taps;
};

// The gradient of Conv's weights and bias over a leaf: dW(o, c, ky, kx) = Σ_{lanes, oy, ox}
// dz(o, oy, ox)·X(…). Lanes are summed apart, in a fixed order of pixels, then in sum_lanes' tree.
// X and dz lie [channel][row][pixel][16].
struct ConvGradient : ConvSizes {
  const float* x = nullptr;
  const float* dz = nullptr;
  float* weight = nullptr;   // panels of 16 outputs, [out/16][in·taps][16]
  float* bias = nullptr;     // [out]
  float* scratch = nullptr;  // 16 floats a weight
};

// Windows of `high` × `wide` numbers, `stride` apart, over planes [channels][height][width][16].
struct Pool {
  std::int64_t channels = 0, in_height = 0, in_width = 0;
  std::int64_t out_height = 0, out_width = 0;
  std::int64_t high = 0, wide = 0, stride = 1;

  bool valid() const noexcept {
    return channels >= 0 && high >= 0 && wide >= 0 && stride > 0 &&
           (out_height - 1) * stride + high <= in_height &&
           (out_width - 1) * stride + wide <= in_width;
  }
};

// Planes [channels][pixels][16] of which the first `rows` lanes are samples.
struct Planes {
  std::int64_t channels = 0, pixels = 0, rows = 0;

  bool valid() const noexcept { return channels > 0 && pixels > 0 && rows > 0 && rows <= kBlock; }
};

// What an optimizer does to n numbers (a multiple of 16). `g` is scaled by gradient_scale first.
struct Update {
  std::int64_t n = 0;
  float* w = nullptr;
  const float* g = nullptr;
  float* m = nullptr;  // velocity, or first moment
  float* v = nullptr;  // second moment
  float gradient_scale = 1, rate = 0, decay = 0, l1 = 0, momentum = 0;
  double beta1 = 0, beta2 = 0;  // double, because 1−β₂ of a float is off by 10⁻⁵
  float epsilon = 0;
  float moment1_scale = 1, moment2_scale = 1;  // 1/(1−β₁ᵗ), 1/(1−β₂ᵗ)

  bool valid() const noexcept { return n >= 0 && n % kBlock == 0 && w && g; }
};

// One instruction set's functions, as kernels.def lists them. All pointers may be unaligned; n,
// where it counts floats of padded rows, may be anything. The same bits on every table with the
// same numeric path.
struct KernelTable {
  const char* name = nullptr;
  const char* numeric_path = nullptr;
  Denormals denormals = Denormals::kept;  // while its kernels run
  int lanes = 0;

// NOLINTNEXTLINE(bugprone-macro-parentheses): types and names take none.
#define GLIA_KERNEL(result, name, arguments) result(*name) arguments noexcept = nullptr;
#include "kernels/kernels.def"
#undef GLIA_KERNEL
};

using Map = decltype(KernelTable::relu);
using MapBackward = decltype(KernelTable::relu_backward);

}  // namespace glia::kernels
