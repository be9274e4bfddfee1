#include "train/ranks.h"

#include <algorithm>
#include <numeric>

#include "kernels/table.h"
#include "kernels/tree.h"
#include "train/tiles.h"

namespace glia {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kFloat = sizeof(float);
constexpr std::int64_t kHead = 4;  // floats before a report's rows
constexpr std::int64_t kSaid = sizeof(Ranks::Said) / sizeof(float);

struct Head {
  std::uint32_t word = 0;
  float work = 0;
};

std::byte* as_bytes(float* numbers) { return reinterpret_cast<std::byte*>(numbers); }

}  // namespace

Ranks::Ranks(Communicator& others, const Plan& plan) : others_(others), plan_(plan) {
  const auto ranks = static_cast<std::size_t>(size());
  places_.resize(plan.tiles.size());
  fill_buckets();
  by_rank_.resize(plan.tiles.size());
  under_way_.reserve(2 * buckets());
  nodes_.resize(ranks);
  for (std::vector<Node>& nodes : nodes_) nodes.reserve(2 * kernels::kTreeLevels);
  counts_.resize(ranks);
  received_.resize(ranks);
  report_at_.resize(ranks + 1);
  works_.resize(ranks);
  std::size_t most = 0;          // nodes of this rank…
  std::int64_t most_of_all = 0;  // …and of all, in any batch
  for (std::int64_t leaves = 1; leaves <= blocks(plan.batch); ++leaves) {
    divide(leaves);
    most = std::max(most, nodes().size());
    most_of_all = std::max(most_of_all, nodes_of_all_);
  }
  roots_ = Arena(static_cast<std::int64_t>(most) * numbers_);
  others_roots_ = Arena(most_of_all * own_);
  reports_ = Arena(numbers_ + size() * kHead + plan.batch * kSaid);
}

// From the last tile to the first. What a segment has comes to one bucket or more; what comes to
// none waits for the next segment's.
void Ranks::fill_buckets() {
  const auto segment_of = [&](std::size_t tile) {
    const int step = plan_.tiles[tile].step;
    return std::ranges::find_if(plan_.segments,
                                [&](const Plan::Segment& s) {
                                  return step < s.backward_begin && step >= s.backward_end;
                                }) -
           plan_.segments.begin();
  };
  std::size_t end = plan_.tiles.size();
  std::int64_t numbers = 0;
  for (std::size_t i = end; i-- > 0;) {
    numbers += plan_.tiles[i].cost;
    const bool full = plan_.bucket > 0 && numbers >= plan_.bucket;
    if (i > 0 && !(full && segment_of(i) != segment_of(i - 1))) continue;
    const std::int64_t count = full ? numbers / plan_.bucket : 1;
    add_buckets({i, end}, numbers, count, static_cast<int>(segment_of(i)));
    end = i;
    numbers = 0;
  }
}

void Ranks::add_buckets(TileRun tiles, std::int64_t numbers, std::int64_t count, int segment) {
  for (; count > 0; --count) {
    std::int64_t has = 0;
    std::size_t first = tiles.end;
    while (first > tiles.first && has < numbers / count) has += plan_.tiles[--first].cost;
    add({.segment = segment,
         .tiles = {first, tiles.end},
         .first_tile = {first},
         .at = numbers_,
         .own_at = own_});
    tiles.end = first;
    numbers -= has;
  }
}

void Ranks::add(Bucket bucket) {
  Tiles all(bucket.tiles.end - bucket.tiles.first);
  std::iota(all.begin(), all.end(), bucket.tiles.first);
  std::vector<Tiles> owned(static_cast<std::size_t>(size()));
  share_out(plan_, all, owned);
  for (std::size_t r = 0; r < owned.size(); ++r) {
    for (const std::size_t tile : owned[r]) {
      places_[tile] = {.owner = static_cast<int>(r), .bucket = buckets_.size(), .at = numbers_};
      numbers_ += plan_.tiles[tile].cost;
    }
    bucket.first_tile.push_back(bucket.first_tile.back() + owned[r].size());
  }
  buckets_.push_back(std::move(bucket));
  own_ += numbers_of(buckets() - 1, rank());
}

Ranks::TileRun Ranks::part(std::size_t bucket, int rank) const noexcept {
  const auto* const first = buckets_[bucket].first_tile.data() + rank;
  return {first[0], first[1]};
}

// Which lie together, whatever the run is: a bucket, a rank's part of it.
std::int64_t Ranks::numbers_in(const TileRun& tiles) const noexcept {
  if (tiles.first == tiles.end) return 0;
  const std::size_t last = tiles.end - 1;
  return places_[last].at + plan_.tiles[last].cost - places_[tiles.first].at;
}

Ranks::TileRun Ranks::share(std::size_t bucket, int thread, int threads) const noexcept {
  const TileRun& tiles = buckets_[bucket].tiles;
  const std::int64_t numbers = numbers_in(tiles), first = places_[tiles.first].at;
  const auto begin_of = [&](int t) {
    const auto* const place = std::partition_point(
        places_.data() + tiles.first, places_.data() + tiles.end,
        [&](const Place& p) { return (p.at - first) * threads < numbers * t; });
    return static_cast<std::size_t>(place - places_.data());
  };
  return {begin_of(thread), begin_of(thread + 1)};
}

template <typename Fn>
void Ranks::wait(Fn&& fn) noexcept {
  const Clock::time_point begin = Clock::now();
  fn();
  waited_ += Clock::now() - begin;
}

void Ranks::begin(std::int64_t rows) noexcept {
  began_ = Clock::now();
  waited_ = {};
  rows_ = rows;
  divide(blocks(rows));
}

void Ranks::divide(std::int64_t leaves) noexcept {
  if (leaves_ == leaves) return;
  leaves_ = leaves;
  nodes_of_all_ = 0;
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
    nodes_of_all_ += std::ssize(nodes);
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

void Ranks::gather_leaves(float* leaves, std::int64_t floats) noexcept {
  for (int r = 0; r < size(); ++r) {
    counts_[static_cast<std::size_t>(r)] = (first_leaf(r + 1) - first_leaf(r)) * floats * kFloat;
  }
  wait([&] { others_.gather(as_bytes(leaves), counts_); });
}

// A part of a bucket, for each of this rank's nodes, lies before the next part.
float* Ranks::root(std::size_t tile, std::size_t node) noexcept {
  const auto& [owner, bucket, at] = places_[tile];
  const TileRun its = part(bucket, owner);
  const std::int64_t before = places_[its.first].at;
  return roots_.data() + before * std::ssize(nodes()) +
         static_cast<std::int64_t>(node) * numbers_in(its) + (at - before);
}

void Ranks::send_roots(std::size_t bucket) noexcept {
  const std::int64_t mine = numbers_of(bucket, rank());
  for (int r = 0; r < size(); ++r) {
    const auto i = static_cast<std::size_t>(r);
    counts_[i] = std::ssize(nodes()) * numbers_of(bucket, r) * kFloat;
    received_[i] = std::ssize(nodes_[i]) * mine * kFloat;
  }
  const int number = number_of_roots(bucket);
  others_.begin_exchange(number,
                         as_bytes(roots_.data() + buckets_[bucket].at * std::ssize(nodes())),
                         counts_, as_bytes(received_roots(bucket)), received_);
  under_way_.push_back(number);
}

const float* Ranks::sum(std::size_t tile, const kernels::KernelTable& kernels) noexcept {
  float* waiting[kernels::kTreeLevels];
  const auto& [owner, bucket, at] = places_[tile];
  const TileRun mine = part(bucket, owner);
  float* root = received_roots(bucket) + (at - places_[mine.first].at);
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
      root += numbers_in(mine);
    }
  }
  return sum;
}

// As all parameters lie in reports_, but for the last bucket's, which are in the report itself.
float* Ranks::stepped(std::size_t tile) noexcept {
  const auto& [owner, bucket, at] = places_[tile];
  if (!is_last(bucket)) return reports_.data() + at;
  return reports_.data() + report_at_[static_cast<std::size_t>(owner)] + kHead +
         rows_of(owner).rows * kSaid + (at - places_[part(bucket, owner).first].at);
}

void Ranks::send_stepped(std::size_t bucket) noexcept {
  if (is_last(bucket)) return;
  count_numbers(bucket);
  const int number = number_of_stepped(bucket);
  others_.begin_gather(number, as_bytes(reports_.data() + buckets_[bucket].at), counts_);
  under_way_.push_back(number);
}

void Ranks::count_numbers(std::size_t bucket) noexcept {
  for (int r = 0; r < size(); ++r) {
    counts_[static_cast<std::size_t>(r)] = numbers_of(bucket, r) * kFloat;
  }
}

void Ranks::await_stepped() noexcept {
  for (std::size_t b = 0; b < buckets(); ++b) finish(number_of_stepped(b));
}

void Ranks::let_travel() noexcept {
  while (!under_way_.empty() && arrived(under_way_.front())) {
  }
}

bool Ranks::arrived(int number) noexcept {
  const auto found = std::ranges::find(under_way_, number);
  if (found == under_way_.end()) return true;
  if (!others_.arrived(number)) return false;
  others_.finish(number);
  under_way_.erase(found);
  return true;
}

void Ranks::finish(int number) noexcept {
  const auto found = std::ranges::find(under_way_, number);
  if (found == under_way_.end()) return;
  wait([&] { others_.finish(number); });
  under_way_.erase(found);
}

void Ranks::gather_of_tiles(double* numbers) noexcept {
  // fn(number, its place in by_rank_, owner), by rank.
  const auto for_numbers = [&](auto&& fn) {
    double* place = by_rank_.data();
    for (int r = 0; r < size(); ++r) {
      for (std::size_t b = 0; b < buckets(); ++b) {
        const auto [first, end] = part(b, r);
        for (std::size_t i = first; i < end; ++i) fn(numbers[i], *place++, r);
      }
    }
  };
  std::ranges::fill(counts_, 0);
  for_numbers([&](double number, double& place, int owner) {
    place = number;
    counts_[static_cast<std::size_t>(owner)] += static_cast<std::int64_t>(sizeof number);
  });
  wait([&] { others_.gather(reinterpret_cast<std::byte*>(by_rank_.data()), counts_); });
  for_numbers([](double& number, double place, int) { number = place; });
}

// A report: its head; what is said of each of its rows; the numbers of its tiles of the last
// bucket.
void Ranks::begin_report(bool learnt) noexcept {
  learnt = learnt && buckets() > 0;
  report_at_[0] = learnt ? buckets_.back().at : 0;
  for (int r = 0; r < size(); ++r) {
    const auto i = static_cast<std::size_t>(r);
    const std::int64_t floats =
        kHead + rows_of(r).rows * kSaid + (learnt ? numbers_of(buckets() - 1, r) : 0);
    report_at_[i + 1] = report_at_[i] + floats;
  }
}

Ranks::Said* Ranks::said(int rank) noexcept {
  return reinterpret_cast<Said*>(reports_.data() + report_at_[static_cast<std::size_t>(rank)] +
                                 kHead);
}

void Ranks::exchange_reports() noexcept {
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    counts_[i] = (report_at_[i + 1] - report_at_[i]) * kFloat;
  }
  const auto head = [&](std::size_t rank) -> Head& {
    return *reinterpret_cast<Head*>(reports_.data() + report_at_[rank]);
  };
  const std::chrono::duration<float> work = Clock::now() - began_ - waited_;
  head(static_cast<std::size_t>(rank())) = {.word = word_, .work = work.count()};
  others_.gather(as_bytes(reports_.data() + report_at_[0]), counts_);
  heard_ = word_ = 0;
  for (int r = 0; r < size(); ++r) {
    const auto i = static_cast<std::size_t>(r);
    heard_ |= head(i).word;
    works_[i] = {.seconds = static_cast<double>(head(i).work), .rows = rows_of(r).rows};
  }
}

void Ranks::gather_tiles(float* packed) noexcept {
  const auto for_tiles = [&](auto&& fn) {
    for (std::size_t i = 0; i < plan_.tiles.size(); ++i) {
      float* at = reports_.data() + places_[i].at;
      for_runs(plan_, plan_.tiles[i], [&](std::int64_t place, std::int64_t numbers) {
        fn(i, packed + place, at, numbers);
        at += numbers;
      });
    }
  };
  for_tiles([&](std::size_t tile, float* number, float* at, std::int64_t numbers) {
    if (owns(tile)) std::copy_n(number, numbers, at);
  });
  for (std::size_t b = 0; b < buckets(); ++b) {
    count_numbers(b);
    others_.gather(as_bytes(reports_.data() + buckets_[b].at), counts_);
  }
  for_tiles([&](std::size_t tile, float* number, const float* at, std::int64_t numbers) {
    if (!owns(tile)) std::copy_n(at, numbers, number);
  });
}

}  // namespace glia
