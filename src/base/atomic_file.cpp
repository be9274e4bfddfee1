#include "base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <system_error>
#include <thread>

#include "base/descriptor.h"
#include "base/read_file.h"
#include "base/temporary_file.h"
#include "glia/error.h"
#include "glia/file.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLinks = 40;  // as many as Linux follows
constexpr std::chrono::seconds kWaitForReader{3};

const char* advice(int reason) {
  switch (reason) {
    case ENOSPC:
    case EDQUOT:
      return "free some space or choose another place";
    case ENOENT:
    case ENOTDIR:
      return "make the folder first or choose another place";
    case EISDIR:
      return "name a file";
    case ENAMETOOLONG:
      return "give a shorter name: a name has 255 bytes at most";
    case ELOOP:
      return "remove the link or choose another place";
    default:
      return "choose another place or change its permissions";
  }
}

[[noreturn]] void fail(const std::string& path, const std::string& what, int reason) {
  throw Error(ErrorCode::io, "cannot save '" + path + "': " + what + ": " +
                                 std::generic_category().message(reason) + "; " + advice(reason));
}

void write_all(int fd, std::span<const std::span<const std::uint8_t>> parts,
               const std::string& path) {
  for (std::span<const std::uint8_t> rest : parts) {
    while (!rest.empty()) {
      const ssize_t n = ::write(fd, rest.data(), rest.size());
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) fail(path, "writing failed", n < 0 ? errno : EIO);
      rest = rest.subspan(static_cast<std::size_t>(n));
    }
  }
}

// What a newly created file would get. Reading the mask through umask() would change it for other
// threads, so the kernel's report is read.
mode_t new_file_mode() {
  unsigned mask = 022;
  if (std::FILE* status = std::fopen("/proc/self/status", "re")) {
    char line[256];
    while (std::fgets(line, sizeof line, status) != nullptr) {
      if (std::sscanf(line, "Umask: %o", &mask) == 1) break;
    }
    std::fclose(status);
  }
  return static_cast<mode_t>(0666U & ~mask);
}

// What a path to save to leads to.
struct Target {
  enum class Kind { absent, file, direct };  // direct: a pipe, a terminal or the like
  Kind kind = Kind::absent;
  fs::path path;    // behind all links
  mode_t mode = 0;  // of the file that is there
  fs::path folder() const { return path.has_parent_path() ? path.parent_path() : fs::path("."); }
};

// What is behind the links that `path` may be the first of; it need not be there.
fs::path behind_links(const std::string& path) {
  fs::path at = path;
  for (int link = 0; link < kMostLinks; ++link) {
    struct stat info {};
    if (::lstat(at.c_str(), &info) != 0 || !S_ISLNK(info.st_mode)) return at;
    std::error_code error;
    const fs::path next = fs::read_symlink(at, error);
    if (error) fail(path, "its symbolic link cannot be read", error.value());
    at = at.parent_path() / next;
  }
  fail(path, "its symbolic links lead nowhere", ELOOP);
}

Target target_of(const std::string& path) {
  struct stat there {};
  if (::stat(path.c_str(), &there) == 0) {
    if (S_ISDIR(there.st_mode)) fail(path, "this is a folder", EISDIR);
    if (::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0) {
      fail(path, "what is there may not be written to", errno);
    }
    if (S_ISSOCK(there.st_mode)) fail(path, "this is a socket", ENXIO);
    if (!S_ISREG(there.st_mode)) return {Target::Kind::direct, path};
    return {Target::Kind::file, behind_links(path), there.st_mode & 07777};
  }
  switch (const int reason = errno) {
    case ENOENT:
      break;
    case ELOOP:
      fail(path, "its symbolic links lead in a circle", reason);
    case ENAMETOOLONG:
      fail(path, "its name is too long", reason);
    default:
      fail(path, "its folder cannot be looked into", reason);
  }
  Target target{Target::Kind::absent, behind_links(path)};
  if (!target.path.has_filename()) fail(path, "expected the name of a file", EISDIR);
  // A link may lead to a name that cannot be.
  struct stat info {};
  if (::lstat(target.path.c_str(), &info) != 0 && errno != ENOENT) {
    fail(path, "no file can be called '" + target.path.string() + "'", errno);
  }
  if (::stat(target.folder().c_str(), &info) != 0) {
    fail(path, "there is no folder '" + target.folder().string() + "'", errno);
  }
  return target;
}

void check_made(const TemporaryFile& temporary, const std::string& path, const Target& target) {
  if (temporary.fd() >= 0) return;
  fail(path, "no file can be made in the folder '" + target.folder().string() + "'",
       temporary.error());
}

void write_directly(const std::string& path, std::span<const std::span<const std::uint8_t>> parts) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + kWaitForReader;
  for (;;) {
    const Descriptor device(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (device.is_open()) {
      ::fcntl(device.get(), F_SETFL, ::fcntl(device.get(), F_GETFL) & ~O_NONBLOCK);
      return write_all(device.get(), parts, path);
    }
    const int reason = errno;
    if (reason != ENXIO) fail(path, "it cannot be opened", reason);
    if (Clock::now() > end) fail(path, "nobody reads from this pipe", reason);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace

void write_file_atomically(const std::string& path,
                           std::span<const std::span<const std::uint8_t>> parts) {
  const Target target = target_of(path);
  if (target.kind == Target::Kind::direct) return write_directly(path, parts);

  TemporaryFile temporary(target.folder());
  check_made(temporary, path, target);
  write_all(temporary.fd(), parts, path);
  const mode_t mode = target.kind == Target::Kind::file ? target.mode : new_file_mode();
  if (::fchmod(temporary.fd(), mode) != 0) fail(path, "its permissions cannot be set", errno);
  if (::fsync(temporary.fd()) != 0) fail(path, "it cannot be synced", errno);
  if (!temporary.rename_to(target.path)) fail(path, "it cannot be put in place", errno);

  const Descriptor directory(::open(target.folder().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // Some file systems cannot sync a folder (EINVAL); the file is whole either way.
  if (directory.is_open() && ::fsync(directory.get()) != 0 && errno != EINVAL) {
    fail(path, "its folder cannot be synced", errno);
  }
}

void write_file_atomically(const std::string& path, std::span<const std::uint8_t> bytes) {
  write_file_atomically(path, std::span<const std::span<const std::uint8_t>>(&bytes, 1));
}

void check_writable(const std::string& path) {
  const Target target = target_of(path);
  if (target.kind == Target::Kind::direct) return;
  const TemporaryFile temporary(target.folder());
  check_made(temporary, path, target);
  static constexpr std::array<std::uint8_t, 4096> kBlock{};  // a full disk makes empty files
  const std::span<const std::uint8_t> block = kBlock;
  write_all(temporary.fd(), std::span(&block, 1), path);
}

void copy_file(const std::string& from, const std::string& to) {
  write_file_atomically(to, read_file(from, std::numeric_limits<std::int64_t>::max() - 1));
}

void save_file(const std::string& path, std::span<const std::uint8_t> bytes) {
  write_file_atomically(path, bytes);
}

}  // namespace glia
