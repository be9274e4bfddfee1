#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011): a function
// from (key, counter) to four numbers. A draw is named by what it is for, never by who draws.
using Philox4 = std::array<std::uint32_t, 4>;
Philox4 philox(std::uint64_t key, std::uint64_t counter_low, std::uint64_t counter_high) noexcept;

// A key for one purpose: random_key(seed, "shuffle"). FNV-1a over the purpose, mixed with the seed.
std::uint64_t random_key(std::uint64_t seed, std::string_view purpose) noexcept;

// 24 bits in [0, 1) and 53 bits in (0, 1).
inline float unit_float(std::uint32_t bits) noexcept {
  return static_cast<float>(bits >> 8) * 0x1p-24F;
}
inline double unit_double(std::uint32_t high, std::uint32_t low) noexcept {
  const std::uint64_t bits = (std::uint64_t{high} << 32 | low) >> 11;
  return (static_cast<double>(bits) + 0.5) * 0x1p-53;
}

// A stream of draws: the counter's low word counts, its high word is the stream.
class Rng {
 public:
  explicit Rng(std::uint64_t key, std::uint64_t stream = 0) noexcept : key_(key), stream_(stream) {}

  std::uint32_t bits() noexcept {
    if (used_ == 4) {
      block_ = philox(key_, count_++, stream_);
      used_ = 0;
    }
    return block_[static_cast<std::size_t>(used_++)];
  }
  double uniform() noexcept {
    const std::uint32_t high = bits();
    return unit_double(high, bits());
  }
  double uniform(double low, double high) noexcept { return low + (high - low) * uniform(); }
  double normal() noexcept;                       // mean 0, variance 1
  std::uint32_t below(std::uint32_t n) noexcept;  // uniform in [0, n), without bias

 private:
  std::uint64_t key_, stream_;
  std::uint64_t count_ = 0;
  Philox4 block_{};
  int used_ = 4;
};

// Every order alike (Fisher and Yates; Durstenfeld, 1964).
template <typename T>
void shuffle(std::vector<T>& items, Rng rng) {
  for (std::size_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[rng.below(static_cast<std::uint32_t>(i))]);
  }
}

// The standard normal's quantile for p in (0, 1), by +, ×, ÷ and √ alone, so that every C library
// gives the same bits.
double normal_quantile(double p) noexcept;
double portable_log(double x) noexcept;  // x finite and > 0; relative error below 4 ε

}  // namespace glia
