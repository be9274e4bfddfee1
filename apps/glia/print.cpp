#include "print.h"

#include <fcntl.h>
#include <signal.h>

#include <atomic>
#include <cerrno>

namespace glia::cli {
namespace {

// Of the process's streams, as they are: of the whole process.
std::atomic<int> stdout_error{0};

void remember_failure(std::FILE* stream, int reason) noexcept {
  int none = 0;
  if (stream == stdout) stdout_error.compare_exchange_strong(none, reason ? reason : EIO);
  std::clearerr(stream);
}

extern "C" void pass(int) {}

}  // namespace

void write_text(std::FILE* stream, std::string_view text) noexcept {
  if (stream == stdout && stdout_error != 0) return;
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stream) != text.size()) {
    remember_failure(stream, errno);
  }
}

bool flush(std::FILE* stream) noexcept {
  errno = 0;
  if (std::fflush(stream) == 0) return true;
  remember_failure(stream, errno);
  return false;
}

int stdout_failure() noexcept {
  flush(stdout);
  return stdout_error;
}

void prepare_streams() noexcept {
  for (int fd = 0; fd <= 2; ++fd) {  // open() gives the lowest number that is free
    if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDWR) < 0) break;
  }
  // A handler and not SIG_IGN, which children would inherit.
  struct sigaction action {};
  action.sa_handler = pass;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGPIPE, &action, nullptr);
  sigaction(SIGXFSZ, &action, nullptr);
}

}  // namespace glia::cli
