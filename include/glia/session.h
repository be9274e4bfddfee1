#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "glia/data.h"
#include "glia/export.h"
#include "glia/graph.h"
#include "glia/simd.h"
#include "glia/state.h"
#include "glia/threads.h"
#include "glia/training.h"

namespace GLIA_EXPORT glia {

// What a run stands on: handed in, never global.
struct Engine {
  explicit Engine(int threads = 1, Simd chosen = {}) : pool(threads), simd(chosen) {}
  ThreadPool pool;
  Simd simd;
};

// How a graph is to be run.
struct PlanOptions {
  std::int64_t batch = 1;         // the most rows at once
  std::optional<Cost> cost = {};  // what to learn by, or to look at
  CostParameters cost_parameters = {};
  // Nodes and inner slots ("lstm1.forget_gate") that are kept for the whole batch.
  std::set<std::string> watch = {};
  bool fuse = true;      // let the plan replace ops by fused ones
  bool outputs = true;   // compute the output even where the cost does not need it
  bool learn = true;     // with a cost: plan backward() too
  bool explain = false;  // plan input_gradient() in place of learning
};

class Communicator;
class Plan;  // order and memory; see src/graph/plan.h

// What a network says: its largest output. −1, no answer, when there is none or one is NaN or
// infinite.
int brightest(std::span<const float> outputs) noexcept;

// The cost and the answers over a set. Of one with weights, cost and accuracy are weighted means,
// Σ w·C/Σ w and Σ w of what is right/Σ w, and whatever counts samples counts each once.
struct Evaluation {
  double cost = 0;
  // Part of the samples whose answer is the wanted class, which is the label or the largest number
  // of the target row. One output says yes where it is nearer to 1 than to 0. Rows that name no
  // class have no accuracy: 0. They do where Dataset::targets() says so, or the cost is
  // softmax_cross_entropy.
  double accuracy = 0;
  std::int64_t samples = 0;
  // Samples without an answer, since an output was NaN or infinite: none of them is right.
  std::int64_t not_finite = 0;
  bool by_class = false;  // whether targets name classes: else there is no accuracy
  // [class][answer], where there is an answer; empty where targets name no class, or one of more
  // than 4096.
  std::vector<std::vector<std::int64_t>> confusion = {};
};

// What a step of training hangs on besides its numbers and samples.
struct StepOptions {
  // Of its random numbers: the dropout masks are those of a Trainer with this seed in its recipe,
  // in this step. Each step is one draw, always the same: count steps up to have others.
  std::uint64_t seed = 0;
  std::uint64_t step = 0;
  // Where the statistics of batch norms go, by name, as this step moves them from those that were
  // loaded; null: nowhere.
  State* statistics = nullptr;
  std::span<const std::int64_t> lengths = {};  // of the rows, as Session::forward takes them
  // Of the rows, 0 or more, taken as they are: the cost is Σ w·C divided by how many rows there
  // are.
  std::span<const float> weights = {};
};

// Whether the lengths of samples of this shape, {frames, …}, hold for a network: it takes as many
// frames. One that takes the same numbers in another shape counts all of them.
bool takes_lengths(const Graph& graph, const Shape& sample) noexcept;

// A plan bound to numbers, with its memory. forward() on inputs; with a cost, whole training steps.
// The numbers are those of the last load(); nothing else changes them. Until then whatever needs
// them throws Error, unless the graph has none.
//
// Contract: one thread calls at a time (the engine's pool works inside a call); several Sessions on
// one engine may be called from several threads. After the constructor, steps allocate nothing.
class Session {
 public:
  // The engine must outlive the session; the graph is copied. Throws Error.
  Session(Engine& engine, const Graph& graph, const PlanOptions& options);
  ~Session();
  Session(Session&&) noexcept;

  // What in graph and cost may be meant and mostly is not, a sentence each.
  const std::vector<std::string>& notes() const& noexcept;
  const std::vector<std::string>& notes() const&& = delete;

  void load(const State& state);   // throws Error when it does not fit the graph
  void store(State& state) const;  // into tensors of the right shapes (none are allocated anew)
  State state() const;

  // Runs `rows` samples (at most the plan's batch), contiguous [rows][elements]; the outputs are
  // contiguous [rows][out]. Of rows that are sequences, {frames, …}, `lengths` says how many frames
  // of each count, and what follows is padding; without, all count. Throws Error when sizes do not
  // fit.
  std::vector<float> forward(std::span<const float> inputs, std::int64_t rows = 1,
                             std::span<const std::int64_t> lengths = {});
  // The same into `outputs`; allocates nothing.
  void forward(std::span<const float> inputs, std::span<float> outputs, std::int64_t rows,
               std::span<const std::int64_t> lengths = {});

  // What a node, or an inner slot, gave for `row` of the last batch. Throws Error unless it was
  // watched or is the output. Plans that learn keep all inner slots, but gradients() puts others in
  // the place of some.
  std::vector<float> activation(std::string_view node, std::int64_t row = 0) const;

  // Cost and gradients of one batch, contiguous inputs and targets, as a step of training finds
  // them: dropout drops, batch norms take the batch's own mean and variance. No step is taken, and
  // the session's numbers stay. Gradients are canonical, by parameter name; those of statistics,
  // which nobody learns, are zero. Throws Error where an input or target is not finite, or a target
  // makes no sense to the cost.
  double gradients(std::span<const float> inputs, std::span<const float> targets, std::int64_t rows,
                   State& gradients, const StepOptions& options = {});

  // How much the answer's number `output` changes with each input, at this one sample: its slopes,
  // as the network works outside training. With a cross-entropy as the cost the answer is what goes
  // into the softmax or sigmoid. Throws Error unless the plan explains.
  std::vector<float> input_gradient(std::span<const float> input, std::int64_t output,
                                    std::optional<std::int64_t> length = {});

  // Throws Error where data does not fit, or a target makes no sense to the cost.
  // A session knows no names: Dataset::matched_to() brings labels to a model's classes.
  // With `others`, who all call it with the same numbers and data, each does a part of the work.
  Evaluation evaluate(const Dataset& data, Communicator* others = nullptr);

  const Graph& graph() const& noexcept;
  const Graph& graph() const&& = delete;
  const Plan& plan() const& noexcept;
  const Plan& plan() const&& = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace glia
