// A batch that several ranks take together: each its rows, forward and backward; then the sums of
// each tile of parameters meet at the rank that owns it, which steps it and hands it to all.
#include <algorithm>

#include "train/executor.h"

namespace glia {

void Executor::run_with_ranks(const Batch& batch, bool alone) noexcept {
  Ranks& ranks = *batch.ranks;
  ranks.begin(batch.rows);
  sharing_inputs_ = false;
  const auto [first, rows] = ranks.rows_of(ranks.rank());
  const Chunk mine{first, rows};
  if (went_back_) {
    rows_with_ranks(batch, mine, alone);
    step_with_ranks(batch, alone);
  } else {
    by_threads(alone, [&](int thread, int threads) {
      for_chunks(share(mine, thread, threads), plan_.chunk_rows,
                 [&](const Chunk& chunk) { forward(batch, thread, chunk); });
    });
    ranks.begin_report(false);
  }
  report(batch, alone);
}

void Executor::rows_with_ranks(const Batch& batch, const Chunk& mine, bool alone) noexcept {
  for (const Plan::Segment& segment : plan_.segments) {
    by_threads(alone, [&](int thread, int threads) {
      for_chunks(share(mine, thread, threads), plan_.chunk_rows,
                 [&](const Chunk& chunk) { run(segment, batch, thread, chunk); });
    });
    if (segment.gather < 0) continue;
    gather(segment, *batch.ranks);
    combine(segment, batch);
  }
}

// What an op that couples samples has of each leaf: then every rank combines all of them.
void Executor::gather(const Plan::Segment& segment, Ranks& ranks) noexcept {
  const Plan::Step& step = plan_.steps[static_cast<std::size_t>(segment.gather)];
  ranks.gather_leaves(batch_.data() + step.leaves, step.coupling);
  if (segment.pass != Coupling::Pass::backward) return;
  for (int p = step.first_param; p < step.first_param + step.params; ++p) {
    const Plan::ParamPlace& place = plan_.params[static_cast<std::size_t>(p)];
    if (place.leaf_offset < 0) continue;
    ranks.gather_leaves(leaves_.data() + place.leaf_offset, place.layout.size());
  }
}

void Executor::step_with_ranks(const Batch& batch, bool alone) noexcept {
  Ranks& ranks = *batch.ranks;
  by_threads(alone, [&](int thread, int threads) {
    const Tiles& mine = threads == 1 ? all_tiles_ : tiles_[static_cast<std::size_t>(thread)];
    for (std::size_t node = 0; node < ranks.nodes().size(); ++node) {
      const auto [first, rows] = ranks.rows_of(ranks.nodes()[node]);
      int bound = -1;
      for (const std::size_t i : mine) {
        const Plan::Tile& tile = plan_.tiles[i];
        if (tile.step != bound) {
          bind(plan_.steps[static_cast<std::size_t>(tile.step)], thread, first);
        }
        bound = tile.step;
        parameter_gradient(tile, {first, rows}, thread);
        float* root = ranks.root(i, node);
        for_runs(plan_, tile, [&](std::int64_t at, std::int64_t numbers) {
          root = std::copy_n(gradients_.data() + at, numbers, root);
        });
      }
    }
  });
  ranks.exchange_roots();
  // fn(tile's number, tile) for those of this rank, by all threads.
  const auto for_own = [&](auto&& fn) {
    by_threads(alone, [&](int thread, int threads) {
      const auto t = static_cast<std::size_t>(thread), all = static_cast<std::size_t>(threads);
      for (std::size_t i = ranks.first_tile() + t; i < ranks.end_tile(); i += all) {
        fn(i, plan_.tiles[i]);
      }
    });
  };
  const bool clip = batch.updater && batch.updater->clip_norm() > 0;
  ranks.begin_report(true);
  const auto step = [&](std::size_t i, const Plan::Tile& tile, float scale) {
    if (batch.updater) update(tile, *batch.updater, scale);
    float* stepped = ranks.stepped(i);
    for_runs(plan_, tile, [&](std::int64_t at, std::int64_t numbers) {
      stepped = std::copy_n(params_.data() + at, numbers, stepped);
    });
  };
  for_own([&](std::size_t i, const Plan::Tile& tile) {
    const float* sum = ranks.sum(i, kernels_);
    for_runs(plan_, tile, [&](std::int64_t at, std::int64_t numbers) {
      std::copy_n(sum, numbers, gradients_.data() + at);
      sum += numbers;
    });
    if (clip) {
      measure(tile);
    } else {
      step(i, tile, 1);
    }
  });
  if (!clip) return;
  ranks.gather_of_tiles(tile_squares_.data());
  const float scale = clipped(*batch.updater);
  for_own([&](std::size_t i, const Plan::Tile& tile) { step(i, tile, scale); });
}

// What everyone has found of its rows, and what has become of its tiles.
void Executor::report(const Batch& batch, bool alone) noexcept {
  Ranks& ranks = *batch.ranks;
  // fn(row, what a rank says of it) for its rows.
  const auto for_rows = [&](int rank, auto&& fn) {
    const auto [first, rows] = ranks.rows_of(rank);
    Ranks::Said* const said = ranks.said(rank);
    for (std::int64_t r = 0; r < rows; ++r) fn(static_cast<std::size_t>(first + r), said[r]);
  };
  const auto cost_of = [&](std::size_t row) -> float& {
    return at(plan_.cost, 0, static_cast<std::int64_t>(row)).data[0];
  };
  for_rows(ranks.rank(), [&](std::size_t row, Ranks::Said& said) {
    said = {.cost = plan_.cost < 0 ? 0 : cost_of(row),
            .weight = weights_[row],
            .answer = answers_[row],
            .correct = correct_[row]};
  });
  ranks.exchange_reports();
  for (int rank = 0; rank < ranks.size(); ++rank) {
    if (rank == ranks.rank()) continue;
    for_rows(rank, [&](std::size_t row, const Ranks::Said& said) {
      if (plan_.cost >= 0) cost_of(row) = said.cost;
      weights_[row] = said.weight;
      answers_[row] = said.answer;
      correct_[row] = static_cast<std::uint8_t>(said.correct);
    });
  }
  if (!went_back_) return;
  by_threads(alone, [&](int thread, int threads) {
    for (std::size_t i = static_cast<std::size_t>(thread); i < plan_.tiles.size();
         i += static_cast<std::size_t>(threads)) {
      if (ranks.owns(i)) continue;
      const Plan::Tile& tile = plan_.tiles[i];
      const float* stepped = ranks.stepped(i);
      for_runs(plan_, tile, [&](std::int64_t at, std::int64_t numbers) {
        std::copy_n(stepped, numbers, params_.data() + at);
        stepped += numbers;
      });
      transpose(tile.param, tile.tile);
    }
  });
}

}  // namespace glia
