#pragma once
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace glia {

// While it lives, this thread reads and writes denormal numbers as zero: they are slow on some
// processors and mean nothing in training. The caller's setting comes back afterwards.
class FlushDenormals {
 public:
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;
#if defined(__SSE__)
  FlushDenormals() noexcept : saved_(_mm_getcsr()) { _mm_setcsr(saved_ | 0x8040U); }
  ~FlushDenormals() { _mm_setcsr(saved_); }

 private:
  unsigned saved_;
#else
  FlushDenormals() noexcept {}
  ~FlushDenormals() {}
#endif
};

}  // namespace glia
