#include "base/shared_memory.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

#include "base/huge_pages.h"
#ifdef __linux__
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#endif

namespace glia {
#ifdef __linux__
namespace {

bool write_all(int file, const SharedMemory::Piece& piece) noexcept {
  for (std::size_t done = 0; done < piece.bytes.size();) {
    const ssize_t wrote = ::pwrite(file, piece.bytes.data() + done, piece.bytes.size() - done,
                                   static_cast<off_t>(piece.at + done));
    if (wrote == 0 || (wrote < 0 && errno != EINTR)) return false;
    if (wrote > 0) done += static_cast<std::size_t>(wrote);
  }
  return true;
}

// What tells a file from all others that the machine has.
std::string identity_of(const struct stat& file) {
  return std::to_string(file.st_dev) + ' ' + std::to_string(file.st_ino) + ' ' +
         std::to_string(file.st_size);
}

}  // namespace

std::optional<SharedMemory> SharedMemory::of(std::span<const Piece> pieces) {
  Descriptor file(::memfd_create("glia-data", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.is_open()) return std::nullopt;
  // Written and not mapped, so that a machine whose memory is full says so here.
  for (const Piece& piece : pieces) {
    if (!write_all(file.get(), piece)) return std::nullopt;
  }
  struct stat made {};
  if (::fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0 ||
      ::fstat(file.get(), &made) != 0) {
    return std::nullopt;
  }
  std::string place = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(file.get()) +
                      ' ' + identity_of(made);
  return SharedMemory(std::move(file), std::move(place));
}

std::optional<SharedNumbers<std::uint8_t>> memory_at(const std::string& place) {
  const std::size_t end = place.find(' ');
  if (end == std::string::npos) return std::nullopt;
  const Descriptor file(::open(place.substr(0, end).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat found {};
  if (!file.is_open() || ::fstat(file.get(), &found) != 0 ||
      identity_of(found) != place.substr(end + 1)) {
    return std::nullopt;
  }
  const auto size = static_cast<std::size_t>(found.st_size);
  void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.get(), 0);
  if (memory == MAP_FAILED) return std::nullopt;
  const std::shared_ptr<const void> owner(memory, [size](void* all) { ::munmap(all, size); });
  prefer_huge_pages(memory, size);
  return SharedNumbers<std::uint8_t>({static_cast<const std::uint8_t*>(memory), size}, owner);
}

#else

std::optional<SharedMemory> SharedMemory::of(std::span<const Piece> /*pieces*/) {
  return std::nullopt;
}

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
