#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/arena.h"
#include "glia/communicator.h"
#include "graph/plan.h"

namespace glia {

// What one rank of several has of every batch and of a plan's parameters, and how the parts meet.
//
// A rank takes a run of the batch's leaves, as a thread does. That run is a few nodes of the tree
// of all sums; the sum over each, its root, goes to the one rank that owns the parameter's tile,
// which adds up all roots in the tree's order, steps the tile and hands it to all. So nobody
// receives more than a part of what is sent, and the bits are those of one process.
//
// Contract: after construction nothing is allocated.
class Ranks {
 public:
  Ranks(Communicator& others, const Plan& plan);

  int rank() const noexcept { return others_.rank(); }
  int size() const noexcept { return others_.size(); }

  // A run of leaves that is a node of the tree: 2^level of them, from a multiple of as many.
  struct Node {
    std::int64_t leaf = 0;
    int level = 0;
  };
  struct Rows {
    std::int64_t first = 0, rows = 0;
  };

  // For each batch, before anything below.
  void begin(std::int64_t rows) noexcept;
  Rows rows_of(int rank) const noexcept;
  const std::vector<Node>& nodes() const noexcept {
    return nodes_[static_cast<std::size_t>(rank())];
  }
  Rows rows_of(const Node& node) const noexcept;

  // What leaves say, `floats` each: one's own are there before, all after.
  void gather_leaves(float* leaves, std::int64_t floats) noexcept;

  // The place for the sum of a tile over nodes()[node], as many numbers as the tile has.
  float* root(std::size_t tile, std::size_t node) noexcept;
  void exchange_roots() noexcept;
  // Of a tile that is one's own: the sum over the whole batch.
  const float* sum(std::size_t tile, const kernels::KernelTable& kernels) noexcept;

  // The tiles that a rank owns.
  std::size_t first_tile() const noexcept { return first_tile(rank()); }
  std::size_t end_tile() const noexcept { return first_tile(rank() + 1); }
  bool owns(std::size_t tile) const noexcept { return tile >= first_tile() && tile < end_tile(); }
  // One number for each tile: those of one's own tiles are there before, all after.
  void gather_of_tiles(double* numbers) noexcept;

  // What is said of a row when a batch is done.
  struct Said {
    float cost = 0, weight = 1;
    std::int32_t answer = 0;
    std::int32_t correct = 0;
  };
  // A word that each rank says with the next report; heard() is all of them, by or.
  void say(std::uint32_t word) noexcept { word_ = word; }
  std::uint32_t heard() const noexcept { return heard_; }
  // The end of a batch: first each rank puts into its report what is its own, then all are there.
  void begin_report(bool learnt) noexcept;
  Said* said(int rank) noexcept;              // of that rank's rows
  float* stepped(std::size_t tile) noexcept;  // its numbers, where the batch was learnt from
  void exchange_reports() noexcept;

  // Numbers that lie as the parameters do: those of one's own tiles are there before, all after.
  void gather_tiles(float* packed) noexcept;

 private:
  std::size_t first_tile(int rank) const noexcept {
    return first_tile_[static_cast<std::size_t>(rank)];
  }
  std::int64_t numbers_of(int rank) const noexcept {
    return tile_at_[first_tile(rank + 1)] - tile_at_[first_tile(rank)];
  }
  std::int64_t first_leaf(int rank) const noexcept { return leaves_ * rank / size(); }
  void divide(std::int64_t leaves) noexcept;
  int owner(std::size_t tile) const noexcept;

  Communicator& others_;
  const Plan& plan_;
  std::vector<std::size_t> first_tile_;   // of each rank, and the end
  std::vector<std::int64_t> tile_at_;     // of all numbers in tiles, those before it; and the end
  std::vector<std::vector<Node>> nodes_;  // of each rank
  std::vector<std::int64_t> counts_, received_;  // bytes, of each rank
  std::vector<std::int64_t> report_at_;          // floats
  Arena roots_, others_roots_, reports_;
  std::int64_t rows_ = 0, leaves_ = 0;
  std::uint32_t word_ = 0, heard_ = 0;
};

// fn(place, numbers) for each run of a tile's numbers, which lie together among all parameters.
template <typename Fn>
void for_runs(const Plan& plan, const Plan::Tile& tile, Fn&& fn) {
  const Plan::ParamPlace& place = plan.params[static_cast<std::size_t>(tile.param)];
  const std::int64_t numbers = (tile.tile.in_end - tile.tile.in_begin) * kBlock;
  for (std::int64_t p = tile.tile.panel_begin; p < tile.tile.panel_end; ++p) {
    fn(place.offset + place.layout.index(p * kBlock, tile.tile.in_begin), numbers);
  }
}

}  // namespace glia
