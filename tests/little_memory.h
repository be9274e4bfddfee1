#pragma once
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace glia {

inline long peak_kilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

// Whether `action`, in a process of its own, takes less than 32 MiB more than there was before.
template <typename Action>
bool takes_little_memory(Action&& action) {
  const pid_t child = ::fork();
  if (child == 0) {
    const long before = peak_kilobytes();
    action();
    ::_exit(peak_kilobytes() - before < 32 * 1024 && !testing::Test::HasFailure() ? 0 : 1);
  }
  int status = -1;
  return ::waitpid(child, &status, 0) == child && status == 0;
}

}  // namespace glia
