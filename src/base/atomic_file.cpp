#include "base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "glia/error.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, const std::string& what, int reason) {
  const std::string advice = reason == ENOSPC || reason == EDQUOT
                                 ? "; free some space or choose another place"
                                 : "; choose another place or change its permissions";
  throw Error(ErrorCode::io, "cannot save '" + path + "': " + what + ": " +
                                 std::generic_category().message(reason) + advice);
}

class Descriptor {
 public:
  explicit Descriptor(int fd) noexcept : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const noexcept { return fd_; }
  int close() noexcept {
    const int fd = fd_;
    fd_ = -1;
    return fd < 0 ? 0 : ::close(fd);
  }

 private:
  int fd_;
};

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

// A temporary file that is gone unless it was renamed.
class Temporary {
 public:
  explicit Temporary(const fs::path& beside) : name_(beside.string() + ".XXXXXX") {
    fd_ = ::mkostemp(name_.data(), O_CLOEXEC);
    error_ = errno;
  }
  ~Temporary() {
    if (fd_ >= 0 && !renamed_) ::unlink(name_.c_str());
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  int fd() const noexcept { return fd_; }
  int error() const noexcept { return error_; }
  bool rename_to(const fs::path& target) noexcept {
    renamed_ = std::rename(name_.c_str(), target.c_str()) == 0;
    return renamed_;
  }

 private:
  std::string name_;
  int fd_ = -1;
  int error_ = 0;
  bool renamed_ = false;
};

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

}  // namespace

void write_file_atomically(const std::string& path,
                           std::span<const std::span<const std::uint8_t>> parts) {
  std::error_code ignored;
  fs::path target = path;
  if (fs::is_symlink(target, ignored)) {
    const fs::path resolved = fs::weakly_canonical(target, ignored);
    if (!resolved.empty()) target = resolved;
  }

  struct stat old {};
  const bool exists = ::stat(target.c_str(), &old) == 0;
  if (exists && S_ISDIR(old.st_mode)) fail(path, "there is a folder of that name", EISDIR);
  if (exists && !S_ISREG(old.st_mode)) {
    Descriptor device(::open(target.c_str(), O_WRONLY | O_CLOEXEC));
    if (device.get() < 0) fail(path, "it cannot be opened", errno);
    write_all(device.get(), parts, path);
    return;
  }

  Temporary temporary(target);
  if (temporary.fd() < 0) fail(path, "no file can be made in its folder", temporary.error());
  Descriptor file(temporary.fd());
  write_all(file.get(), parts, path);
  if (::fchmod(file.get(), exists ? old.st_mode & 07777 : new_file_mode()) != 0) {
    fail(path, "its permissions cannot be set", errno);
  }
  if (::fsync(file.get()) != 0) fail(path, "it cannot be synced", errno);
  if (file.close() != 0) fail(path, "closing failed", errno);
  if (!temporary.rename_to(target)) fail(path, "it cannot be put in place", errno);

  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // Some file systems cannot sync a folder (EINVAL); the file is whole either way.
  if (directory.get() >= 0 && ::fsync(directory.get()) != 0 && errno != EINVAL) {
    fail(path, "its folder cannot be synced", errno);
  }
}

void write_file_atomically(const std::string& path, std::span<const std::uint8_t> bytes) {
  write_file_atomically(path, std::span<const std::span<const std::uint8_t>>(&bytes, 1));
}

}  // namespace glia
