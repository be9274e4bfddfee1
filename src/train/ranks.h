#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/arena.h"
#include "glia/communicator.h"
#include "graph/plan.h"
#include "train/slow_rank.h"

namespace glia {

// What one rank of several has of every batch and of a plan's parameters, and how the parts meet.
//
// A rank takes a run of the batch's leaves, as a thread does. That run is a few nodes of the tree
// of all sums; the sum over each, its root, goes to the one rank that owns the parameter's tile,
// which adds up all roots in the tree's order, steps the tile and hands it to all. So nobody
// receives more than a part of what is sent, and the bits are those of one process.
//
// Tiles are in buckets, in the order in which the way back has their gradients: the last layers'
// first. While one bucket's roots travel, others are computed, summed or stepped. Every rank owns a
// part of every bucket.
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

  struct TileRun {
    std::size_t first = 0, end = 0;
  };
  std::size_t buckets() const noexcept { return buckets_.size(); }
  // The segment after which a bucket's gradients can be computed.
  int segment(std::size_t bucket) const noexcept { return buckets_[bucket].segment; }
  // A thread's part of its tiles, with as many numbers as the other threads'.
  TileRun share(std::size_t bucket, int thread, int threads) const noexcept;
  TileRun owned(std::size_t bucket) const noexcept { return part(bucket, rank()); }
  bool owns(std::size_t tile) const noexcept { return places_[tile].owner == rank(); }

  // The place for the sum of a tile over nodes()[node], as many numbers as the tile has.
  float* root(std::size_t tile, std::size_t node) noexcept;
  // A bucket's roots are there: they set out, until they are waited for.
  void send_roots(std::size_t bucket) noexcept;
  bool have_roots(std::size_t bucket) noexcept { return arrived(number_of_roots(bucket)); }
  void await_roots(std::size_t bucket) noexcept { finish(number_of_roots(bucket)); }
  // Of a tile that is one's own, once its roots are there: the sum over the whole batch.
  const float* sum(std::size_t tile, const kernels::KernelTable& kernels) noexcept;
  // Its numbers after the step.
  float* stepped(std::size_t tile) noexcept;
  // One's own of a bucket are there: they set out to all, those of the last with the report.
  void send_stepped(std::size_t bucket) noexcept;
  void await_stepped() noexcept;  // after the report
  // Lets what is under way go on, between other things.
  void let_travel() noexcept;

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
  // What each rank did of the batch that is done.
  const std::vector<SlowRank::Work>& works() const noexcept { return works_; }
  // The end of a batch: first each rank puts into its report what is its own, then all are there.
  void begin_report(bool learnt) noexcept;
  Said* said(int rank) noexcept;  // of that rank's rows
  void exchange_reports() noexcept;

  // Numbers that lie as the parameters do: those of one's own tiles are there before, all after.
  void gather_tiles(float* packed) noexcept;

 private:
  struct Bucket {
    int segment = 0;
    TileRun tiles;
    std::vector<std::size_t> first_tile;  // of each rank, and the end
    std::int64_t at = 0;                  // numbers in the buckets before it…
    std::int64_t own_at = 0;              // …and those of them that are one's own
  };
  // Of a tile: its rank; its bucket; numbers before it in all buckets, one after the other.
  struct Place {
    int owner = 0;
    std::size_t bucket = 0;
    std::int64_t at = 0;
  };
  void fill_buckets();
  // So many, of these tiles, which have so many numbers.
  void add_buckets(TileRun tiles, std::int64_t numbers, std::int64_t count, int segment);
  void add(Bucket bucket);  // shared out among the ranks
  TileRun part(std::size_t bucket, int rank) const noexcept;
  std::int64_t numbers_in(const TileRun& tiles) const noexcept;
  std::int64_t numbers_of(std::size_t bucket, int rank) const noexcept {
    return numbers_in(part(bucket, rank));
  }
  void count_numbers(std::size_t bucket) noexcept;  // of each rank, into counts_
  float* received_roots(std::size_t bucket) noexcept {
    return others_roots_.data() + buckets_[bucket].own_at * nodes_of_all_;
  }
  bool is_last(std::size_t bucket) const noexcept { return bucket + 1 == buckets_.size(); }
  static int number_of_roots(std::size_t bucket) { return 2 * static_cast<int>(bucket); }
  static int number_of_stepped(std::size_t bucket) { return number_of_roots(bucket) + 1; }
  template <typename Fn>
  void wait(Fn&& fn) noexcept;
  bool arrived(int number) noexcept;
  void finish(int number) noexcept;
  std::int64_t first_leaf(int rank) const noexcept { return leaves_ * rank / size(); }
  void divide(std::int64_t leaves) noexcept;

  Communicator& others_;
  const Plan& plan_;
  std::vector<Bucket> buckets_;
  std::vector<Place> places_;             // of each tile
  std::int64_t numbers_ = 0, own_ = 0;    // in all tiles, and in one's own
  std::vector<int> under_way_;            // what was begun and is not there, by number
  std::vector<double> by_rank_;           // a number of each tile, with those of a rank together
  std::vector<std::vector<Node>> nodes_;  // of each rank
  std::vector<std::int64_t> counts_, received_;  // bytes, of each rank
  std::int64_t nodes_of_all_ = 0;
  std::vector<std::int64_t> report_at_;  // floats
  Arena roots_, others_roots_, reports_;
  std::int64_t rows_ = 0, leaves_ = 0;
  std::uint32_t word_ = 0, heard_ = 0;
  std::chrono::steady_clock::time_point began_;  // the batch
  std::chrono::steady_clock::duration waited_{};
  std::vector<SlowRank::Work> works_;
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
