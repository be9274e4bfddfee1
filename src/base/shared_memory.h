#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "base/descriptor.h"
#include "glia/column.h"

namespace glia {

// Bytes in memory that other processes of the same machine can have too. It has no name in any file
// system: when the last that has it is gone, however it ended, so is the memory.
class SharedMemory {
 public:
  // To be filled; nothing where the system gives no such memory.
  static std::optional<SharedMemory> begun();
  // Where others find it while this object lives: words for another process.
  const std::string& place() const noexcept { return place_; }

  struct Piece {
    std::size_t at = 0;  // where it goes; what lies between pieces is zero
    std::span<const std::uint8_t> bytes;
  };
  // Once; from then on nobody can change it. Where the system does not give as much others find
  // nothing.
  void fill(std::span<const Piece> pieces);

 private:
  SharedMemory(Descriptor file, std::string place)
      : file_(std::move(file)), place_(std::move(place)) {}

  Descriptor file_;
  std::string place_;
};

// What lies there. Sleeps until it is filled; nothing where it will not be, as whoever was to fill
// it could not or is gone, and where this process cannot get at it.
std::optional<SharedNumbers<std::uint8_t>> memory_at(const std::string& place);

// Of processes that say the same, each finds the others' memory, and the same files by the same
// names.
std::string surroundings();

}  // namespace glia
