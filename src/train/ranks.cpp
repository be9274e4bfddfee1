#include "train/ranks.h"

#include <algorithm>
#include <numeric>

#include "kernels/table.h"
#include "kernels/tree.h"
#include "train/tiles.h"

namespace glia {
namespace {

constexpr std::int64_t kFloat = sizeof(float);
constexpr std::int64_t kWord = 4;  // floats before a report's rows
constexpr std::int64_t kSaid = sizeof(Ranks::Said) / sizeof(float);

std::byte* as_bytes(float* numbers) { return reinterpret_cast<std::byte*>(numbers); }

}  // namespace

Ranks::Ranks(Communicator& others, const Plan& plan) : others_(others), plan_(plan) {
  const auto ranks = static_cast<std::size_t>(size());
  Tiles all(plan.tiles.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::vector<Tiles> owned(ranks);
  share_out(plan, all, owned);
  first_tile_.push_back(0);
  for (const Tiles& tiles : owned) first_tile_.push_back(first_tile_.back() + tiles.size());
  tile_at_.push_back(0);
  for (const Plan::Tile& tile : plan.tiles) tile_at_.push_back(tile_at_.back() + tile.cost);
  nodes_.resize(ranks);
  for (std::vector<Node>& nodes : nodes_) nodes.reserve(2 * kernels::kTreeLevels);
  counts_.resize(ranks);
  received_.resize(ranks);
  report_at_.resize(ranks + 1);
  std::size_t most = 0, of_all = 0;  // nodes of this rank, and of all, in any batch
  for (std::int64_t leaves = 1; leaves <= blocks(plan.batch); ++leaves) {
    divide(leaves);
    std::size_t sum = 0;
    for (const std::vector<Node>& found : nodes_) sum += found.size();
    most = std::max(most, nodes().size());
    of_all = std::max(of_all, sum);
  }
  roots_ = Arena(static_cast<std::int64_t>(most) * tile_at_.back());
  others_roots_ = Arena(static_cast<std::int64_t>(of_all) * numbers_of(rank()));
  reports_ = Arena(size() * kWord + plan.batch * kSaid + tile_at_.back());
}

void Ranks::begin(std::int64_t rows) noexcept {
  rows_ = rows;
  divide(blocks(rows));
}

void Ranks::divide(std::int64_t leaves) noexcept {
  if (leaves_ == leaves) return;
  leaves_ = leaves;
  for (int r = 0; r < size(); ++r) {
    std::vector<Node>& nodes = nodes_[static_cast<std::size_t>(r)];
    nodes.clear();
    const std::int64_t end = first_leaf(r + 1);
    for (std::int64_t leaf = first_leaf(r); leaf < end;) {
      int level = 0;
      while ((leaf >> level & 1) == 0 && leaf + (std::int64_t{2} << level) <= end) ++level;
      nodes.push_back({leaf, level});
      leaf += std::int64_t{1} << level;
    }
  }
}

Ranks::Rows Ranks::rows_of(int rank) const noexcept {
  const std::int64_t first = std::min(rows_, first_leaf(rank) * kBlock);
  return {first, std::min(rows_, first_leaf(rank + 1) * kBlock) - first};
}

Ranks::Rows Ranks::rows_of(const Node& node) const noexcept {
  const std::int64_t first = node.leaf * kBlock;
  return {first, std::min(rows_ - first, kBlock << node.level)};
}

int Ranks::owner(std::size_t tile) const noexcept {
  const auto after = std::upper_bound(first_tile_.begin(), first_tile_.end(), tile);
  return static_cast<int>(after - first_tile_.begin()) - 1;
}

void Ranks::gather_leaves(float* leaves, std::int64_t floats) noexcept {
  for (int r = 0; r < size(); ++r) {
    counts_[static_cast<std::size_t>(r)] = (first_leaf(r + 1) - first_leaf(r)) * floats * kFloat;
  }
  others_.gather(as_bytes(leaves), counts_);
}

float* Ranks::root(std::size_t tile, std::size_t node) noexcept {
  const int rank = owner(tile);
  const std::int64_t before = tile_at_[first_tile(rank)];
  return roots_.data() + before * static_cast<std::int64_t>(nodes().size()) +
         static_cast<std::int64_t>(node) * numbers_of(rank) + (tile_at_[tile] - before);
}

void Ranks::exchange_roots() noexcept {
  const std::int64_t mine = numbers_of(rank());
  for (int r = 0; r < size(); ++r) {
    const auto i = static_cast<std::size_t>(r);
    counts_[i] = static_cast<std::int64_t>(nodes().size()) * numbers_of(r) * kFloat;
    received_[i] = static_cast<std::int64_t>(nodes_[i].size()) * mine * kFloat;
  }
  others_.exchange(as_bytes(roots_.data()), counts_, as_bytes(others_roots_.data()), received_);
}

const float* Ranks::sum(std::size_t tile, const kernels::KernelTable& kernels) noexcept {
  float* waiting[kernels::kTreeLevels];
  float* root = others_roots_.data() + (tile_at_[tile] - tile_at_[first_tile()]);
  float* sum = root;
  for (const std::vector<Node>& nodes : nodes_) {
    for (const Node& node : nodes) {
      sum = root;
      // As its last leaf meets the others, but for those that are in the root already.
      kernels::meet(
          node.leaf + (std::int64_t{1} << node.level) - 1, leaves_,
          [&](int level) {
            if (level >= node.level) kernels.add(waiting[level], sum, plan_.tiles[tile].cost);
          },
          [&](int level) { waiting[level] = sum; });
      root += numbers_of(rank());
    }
  }
  return sum;
}

void Ranks::gather_of_tiles(double* numbers) noexcept {
  for (int r = 0; r < size(); ++r) {
    counts_[static_cast<std::size_t>(r)] =
        static_cast<std::int64_t>((first_tile(r + 1) - first_tile(r)) * sizeof(double));
  }
  others_.gather(reinterpret_cast<std::byte*>(numbers), counts_);
}

// A report: the word; what is said of each of its rows; the numbers of its tiles.
void Ranks::begin_report(bool learnt) noexcept {
  report_at_[0] = 0;
  for (int r = 0; r < size(); ++r) {
    const auto i = static_cast<std::size_t>(r);
    const std::int64_t floats =
        kWord + rows_of(r).rows * kSaid + (learnt ? numbers_of(r) : std::int64_t{0});
    report_at_[i + 1] = report_at_[i] + floats;
  }
  const auto mine = static_cast<std::size_t>(rank());
  *reinterpret_cast<std::uint32_t*>(reports_.data() + report_at_[mine]) = word_;
}

Ranks::Said* Ranks::said(int rank) noexcept {
  return reinterpret_cast<Said*>(reports_.data() + report_at_[static_cast<std::size_t>(rank)] +
                                 kWord);
}

float* Ranks::stepped(std::size_t tile) noexcept {
  const int rank = owner(tile);
  return reports_.data() + report_at_[static_cast<std::size_t>(rank)] + kWord +
         rows_of(rank).rows * kSaid + (tile_at_[tile] - tile_at_[first_tile(rank)]);
}

void Ranks::exchange_reports() noexcept {
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    counts_[i] = (report_at_[i + 1] - report_at_[i]) * kFloat;
  }
  others_.gather(as_bytes(reports_.data()), counts_);
  heard_ = word_ = 0;
  for (int r = 0; r < size(); ++r) {
    const float* const report = reports_.data() + report_at_[static_cast<std::size_t>(r)];
    heard_ |= *reinterpret_cast<const std::uint32_t*>(report);
  }
}

void Ranks::gather_tiles(float* packed) noexcept {
  for (int r = 0; r < size(); ++r) {
    counts_[static_cast<std::size_t>(r)] = numbers_of(r) * kFloat;
  }
  const auto for_tiles = [&](auto&& fn) {
    for (std::size_t i = 0; i < plan_.tiles.size(); ++i) {
      float* at = reports_.data() + tile_at_[i];
      for_runs(plan_, plan_.tiles[i], [&](std::int64_t place, std::int64_t numbers) {
        fn(i, packed + place, at, numbers);
        at += numbers;
      });
    }
  };
  for_tiles([&](std::size_t tile, float* number, float* at, std::int64_t numbers) {
    if (owns(tile)) std::copy_n(number, numbers, at);
  });
  others_.gather(as_bytes(reports_.data()), counts_);
  for_tiles([&](std::size_t tile, float* number, const float* at, std::int64_t numbers) {
    if (!owns(tile)) std::copy_n(at, numbers, number);
  });
}

}  // namespace glia
