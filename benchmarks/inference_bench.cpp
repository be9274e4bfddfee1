// What a trained network answers: one sample at a time (W5), 1,000 at a time, and the evaluation of
// 10,000 test images.
#include <glia/glia.h>

#include "measure.h"

namespace workloads {
namespace {

using namespace glia;

// Outputs of `batch` samples that lie in memory as floats.
void answer(benchmark::State& state, const Workload& work, std::int64_t batch) {
  Engine engine(static_cast<int>(state.range(0)));
  Session session(engine, work.model.graph, {.batch = batch});
  session.load(work.model.state);
  const auto rows = static_cast<std::size_t>(batch);
  std::vector<float> input(rows * 784), output(rows * 10);
  for (std::int64_t i = 0; i < batch; ++i) work.data.input(i, input.data() + i * 784);
  for (auto _ : state) {
    session.forward(input, output, batch);
    benchmark::DoNotOptimize(output.data());
  }
  rate(state, static_cast<double>(state.iterations() * batch), flops_forward(work.model.graph));
  state.counters["parameters"] = static_cast<double>(work.model.graph.parameters());
}

void evaluate(benchmark::State& state) {
  const Workload work = seed(64);
  Engine engine(static_cast<int>(state.range(0)));
  Session session(engine, work.model.graph, {.batch = 1024, .cost = Cost::squared, .learn = false});
  session.load(work.model.state);
  const Dataset data = work.data.first(10000);
  for (auto _ : state) benchmark::DoNotOptimize(session.evaluate(data));
  rate(state, static_cast<double>(state.iterations()) * 10000, flops_forward(work.model.graph));
  state.counters["parameters"] = static_cast<double>(work.model.graph.parameters());
}

void W5_seed(benchmark::State& state) { answer(state, seed(1), 1); }
void W5_lenet(benchmark::State& state) { answer(state, lenet(), 1); }
void infer_seed(benchmark::State& state) { answer(state, seed(1), 1000); }
void infer_lenet(benchmark::State& state) { answer(state, lenet(), 1000); }

void threads(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(1)->ArgName("threads")->UseRealTime();
  if (hardware_threads() >= 2) benchmark->Arg(2);
}
BENCHMARK(W5_seed)->Name("W5-seed")->Arg(1)->ArgName("threads")->UseRealTime()->Unit(
    benchmark::kMicrosecond);
BENCHMARK(W5_lenet)
    ->Name("W5-lenet")
    ->Arg(1)
    ->ArgName("threads")
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(infer_seed)->Name("infer-seed")->Apply(threads)->Unit(benchmark::kMillisecond);
BENCHMARK(infer_lenet)->Name("infer-lenet")->Apply(threads)->Unit(benchmark::kMillisecond);
BENCHMARK(evaluate)->Name("eval")->Apply(threads)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace workloads
