#pragma once
// How an op runs: where its numbers lie, and what else a call is told.
#include <cstdint>
#include <span>

#include "glia/block.h"
#include "glia/export.h"
#include "glia/shape.h"

namespace glia::kernels {
struct KernelTable;
}  // namespace glia::kernels

namespace GLIA_EXPORT glia {

// Samples of `width` numbers.
//
// In rows, row r starts at data + r·stride, `width` of it is meant and the rest is padding. In
// gradients the padding is zero up to the next multiple of 16; elsewhere it is finite.
// In lanes, number j of row r is data[(r/16·width + j)·16 + r%16]; stride is width. Lanes of rows
// that are not there are padding: zero in gradients, elsewhere finite.
// Slots of the same width and layout have the same stride.
struct Slot {
  float* data = nullptr;
  std::int64_t stride = 0;  // in rows a multiple of 16
  std::int64_t width = 0;
  bool lanes = false;
  const Shape* shape = nullptr;  // of one sample

  explicit operator bool() const noexcept { return data != nullptr; }
  // Floats of the first `rows` rows, padding included.
  std::int64_t floats(std::int64_t rows) const noexcept {
    return (lanes ? whole_blocks(rows) : rows) * stride;
  }
};

// A parameter as it lies while training: panels of 16 outputs, [out/16][in][16], padded with
// zeros. A bias is the same with in = 1.
struct ParamLayout {
  std::int64_t out = 0;
  std::int64_t in = 1;

  static ParamLayout of(const Shape& canonical);
  std::int64_t panels() const noexcept { return blocks(out); }
  std::int64_t size() const noexcept { return panels() * in * kBlock; }
  std::int64_t index(std::int64_t o, std::int64_t i) const noexcept {
    return (o / kBlock * in + i) * kBlock + o % kBlock;
  }
  std::int64_t canonical_to_packed(std::int64_t flat) const noexcept {
    return index(flat / in, flat % in);
  }
  void pack(std::span<const float> canonical, float* packed) const noexcept;
  void unpack(const float* packed, std::span<float> canonical) const noexcept;
};

struct Param {
  const float* value = nullptr;       // packed
  const float* transposed = nullptr;  // value with out and in exchanged, packed; where asked for
  float* gradient = nullptr;          // packed; nullptr when nothing is learnt
  ParamLayout layout = {};
  // Packed gradients of one leaf after the other, from the batch's first; with LeafGradients.
  float* leaf = nullptr;
  float* buffer = nullptr;  // value, where it is a buffer
};

// A run of one parameter's packed numbers whose gradient is computed, and then stepped, together:
// rows [in_begin, in_end) of the panels [panel_begin, panel_end). Tiles depend on shapes only,
// never on threads.
struct ParamTile {
  int param = 0;
  std::int64_t panel_begin = 0, panel_end = 0;
  std::int64_t in_begin = 0, in_end = 0;
};

// The rows that one call works on. Every pointer is at the call's first row.
struct OpMemory {
  std::span<const Slot> in = {};
  std::span<const Slot> in_gradient = {};  // null where nobody asks for it
  Slot out = {};
  Slot out_gradient = {};
  std::span<const Param> params = {};
  float* workspace = nullptr;  // [rows][workspace_row], or the same in lanes
  // Of an op that couples samples: [leaves of the batch][coupling], and what they come to.
  float* leaves = nullptr;
  float* coupled = nullptr;
};

struct ExecContext {
  const kernels::KernelTable* kernels = nullptr;
  float* scratch = nullptr;    // this thread's, OpSpec::scratch floats
  std::int64_t rows = 0;       // of this call
  std::int64_t first_row = 0;  // place of the call's first row in the batch
  std::uint64_t key = 0;       // random numbers: seed and node
  std::uint64_t step = 0;
  bool training = false;
  std::int64_t batch_rows = 0;  // in the whole batch
  // Of sequences, how many frames of this call's rows count; null: all. They hold for what has
  // `sequence` frames, as many as the network's input.
  const std::int64_t* lengths = nullptr;
  std::int64_t sequence = 0;

  // How many frames of row `row` count, of a slot {frames, …}; what follows is padding.
  std::int64_t frames(const Slot& slot, std::int64_t row) const noexcept {
    const std::int64_t all = (*slot.shape)[0];
    return lengths && slot.shape->rank() > 1 && all == sequence ? lengths[row] : all;
  }
  // Leaves are runs of 16 rows from the batch's first. Calls on lanes start with a leaf.
  std::int64_t first_leaf() const noexcept { return first_row / kBlock; }
};

}  // namespace glia
