// The limit itself, so that it stands beside the rest.
#include <benchmark/benchmark.h>
#include <glia/glia.h>

#include "fma_peak.h"

namespace {

void peak(benchmark::State& state) {
  const int threads = static_cast<int>(state.range(0));
  double best = 0;
  for (auto _ : state) best = measure_fma_peak(threads);
  state.counters["flops"] = best;
}

const bool listed = [] {
  for (int n = 1; n == 1 || n <= glia::hardware_threads(); n *= 2) {
    benchmark::RegisterBenchmark("fma-peak", peak)
        ->Arg(n)
        ->ArgName("threads")
        ->UseRealTime()
        ->Iterations(1);
  }
  return true;
}();

}  // namespace
