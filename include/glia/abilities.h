#pragma once
// What only some ops can do. An op that can derives from these beside Op; a Plan asks once, when it
// is made.
#include <cstdint>
#include <limits>
#include <memory>
#include <span>

#include "glia/export.h"
#include "glia/op.h"
#include "glia/op_run.h"

namespace glia::kernels {
struct Outer;
}  // namespace glia::kernels

namespace GLIA_EXPORT glia {

// An op with parameters that are learnt is one of these three, which say how their gradients are
// found.

// Tile by tile over the whole batch: memory.in and memory.out_gradient hold all of its
// context.rows samples, which are summed in leaves of kBlock.
class TileGradients {
 public:
  virtual void parameter_gradient(const OpMemory& memory, const ParamTile& tile,
                                  const ExecContext& context) const noexcept = 0;

 protected:
  ~TileGradients() = default;
};

// The same where each is nothing but one product: then the optimizer's step may be taken in the
// pass that finds it.
class ProductGradients {
 public:
  virtual kernels::Outer parameter_product(const OpMemory& memory, const ParamTile& tile,
                                           const ExecContext& context) const noexcept = 0;

 protected:
  ~ProductGradients() = default;
};

// Leaf by leaf, to Param::leaf, while threads share out rows: right for few parameters that meet
// many numbers, like a filter. Called for rows whose out_gradient is there, before what
// couples samples and before backward().
class LeafGradients {
 public:
  virtual void leaf_gradients(const OpMemory& memory,
                              const ExecContext& context) const noexcept = 0;

 protected:
  ~LeafGradients() = default;
};

// Forward in two halves with the same bits, so that threads may share out the inputs of a row. A
// thread then has only its strands' inputs: forward_strand() may read none but the strand's, a
// gradient over a tile none but the tile's, and forward_from_strands() none.
class Strands {
 public:
  // What strand number `strand` of the inputs (kernels::kStrand of them) adds up to, into `sums`,
  // which lies as memory.out does.
  virtual void forward_strand(const OpMemory& memory, const ExecContext& context,
                              std::int64_t strand, float* sums) const noexcept = 0;
  // The output, of the sums of all strands, `apart` floats from one to the next.
  virtual void forward_from_strands(const OpMemory& memory, const ExecContext& context,
                                    const float* sums, std::int64_t apart) const noexcept = 0;

 protected:
  ~Strands() = default;
};

// An op in lanes that can also take rows forward, and is quicker so for few samples.
class InRows {
 public:
  virtual void forward_in_rows(const OpMemory& memory,
                               const ExecContext& context) const noexcept = 0;

 protected:
  ~InRows() = default;
};

// A sample's output depends on the others, like that of a batch norm. In training, before forward()
// runs on any row, gather() has written what the leaves of all rows say to memory.leaves, and one
// thread has let combine() turn these into memory.coupled, in the same tree as gradients, and renew
// the buffers. The same before backward().
class Coupling {
 public:
  enum class Pass { forward, backward };
  // Floats that a leaf keeps, and so do all of them together.
  virtual std::int64_t coupling(std::span<const Shape> in) const = 0;
  virtual void gather(Pass pass, const OpMemory& memory,
                      const ExecContext& context) const noexcept = 0;
  virtual void combine(Pass pass, const OpMemory& memory,
                       const ExecContext& context) const noexcept = 0;

 protected:
  ~Coupling() = default;
};

// An activation: its outputs lie in a range, whatever comes in.
class Activation {
 public:
  struct Range {
    float low = -std::numeric_limits<float>::infinity();
    float high = std::numeric_limits<float>::infinity();
    // Outputs that are probabilities say what z, the number before, was: σ's by its logit, and a
    // softmax's, which add up to 1, by a logarithm, but for a constant. How sure an answer is, is
    // read from z. An activation that only lies between 0 and 1 is none of them.
    enum class Probability : std::uint8_t { none, logistic, softmax } probability = {};
  };
  virtual Range range() const noexcept = 0;

 protected:
  ~Activation() = default;
};

// An op whose outputs are its inputs, perhaps in another shape, when nothing is learnt.
class PassesOn {
 protected:
  ~PassesOn() = default;
};

// What an op can do of these, or null.
struct Abilities {
  explicit Abilities(const Op& op)
      : tile_gradients(dynamic_cast<const TileGradients*>(&op)),
        product_gradients(dynamic_cast<const ProductGradients*>(&op)),
        leaf_gradients(dynamic_cast<const LeafGradients*>(&op)),
        strands(dynamic_cast<const Strands*>(&op)),
        in_rows(dynamic_cast<const InRows*>(&op)),
        coupling(dynamic_cast<const Coupling*>(&op)),
        activation(dynamic_cast<const Activation*>(&op)),
        passes_on(dynamic_cast<const PassesOn*>(&op) != nullptr) {}
  Abilities() = default;

  const TileGradients* tile_gradients = nullptr;
  const ProductGradients* product_gradients = nullptr;
  const LeafGradients* leaf_gradients = nullptr;
  const Strands* strands = nullptr;
  const InRows* in_rows = nullptr;
  const Coupling* coupling = nullptr;
  const Activation* activation = nullptr;
  bool passes_on = false;

  bool learn() const noexcept { return tile_gradients || product_gradients || leaf_gradients; }
};

}  // namespace glia
