#include "base/read_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

#include "glia/error.h"

namespace glia {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kWaitForWriter{3};  // to open the pipe
constexpr std::chrono::seconds kWaitForBytes{15};  // and then to write into it
constexpr std::size_t kStep = std::size_t{1} << 20;

[[noreturn]] void refuse(const std::string& what, const std::string& path, int reason) {
  throw Error(reason == ENOENT ? ErrorCode::not_found : ErrorCode::io,
              "cannot read " + what + "'" + path + "': " + std::generic_category().message(reason));
}

[[noreturn]] void refuse(const std::string& what, const std::string& path,
                         const std::string& reason, Error::Facts facts = {}) {
  throw Error(ErrorCode::io, "cannot read " + what + "'" + path + "': " + reason, std::move(facts));
}

// Opens what is there without waiting; `info` tells what it is.
Descriptor open_without_waiting(const std::string& what, const std::string& path,
                                struct stat& info) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file.is_open() && errno == ENXIO) refuse(what, path, "it is a socket or a dead device");
  if (!file.is_open() || ::fstat(file.get(), &info) != 0) refuse(what, path, errno);
  if (S_ISDIR(info.st_mode)) {
    refuse(what, path, std::generic_category().message(EISDIR), not_a_file(path));
  }
  if (S_ISCHR(info.st_mode) || S_ISBLK(info.st_mode)) {
    refuse(what, path, "it is a device, expected a file", not_a_file(path));
  }
  return file;
}

// Until there is something to read or the pipe's end.
void wait_for_bytes(int fd, std::chrono::seconds patience, const std::string& path) {
  const auto end = Clock::now() + patience;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd ready{fd, POLLIN, 0};
    const int found = ::poll(&ready, 1, static_cast<int>(std::max<std::int64_t>(left, 0)));
    if (found > 0) return;
    if (found < 0 && errno != EINTR) refuse("", path, errno);
    if (found == 0) {
      refuse("", path,
             "nothing came through this pipe for " + std::to_string(patience.count()) + " seconds");
    }
  }
}

// All that comes, which is `size` bytes or, where nobody knows, more.
std::vector<std::uint8_t> read_to_end(const Descriptor& file, std::int64_t size,
                                      const std::string& path, std::int64_t limit) {
  const auto check_size = [&](std::int64_t bytes) {
    if (bytes <= limit) return;
    throw Error(ErrorCode::format, "'" + path + "': expected a file of at most " +
                                       std::to_string(limit) + " bytes, got a longer one");
  };
  check_size(size);

  // One more than it has, so that the end is seen without growing; what has no size may have bytes.
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size) + 1);
  std::size_t have = 0;
  for (;;) {
    if (have == bytes.size()) bytes.resize(have + std::max(kStep, have / 2));
    const ssize_t got = ::read(file.get(), bytes.data() + have, bytes.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      wait_for_bytes(file.get(), kWaitForBytes, path);
      continue;
    }
    if (got < 0) refuse("", path, errno);
    have += static_cast<std::size_t>(got);
    check_size(static_cast<std::int64_t>(have));
    if (got == 0) break;
  }
  bytes.resize(have);
  return bytes;
}

}  // namespace

Error::Facts not_a_file(const std::string& path) { return {"not_a_file", {{"path", path}}}; }

OpenFile open_regular(const std::string& path, const std::string& what) {
  struct stat info {};
  Descriptor file = open_without_waiting(what + " ", path, info);
  if (!S_ISREG(info.st_mode)) refuse(what + " ", path, "it is a pipe, expected a file");
  return {std::move(file), info.st_size};
}

std::vector<std::uint8_t> read_file(const std::string& path, std::int64_t limit) {
  struct stat info {};
  const Descriptor file = open_without_waiting("", path, info);
  if (!S_ISREG(info.st_mode)) wait_for_bytes(file.get(), kWaitForWriter, path);
  return read_to_end(file, info.st_size, path, limit);
}

std::vector<std::uint8_t> read_regular_file(const std::string& path, const std::string& what,
                                            std::int64_t limit) {
  const OpenFile opened = open_regular(path, what);
  return read_to_end(opened.file, opened.bytes, path, limit);
}

}  // namespace glia
