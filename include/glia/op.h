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

#include "glia/export.h"
#include "glia/shape.h"

namespace GLIA_EXPORT glia {

struct OpMemory;     // op_run.h…
struct ExecContext;  // …for whoever computes

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
  Layout layout = Layout::rows;       // of inputs, output, their gradients and the workspace
};

// One operation: stateless, in a file of its own, with its equation above the code.
//
// A step has two phases. In the first, threads share out rows: forward() and backward() compute
// them, and any split into calls gives the same bits. In the second, threads share out parameters,
// whose gradients are sums over the whole batch in a fixed binary tree (kernels/tree.h), so that
// these bits do not depend on threads either.
//
// What only some ops can do they say by deriving from more than Op: how the gradients of parameters
// are found, and the like. See abilities.h.
//
// Contract: an op allocates nothing while it computes, never writes inputs or parameters, and may
// be called by many threads at once on disjoint rows or tiles. backward() is the last to want
// out_gradient's numbers as they came and may leave others there, of which the gradients of tiles
// then find those of the whole batch. The same holds for the workspace.
class Op {
 public:
  virtual ~Op() = default;
  virtual std::string_view name() const noexcept = 0;
  virtual Attributes attributes() const { return {}; }
  // Throws Error when the shapes (of one sample) do not fit.
  virtual OpSpec infer(std::span<const Shape> in) const = 0;
  virtual void forward(const OpMemory& memory, const ExecContext& context) const noexcept = 0;
  virtual void backward(const OpMemory& memory, const ExecContext& context) const noexcept = 0;
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
