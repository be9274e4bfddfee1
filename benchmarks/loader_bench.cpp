// What comes before the first layer: reading, augmentation, sound, the shuffle of an epoch.
#include <benchmark/benchmark.h>
#include <glia/glia.h>
#include <glia/speech.h>

#include <random>

#include "data/loader.h"
#include "kernels/table.h"
#include "workloads.h"

namespace {

using namespace glia;

// What the trainer's threads do before the first layer: gather, convert, augment. Bytes are those
// of the images.
void load(benchmark::State& state, const char* augment) {
  Engine engine(1);
  Loader loader(
      workloads::digits(),
      {.seed = 1, .augment = parse_augment(augment), .to_float = engine.simd.table().u8_to_f32});
  std::vector<float> inputs(64 * 784), targets(64 * 16);
  std::int64_t at = 0;
  for (auto _ : state) {
    loader.fill({.first = at,
                 .rows = 64,
                 .inputs = inputs.data(),
                 .input_stride = 784,
                 .targets = targets.data(),
                 .target_stride = 16});
    at = (at + 64) % 59904;
  }
  state.SetItemsProcessed(state.iterations() * 64);
  state.SetBytesProcessed(state.iterations() * 64 * 784);
}
BENCHMARK_CAPTURE(load, plain, "");
BENCHMARK_CAPTURE(load, shift, "shift=1");
BENCHMARK_CAPTURE(load, rotate_scale, "rotate=10,scale=0.1");
BENCHMARK_CAPTURE(load, elastic, "elastic=3");

// Utterances of 0.4 s: noise is as much work as words.
void hear(benchmark::State& state, const char* augment) {
  std::mt19937 random(1);
  std::uniform_real_distribution<float> noise(-1, 1);
  std::vector<std::vector<float>> waves(128, std::vector<float>(3200));
  for (auto& wave : waves) {
    for (float& x : wave) x = noise(random);
  }
  Loader loader(Dataset::recordings({}, waves, std::vector<std::uint8_t>(128), 10),
                {.seed = 1, .augment = parse_augment(augment)});
  std::vector<float> inputs(16 * 2560), targets(16 * 16);
  std::int64_t at = 0;
  for (auto _ : state) {
    loader.fill({.first = at,
                 .rows = 16,
                 .inputs = inputs.data(),
                 .input_stride = 2560,
                 .targets = targets.data(),
                 .target_stride = 16});
    at = (at + 16) % 128;
  }
  state.SetItemsProcessed(state.iterations() * 16);
}
BENCHMARK_CAPTURE(hear, plain, "");
BENCHMARK_CAPTURE(hear, shift, "shift=30");
BENCHMARK_CAPTURE(hear, all, "shift=30,speed=0.1,noise=20,time_mask=8,band_mask=6");

void shuffle_60000(benchmark::State& state) {
  Loader loader(workloads::digits(), {.seed = 1});
  std::uint64_t epoch = 0;
  for (auto _ : state) loader.start_epoch(++epoch);
}
BENCHMARK(shuffle_60000)->Unit(benchmark::kMillisecond);

}  // namespace
