#pragma once
#include <cstddef>

namespace glia {

// Asks for the cache lines of [begin, begin + bytes), bytes > 0, into the first cache.
//
// Inlined by force: to the compiler a function that only prefetches has no effect, and it drops
// calls of such functions.
[[gnu::always_inline]] inline void prefetch(const void* begin, std::size_t bytes) noexcept {
  constexpr std::size_t kLine = 64;
  const char* const at = static_cast<const char*>(begin);
  for (std::size_t i = 0; i < bytes; i += kLine) __builtin_prefetch(at + i, 0, 3);
  __builtin_prefetch(at + bytes - 1, 0, 3);  // what begins inside a line ends in one more
}

}  // namespace glia
