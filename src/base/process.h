#pragma once
#include <chrono>
#include <string>
#include <vector>

namespace glia {

struct ProcessResult {
  int status = 0;  // as a shell gives it: 0 fine, 127 not found, 128 + signal
  bool timed_out = false;
  std::string output;  // stdout and stderr together, the last 64 KiB
};

// Runs a program (looked for in PATH) in `folder` without any input and waits for its end; after
// `limit` it is killed. Throws Error when it cannot be started: not_found if there is no such
// program.
ProcessResult run_process(const std::vector<std::string>& command, const std::string& folder,
                          std::chrono::seconds limit);

}  // namespace glia
