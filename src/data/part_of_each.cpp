#include "data/part_of_each.h"

#include <cmath>

#include "base/rng.h"

namespace glia {

std::vector<bool> part_of_each(const std::vector<std::int32_t>& groups, std::int32_t count,
                               double fraction, std::uint64_t key) {
  std::vector<std::vector<std::uint32_t>> members(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < groups.size(); ++i) {
    members[static_cast<std::size_t>(groups[i])].push_back(static_cast<std::uint32_t>(i));
  }
  std::vector<bool> drawn(groups.size());
  for (std::size_t group = 0; group < members.size(); ++group) {
    shuffle(members[group], Rng(key, group));
    const double part = fraction * static_cast<double>(members[group].size());
    members[group].resize(static_cast<std::size_t>(std::llround(part)));
    for (const std::uint32_t i : members[group]) drawn[i] = true;
  }
  return drawn;
}

}  // namespace glia
