#pragma once
// Counts what is allocated by any thread. Included by one file of a test program, whose `new` and
// `delete` these become.
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>

inline std::atomic<std::int64_t> allocations{0};

// Clang's thread sanitizer brings a `new` of its own, beside which there can be no other.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define GLIA_COUNTS_NOTHING
#endif
#endif
#ifdef GLIA_COUNTS_NOTHING
constexpr bool kCountsAllocations = false;
#else
constexpr bool kCountsAllocations = true;

[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (void* p = operator new(size, std::nothrow)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, const std::nothrow_t&) noexcept { std::free(p); }
#endif
