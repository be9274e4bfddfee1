// Tells the rows of a table apart, or a number of theirs: wine.csv by its column "class", or
// others.
#include <glia/glia.h>

#include <iostream>

int main(int count, char** words) try {
  const glia::Table table = glia::read_table(count > 1 ? words[1] : "wine.csv");
  const glia::DataSplit wine =
      glia::learn_table(table, {.target = {count > 2 ? words[2] : "class"}});
  const glia::Settings settings = glia::complete({}, glia::wants_of(wine));
  const std::string net =
      glia::net_with_ends(settings.net, wine.train.shape().elements(), wine.train.target_width());
  glia::Model model{.cost = settings.recipe.cost, .classes = wine.classes, .form = wine.form};
  model.graph = glia::parse_net(net, settings.net_options(), wine.train.shape());
  model.state = glia::State(model.graph, settings.recipe.seed);
  glia::Engine engine;
  glia::Trainer trainer(engine, model, wine.train, settings.recipe);
  trainer.run();
  std::cout << "on rows it never saw: cost " << trainer.evaluate(wine.test).cost << ", right "
            << trainer.evaluate(wine.test).accuracy << "\n";
  glia::save_model(trainer.model(), "wine.safetensors");
} catch (const glia::Error& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
