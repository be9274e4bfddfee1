#include "train/tiles.h"

namespace glia {

void share_out(const Plan& plan, const Tiles& tiles, std::vector<Tiles>& threads) {
  const auto cost = [&](const Tiles& some) {
    std::int64_t sum = 0;
    for (const std::size_t i : some) sum += plan.tiles[i].cost;
    return sum;
  };
  std::int64_t left = cost(tiles);
  for (const Tiles& has : threads) left += cost(has);
  std::size_t next = 0;
  for (std::size_t t = 0; t < threads.size(); ++t) {
    const std::int64_t share = left / static_cast<std::int64_t>(threads.size() - t);
    std::int64_t has = cost(threads[t]);
    while (next < tiles.size() &&
           (t + 1 == threads.size() || has + plan.tiles[tiles[next]].cost / 2 < share)) {
      has += plan.tiles[tiles[next]].cost;
      threads[t].push_back(tiles[next++]);
    }
    left -= has;
  }
}

}  // namespace glia
