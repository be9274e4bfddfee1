#pragma once
#include <cstdint>
#include <vector>

#include "base/arena.h"
#include "graph/plan.h"
#include "train/row_source.h"
#include "train/tiles.h"

namespace glia {

// A narrow layer of many inputs at the beginning, as that of 784-16-16-10, whose inputs threads
// share out. Shared out by rows, each thread would fetch half of the inputs and, where a batch is
// small, of the weights from the other's cache twice a step. Shared out by inputs, a thread keeps
// its inputs and their weights to itself: only the sums of strands meet, and the same bits come
// out. Its inputs lie in memory of its own: in rows of all inputs, what the processor fetches ahead
// of a thread's part would be the other's, again and again.
//
// A step is then: each thread sums its strands of all rows; all meet; rows go on from the layer's
// output; and each thread steps the weights of its own inputs.
class ByInputs {
 public:
  // Without threads to share them, or where the plan begins otherwise, can() is never true.
  ByInputs(const Plan& plan, int threads);

  // Whether rows from there can be taken so.
  bool can(const RowSource& rows) const noexcept { return !begin_.empty() && rows.has_parts(); }

  // The place of a row's inputs, of which the thread has but its own: `whole` is that of all.
  Slot input(int thread, std::int64_t first_row, const Slot& whole) const noexcept;
  // Fetches the thread's inputs of the call's rows and sums their strands; `memory` is the first
  // step's, its input that of above.
  void sum_strands(const RowSource& rows, int thread, const OpMemory& memory,
                   const ExecContext& context) noexcept;
  // The layer's output for the call's rows, once all threads have summed theirs.
  void forward(const OpMemory& memory, const ExecContext& context) const noexcept;
  // Those of its inputs' weights, and some more.
  const Tiles& tiles(int thread) const noexcept { return tiles_[static_cast<std::size_t>(thread)]; }

  // Rows that go through the strands at one go: the more, the seldomer are weights fetched, until
  // the rows' own numbers leave the second cache.
  static constexpr std::int64_t kRows = 128;

 private:
  // A thread's inputs of all rows, from number `begin` on.
  struct Part {
    std::int64_t begin = 0;
    std::int64_t apart = 0;  // floats, one row from the next
    std::int64_t at = 0;     // floats, into inputs_
  };
  void share_inputs(const Plan& plan, int threads);
  void share_strands(const Plan& plan, int threads);
  void place_inputs(std::int64_t stride);

  const Strands* first_ = nullptr;
  std::int64_t batch_ = 0;
  std::vector<std::int64_t> begin_;  // thread t has strands [begin[t], begin[t + 1])
  std::vector<Tiles> tiles_;         // of each thread
  std::vector<Part> parts_;          // the same
  Arena inputs_;
  Arena sums_;  // [strands][batch][stride of the first step's output]
};

}  // namespace glia
