#include "base/shared_memory.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

#include "base/huge_pages.h"
#ifdef __linux__
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#endif

namespace glia {
#ifdef __linux__
namespace {

constexpr int kWhole = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;  // once all is written

bool write_all(int file, const SharedMemory::Piece& piece) noexcept {
  for (std::size_t done = 0; done < piece.bytes.size();) {
    const ssize_t wrote = ::pwrite(file, piece.bytes.data() + done, piece.bytes.size() - done,
                                   static_cast<off_t>(piece.at + done));
    if (wrote == 0 || (wrote < 0 && errno != EINTR)) return false;
    if (wrote > 0) done += static_cast<std::size_t>(wrote);
  }
  return true;
}

// What tells a file from all others that the machine has; empty where that is not known.
std::string identity_of(int file) {
  struct stat found {};
  if (::fstat(file, &found) != 0) return "";
  return std::to_string(found.st_dev) + ' ' + std::to_string(found.st_ino);
}

// Whoever fills the memory holds its file until then, and no longer than it lives.
bool hold(int file, int how) noexcept {
  while (::flock(file, how) != 0) {
    if (errno != EINTR) return false;
  }
  return true;
}

}  // namespace

std::optional<SharedMemory> SharedMemory::begun() {
  Descriptor file(::memfd_create("glia-data", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.is_open() || !hold(file.get(), LOCK_EX)) return std::nullopt;
  std::string place = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(file.get()) +
                      ' ' + identity_of(file.get());
  return SharedMemory(std::move(file), std::move(place));
}

void SharedMemory::fill(std::span<const Piece> pieces) {
  // Written and not mapped, so that a machine whose memory is full says so here.
  const bool all = std::all_of(pieces.begin(), pieces.end(),
                               [&](const Piece& piece) { return write_all(file_.get(), piece); });
  if (all) ::fcntl(file_.get(), F_ADD_SEALS, kWhole);
  hold(file_.get(), LOCK_UN);
}

std::optional<SharedNumbers<std::uint8_t>> memory_at(const std::string& place) {
  const std::size_t end = place.find(' ');
  if (end == std::string::npos) return std::nullopt;
  const Descriptor file(::open(place.substr(0, end).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open() || identity_of(file.get()) != place.substr(end + 1) ||
      !hold(file.get(), LOCK_SH) || ::fcntl(file.get(), F_GET_SEALS) != kWhole) {
    return std::nullopt;
  }
  const auto size = static_cast<std::size_t>(::lseek(file.get(), 0, SEEK_END));
  // In the middle of addresses that are free, so that it begins where a huge page can.
  void* const free = ::mmap(nullptr, size + kHugePage, PROT_NONE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (free == MAP_FAILED) return std::nullopt;
  const std::shared_ptr<void> owner(free, [size](void* all) { ::munmap(all, size + kHugePage); });
  void* begin = free;
  std::size_t room = size + kHugePage;
  std::align(kHugePage, size, begin, room);
  if (::mmap(begin, size, PROT_READ, MAP_SHARED | MAP_FIXED, file.get(), 0) == MAP_FAILED) {
    return std::nullopt;
  }
  prefer_huge_pages(begin, size);
  return SharedNumbers<std::uint8_t>({static_cast<const std::uint8_t*>(begin), size}, owner);
}

#else

std::optional<SharedMemory> SharedMemory::begun() { return std::nullopt; }

void SharedMemory::fill(std::span<const Piece> /*pieces*/) {}

std::optional<SharedNumbers<std::uint8_t>> memory_at(const std::string& /*place*/) {
  return std::nullopt;
}

#endif

std::string surroundings() {
  std::error_code unknown;
  std::string machine;
  std::getline(std::ifstream("/proc/sys/kernel/random/boot_id"), machine);
  std::string words = machine;
  for (const char* of : {"pid", "mnt"}) {
    words +=
        '\n' + std::filesystem::read_symlink(std::string("/proc/self/ns/") + of, unknown).string();
  }
  return words + '\n' + std::filesystem::current_path(unknown).string();
}

}  // namespace glia
