#include "base/processors.h"

#include <sched.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>

#include "glia/threads.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

constexpr int kMostThreads = 256;

// What a group's own files say: version 2 has both numbers in one file, version 1 in two.
std::optional<double> quota_of(const fs::path& group) {
  double quota = 0;
  double period = 0;
  std::ifstream both(group / "cpu.max");
  if (both >> quota >> period && quota > 0 && period > 0) return quota / period;
  std::ifstream one(group / "cpu.cfs_quota_us");
  std::ifstream other(group / "cpu.cfs_period_us");
  if (one >> quota && other >> period && quota > 0 && period > 0) return quota / period;
  return std::nullopt;
}

// A line of /proc/self/cgroup, "1:cpu,cpuacct:/some/group": where the group's files lie.
std::optional<fs::path> folder_of(const std::string& line, const fs::path& mounted) {
  const auto first = line.find(':');
  const auto second = line.find(':', first + 1);
  if (second == std::string::npos) return std::nullopt;
  const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
  const fs::path within = fs::path(line.substr(second + 1)).relative_path();
  if (controllers == ",,") return mounted / within;
  if (controllers.find(",cpu,") != std::string::npos) return mounted / "cpu" / within;
  return std::nullopt;
}

}  // namespace

std::optional<int> processors_in_quota(const fs::path& root) {
  std::optional<double> least;
  const fs::path mounted = root / "sys" / "fs" / "cgroup";
  std::ifstream groups(root / "proc" / "self" / "cgroup");
  for (std::string line; std::getline(groups, line);) {
    std::optional<fs::path> group = folder_of(line, mounted);
    // In a container the path may be one of its host: then only what is mounted is there.
    for (; group && group->native().size() >= mounted.native().size();
         *group = group->parent_path())
      if (const auto quota = quota_of(*group)) least = std::min(quota.value(), least.value_or(1e9));
  }
  if (!least) return std::nullopt;
  return std::clamp(static_cast<int>(std::ceil(*least)), 1, kMostThreads);
}

int hardware_threads() noexcept {
  int count = 0;
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) count = CPU_COUNT(&set);
  if (count <= 0) count = static_cast<int>(std::thread::hardware_concurrency());
  try {  // read once: of files a hundred microseconds
    static const std::optional<int> quota = processors_in_quota();
    count = std::min(count, quota.value_or(count));
  } catch (...) {  // unreadable files are no quota
  }
  return std::clamp(count, 1, kMostThreads);
}

std::optional<int> threads_said() noexcept {
  for (const char* name : {"GLIA_THREADS", "OMP_NUM_THREADS", "SLURM_CPUS_PER_TASK"}) {
    const char* const text = std::getenv(name);
    if (!text) continue;
    const std::string_view said(text);
    int threads = 0;
    const auto [end, wrong] = std::from_chars(said.data(), said.data() + said.size(), threads);
    if (wrong == std::errc{} && threads >= 1) return std::min(threads, kMostThreads);
  }
  return std::nullopt;
}

int usual_threads() noexcept { return threads_said().value_or(hardware_threads()); }

}  // namespace glia
