#pragma once
#include <cstdint>
#include <vector>

namespace glia {

// Which examples are drawn: of those in each group `fraction`, rounded to whole ones. `groups[i]`
// is the group of example i, below `count`. The same for the same key, however the groups are
// large.
std::vector<bool> part_of_each(const std::vector<std::int32_t>& groups, std::int32_t count,
                               double fraction, std::uint64_t key);

}  // namespace glia
