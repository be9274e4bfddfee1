// The engine against the hardware's limit: training, evaluation, one forward pass, the loader.
// Rates are samples a second; `peak` is the part of the measured FMA peak of all threads.
#include <benchmark/benchmark.h>
#include <glia/glia.h>
#include <glia/speech.h>

#include <random>

#include "data/loader.h"
#include "fma_peak.h"
#include "kernels/table.h"

namespace {

using namespace glia;

double peak() {
  static const double value = measure_fma_peak();
  return value;
}

// As many samples as MNIST has, of its size: what the numbers are does not change the speed.
const Dataset& digits() {
  static const Dataset data = [] {
    std::mt19937 random(1);
    std::vector<std::uint8_t> pixels(60000 * 784), labels(60000);
    for (auto& pixel : pixels) pixel = random() % 5 == 0 ? static_cast<std::uint8_t>(random()) : 0;
    for (auto& label : labels) label = static_cast<std::uint8_t>(random() % 10);
    return Dataset::images(Shape{1, 28, 28}, pixels, labels, 10, "made up");
  }();
  return data;
}

struct Net {
  const char* sizes;
  NetOptions options;
  Recipe recipe;
};

Net seed_net(std::int64_t batch) {
  return {"784-16-16-10", {}, {.schedule = {.rate = 0.1}, .batch = batch, .epochs = 1 << 20}};
}

Net wide_net() {
  Recipe recipe{.cost = Cost::softmax_cross_entropy,
                .optimizer = {.method = Method::momentum},
                .schedule = {.rate = 0.001},
                .batch = 128,
                .epochs = 1 << 20};
  return {"784-512-512-10", {.hidden = "relu", .output = "softmax"}, recipe};
}

// LeNet-5 as it is mostly drawn today (LeCun et al., 1998): 61,706 parameters.
Net lenet() {
  return {
      "conv(6,5x5,same) relu maxpool(2) conv(16,5x5) relu maxpool(2) dense(120) relu dense(84) "
      "relu dense(10)",
      {.output = "softmax", .initializer = Initializer::he},
      {.cost = Cost::softmax_cross_entropy,
       .optimizer = {.method = Method::adam},
       .schedule = {.rate = 0.001},
       .batch = 64,
       .epochs = 1 << 20}};
}

// Three stages of two convolutions with batch norm: 78,000 parameters.
Net small_cnn() {
  Net net = lenet();
  net.sizes =
      "conv(16,3x3,same) batchnorm relu conv(16,3x3,same) batchnorm relu maxpool(2) "
      "conv(32,3x3,same) batchnorm relu conv(32,3x3,same) batchnorm relu maxpool(2) "
      "conv(64,3x3,same) batchnorm relu conv(64,3x3,same) batchnorm relu avgpool dense(10)";
  return net;
}

Model model_of(const Net& net) {
  Model model;
  model.graph = parse_net(net.sizes, net.options, Shape{1, 28, 28});
  model.state = State(model.graph, 1);
  return model;
}

// Multiply-adds of one trained sample: forward, weight gradients, and input gradients but for the
// first layer's.
double flops_trained(const Graph& graph) {
  double products = 0, first = 0;
  for (const Node& node : graph.nodes()) {
    for (const ParamSpec& param : node.spec.params) {
      if (param.shape.rank() < 2) continue;
      // A filter is used at every pixel of what it makes.
      const double uses =
          node.shape.rank() == 3 ? static_cast<double>(node.shape[1] * node.shape[2]) : 1;
      const double here = uses * static_cast<double>(param.shape.elements());
      if (first == 0) first = here;
      products += here;
    }
  }
  return 2 * (3 * products - first);
}

void rate(benchmark::State& state, double samples, double flops, int threads) {
  state.SetItemsProcessed(static_cast<std::int64_t>(samples));
  state.counters["peak"] =
      benchmark::Counter(samples * flops / (peak() * threads), benchmark::Counter::kIsRate);
}

void train(benchmark::State& state, const Net& net) {
  const int threads = static_cast<int>(state.range(0));
  Engine engine(threads);
  const Model model = model_of(net);
  Trainer trainer(engine, model, digits(), net.recipe);
  const std::uint64_t steps = 6000 / static_cast<std::uint64_t>(net.recipe.batch) + 1;
  for (auto _ : state) trainer.run(Trainer::Budget::of_steps(steps));
  const double samples = static_cast<double>(state.iterations()) * static_cast<double>(steps) *
                         static_cast<double>(net.recipe.batch);
  rate(state, samples, flops_trained(model.graph), threads);
}

#define GLIA_THREADS \
  ->Arg(1)->Arg(2)->ArgName("threads")->UseRealTime()->Unit(benchmark::kMillisecond)
void W1a_seed_batch_10(benchmark::State& state) { train(state, seed_net(10)); }
void W1b_seed_batch_128(benchmark::State& state) { train(state, seed_net(128)); }
void seed_batch_64(benchmark::State& state) { train(state, seed_net(64)); }
void W2_784_512_512_10(benchmark::State& state) { train(state, wide_net()); }
BENCHMARK(W1a_seed_batch_10) GLIA_THREADS;
BENCHMARK(seed_batch_64) GLIA_THREADS;
BENCHMARK(W1b_seed_batch_128) GLIA_THREADS;
BENCHMARK(W2_784_512_512_10) GLIA_THREADS;
void W3_lenet(benchmark::State& state) { train(state, lenet()); }
void small_cnn(benchmark::State& state) { train(state, small_cnn()); }
BENCHMARK(W3_lenet) GLIA_THREADS;
BENCHMARK(small_cnn) GLIA_THREADS;

// Sequences of 64 frames of 40 numbers, such as words as spectrograms.
const Dataset& words() {
  static const Dataset data = [] {
    constexpr std::size_t kWords = 2048;
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    std::vector<float> frames(kWords * 64 * 40), targets(kWords * 10);
    for (float& number : frames) number = normal(random);
    for (std::size_t w = 0; w < kWords; ++w) targets[w * 10 + random() % 10] = 1;
    return Dataset::rows(Shape{64, 40}, frames, Shape{10}, targets);
  }();
  return data;
}

void W4_lstm_64_frames_batch_64(benchmark::State& state) {
  const int threads = static_cast<int>(state.range(0));
  Engine engine(threads);
  Model model;
  const NodeId input = model.graph.input("input", Shape{64, 40});
  const NodeId hidden = lstm(model.graph, "lstm1", input, 64, {.output = "last"});
  activation(model.graph, "answer", dense(model.graph, "output", hidden, 10), "softmax");
  model.state = State(model.graph, 1);
  Trainer trainer(engine, model, words(),
                  {.cost = Cost::softmax_cross_entropy,
                   .optimizer = {.method = Method::adam},
                   .schedule = {.rate = 0.001},
                   .batch = 64,
                   .epochs = 1 << 20});
  constexpr std::uint64_t kSteps = 16;
  for (auto _ : state) trainer.run(Trainer::Budget::of_steps(kSteps));
  // A frame's products: forward, dz back to h, and both weights' gradients.
  const double flops = 2.0 * 64 * 256 * (2 * 40 + 3 * 64);
  rate(state, static_cast<double>(state.iterations()) * kSteps * 64, flops, threads);
}
BENCHMARK(W4_lstm_64_frames_batch_64) GLIA_THREADS;

// One sample through the seed network, batch 1.
void W5_seed_forward(benchmark::State& state) {
  Engine engine(1);
  const Model model = model_of(seed_net(1));
  Session session(engine, model.graph, {.batch = 1});
  session.load(model.state);
  std::vector<float> input(784, 0.5F), output(10);
  for (auto _ : state) {
    session.forward(input, output, 1);
    benchmark::DoNotOptimize(output.data());
  }
  rate(state, static_cast<double>(state.iterations()), 2.0 * 12960, 1);
}
BENCHMARK(W5_seed_forward)->Unit(benchmark::kMicrosecond);

void evaluate_10000(benchmark::State& state) {
  const int threads = static_cast<int>(state.range(0));
  Engine engine(threads);
  const Net net = seed_net(64);
  const Model model = model_of(net);
  Session session(engine, model.graph, {.batch = 1024, .cost = Cost::squared, .learn = false});
  session.load(model.state);
  const Dataset data = digits().first(10000);
  for (auto _ : state) benchmark::DoNotOptimize(session.evaluate(data));
  rate(state, static_cast<double>(state.iterations()) * 10000, 2.0 * 12960, threads);
}
BENCHMARK(evaluate_10000) GLIA_THREADS;

// What the trainer's threads do before the first layer: gather, convert, augment. Bytes are those
// of the images.
void load(benchmark::State& state, const char* augment) {
  Engine engine(1);
  Loader loader(
      digits(),
      {.seed = 1, .augment = parse_augment(augment), .to_float = engine.simd.table().u8_to_f32});
  std::vector<float> inputs(64 * 784), targets(64 * 16);
  std::int64_t at = 0;
  for (auto _ : state) {
    loader.fill(at, 64, inputs.data(), 784, targets.data(), 16);
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
    loader.fill(at, 16, inputs.data(), 2560, targets.data(), 16);
    at = (at + 16) % 128;
  }
  state.SetItemsProcessed(state.iterations() * 16);
}
BENCHMARK_CAPTURE(hear, plain, "");
BENCHMARK_CAPTURE(hear, shift, "shift=30");
BENCHMARK_CAPTURE(hear, all, "shift=30,speed=0.1,noise=20,time_mask=8,band_mask=6");

void shuffle_60000(benchmark::State& state) {
  Loader loader(digits(), {.seed = 1});
  std::uint64_t epoch = 0;
  for (auto _ : state) loader.start_epoch(++epoch);
}
BENCHMARK(shuffle_60000)->Unit(benchmark::kMillisecond);

// The limit itself, so that it stands beside the rest.
void fma_peak_one_thread(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(measure_fma_peak());
  state.counters["GFLOP/s"] = measure_fma_peak() / 1e9;
}
BENCHMARK(fma_peak_one_thread)->Iterations(1);

}  // namespace
