#include "workloads.h"

#include <cmath>
#include <random>

namespace workloads {
namespace {

using namespace glia;

constexpr std::int64_t kForever = 1 << 20;  // epochs

Workload pictures(const char* net, const NetOptions& options, const Recipe& recipe) {
  Workload work{.recipe = recipe, .data = digits()};
  work.model.graph = parse_net(net, options, Shape{1, 28, 28});
  work.model.state = State(work.model.graph, 1);
  return work;
}

Recipe adam(std::int64_t batch) {
  return {.cost = Cost::softmax_cross_entropy,
          .optimizer = {.method = Method::adam},
          .schedule = {.rate = 0.001},
          .batch = batch,
          .epochs = kForever};
}

}  // namespace

const Dataset& digits() {
  static const Dataset data = [] {
    constexpr std::size_t kImages = 60000, kPixels = 784;
    std::mt19937 random(1);
    std::vector<std::uint8_t> patterns(10 * kPixels), pixels(kImages * kPixels), labels(kImages);
    for (auto& lit : patterns) lit = random() % 5 == 0;
    for (std::size_t i = 0; i < kImages; ++i) {
      labels[i] = static_cast<std::uint8_t>(random() % 10);
      for (std::size_t p = 0; p < kPixels; ++p) {
        const auto drawn = static_cast<std::uint32_t>(random());
        const bool noise = drawn % 4 == 0;
        const bool lit = noise ? drawn / 4 % 5 == 0 : patterns[labels[i] * kPixels + p] != 0;
        pixels[i * kPixels + p] = lit ? static_cast<std::uint8_t>(drawn >> 24) : 0;
      }
    }
    return Dataset::images(Shape{1, 28, 28}, pixels, labels, 10, "made up");
  }();
  return data;
}

Dataset words(std::int64_t frames) {
  constexpr std::size_t kWords = 4096, kBands = 40;
  const auto width = static_cast<std::size_t>(frames) * kBands;
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  std::vector<float> patterns(10 * kBands), inputs(kWords * width), targets(kWords * 10);
  for (float& number : patterns) number = normal(random);
  for (std::size_t w = 0; w < kWords; ++w) {
    const std::size_t kind = random() % 10;
    for (std::size_t i = 0; i < width; ++i) {
      inputs[w * width + i] = normal(random) + patterns[kind * kBands + i % kBands];
    }
    targets[w * 10 + kind] = 1;
  }
  return Dataset::rows(Shape{frames, 40}, inputs, Shape{10}, targets, "made up");
}

Dataset rows() {
  constexpr std::size_t kRows = 60000, kColumns = 30;
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  std::vector<float> weights(kColumns), inputs(kRows * kColumns), targets(kRows);
  for (float& weight : weights) weight = normal(random) / 5;
  for (std::size_t r = 0; r < kRows; ++r) {
    float sum = 0;
    for (std::size_t c = 0; c < kColumns; ++c) {
      const float x = inputs[r * kColumns + c] = normal(random);
      sum += weights[c] * x;
    }
    targets[r] = std::sin(2 * sum) + 0.1F * normal(random);
  }
  return Dataset::rows(Shape{30}, inputs, Shape{1}, targets, "made up");
}

Workload table() {
  Workload work{.recipe = {.optimizer = {.method = Method::momentum},
                           .schedule = {.rate = 0.001},
                           .batch = 32,
                           .epochs = kForever},
                .data = rows()};
  work.model.graph = parse_net("30-64-64-1", {.hidden = "relu", .output = "identity"}, Shape{30});
  work.model.state = State(work.model.graph, 1);
  return work;
}

Workload seed(std::int64_t batch) {
  return pictures("784-16-16-10", {},
                  {.schedule = {.rate = 0.1}, .batch = batch, .epochs = kForever});
}

Workload wide() { return dense("784-512-512-10", 128); }

Workload dense(const std::string& net, std::int64_t batch) {
  return pictures(net.c_str(), {.hidden = "relu", .output = "softmax"},
                  {.cost = Cost::softmax_cross_entropy,
                   .optimizer = {.method = Method::momentum},
                   .schedule = {.rate = 0.01},
                   .batch = batch,
                   .epochs = kForever});
}

// LeNet-5 as it is mostly drawn today (LeCun et al., 1998): 61,706 parameters.
Workload lenet() {
  return pictures(
      "conv(6,5x5,same) relu maxpool(2) conv(16,5x5) relu maxpool(2) dense(120) relu dense(84) "
      "relu dense(10)",
      {.output = "softmax", .initializer = Initializer::he}, adam(64));
}

Workload small_cnn() {
  return pictures(
      "conv(16,3x3,same) batchnorm relu conv(16,3x3,same) batchnorm relu maxpool(2) "
      "conv(32,3x3,same) batchnorm relu conv(32,3x3,same) batchnorm relu maxpool(2) "
      "conv(64,3x3,same) batchnorm relu conv(64,3x3,same) batchnorm relu avgpool dense(10)",
      {.output = "softmax", .initializer = Initializer::he}, adam(64));
}

Workload lstm(std::int64_t frames, std::int64_t hidden) {
  Workload work{.recipe = adam(32), .data = words(frames)};
  Graph& graph = work.model.graph;
  const NodeId input = graph.input("input", Shape{frames, 40});
  const NodeId last = glia::lstm(graph, "lstm1", input, hidden, {.output = "last"});
  activation(graph, "output.activation", glia::dense(graph, "output", last, 10), "softmax");
  work.model.state = State(graph, 1);
  return work;
}

}  // namespace workloads
