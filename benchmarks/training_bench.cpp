// W1a … W4 of docs/performance.md and what else is trained: samples a second, every sample's
// forward pass, backward pass and update counted, reading and shuffling too.
#include <glia/glia.h>

#include <algorithm>

#include "measure.h"

namespace workloads {
namespace {

using namespace glia;

// The last batch of an epoch is short.
double samples_after(std::uint64_t steps, std::int64_t batch, std::int64_t size) {
  const auto epoch = static_cast<std::uint64_t>((size + batch - 1) / batch);
  return static_cast<double>(steps / epoch) * static_cast<double>(size) +
         static_cast<double>(steps % epoch) * static_cast<double>(batch);
}

const bool listed = [] {
  std::vector<int> threads{1};
  if (hardware_threads() >= 2) threads.push_back(2);
  for (const int n : threads) {
    list_training("W1a", n, [] { return seed(10); });
    list_training("W1b", n, [] { return seed(128); });
    list_training("W2", n, wide);
    list_training("W3", n, lenet);
    list_training("W4", n, [] { return lstm(49, 128); });
    list_training("W6", n, table);
    list_training("small-cnn", n, small_cnn);
  }
  for (int n = 4; n <= hardware_threads(); n *= 2) list_training("W2", n, wide);
  return true;
}();

}  // namespace

void rate(benchmark::State& state, double samples, double flops) {
  state.SetItemsProcessed(static_cast<std::int64_t>(samples));
  state.counters["flops"] = benchmark::Counter(samples * flops, benchmark::Counter::kIsRate);
}

void train(benchmark::State& state, const Workload& work, int threads) {
  Engine engine(threads);
  Trainer trainer(engine, work.model, work.data, work.recipe);
  const std::int64_t batch = work.recipe.batch, size = work.data.size();
  const Dataset some = work.data.first(1000);
  state.counters["cost_before"] = trainer.evaluate(some).cost;
  // About a hundredth of a second: long beside what begins and ends a run().
  const double flops = flops_trained(work.model.graph);
  const auto steps = static_cast<std::uint64_t>(
      std::clamp(1e9 / (flops * static_cast<double>(batch)), 1.0, 10000.0));
  trainer.run(Trainer::Budget::of_steps(steps));
  const std::uint64_t first = trainer.step();
  for (auto _ : state) trainer.run(Trainer::Budget::of_steps(steps));
  rate(state, samples_after(trainer.step(), batch, size) - samples_after(first, batch, size),
       flops);
  state.counters["cost_after"] = trainer.evaluate(some).cost;
  state.counters["parameters"] = static_cast<double>(work.model.graph.parameters());
}

void list_training(const std::string& name, int threads, const std::function<Workload()>& make) {
  benchmark::RegisterBenchmark(
      name.c_str(),
      [make](benchmark::State& state) { train(state, make(), static_cast<int>(state.range(0))); })
      ->Arg(threads)
      ->ArgName("threads")
      ->UseRealTime()
      ->Unit(benchmark::kMillisecond);
}

}  // namespace workloads
