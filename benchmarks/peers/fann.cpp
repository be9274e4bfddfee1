// FANN, as worker.py is to the others: fann W1a or fann W5-seed, one thread. It updates after every
// single sample (its "incremental" training), since it knows no batches between one and all.
#include <floatfann.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <random>
#include <vector>

namespace {

constexpr unsigned kImages = 60000, kPixels = 784, kPiece = 2000;

struct Work {
  std::mt19937 random{1};
  std::vector<float> inputs, targets;
  std::vector<unsigned> order;
  unsigned at = 0;
  fann* net = fann_create_standard(4, kPixels, 16U, 16U, 10U);

  Work() : inputs(kImages * kPixels), targets(kImages * 10), order(kImages) {
    std::vector<bool> patterns(10 * kPixels);
    for (std::size_t i = 0; i < patterns.size(); ++i) patterns[i] = random() % 5 == 0;
    for (std::size_t i = 0; i < kImages; ++i) {
      const std::size_t label = random() % 10;
      for (std::size_t p = 0; p < kPixels; ++p) {
        const auto drawn = random();
        const bool lit = drawn % 4 == 0 ? drawn / 4 % 5 == 0 : patterns[label * kPixels + p];
        inputs[i * kPixels + p] = lit ? static_cast<float>(drawn >> 24 & 255) / 255 : 0;
      }
      targets[i * 10 + label] = 1;
    }
    std::iota(order.begin(), order.end(), 0U);
    std::shuffle(order.begin(), order.end(), random);
    fann_set_activation_function_hidden(net, FANN_SIGMOID);
    fann_set_activation_function_output(net, FANN_SIGMOID);
    fann_set_training_algorithm(net, FANN_TRAIN_INCREMENTAL);
    fann_set_learning_rate(net, 0.1F);
  }

  void train() {
    for (unsigned n = 0; n < kPiece; ++n) {
      if (at == kImages) std::shuffle(order.begin(), order.end(), random), at = 0;
      const std::size_t i = order[at++];
      fann_train(net, &inputs[i * kPixels], &targets[i * 10]);
    }
  }

  void answer() {
    for (unsigned n = 0; n < kPiece; ++n) fann_run(net, inputs.data());
  }

  double cost() {
    double sum = 0;
    for (std::size_t i = 0; i < 1000; ++i) {
      const float* out = fann_run(net, &inputs[i * kPixels]);
      for (std::size_t o = 0; o < 10; ++o) {
        sum += (out[o] - targets[i * 10 + o]) * (out[o] - targets[i * 10 + o]);
      }
    }
    return sum / 1000;
  }
};

}  // namespace

int main(int argc, char** argv) {
  const char* name = argc > 1 ? argv[1] : "";
  const bool trains = std::strcmp(name, "W1a") == 0;
  if (!trains && std::strcmp(name, "W5-seed") != 0) {
    std::fprintf(stderr, "expected W1a or W5-seed, got '%s': FANN is measured at these only\n",
                 name);
    return 1;
  }
  Work work;
  std::printf("{\"parameters\": %u, \"warm_up_seconds\": 0, ",
              fann_get_total_connections(work.net));
  if (trains) {
    std::printf("\"cost_before\": %g, \"note\": \"updates after every sample: batch 1\"}\n",
                work.cost());
  } else {
    std::printf("\"note\": null}\n");
  }
  std::fflush(stdout);
  char line[64];
  while (std::fgets(line, sizeof line, stdin) != nullptr) {
    const double limit = std::atof(line);
    double samples = 0, seconds = 0;
    const auto began = std::chrono::steady_clock::now();
    while (seconds < limit) {
      trains ? work.train() : work.answer();
      samples += kPiece;
      seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    }
    std::printf("{\"value\": %g, \"cost_after\": %g}\n",
                trains ? samples / seconds : 1e6 * seconds / samples, work.cost());
    std::fflush(stdout);
  }
  fann_destroy(work.net);
}
