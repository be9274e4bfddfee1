#include "fma_peak.h"

#include <glia/threads.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

using Clock = std::chrono::steady_clock;

constexpr long kRounds = 2'000'000;
thread_local volatile float sink;

#if defined(__x86_64__)
#define GLIA_CHAINS(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11)

// Twelve chains of dependent fused multiply-adds: more than latency × throughput of any core.
__attribute__((target("avx512f"))) long run_avx512() {
  const __m512 a = _mm512_set1_ps(0.999F), b = _mm512_set1_ps(0.001F);
#define GLIA_CHAIN(i) __m512 x##i = _mm512_set1_ps(i);
  GLIA_CHAINS(GLIA_CHAIN)
#undef GLIA_CHAIN
  for (long r = 0; r < kRounds; ++r) {
#define GLIA_CHAIN(i) x##i = _mm512_fmadd_ps(x##i, a, b);
    GLIA_CHAINS(GLIA_CHAIN)
#undef GLIA_CHAIN
  }
  __m512 sum = a;
#define GLIA_CHAIN(i) sum = _mm512_add_ps(sum, x##i);
  GLIA_CHAINS(GLIA_CHAIN)
#undef GLIA_CHAIN
  sink = _mm512_cvtss_f32(sum);
  return kRounds * 12 * 16 * 2;
}

__attribute__((target("avx2,fma"))) long run_avx2() {
  const __m256 a = _mm256_set1_ps(0.999F), b = _mm256_set1_ps(0.001F);
#define GLIA_CHAIN(i) __m256 x##i = _mm256_set1_ps(i);
  GLIA_CHAINS(GLIA_CHAIN)
#undef GLIA_CHAIN
  for (long r = 0; r < kRounds; ++r) {
#define GLIA_CHAIN(i) x##i = _mm256_fmadd_ps(x##i, a, b);
    GLIA_CHAINS(GLIA_CHAIN)
#undef GLIA_CHAIN
  }
  __m256 sum = a;
#define GLIA_CHAIN(i) sum = _mm256_add_ps(sum, x##i);
  GLIA_CHAINS(GLIA_CHAIN)
#undef GLIA_CHAIN
  sink = _mm256_cvtss_f32(sum);
  return kRounds * 12 * 8 * 2;
}
#endif

// Where there is no fused multiply-add to call: multiplies and adds of whatever the compiler has.
long run_plain() {
  float x[32] = {};
  for (long r = 0; r < kRounds; ++r) {
    for (float& v : x) v = v * 0.999F + 0.001F;
  }
  sink = x[0] + x[31];
  return kRounds * 32 * 2;
}

long run() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return run_avx512();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return run_avx2();
#endif
  return run_plain();
}

}  // namespace

double measure_fma_peak(int threads) {
  glia::ThreadPool pool(threads);
  double best = 0;
  for (int i = 0; i < 5; ++i) {
    std::atomic<long> operations{0};
    const Clock::time_point begin = Clock::now();
    pool.run([&](int) { operations += run(); });
    const std::chrono::duration<double> seconds = Clock::now() - begin;
    best = std::max(best, static_cast<double>(operations.load()) / seconds.count());
  }
  return best;
}
