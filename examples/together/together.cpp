// A training that several processes share: mpirun -n 2 together. Alone it learns the same.
#include <glia/glia.h>
#include <glia/mpi.h>

#include <cmath>
#include <cstdio>

int main() {
  std::vector<float> inputs, targets;  // points, and whether they lie within a ring
  for (int i = 0; i < 1000; ++i) {
    const double angle = 2.4 * i, radius = i / 1000.0;
    inputs.push_back(static_cast<float>(radius * std::cos(angle)));
    inputs.push_back(static_cast<float>(radius * std::sin(angle)));
    targets.push_back(radius > 0.4 && radius < 0.8 ? 1.0f : 0.0f);
  }
  const auto data = glia::Dataset::rows({2}, inputs, {1}, targets, "ring");
  glia::Mpi processes;
  glia::Engine engine(processes.threads());
  glia::Model model;
  model.graph = glia::parse_net("2-32-32-1", {.hidden = "tanh"});
  model.state = glia::State(model.graph, /*seed=*/1);
  glia::Trainer trainer(engine, model, data,
                        {.schedule = {.rate = 0.5}, .batch = 64, .epochs = 40});
  trainer.share(processes);
  trainer.run();
  if (processes.rank() != 0) return 0;
  double sum = 0;
  for (const auto& [name, tensor] : trainer.model().state.tensors()) {
    for (const float value : tensor.values) sum = sum * 1.0001 + value;
  }
  std::printf("%d learnt together: %a\n", processes.size(), sum);
}
