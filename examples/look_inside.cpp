// Watches one neuron while the network learns. A Probe asks, the trainer answers at the end of a
// step and never waits.
#include <glia/glia.h>

#include <cstdio>

int main() try {
  const glia::DataSplit mnist = glia::load_dataset("mnist");
  glia::Engine engine(glia::hardware_threads());
  glia::Model model;
  model.graph = glia::parse_net("784-16-16-10", {}, mnist.train.shape());
  model.state = glia::State(model.graph, /*seed=*/1);
  glia::Trainer trainer(engine, model, mnist.train, {.schedule = {.rate = 2}, .epochs = 1});
  glia::Probe neurons(trainer, "hidden1.activation");  // [samples of the batch][16]
  std::vector<float> values;
  for (std::uint64_t step = 0; step < 900; step += 100) {
    neurons.request();
    trainer.run(glia::Trainer::Budget::of_steps(100));
    if (neurons.read(values, step)) {
      std::printf("step %4llu: neuron 3 of hidden1 lights up to %.3f\n",
                  static_cast<unsigned long long>(step), values[3]);
    }
  }
} catch (const glia::Error& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
