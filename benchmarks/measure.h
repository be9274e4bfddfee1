// What every benchmark of the engine says besides its time.
#pragma once
#include <benchmark/benchmark.h>

#include <functional>
#include <string>

#include "workloads.h"

namespace workloads {

// Training until the benchmark has seen enough. Counters: `flops` a second, `parameters`, and the
// cost of the first 1,000 samples before and after, which shows that something was learnt.
void train(benchmark::State& state, const Workload& work, int threads);

// Samples a second, and the flops a second of it.
void rate(benchmark::State& state, double samples, double flops);

// `make` runs when its turn comes, not when it is listed. The name ends in "/threads:N".
void list_training(const std::string& name, int threads, const std::function<Workload()>& make);

}  // namespace workloads
