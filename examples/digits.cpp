// Learns handwritten digits: 784 pixels, two hidden layers of 16, ten answers.
#include <glia/glia.h>

#include <iostream>

int main() try {
  const glia::DataSplit mnist = glia::load_dataset("mnist");
  glia::Engine engine(glia::hardware_threads());
  glia::Model model;
  model.graph = glia::parse_net("784-16-16-10", {}, mnist.train.shape());
  model.state = glia::State(model.graph, /*seed=*/1);
  glia::Recipe recipe{.schedule = {.curve = glia::Curve::cosine, .rate = 2}, .epochs = 5};
  glia::Trainer trainer(engine, model, mnist.train, recipe);
  trainer.run();
  std::cout << "right on the test images: " << trainer.evaluate(mnist.test).accuracy << "\n";
  glia::save_model(trainer.model(), "digits.safetensors");
} catch (const glia::Error& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
