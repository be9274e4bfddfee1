#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "glia/shape.h"

namespace glia::kernels {
struct KernelTable;
struct Outer;
}  // namespace glia::kernels

namespace glia {

// What an op was made with, by name: what a model file stores and make_op() reads back.
using Attribute = std::variant<std::int64_t, double, std::string, std::vector<std::int64_t>>;
using Attributes = std::map<std::string, Attribute>;

// How a parameter starts. Fan-in and fan-out are those of its ParamSpec.
enum class Initializer {
  zero,
  one,       // a scale
  textbook,  // normal, variance 1: what the first chapters do, and why they saturate
  lecun,     // normal, variance 1/fan_in
  xavier,    // uniform ±√(6/(fan_in+fan_out)) (Glorot & Bengio, 2010)
  he,        // normal, variance 2/fan_in (He et al., 2015)
};
std::string_view name_of(Initializer initializer) noexcept;
Initializer initializer_named(std::string_view name);  // throws Error with the list
std::span<const std::string_view> initializer_names() noexcept;

// Every number that an op learns. In the canonical form the shape is [out][in…], contiguous.
struct ParamSpec {
  std::string name = {};  // "weight": the node's name comes before it, "hidden1.weight"
  Shape shape = {};
  Initializer initializer = Initializer::zero;
  std::int64_t fan_in = 1;
  std::int64_t fan_out = 1;
  bool transposed = false;         // backward wants Param::transposed for the input's gradient…
  bool transposed_always = false;  // …or also where nobody asks for that
  bool buffer = false;             // not learnt: the op itself keeps it (the means of a batch norm)
  // The canonical numbers [begin, end) start at `value` instead.
  struct Preset {
    std::int64_t begin = 0, end = 0;
    double value = 0;
  } preset = {};
};

// A quantity that an op keeps in its workspace and that people want to see, such as the gates of an
// LSTM: "lstm1.forget_gate". Number (t, j) of its shape, rank 2, lies at offset + t·stride + j of a
// sample's row.
struct InnerSlot {
  std::string name = {};  // the node's name comes before it
  Shape shape = {};
  std::int64_t offset = 0;
  std::int64_t stride = 0;
  bool survives_backward = true;  // else a step of training puts other numbers there
};

// How the samples of a slot lie in memory.
enum class Layout {
  rows,    // one after the other
  lanes,   // sixteen side by side, a block: number j of all of them, then number j + 1
  either,  // the op takes both, and gives what it got
};

// What an op will need, found before anything runs. Sizes are in floats.
struct OpSpec {
  Shape out = {};  // shape of one sample of the output
  std::vector<ParamSpec> params = {};
  std::int64_t workspace_row = 0;     // a sample, kept from forward to backward
  std::vector<InnerSlot> inner = {};  // what of it has a name
  std::int64_t scratch = 0;           // a thread, kept nowhere
  bool needs_input = false;           // backward reads the input…
  bool needs_output = false;          // …or the output
  bool strands = false;               // forward may be cut by inputs: see Op::forward_strand
  Layout layout = Layout::rows;       // of inputs, output, their gradients and the workspace
  // An op in lanes whose forward() also takes rows, and is quicker so for few samples.
  bool forward_in_rows = false;
  // backward() writes the gradients of a leaf's samples to Param::leaf, and nobody calls
  // parameter_gradient(): right for few parameters that meet many numbers, like a filter.
  bool leaf_gradients = false;
  // A sample's output depends on the others (batch norm). Before forward() runs on any row of a
  // training step, gather() has seen all rows and combine() has met what it found; the same before
  // backward(). A leaf keeps this many floats, and so do all of them together.
  std::int64_t coupling = 0;
};

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
    return (lanes ? (rows + 15) / 16 * 16 : rows) * stride;
  }
};

// A parameter as it lies while training: panels of 16 outputs, [out/16][in][16], padded with
// zeros. A bias is the same with in = 1.
struct ParamLayout {
  std::int64_t out = 0;
  std::int64_t in = 1;

  static ParamLayout of(const Shape& canonical);
  std::int64_t panels() const noexcept { return (out + 15) / 16; }
  std::int64_t size() const noexcept { return panels() * in * 16; }
  std::int64_t index(std::int64_t o, std::int64_t i) const noexcept {
    return (o / 16 * in + i) * 16 + o % 16;
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
  // Packed gradients of one leaf after the other, from the batch's first; with leaf_gradients.
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
  std::int64_t first_leaf() const noexcept { return first_row / 16; }
};

// One operation: stateless, in a file of its own, with its equation above the code.
//
// A step has two phases. In the first, threads share out rows: forward() and backward() compute
// them, and any split into calls gives the same bits. In the second, threads share out parameters:
// parameter_gradient() sums one tile over the whole batch, in leaves of 16 samples that meet in a
// fixed binary tree (see kernels/tree.h), so that these bits do not depend on threads either.
//
// Contract: forward(), backward() and parameter_gradient() allocate nothing, never write inputs or
// parameters, and may be called by many threads at once on disjoint rows or tiles. backward() is
// the last to want out_gradient's numbers as they came and may leave others there, of which
// parameter_gradient() then finds those of the whole batch. The same holds for the workspace, of
// which it finds the whole batch's too.
class Op {
 public:
  virtual ~Op() = default;
  virtual std::string_view name() const noexcept = 0;
  virtual Attributes attributes() const { return {}; }
  // Throws Error when the shapes (of one sample) do not fit.
  virtual OpSpec infer(std::span<const Shape> in) const = 0;
  virtual void forward(const OpMemory& memory, const ExecContext& context) const noexcept = 0;
  virtual void backward(const OpMemory& memory, const ExecContext& context) const noexcept = 0;

  // With OpSpec::strands: forward in two halves with the same bits, so that threads may share out
  // the inputs of a row. First what strand number `strand` of the inputs (kernels::kStrand of them)
  // adds up to, into `sums`, which lies as memory.out does; then the output, of the sums of all
  // strands, `apart` floats from one to the next.
  virtual void forward_strand(const OpMemory&, const ExecContext&, std::int64_t,
                              float*) const noexcept {}
  virtual void forward_from_strands(const OpMemory&, const ExecContext&, const float*,
                                    std::int64_t) const noexcept {}

  // memory.in and memory.out_gradient hold the whole batch, context.rows samples. By itself, what
  // parameter_product() says.
  virtual void parameter_gradient(const OpMemory&, const ParamTile&,
                                  const ExecContext&) const noexcept;
  // Where that is nothing but one product, says which, so that the optimizer's step may be taken in
  // the same pass; false: it is more, or nothing.
  virtual bool parameter_product(const OpMemory&, const ParamTile&, const ExecContext&,
                                 kernels::Outer&) const noexcept {
    return false;
  }

  // With OpSpec::coupling, in training, of forward and of backward: gather() writes what the leaves
  // of some rows say to memory.leaves; then one thread lets combine() turn the leaves of the batch
  // into memory.coupled, in the same tree as gradients, and renew the buffers.
  enum class Pass { forward, backward };
  virtual void gather(Pass, const OpMemory&, const ExecContext&) const noexcept {}
  virtual void combine(Pass, const OpMemory&, const ExecContext&) const noexcept {}
};

// The ops that a model file may name: the library's and what a program adds to them. A value that
// is handed in, to whatever writes networks and to whatever reads them again; nothing registers
// itself.
class OpSet {
 public:
  // Makes an op of what attributes() said of it; throws Error where that makes no sense.
  using Maker = std::function<std::shared_ptr<const Op>(const Attributes&)>;

  OpSet() = default;  // the library's
  // `name` is what the op's name() says. Throws Error when it is taken.
  void add(const std::string& name, Maker maker);
  // Throws Error with the nearest name.
  std::shared_ptr<const Op> make(std::string_view name, const Attributes& attributes = {}) const;
  std::vector<std::string> names() const;

 private:
  std::map<std::string, Maker, std::less<>> added_;
};

// The library's op that a person names. Throws Error with the nearest name.
std::shared_ptr<const Op> make_op(std::string_view name, const Attributes& attributes = {});
std::vector<std::string> op_names();

}  // namespace glia
