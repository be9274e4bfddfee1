#pragma once
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace glia {

// Denormal numbers are slow on some processors and mean nothing in training: with fused
// multiply-add they are read and written as zero. Without, they are kept, since WebAssembly can do
// nothing else and gives the same bits; there the kernels see to it that none stay.
enum class Denormals { flushed, kept };

// What this thread does now.
inline Denormals denormals_here() noexcept {
#if defined(__SSE__)
  return (_mm_getcsr() & 0x8040U) == 0x8040U ? Denormals::flushed : Denormals::kept;
#else
  return Denormals::kept;
#endif
}

// What this thread does while it lives. The caller's setting comes back afterwards.
class WithDenormals {
 public:
  WithDenormals(const WithDenormals&) = delete;
  WithDenormals& operator=(const WithDenormals&) = delete;
#if defined(__SSE__)
  explicit WithDenormals(Denormals how) noexcept : saved_(_mm_getcsr()) {
    _mm_setcsr(how == Denormals::flushed ? saved_ | 0x8040U : saved_ & ~0x8040U);
  }
  ~WithDenormals() { _mm_setcsr(saved_); }

 private:
  unsigned saved_;
#else
  explicit WithDenormals(Denormals) noexcept {}
  ~WithDenormals() {}
#endif
};

}  // namespace glia
