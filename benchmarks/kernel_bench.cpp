// The kernels alone, in the shapes in which the workloads call them, on one thread: how much of the
// FMA peak each reaches when its numbers are as near as they are there.
//   build/bench/benchmarks/glia_bench --benchmark_filter='fma-peak/threads:1|kernel'
#include <benchmark/benchmark.h>
#include <glia/simd.h>

#include <algorithm>
#include <string>
#include <type_traits>
#include <vector>

#include "base/arena.h"
#include "kernels/table.h"

namespace {

using namespace glia;

// Numbers that are neither zero nor denormal.
Arena numbers(std::int64_t n) {
  Arena arena(n);
  for (std::int64_t i = 0; i < n; ++i) arena.data()[i] = 0.001F * static_cast<float>(i % 1000 + 1);
  return arena;
}

template <typename Fn>
void measure(benchmark::State& state, std::int64_t products, Fn&& fn) {
  const kernels::KernelTable& kernels = Simd().table();
  for (auto _ : state) {
    fn(kernels);
    benchmark::ClobberMemory();
  }
  state.counters["flops"] = benchmark::Counter(
      2 * static_cast<double>(state.iterations() * products), benchmark::Counter::kIsRate);
}

// rows samples × in inputs → panels of 16 outputs.
void matmul(benchmark::State& state, std::int64_t rows, std::int64_t in, std::int64_t panels) {
  const std::int64_t stride = in + 16;
  Arena a = numbers(rows * stride), b = numbers(in * panels * 16);
  Arena c = numbers(rows * (panels + 1) * 16);
  measure(state, rows * in * panels * 16, [&](const kernels::KernelTable& kernels) {
    kernels.matmul({.rows = rows,
                    .panels = panels,
                    .depth = in,
                    .a = a.data(),
                    .a_row = stride,
                    .b = b.data(),
                    .b_panel = in * 16,
                    .c = c.data(),
                    .c_row = (panels + 1) * 16});
  });
}

// The gradient of a weight [panels·16][in] over a batch, tile by tile as a Plan cuts it; or, in its
// place, a step of gradient descent.
void outer(benchmark::State& state, std::int64_t samples, std::int64_t in, std::int64_t panels,
           bool descend) {
  const std::int64_t kTileInputs = panels == 1 ? 128 : 48, kTilePanels = 3;
  const std::int64_t stride = in + 16, d_stride = (panels + 1) * 16;
  Arena a = numbers(samples * stride), d = numbers(samples * d_stride);
  Arena g = numbers(in * panels * 16);
  const kernels::Update sgd{.rate = 1e-9F};
  measure(state, samples * in * panels * 16, [&](const kernels::KernelTable& kernels) {
    for (std::int64_t p = 0; p < panels; p += kTilePanels) {
      for (std::int64_t i = 0; i < in; i += kTileInputs) {
        kernels.outer({.samples = samples,
                       .rows = std::min(kTileInputs, in - i),
                       .panels = std::min(kTilePanels, panels - p),
                       .a = a.data() + i,
                       .a_stride = stride,
                       .d = d.data() + p * 16,
                       .d_stride = d_stride,
                       .g = g.data() + (p * in + i) * 16,
                       .g_panel = in * 16,
                       .w = g.data() + (p * in + i) * 16,
                       .sgd = descend ? &sgd : nullptr});
      }
    }
  });
}

// One sample, 5 × 5 taps.
void conv_single(benchmark::State& state, std::int64_t in, std::int64_t out, std::int64_t size,
                 std::int64_t padding) {
  const std::int64_t out_size = size + 2 * padding - 4;
  Arena x = numbers(in * size * size), w = numbers(in * 25 * (out + 15) / 16 * 16);
  Arena start = numbers(out), y = numbers(out * out_size * out_size + 16);
  kernels::ConvSingle conv{{.in_channels = in,
                            .in_height = size,
                            .in_width = size,
                            .out_channels = out,
                            .out_height = out_size,
                            .out_width = out_size,
                            .taps_high = 5,
                            .taps_wide = 5,
                            .top = -padding,
                            .left = -padding}};
  conv.x = x.data();
  conv.y = y.data();
  conv.w = w.data();
  conv.start = start.data();
  Arena scratch(kernels::Padded(conv).scratch());
  conv.scratch = scratch.data();
  measure(state, in * out * out_size * out_size * 25,
          [&](const kernels::KernelTable& kernels) { kernels.conv_single(conv); });
}

template <typename... Sizes>
void list(const std::string& name, void (*run)(benchmark::State&, Sizes...),
          std::type_identity_t<Sizes>... sizes) {
  benchmark::RegisterBenchmark(("kernel/" + name).c_str(), [=](benchmark::State& state) {
    run(state, sizes...);
  })->Unit(benchmark::kMicrosecond);
}

const bool listed = [] {
  list("matmul/W1a", matmul, 10, 784, 1);
  list("matmul/W1b", matmul, 48, 784, 1);
  list("matmul/W2", matmul, 48, 784, 32);
  list("matmul/W4", matmul, 16, 128, 32);
  list("matmul/W5-seed", matmul, 1, 784, 1);
  list("matmul/W5-lenet", matmul, 1, 400, 8);
  list("outer/W1a", outer, 10, 784, 1, true);
  list("outer/W1b", outer, 128, 784, 1, true);
  list("outer/W2", outer, 128, 784, 32, false);
  list("conv_single/W5-lenet-1", conv_single, 1, 6, 28, 2);
  list("conv_single/W5-lenet-2", conv_single, 6, 16, 14, 0);
  return true;
}();

}  // namespace
