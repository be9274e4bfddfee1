#pragma once
#include <filesystem>
#include <optional>

namespace glia {

// As many processors as the quota of this process's control group is worth, rounded up, its
// parents' quotas included: what a container may use of a large machine. Nothing where there is no
// quota. `root` is where /proc and /sys lie.
std::optional<int> processors_in_quota(const std::filesystem::path& root = "/");

}  // namespace glia
