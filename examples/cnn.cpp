// Learns handwritten digits with two convolutions, LeNet-5 made a little smaller.
#include <glia/glia.h>

#include <iostream>

int main() try {
  const glia::DataSplit mnist = glia::load_dataset("mnist");
  glia::Engine engine(glia::hardware_threads());
  glia::Model model;
  model.graph = glia::parse_net(
      "conv(6,5x5,same) relu maxpool(2) conv(16,5x5) relu maxpool(2) dense(84) relu dense(10) "
      "softmax",
      {}, mnist.train.shape());
  model.state = glia::State(model.graph, /*seed=*/1);
  glia::Recipe recipe{.cost = glia::Cost::softmax_cross_entropy, .epochs = 1};
  recipe.optimizer.method = glia::Method::adam;
  recipe.schedule = {.curve = glia::Curve::one_cycle, .rate = 0.005};
  glia::Trainer trainer(engine, model, mnist.train, recipe);
  trainer.run();
  std::cout << "right on the test images: " << trainer.evaluate(mnist.test).accuracy << "\n";
  glia::save_model(trainer.model(), "cnn.safetensors");
} catch (const glia::Error& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
