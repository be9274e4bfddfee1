// A narrow layer of many inputs at the beginning, as that of 784-16-16-10. Shared out by rows, each
// thread would fetch half of the inputs and, where a batch is small, of the weights from the
// other's cache twice a step. Shared out by inputs, a thread keeps its inputs and their weights to
// itself: only the sums of strands meet, and the same bits come out.
#include <algorithm>

#include "train/executor.h"

namespace glia {
namespace {

// That go through the strands at one go: the more, the seldomer are weights fetched, until the
// rows' own numbers leave the second cache.
constexpr std::int64_t kRows = 128;

}  // namespace

bool Executor::shares_inputs(const Batch& batch) const noexcept {
  return !by_inputs_.begin.empty() && batch.rows_from->has_parts();
}

void Executor::share_inputs(int threads) {
  const Plan::Step& first = plan_.steps.front();
  const ParamLayout& weight = plan_.params[static_cast<std::size_t>(first.first_param)].layout;
  const std::int64_t strands = (weight.in + kernels::kStrand - 1) / kernels::kStrand;
  std::vector<std::int64_t>& begin = by_inputs_.begin;
  for (int t = 0; t < threads; ++t) {
    // The strand's border that is nearest to an even share.
    begin.push_back((weight.in * t / threads + kernels::kStrand / 2) / kernels::kStrand);
  }
  begin.push_back(strands);
  by_inputs_.tiles.resize(static_cast<std::size_t>(threads));
  Tiles others;
  for (const std::size_t i : all_tiles_) {
    const Plan::Tile& tile = plan_.tiles[i];
    if (tile.param != first.first_param) {
      others.push_back(i);
      continue;
    }
    const auto after =
        std::upper_bound(begin.begin(), begin.end(), tile.tile.in_begin / kernels::kStrand);
    by_inputs_.tiles[static_cast<std::size_t>(after - begin.begin()) - 1].push_back(i);
  }
  share_tiles(others, by_inputs_.tiles);
  const std::int64_t stride = plan_.slots[static_cast<std::size_t>(first.out)].stride;
  by_inputs_.sums = Arena(strands * plan_.batch * stride);
}

void Executor::strands(const Batch& batch, int thread) noexcept {
  const auto t = static_cast<std::size_t>(thread);
  const std::int64_t begin = by_inputs_.begin[t], end = by_inputs_.begin[t + 1];
  if (begin == end) return;
  for (std::int64_t row = 0; row < batch.rows; row += kRows) {
    const Chunk chunk{row, std::min(kRows, batch.rows - row)};
    const Slot input = at(plan_.input, thread, chunk.first);
    batch.rows_from->fill_part(chunk.first, chunk.rows, begin * kernels::kStrand,
                               std::min(end * kernels::kStrand, input.width), input.data,
                               input.stride);
    const OpMemory& memory = bind(plan_.steps.front(), thread, chunk.first).memory;
    const ExecContext exec = context(batch, 0, thread, chunk);
    for (std::int64_t strand = begin; strand < end; ++strand) {
      float* sums =
          by_inputs_.sums.data() + (strand * plan_.batch + chunk.first) * memory.out.stride;
      plan_.steps.front().can.strands->forward_strand(memory, exec, strand, sums);
    }
  }
}

}  // namespace glia
