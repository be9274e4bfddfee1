#include "base/temporary_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <system_error>

namespace glia {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBegin = ".glia-", kRandom = "XXXXXX", kEnd = ".tmp";

bool is_temporary(std::string_view name) {
  if (name.size() != kBegin.size() + kRandom.size() + kEnd.size()) return false;
  const std::string_view random = name.substr(kBegin.size(), kRandom.size());
  return name.starts_with(kBegin) && name.ends_with(kEnd) &&
         std::ranges::all_of(random, [](unsigned char c) { return std::isalnum(c) != 0; });
}

// Whether `name` is the regular file that is open as `fd`. While that is locked it stays so, since
// nobody renames or removes a temporary file without its lock.
bool is_at(int fd, const std::string& name) noexcept {
  struct stat open {
  }, named{};
  return ::fstat(fd, &open) == 0 && ::lstat(name.c_str(), &named) == 0 && S_ISREG(open.st_mode) &&
         open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

Descriptor open_to_lock(const std::string& name) {
  constexpr int kFlags = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  Descriptor file(::open(name.c_str(), O_RDWR | kFlags));  // some file systems lock only these
  if (!file.is_open()) file = Descriptor(::open(name.c_str(), O_RDONLY | kFlags));
  return file;
}

void remove_abandoned(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (!is_temporary(it->path().filename().string())) continue;
    const std::string name = it->path().string();
    const Descriptor file = open_to_lock(name);
    if (file.is_open() && file.lock() == Lock::taken && is_at(file.get(), name)) {
      ::unlink(name.c_str());
    }
  }
}

}  // namespace

TemporaryFile::TemporaryFile(const fs::path& folder) {
  remove_abandoned(folder);
  for (int attempt = 0; attempt < 100; ++attempt) {
    std::string name = std::string(kBegin) + std::string(kRandom) + std::string(kEnd);
    name_ = (folder / name).string();
    Descriptor made(::mkostemps(name_.data(), static_cast<int>(kEnd.size()), O_CLOEXEC));
    error_ = made.is_open() ? 0 : errno;
    if (error_ != 0) return;
    // Between the two calls another may have taken it for abandoned.
    const Lock locked = made.lock();
    if (locked == Lock::unknown || (locked == Lock::taken && is_at(made.get(), name_))) {
      file_ = std::move(made);
      return;
    }
  }
  error_ = EBUSY;
}

TemporaryFile::~TemporaryFile() {
  if (file_.is_open() && !renamed_) ::unlink(name_.c_str());
}

bool TemporaryFile::rename_to(const fs::path& target) noexcept {
  renamed_ = std::rename(name_.c_str(), target.c_str()) == 0;
  return renamed_;
}

}  // namespace glia
