// What looking costs: training with a Probe that asks for all weights 60 times a second against
// training without, in alternating pairs. Prints every pair and the median ratio.
#include <glia/glia.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

using namespace glia;

double samples_per_second(Trainer& trainer, Probe* probe, double seconds) {
  const std::uint64_t first = trainer.step();
  std::vector<float> values;
  std::uint64_t step = 0;
  const auto begin = std::chrono::steady_clock::now();
  double elapsed = 0;
  while (elapsed < seconds) {
    if (probe) {
      probe->read(values, step);
      probe->request();
    }
    trainer.run(Trainer::Budget::of_seconds(1.0 / 60));
    elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  }
  return static_cast<double>(trainer.step() - first) * 64 / elapsed;
}

}  // namespace

int main(int argc, char** argv) {
  const int threads = argc > 1 ? std::atoi(argv[1]) : 1;
  const int pairs = argc > 2 ? std::atoi(argv[2]) : 15;
  std::vector<std::uint8_t> pixels(6000 * 784, 7), labels(6000, 3);
  const Dataset data = Dataset::images(Shape{1, 28, 28}, pixels, labels, 10, "made up");
  Engine engine(threads);
  Model model;
  model.graph = parse_net("784-16-16-10");
  model.state = State(model.graph, 1);
  Trainer trainer(engine, model, data,
                  {.schedule = {.rate = 0.01}, .batch = 64, .epochs = 1 << 20});
  Probe probe(trainer, "hidden1.weight");
  std::vector<double> ratios;
  samples_per_second(trainer, nullptr, 0.3);
  for (int pair = 0; pair < pairs; ++pair) {
    // Who goes first changes, so that a drift of the machine meets both alike.
    double with = 0, without = 0;
    for (const bool looking : {pair % 2 == 0, pair % 2 != 0}) {
      (looking ? with : without) = samples_per_second(trainer, looking ? &probe : nullptr, 0.5);
    }
    ratios.push_back(with / without);
    std::printf("pair %2d: %.0f with, %.0f without, ratio %.4f\n", pair + 1, with, without,
                ratios.back());
  }
  std::sort(ratios.begin(), ratios.end());
  std::printf("median ratio %.4f (%d threads, %d pairs)\n", ratios[ratios.size() / 2], threads,
              pairs);
}
