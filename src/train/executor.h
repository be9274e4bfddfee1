#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/arena.h"
#include "glia/session.h"
#include "graph/plan.h"
#include "train/by_inputs.h"
#include "train/ranks.h"
#include "train/row_source.h"
#include "train/step_sharing.h"
#include "train/updater.h"

namespace glia {

// A plan with its memory, run by the threads of an engine.
//
// A batch has two phases with a barrier between. First each thread takes rows through the network,
// forward and backward (in segments, where ops couple samples); then each takes parameters and,
// tile by tile, sums their gradient over the batch and steps them while they are in its cache.
class Executor {
 public:
  Executor(Engine& engine, const Graph& graph, const PlanOptions& options, bool by_ranks = false);
  ~Executor();

  struct Batch {
    const RowSource* rows_from = nullptr;
    std::int64_t rows = 0;             // 1 … the plan's batch
    std::uint64_t seed = 0;            // of random numbers…
    std::uint64_t step = 0;            // …in this step
    bool learn = false;                // backward, and gradients
    Updater* updater = nullptr;        // and the step…
    bool gradients = true;             // …whose gradients somebody asks for afterwards
    Ranks* ranks = nullptr;            // who takes a part of it, each with the whole of rows_from
    std::optional<float> yes_above{};  // of one output: 1 is its answer above that, else 0
  };
  // Allocates nothing.
  void run(const Batch& batch) noexcept;
  // Forward, and from the answer's number `output` back to the input: see Session.
  void explain(const RowSource& row, std::int64_t output) noexcept;

  // Over the last batch's rows, each as often as its weight: costs, rows whose answer is the
  // target's, and rows.
  double cost_sum() const noexcept;
  double correct() const noexcept;
  double weight_sum() const noexcept;
  // Of the last batch: its largest output, or yes and no; −1 when one is not finite.
  int answer(std::int64_t row) const noexcept { return answers_[static_cast<std::size_t>(row)]; }

  void load(const State& state);
  void store(State& state) const;
  void store_gradients(State& gradients) const;
  // What the operations keep themselves, the statistics of batch norms, which a step moves.
  std::int64_t buffer_floats() const noexcept;
  void copy_buffers(float* to) const noexcept;
  void put_buffers(const float* from) noexcept;
  void store_buffers(State& state) const;
  bool parameters_finite() const noexcept;

  // One parameter, by name and canonical index.
  float get(int param, std::int64_t index) const noexcept;
  void set(int param, std::int64_t index, float value) noexcept;
  int find_param(std::string_view name) const;  // throws Error with the nearest name
  // A parameter that the plan has no use for, by name, canonical; else null.
  std::vector<float>* unplanned(std::string_view name) noexcept;
  void unpack(int param, const float* packed_all, std::span<float> canonical) const noexcept;
  void pack(int param, std::span<const float> canonical, float* packed_all) const noexcept;

  // Row `row` of a slot that is kept for the whole batch.
  std::span<const float> row(int slot, std::int64_t row) const noexcept;
  // Row `row` of an inner slot, into as many numbers as its shape has.
  void inner(const Plan::InnerPlace& place, std::int64_t row, float* numbers) const noexcept;

  const Graph& graph() const noexcept { return graph_; }
  const Plan& plan() const noexcept { return plan_; }
  Engine& engine() const noexcept { return engine_; }
  const float* parameters() const noexcept { return params_.data(); }
  const float* gradients() const noexcept { return gradients_.data(); }
  std::int64_t rows() const noexcept { return rows_; }
  bool went_back() const noexcept { return went_back_; }  // backward was run on the last batch

 private:
  static constexpr std::size_t kMaxInputs = 8;
  struct Bound {  // one step's slots for one chunk
    std::array<Slot, kMaxInputs> in;
    std::array<Slot, kMaxInputs> in_gradient;
    OpMemory memory;
  };
  struct Chunk {  // of a batch's rows
    std::int64_t first = 0, rows = 0;
  };
  // Whether a step has fewer multiply-adds of each kind than so many; known where a parameter meets
  // each row once.
  bool below(std::int64_t products, std::int64_t rows) const noexcept;
  void learn_from(const Batch& batch, int thread, int threads) noexcept;
  Chunk share(const Chunk& rows, int thread, int threads) const noexcept;  // the thread's of them

  // The same with other ranks, who have the rest of the batch.
  void run_with_ranks(const Batch& batch, bool alone) noexcept;
  void find_roots(std::size_t bucket, Ranks& ranks, bool alone) noexcept;
  void sum_roots(std::size_t tile, Ranks& ranks) noexcept;
  void step_with_ranks(std::size_t bucket, const Batch& batch, bool alone) noexcept;
  template <typename Fn>
  void for_own(std::size_t bucket, Ranks& ranks, bool alone, Fn&& fn) noexcept;
  void gather(const Plan::Segment& segment, Ranks& ranks) noexcept;
  void report(const Batch& batch, bool alone) noexcept;
  // fn(thread, threads) by each thread, or by one alone.
  template <typename Fn>
  void by_threads(bool alone, Fn&& fn) noexcept {
    if (alone) return fn(0, 1);
    engine_.pool.run([&](int thread) { fn(thread, engine_.pool.size()); });
  }
  // fn(chunk) for all of `rows`, at most so many at a time.
  template <typename Fn>
  static void for_chunks(const Chunk& rows, std::int64_t most, Fn&& fn) noexcept {
    const std::int64_t end = rows.first + rows.rows;
    for (std::int64_t first = rows.first; first < end; first += most) {
      fn(Chunk{first, std::min(most, end - first)});
    }
  }

  // Inlined by force: five calls for every step of a single sample show, and whether the compiler
  // takes them in depends on what else is in its file.
  [[gnu::always_inline]] Slot at(int slot, int thread, std::int64_t first_row) const noexcept {
    if (slot < 0) return {};
    const Plan::SlotPlace& place = plan_.slots[static_cast<std::size_t>(slot)];
    float* data = place.whole_batch
                      ? batch_.data() + place.offset + first_row * place.stride
                      : chunk_[static_cast<std::size_t>(thread)].data() + place.offset;
    return {data, place.stride, place.width, place.lanes, &place.shape};
  }
  float* workspace(const Plan::Step& step, int thread, std::int64_t first_row) const noexcept;
  // The thread's Bound, filled.
  Bound& bind(const Plan::Step& step, int thread, std::int64_t first_row) noexcept;
  void fill(const Batch& batch, int thread, const Chunk& chunk) noexcept;
  void forward(const Batch& batch, int thread, const Chunk& chunk) noexcept;
  void forward(const Batch& batch, int thread, const Chunk& chunk, int begin, int end) noexcept;
  void backward(const Batch& batch, int thread, const Chunk& chunk, int begin, int end) noexcept;
  void run(const Plan::Segment& segment, const Batch& batch, int thread,
           const Chunk& chunk) noexcept;
  void combine(const Plan::Segment& segment, const Batch& batch) noexcept;
  void judge(const Batch& batch, int thread, const Chunk& chunk) noexcept;
  // Over these rows, from the first of which the tile's step is bound.
  void parameter_gradient(const Plan::Tile& tile, const Chunk& rows, int thread) noexcept;
  void measure(const Plan::Tile& tile) noexcept;         // its gradient's squares, for clipping
  float clipped(const Updater& updater) const noexcept;  // what all gradients are multiplied by
  void update(const Plan::Tile& tile, const Updater& updater, float scale) noexcept;
  // Both, with a gradient that nobody sees: it never leaves the first cache, or the registers.
  // False, and nothing done, where the gradient is no product.
  bool step_at_once(const Plan::Tile& tile, const Updater& updater, std::int64_t rows,
                    int thread) noexcept;
  void transpose(int param, const ParamTile& tile) noexcept;
  void transpose_all(int param) noexcept;
  void load_folded(const Plan::Step& step, const State& state);
  double weight(std::int64_t row) const noexcept {
    return has_weights_ ? static_cast<double>(weights_[static_cast<std::size_t>(row)]) : 1;
  }
  ExecContext context(const Batch& batch, std::size_t step, int thread,
                      const Chunk& chunk) const noexcept;

  Engine& engine_;
  Graph graph_;
  Plan plan_;
  const kernels::KernelTable& kernels_;
  Arena batch_, params_, gradients_, transposed_, leaves_;
  std::vector<Arena> chunk_, scratch_;         // one a thread
  std::vector<Arena> tile_gradient_;           // one a thread
  std::vector<std::unique_ptr<Bound>> bound_;  // one a thread
  std::vector<Param> bound_params_;            // all of them, in order
  State unplanned_;                            // parameters that the plan has no use for
  std::vector<std::uint64_t> keys_;            // one a step: what its random numbers are for
  std::optional<std::uint64_t> keys_seed_;
  Tiles all_tiles_;
  std::vector<Tiles> tiles_;  // of each thread
  ByInputs by_inputs_;
  bool sharing_inputs_ = false;  // in this batch, rather than rows from its beginning
  bool products_known_ = false;  // and what they are of a row, forward
  std::int64_t products_ = 0;
  StepSharing sharing_;
  QuickerSteps quicker_;
  LongStepSharing long_sharing_;
  std::vector<double> tile_squares_;
  std::vector<std::int64_t> lengths_;  // of the batch's rows, where it has them
  bool has_lengths_ = false;
  std::vector<float> weights_;  // the same
  bool has_weights_ = false;
  std::vector<int> answers_;
  std::vector<std::uint8_t> correct_;
  std::int64_t rows_ = 0;
  bool went_back_ = false;
};

}  // namespace glia
