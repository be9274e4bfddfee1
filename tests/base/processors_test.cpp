#include "base/processors.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "glia/threads.h"
#include "temp_dir.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

struct Machine {
  std::string what;
  std::string groups;                        // /proc/self/cgroup
  std::map<std::string, std::string> files;  // under /sys/fs/cgroup
  std::optional<int> processors;
};

class Quota : public testing::TestWithParam<Machine> {};

TEST_P(Quota, IsThatOfTheGroupAndOfThoseAroundIt) {
  const TempDir folder;
  const fs::path root = folder.path();
  fs::create_directories(root / "proc/self");
  std::ofstream(root / "proc/self/cgroup") << GetParam().groups;
  for (const auto& [name, text] : GetParam().files) {
    const fs::path file = root / "sys/fs/cgroup" / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  EXPECT_EQ(processors_in_quota(root), GetParam().processors) << GetParam().what;
}

INSTANTIATE_TEST_SUITE_P(
    Machines, Quota,
    testing::Values(
        Machine{"no control groups", "", {}, {}},
        Machine{"version 2, no quota", "0::/user\n", {{"user/cpu.max", "max 100000\n"}}, {}},
        Machine{"two processors", "0::/user\n", {{"user/cpu.max", "200000 100000\n"}}, 2},
        Machine{"one and a half", "0::/a\n", {{"a/cpu.max", "150000 100000\n"}}, 2},
        Machine{"a tenth", "0::/a\n", {{"a/cpu.max", "10000 100000\n"}}, 1},
        Machine{"of a parent",
                "0::/a/b\n",
                {{"a/cpu.max", "100000 50000\n"}, {"a/b/cpu.max", "max 100000\n"}},
                2},
        Machine{"the least of several",
                "0::/a/b\n",
                {{"a/cpu.max", "300000 100000\n"}, {"a/b/cpu.max", "400000 100000\n"}},
                3},
        Machine{"a container: the path is the host's",
                "0::/docker/5f\n",
                {{"cpu.max", "200000 100000\n"}},
                2},
        Machine{"version 1",
                "4:memory:/b\n1:cpu,cpuacct:/b\n0::/\n",
                {{"cpu/b/cpu.cfs_quota_us", "300000\n"}, {"cpu/b/cpu.cfs_period_us", "100000\n"}},
                3},
        Machine{"version 1, no quota",
                "1:cpu:/\n",
                {{"cpu/cpu.cfs_quota_us", "-1\n"}, {"cpu/cpu.cfs_period_us", "100000\n"}},
                {}},
        Machine{"no numbers", "0::/\nnonsense\n::\n", {{"cpu.max", "much\n"}}, {}}));

// The environment as it was, when a test is over.
class Environment : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : names_) {
      if (const char* const said = std::getenv(name)) before_[name] = said;
      unsetenv(name);
    }
  }
  void TearDown() override {
    for (const char* name : names_) unsetenv(name);
    for (const auto& [name, said] : before_) setenv(name.c_str(), said.c_str(), 1);
  }

 private:
  std::vector<const char*> names_ = {"GLIA_THREADS", "OMP_NUM_THREADS", "SLURM_CPUS_PER_TASK"};
  std::map<std::string, std::string> before_;
};

TEST_F(Environment, SaysHowManyThreadsWhereNobodyElseDoes) {
  EXPECT_EQ(threads_said(), std::nullopt);
  EXPECT_EQ(usual_threads(), hardware_threads());
  setenv("SLURM_CPUS_PER_TASK", "3", 1);
  EXPECT_EQ(usual_threads(), 3);
  setenv("OMP_NUM_THREADS", "5", 1);
  EXPECT_EQ(usual_threads(), 5);
  setenv("GLIA_THREADS", "2", 1);
  EXPECT_EQ(usual_threads(), 2);
  setenv("GLIA_THREADS", "none", 1);
  EXPECT_EQ(usual_threads(), 5) << "no number says nothing";
  setenv("OMP_NUM_THREADS", "4,2", 1);
  EXPECT_EQ(usual_threads(), 4) << "of OpenMP's levels the outer one";
  setenv("GLIA_THREADS", "100000", 1);
  EXPECT_EQ(usual_threads(), 256);
  setenv("GLIA_THREADS", "0", 1);
  EXPECT_EQ(usual_threads(), 4);
}

}  // namespace
}  // namespace glia
