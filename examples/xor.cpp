// The smallest thing that needs a hidden layer: exclusive or.
#include <glia/glia.h>

#include <cstdio>

int main() try {
  const std::vector<float> inputs = {0, 0, 0, 1, 1, 0, 1, 1};
  const std::vector<float> answers = {0, 1, 1, 0};
  const auto data = glia::Dataset::rows({2}, inputs, {1}, answers, "xor");
  glia::Engine engine;
  glia::Model model;
  model.graph = glia::parse_net("2-4-1", {.hidden = "tanh"});
  model.state = glia::State(model.graph, /*seed=*/1);
  glia::Trainer trainer(engine, model, data,
                        {.schedule = {.rate = 1.0}, .batch = 4, .epochs = 2000});
  trainer.run();
  glia::Session session(engine, model.graph, {.batch = 4});
  session.load(trainer.model().state);
  const std::vector<float> outputs = session.forward(inputs, 4);
  for (std::size_t i = 0; i < 4; ++i) {
    std::printf("%g xor %g = %.3f\n", inputs[2 * i], inputs[2 * i + 1], outputs[i]);
  }
} catch (const glia::Error& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
