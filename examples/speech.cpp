// Learns words with an LSTM from fsdd or speech:FOLDER, then hears the WAV named after that.
#include <glia/glia.h>

#include <algorithm>
#include <iostream>

int main(int argc, char** argv) try {
  if (argc != 3) return std::cerr << "usage: example_speech fsdd|speech:FOLDER WAV\n", 2;
  const glia::DataSplit words = glia::load_dataset(argv[1]);
  glia::Engine engine(glia::hardware_threads());
  glia::Model model;
  const std::string net =
      "lstm(32,bidirectional,mean) dense(" + std::to_string(words.classes.size());
  model.graph = glia::parse_net(net + ") softmax", {}, words.train.shape());
  model.state = glia::State(model.graph, /*seed=*/1);
  glia::Recipe recipe{.cost = glia::Cost::softmax_cross_entropy, .batch = 32, .epochs = 15};
  recipe.optimizer = {.method = glia::Method::adamw, .clip_norm = 1};
  recipe.schedule = {.curve = glia::Curve::one_cycle, .rate = 0.01};
  glia::Trainer trainer(engine, model, words.train, recipe);
  trainer.run();
  std::cout << "right: " << trainer.evaluate(words.validation).accuracy << "\n";
  glia::Session session(engine, model.graph, {});
  session.load(trainer.model().state);
  std::int64_t length = 0;
  const auto heard = glia::log_mel(glia::read_recording(argv[2]), *words.train.features(), &length);
  const auto answers = session.forward(heard, 1, {&length, 1});
  const auto best = std::ranges::max_element(answers) - answers.begin();
  std::cout << "hears " << words.classes[static_cast<std::size_t>(best)] << "\n";
} catch (const glia::Error& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
