#pragma once
#include <cstdint>

namespace glia {

// base^exponent by squaring: the same bits with every C library.
constexpr double power(double base, std::uint64_t exponent) noexcept {
  double result = 1;
  for (; exponent != 0; exponent >>= 1, base *= base) {
    if (exponent & 1) result *= base;
  }
  return result;
}

}  // namespace glia
