#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// XXH64 with seed 0 of all the bytes that were added, however they were cut up: against accidents,
// not against an enemy. Any program that knows XXH64 can check it.
class Digest {
 public:
  void add(const void* data, std::size_t bytes) noexcept;
  void add(std::uint64_t word) noexcept { add(&word, sizeof word); }  // little-endian
  std::uint64_t value() const noexcept;

 private:
  static constexpr std::size_t kStripe = 32;

  void add_stripes(const std::uint8_t* data, std::size_t stripes) noexcept;

  std::array<std::uint64_t, 4> lanes_{0x60EA27EEADC0B5D6, 0xC2B2AE3D27D4EB4F, 0,
                                      0x61C8864E7A143579};
  std::array<std::uint8_t, kStripe> rest_{};  // the last bytes_ % kStripe
  std::uint64_t bytes_ = 0;
};

std::string digits_of(std::uint64_t digest);  // 16 hexadecimal ones

}  // namespace glia
