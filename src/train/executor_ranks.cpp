// A batch that several ranks take together: each its rows, forward and backward; then the sums of
// each tile of parameters meet at the rank that owns it, which steps it and hands it to all. They
// travel while the rank goes further back, or computes other sums.
#include <algorithm>

#include "train/executor.h"

namespace glia {

// fn(tile) for those of a bucket that are this rank's, by all threads.
template <typename Fn>
void Executor::for_own(std::size_t bucket, Ranks& ranks, bool alone, Fn&& fn) noexcept {
  by_threads(alone, [&](int thread, int threads) {
    const auto [first, end] = ranks.owned(bucket);
    for (std::size_t i = first + static_cast<std::size_t>(thread); i < end;
         i += static_cast<std::size_t>(threads)) {
      fn(i);
      if (thread == 0) ranks.let_travel();
    }
  });
}

void Executor::run_with_ranks(const Batch& batch, bool alone) noexcept {
  Ranks& ranks = *batch.ranks;
  ranks.begin(batch.rows);
  sharing_inputs_ = false;
  const auto [first, rows] = ranks.rows_of(ranks.rank());
  const Chunk mine{first, rows};
  const auto for_rows = [&](auto&& fn) {
    by_threads(alone, [&](int thread, int threads) {
      for_chunks(share(mine, thread, threads), plan_.chunk_rows, [&](const Chunk& chunk) {
        fn(thread, chunk);
        if (thread == 0) ranks.let_travel();
      });
    });
  };
  if (!went_back_) {
    for_rows([&](int thread, const Chunk& chunk) { forward(batch, thread, chunk); });
    ranks.begin_report(false);
    return report(batch, alone);
  }
  ranks.begin_report(true);
  const bool clip = batch.updater && batch.updater->clip_norm() > 0;
  std::size_t sent = 0, stepped = 0;  // buckets
  for (int s = 0; s < std::ssize(plan_.segments); ++s) {
    const Plan::Segment& segment = plan_.segments[static_cast<std::size_t>(s)];
    for_rows([&](int thread, const Chunk& chunk) { run(segment, batch, thread, chunk); });
    if (segment.gather >= 0) {
      gather(segment, ranks);
      combine(segment, batch);
    }
    for (; sent < ranks.buckets() && ranks.segment(sent) <= s; ++sent) {
      find_roots(sent, ranks, alone);
      ranks.send_roots(sent);
      while (!clip && stepped < sent && ranks.have_roots(stepped)) {
        step_with_ranks(stepped++, batch, alone);
      }
    }
  }
  if (clip) {
    for (std::size_t b = 0; b < sent; ++b) {
      ranks.await_roots(b);
      for_own(b, ranks, alone, [&](std::size_t i) {
        sum_roots(i, ranks);
        measure(plan_.tiles[i]);
      });
    }
    ranks.gather_of_tiles(tile_squares_.data());
  }
  while (stepped < sent) step_with_ranks(stepped++, batch, alone);
  report(batch, alone);
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

// The gradients of a bucket's parameters, over each of this rank's nodes.
void Executor::find_roots(std::size_t bucket, Ranks& ranks, bool alone) noexcept {
  by_threads(alone, [&](int thread, int threads) {
    const auto [begin, end] = ranks.share(bucket, thread, threads);
    for (std::size_t node = 0; node < ranks.nodes().size(); ++node) {
      const auto [first, rows] = ranks.rows_of(ranks.nodes()[node]);
      int bound = -1;
      for (std::size_t i = begin; i < end; ++i) {
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
        if (thread == 0) ranks.let_travel();
      }
    }
  });
}

void Executor::sum_roots(std::size_t tile, Ranks& ranks) noexcept {
  const float* sum = ranks.sum(tile, kernels_);
  for_runs(plan_, plan_.tiles[tile], [&](std::int64_t at, std::int64_t numbers) {
    std::copy_n(sum, numbers, gradients_.data() + at);
    sum += numbers;
  });
}

// Where gradients are clipped, all have been summed before.
void Executor::step_with_ranks(std::size_t bucket, const Batch& batch, bool alone) noexcept {
  Ranks& ranks = *batch.ranks;
  ranks.await_roots(bucket);
  const bool clip = batch.updater && batch.updater->clip_norm() > 0;
  const float scale = clip ? clipped(*batch.updater) : 1;
  for_own(bucket, ranks, alone, [&](std::size_t i) {
    if (!clip) sum_roots(i, ranks);
    if (batch.updater) update(plan_.tiles[i], *batch.updater, scale);
    float* stepped = ranks.stepped(i);
    for_runs(plan_, plan_.tiles[i], [&](std::int64_t at, std::int64_t numbers) {
      stepped = std::copy_n(params_.data() + at, numbers, stepped);
    });
  });
  ranks.send_stepped(bucket);
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
  ranks.await_stepped();
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
