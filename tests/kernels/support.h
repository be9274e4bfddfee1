#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "base/rng.h"
#include "glia/simd.h"
#include "kernels/table.h"

// What the kernels' specifications share.
namespace glia::kernels {

inline constexpr double kEpsilon = std::numeric_limits<float>::epsilon();
inline constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
inline constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Every table that this machine runs.
inline std::vector<const KernelTable*> tables() {
  std::vector<const KernelTable*> found;
  for (const std::string& name : Simd::available()) found.push_back(&Simd(name).table());
  return found;
}

// Floats that start `offset` past a cache line, with a fence on both sides. Until they are written
// the floats are fence too, so that a gap can be seen to be left alone.
class Fenced {
 public:
  static constexpr float kFence = -1.2345678e19F;

  explicit Fenced(std::int64_t n, std::int64_t offset = 0)
      : all_(static_cast<std::size_t>(n + offset + 2 * kMargin + 16), kFence), n_(n) {
    const auto address = reinterpret_cast<std::uintptr_t>(all_.data()) / sizeof(float);
    first_ = kMargin + static_cast<std::int64_t>((16 - address % 16) % 16) + offset;
  }

  float* data() { return all_.data() + first_; }
  const float* data() const { return all_.data() + first_; }
  float& operator[](std::int64_t i) { return data()[i]; }
  float operator[](std::int64_t i) const { return data()[i]; }
  std::int64_t size() const { return n_; }

  bool fence_stands() const {
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(all_.size()); ++i) {
      const bool inside = i >= first_ && i < first_ + n_;
      if (!inside && all_[static_cast<std::size_t>(i)] != kFence) return false;
    }
    return true;
  }
  bool untouched(std::int64_t i) const { return data()[i] == kFence; }

 private:
  static constexpr std::int64_t kMargin = 64;
  std::vector<float> all_;
  std::int64_t n_, first_ = 0;
};

inline Fenced random_floats(std::int64_t n, std::uint64_t stream, std::int64_t offset = 0,
                            double low = -1, double high = 1) {
  Fenced floats(n, offset);
  Rng random(20, stream);
  for (std::int64_t i = 0; i < n; ++i) floats[i] = static_cast<float>(random.uniform(low, high));
  return floats;
}

inline bool same_bits(float a, float b) { return std::memcmp(&a, &b, sizeof a) == 0; }

// How many units in the last place of `expected`, as a float, lie between the two.
inline double ulps(float actual, double expected) {
  if (std::isnan(actual) || std::isinf(actual)) return static_cast<double>(kInfinity);
  const double least = std::numeric_limits<float>::min();
  const int exponent = std::ilogb(std::max(std::abs(expected), least));
  return std::abs(actual - expected) / std::ldexp(1.0, exponent - 23);
}

// The bound of a sum of n rounded products.
inline double sum_bound(std::int64_t n, double largest_product) {
  return static_cast<double>(n) * kEpsilon * largest_product + kEpsilon;
}

}  // namespace glia::kernels
