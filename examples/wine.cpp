// Tells the rows of a table apart: wine.csv, or another file, by its column "class", or another.
#include <glia/glia.h>

#include <iostream>

int main(int count, char** words) {
  const glia::Table table = glia::read_table(count > 1 ? words[1] : "wine.csv");
  const glia::DataSplit wine =
      glia::learn_table(table, {.target = {count > 2 ? words[2] : "class"}});
  glia::Engine engine;
  glia::Model model{.classes = wine.classes, .form = wine.form};
  const std::string outputs = std::to_string(wine.train.target_width());
  model.graph = glia::parse_net("dense(32) relu dense(" + outputs + ")", {}, wine.train.shape());
  model.state = glia::State(model.graph, /*seed=*/1);
  glia::Recipe recipe{.cost = glia::Cost::softmax_cross_entropy, .batch = 16, .epochs = 60};
  recipe.optimizer.method = glia::Method::adam;
  recipe.schedule.rate = 0.01;
  glia::Trainer trainer(engine, model, wine.train, recipe);
  trainer.run();
  std::cout << "right on the rows to test on: " << trainer.evaluate(wine.test).accuracy << "\n";
  glia::save_model(trainer.model(), "wine.safetensors");
}
