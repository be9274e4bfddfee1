#include "base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "glia/error.h"

namespace glia {
namespace {

constexpr std::size_t kKept = std::size_t{1} << 16;

class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) {
      throw Error(ErrorCode::io, "no pipe: " + std::generic_category().message(errno));
    }
  }
  ~Pipe() {
    close(0);
    close(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int end(std::size_t i) const noexcept { return ends_[i]; }
  void close(std::size_t i) noexcept {
    if (ends_[i] >= 0) ::close(ends_[i]);
    ends_[i] = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

struct Actions {
  posix_spawn_file_actions_t value;
  Actions() { posix_spawn_file_actions_init(&value); }
  ~Actions() { posix_spawn_file_actions_destroy(&value); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
};

// A program expects Ctrl-C also where a thread starts it that leaves signals to others.
struct AllSignals {
  posix_spawnattr_t value;
  AllSignals() {
    posix_spawnattr_init(&value);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&value, &none);
    posix_spawnattr_setflags(&value, POSIX_SPAWN_SETSIGMASK);
  }
  ~AllSignals() { posix_spawnattr_destroy(&value); }
  AllSignals(const AllSignals&) = delete;
  AllSignals& operator=(const AllSignals&) = delete;
};

pid_t start(const std::vector<std::string>& command, const std::string& folder, int output) {
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  Actions actions;
  posix_spawn_file_actions_addopen(&actions.value, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions.value, output, 1);
  posix_spawn_file_actions_adddup2(&actions.value, output, 2);
  posix_spawn_file_actions_addchdir_np(&actions.value, folder.c_str());
  const AllSignals signals;
  pid_t child = 0;
  const int code =
      posix_spawnp(&child, words[0], &actions.value, &signals.value, words.data(), environ);
  if (code == 0) return child;
  throw Error(code == ENOENT ? ErrorCode::not_found : ErrorCode::io,
              "cannot run '" + command[0] + "': " + std::generic_category().message(code));
}

}  // namespace

ProcessResult run_process(const std::vector<std::string>& command, const std::string& folder,
                          std::chrono::seconds limit) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + limit;
  Pipe pipe;
  const pid_t child = start(command, folder, pipe.end(1));
  pipe.close(1);

  ProcessResult result;
  std::array<char, 4096> buffer{};
  bool open = true;
  int status = 0;
  for (;;) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child || (ended < 0 && errno != EINTR)) break;
    if (!result.timed_out && Clock::now() >= end) {
      result.timed_out = true;
      ::kill(child, SIGKILL);
    }
    pollfd ready{open ? pipe.end(0) : -1, POLLIN, 0};
    if (::poll(&ready, 1, open ? 20 : 1) <= 0 || ready.revents == 0) continue;
    const ssize_t got = ::read(pipe.end(0), buffer.data(), buffer.size());
    if (got <= 0) {
      open = got < 0 && errno == EINTR;
      continue;
    }
    result.output.append(buffer.data(), static_cast<std::size_t>(got));
    if (result.output.size() > 2 * kKept) result.output.erase(0, result.output.size() - kKept);
  }
  // What it wrote just before its end. Its own children may hold the pipe open: do not wait.
  if (open && ::fcntl(pipe.end(0), F_SETFL, O_NONBLOCK) == 0) {
    for (ssize_t got; (got = ::read(pipe.end(0), buffer.data(), buffer.size())) > 0;) {
      result.output.append(buffer.data(), static_cast<std::size_t>(got));
    }
  }
  if (result.output.size() > kKept) result.output.erase(0, result.output.size() - kKept);
  result.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

}  // namespace glia
