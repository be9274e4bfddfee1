#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "glia/abilities.h"
#include "glia/graph.h"
#include "glia/session.h"
#include "ops/fuse.h"

namespace glia {

// A graph made ready to run: the ops in order, some replaced by fused ones, and a place for every
// number. Nothing here changes after compile(); a Session brings the memory.
//
// Rows of a batch are worked on in chunks, a chunk by one thread, forward and backward at one go,
// so that it stays in the first cache. What only lives within a chunk lies in that thread's chunk
// memory, where slots whose lifetimes do not meet share a place; what the parameters' gradients
// need afterwards, or somebody watches, lies in the batch memory.
class Plan {
 public:
  struct SlotPlace {
    Shape shape;  // of one sample
    std::int64_t width = 0;
    std::int64_t stride = 0;
    bool lanes = false;
    bool whole_batch = false;
    std::int64_t offset = 0;  // floats, into the batch memory or a thread's chunk memory
  };

  struct ParamPlace {
    std::string name;  // "hidden1.weight"
    Shape shape;       // canonical
    ParamLayout layout;
    std::int64_t offset = 0;              // floats, into the parameters and the gradients
    std::int64_t transposed_offset = -1;  // floats, into the transposed parameters
    std::int64_t leaf_offset = -1;        // floats, into the leaves' gradients
    bool buffer = false;                  // kept by the op, never stepped
    bool folded = false;                  // the op after its own is worked into it
  };

  struct Step {
    std::string name;  // of the node
    std::shared_ptr<const Op> op;
    Abilities can = Abilities();   // of op
    bool in_rows = false;          // InRows::forward_in_rows() in the place of Op::forward()
    std::vector<int> in;           // slots
    std::vector<int> in_gradient;  // slots, −1 where nobody asks
    std::vector<int> add_to;       // −1, or the slot to which in_gradient is then added
    ops::Fold fold = nullptr;      // makes of its parameters those that run, with…
    int folded = -1;               // …those of this node, whose op is worked into it
    int out = -1;
    int out_gradient = -1;  // −1: backward is not run
    int first_param = 0;
    int params = 0;
    std::int64_t workspace_row = 0;
    std::int64_t workspace = -1;        // floats, into the batch memory…
    bool workspace_whole_batch = true;  // …or a thread's chunk memory
    std::int64_t coupling = 0;
    std::int64_t leaves = -1;   // floats, into the batch memory, like…
    std::int64_t coupled = -1;  // …this
  };

  // A named part of a step's workspace; see InnerSlot.
  struct InnerPlace {
    int step = 0;
    InnerSlot slot;
  };

  // What every row goes through before any row goes on: between two segments all threads wait,
  // because an op that couples samples must have seen all of them, or because the parameters behind
  // it are enough for a bucket. Most plans have one.
  struct Segment {
    int forward_begin = 0, forward_end = 0;    // steps
    int backward_begin = 0, backward_end = 0;  // steps, from begin − 1 down to end
    bool turns = false;                        // here the cost is known and the way back begins
    int gather = -1;                           // the step that is then combined
    Coupling::Pass pass = Coupling::Pass::forward;
  };

  // A run of parameters whose gradient one thread computes and steps at one go.
  struct Tile {
    int step = 0;
    ParamTile tile;
    int param = 0;
    std::int64_t cost = 0;  // numbers in it
  };

  // `by_ranks`: of a training that several ranks share. Throws Error.
  Plan(const Graph& graph, const PlanOptions& options, bool by_ranks = false);

  std::vector<Step> steps;
  std::vector<SlotPlace> slots;
  std::vector<ParamPlace> params;
  std::vector<Tile> tiles;
  std::vector<Segment> segments;  // of a training step
  int input = -1;                 // slots
  int target = -1;
  int answer = -1;  // what the cost looks at, or the output
  int output = -1;  // −1 when it is not computed
  int cost = -1;
  int cost_gradient = -1;
  int answer_gradient = -1;  // of a plan that explains: where the way back begins…
  int input_gradient = -1;   // …and ends
  std::map<std::string, int, std::less<>> watched;       // node → slot
  std::map<std::string, InnerPlace, std::less<>> inner;  // "lstm1.cell", where the batch's is kept

  std::int64_t batch = 0;
  std::int64_t sequence = 0;  // frames of the input, where it is {frames, …}
  std::int64_t row_unit = 1;  // threads share out runs of so many rows: 16 where lanes are used
  std::int64_t chunk_rows = 0;
  std::int64_t batch_floats = 0;
  std::int64_t chunk_floats = 0;
  std::int64_t param_floats = 0;
  std::int64_t transposed_floats = 0;
  std::int64_t leaf_floats = 0;
  std::int64_t scratch_floats = 0;
  std::int64_t bucket = 0;  // numbers of parameters that ranks exchange at a time; 0: all
  bool learns = false;
  bool explains = false;
};

// Rows of this width are this far apart: a multiple of 16, and not of 128, because rows a power
// of two apart fall into the same few lines of the cache.
std::int64_t row_stride(std::int64_t width) noexcept;

}  // namespace glia
