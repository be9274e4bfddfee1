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
// system: when the last that has it is gone, however it ended, so is the memory. Nobody can change
// what is there.
class SharedMemory {
 public:
  struct Piece {
    std::size_t at = 0;  // where it goes; what lies between pieces is zero
    std::span<const std::uint8_t> bytes;
  };
  // Nothing where the system gives no such memory, or not as much.
  static std::optional<SharedMemory> of(std::span<const Piece> pieces);

  // Where it is found while this object lives: words for another process.
  const std::string& place() const noexcept { return place_; }

 private:
  SharedMemory(Descriptor file, std::string place)
      : file_(std::move(file)), place_(std::move(place)) {}

  Descriptor file_;
  std::string place_;
};

// What lies there; nothing where this process cannot get at it.
std::optional<SharedNumbers<std::uint8_t>> memory_at(const std::string& place);

// Of processes that say the same, each finds the others' memory, and the same files by the same
// names.
std::string surroundings();

}  // namespace glia
