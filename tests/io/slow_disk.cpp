// For e2e/test_signals.py, by LD_PRELOAD: a disk that takes GLIA_SLOW_DISK seconds to sync a file.
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

extern "C" int fsync(int) {
  const char* seconds = std::getenv("GLIA_SLOW_DISK");
  const auto end = std::chrono::steady_clock::now() +
                   std::chrono::duration<double>(seconds ? std::atof(seconds) : 0);
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, "syncing\n", 8);
  while (std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return 0;
}
