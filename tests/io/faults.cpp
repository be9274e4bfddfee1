// For e2e tests, by LD_PRELOAD: a disk and a system that fail on purpose.
//
//   GLIA_SLOW_DISK=2      syncing a file takes 2 seconds
//   GLIA_FAULT=7:kill     the process is killed when it is about to make its 7th call that changes
//                         a file or a folder
//   GLIA_FAULT=7:28       that call fails with error 28 (ENOSPC)
//   GLIA_FAULT=7+:28      that one and all after it
//   GLIA_FAULT_COUNT=F    file F is told how many such calls there were
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace {

std::atomic<long> calls{0};

// Whether this call is to fail; errno says how.
bool fails() {
  static const char* const fault = std::getenv("GLIA_FAULT");
  const long now = ++calls;
  if (!fault) return false;
  char* rest = nullptr;
  const long at = std::strtol(fault, &rest, 10);
  const bool all_after = *rest == '+';
  if (all_after) ++rest;
  if (now != at && !(all_after && now > at)) return false;
  if (std::strcmp(rest, ":kill") == 0) ::kill(::getpid(), SIGKILL);
  errno = std::atoi(rest + 1);
  return true;
}

template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

[[gnu::destructor]] void tell_count() {
  const char* const file = std::getenv("GLIA_FAULT_COUNT");
  if (!file) return;
  if (std::FILE* out = std::fopen(file, "w")) {
    std::fprintf(out, "%ld", calls.load());
    std::fclose(out);
  }
}

}  // namespace

extern "C" {

int fsync(int fd) {
  if (fails()) return -1;
  const char* const seconds = std::getenv("GLIA_SLOW_DISK");
  if (!seconds) return real<int(int)>("fsync")(fd);
  const auto end =
      std::chrono::steady_clock::now() + std::chrono::duration<double>(std::atof(seconds));
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, "syncing\n", 8);
  while (std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return 0;
}

ssize_t write(int fd, const void* data, size_t bytes) {
  if (fd > STDERR_FILENO && fails()) return -1;
  return real<ssize_t(int, const void*, size_t)>("write")(fd, data, bytes);
}

int mkostemps(char* name, int suffix, int flags) {
  if (fails()) return -1;
  return real<int(char*, int, int)>("mkostemps")(name, suffix, flags);
}

int rename(const char* from, const char* to) {
  if (fails()) return -1;
  return real<int(const char*, const char*)>("rename")(from, to);
}

int link(const char* from, const char* to) {
  if (fails()) return -1;
  return real<int(const char*, const char*)>("link")(from, to);
}

int unlink(const char* name) {
  if (fails()) return -1;
  return real<int(const char*)>("unlink")(name);
}

int remove(const char* name) {
  if (fails()) return -1;
  return real<int(const char*)>("remove")(name);
}

int mkdir(const char* name, mode_t mode) {
  if (fails()) return -1;
  return real<int(const char*, mode_t)>("mkdir")(name, mode);
}

int fchmod(int fd, mode_t mode) {
  if (fails()) return -1;
  return real<int(int, mode_t)>("fchmod")(fd, mode);
}

}  // extern "C"
