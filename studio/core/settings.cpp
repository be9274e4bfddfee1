#include "core/settings.h"

#include <algorithm>
#include <array>

namespace glia::studio {
namespace {

constexpr std::array<std::string_view, 6> kActivations{"sigmoid", "relu", "leaky_relu",
                                                       "tanh",    "gelu", "identity"};
constexpr std::array<std::string_view, 5> kInitializations{"textbook", "lecun", "xavier", "he",
                                                           "zero"};
constexpr std::array<std::string_view, 3> kCosts{"squared", "softmax_cross_entropy",
                                                 "sigmoid_cross_entropy"};
constexpr std::array<std::string_view, 5> kMethods{"sgd", "momentum", "nesterov", "adam", "adamw"};

constexpr std::int64_t kMostNeurons = 512;  // in one layer
constexpr std::size_t kMostLayers = 6;
constexpr double kMostRate = 1000;
constexpr std::int64_t kMostBatch = 4096;
constexpr std::int64_t kEndless = 1'000'000'000;  // epochs
constexpr std::int64_t kMostValidation = 5000;    // samples

// Slopes of a sigmoid are at most a quarter, and those of squares of its outputs smaller still:
// what is not bounded so breaks at its rates.
double usual_rate(const Settings& s) {
  if (s.optimizer == Method::adam || s.optimizer == Method::adamw) return 0.003;
  const bool squared = s.cost == Cost::squared;
  const double rate = s.activation == "sigmoid" ? (squared ? 3.0 : 0.3) : (squared ? 0.2 : 0.1);
  return s.optimizer == Method::sgd ? rate : rate / 10;  // momentum 0.9 sums ten steps
}

std::string usual_initialization(const std::string& activation) {
  return activation == "sigmoid" || activation == "tanh" || activation == "identity" ? "lecun"
                                                                                     : "he";
}

}  // namespace

Json to_json(const Settings& s) {
  return {{"hidden", s.hidden},
          {"activation", s.activation},
          {"initialization", s.initialization},
          {"cost", name_of(s.cost)},
          {"seed", s.seed},
          {"rate", s.rate},
          {"batch", s.batch},
          {"optimizer", name_of(s.optimizer)},
          {"weightDecay", s.weight_decay},
          {"dropout", s.dropout},
          {"augment", s.augment},
          {"trainSize", s.train_size},
          {"shuffledLabels", s.shuffled_labels},
          {"patience", s.patience}};
}

Settings changed(const Settings& settings, const Fields& fields, std::int64_t samples) {
  Settings s = settings;
  if (fields.has("hidden")) {
    s.hidden = fields.wholes("hidden", 0, kMostLayers, 1, kMostNeurons);
  }
  if (fields.has("activation")) s.activation = fields.choice("activation", kActivations);
  if (fields.has("initialization")) {
    s.initialization = fields.choice("initialization", kInitializations);
  } else if (s.activation != settings.activation) {
    s.initialization = usual_initialization(s.activation);
  }
  if (fields.has("cost")) s.cost = cost_named(fields.choice("cost", kCosts));
  if (fields.has("optimizer")) s.optimizer = method_named(fields.choice("optimizer", kMethods));
  if (fields.has("seed")) {
    s.seed = static_cast<std::uint64_t>(fields.whole("seed", 0, (std::int64_t{1} << 53) - 1));
  }
  if (fields.has("rate")) {
    s.rate = fields.number("rate", 0, kMostRate);
  } else if (s.optimizer != settings.optimizer || s.cost != settings.cost ||
             s.activation != settings.activation) {
    s.rate = usual_rate(s);
  }
  s.train_size = fields.whole("trainSize", 0, samples, s.train_size);
  s.batch = fields.whole("batch", 1, std::min(kMostBatch, samples), s.batch);
  s.weight_decay = fields.number("weightDecay", 0, 10, s.weight_decay);
  s.dropout = fields.number("dropout", 0, 0.95, s.dropout);
  s.shuffled_labels = fields.flag("shuffledLabels", s.shuffled_labels);
  s.patience = fields.whole("patience", 0, 100000, s.patience);
  if (fields.has("augment")) {
    s.augment = fields.text("augment");
    parse_augment(s.augment);
  }
  return s;
}

Change between(const Settings& before, const Settings& after) {
  if (before == after) return Change::nothing;
  Settings same = after;
  same.rate = before.rate;
  same.batch = before.batch;
  if (same == before) return Change::edit;
  if (before.hidden != after.hidden || before.activation != after.activation ||
      before.initialization != after.initialization || before.cost != after.cost ||
      before.seed != after.seed) {
    return Change::network;
  }
  return Change::era;
}

Graph graph_of(const Settings& settings, const Shape& input, int classes) {
  std::string net = std::to_string(input.elements());
  for (const std::int64_t width : settings.hidden) net += "-" + std::to_string(width);
  net += "-" + std::to_string(classes);
  NetOptions options;
  options.hidden = settings.activation;
  options.output = settings.cost == Cost::softmax_cross_entropy ? "softmax" : "sigmoid";
  options.initializer = initializer_named(settings.initialization);
  options.dropout = settings.dropout;
  return parse_net(net, options, input);
}

Recipe recipe_of(const Settings& settings) {
  Recipe recipe;
  recipe.cost = settings.cost;
  recipe.optimizer.method = settings.optimizer;
  recipe.optimizer.weight_decay = settings.weight_decay;
  recipe.schedule.curve = Curve::constant;
  recipe.schedule.rate = 1;
  recipe.batch = settings.batch;
  recipe.epochs = kEndless;
  recipe.seed = settings.seed;
  if (!settings.augment.empty()) recipe.augment = parse_augment(settings.augment);
  return recipe;
}

Lesson lesson_of(const Settings& settings, const Dataset& train) {
  Lesson lesson;
  const std::int64_t all = train.size();
  std::int64_t learnt = settings.train_size > 0 ? settings.train_size : all;
  if (settings.patience > 0) {
    const std::int64_t held_back = std::max<std::int64_t>(
        1, std::min({kMostValidation, all / 6, std::max(all - learnt, all / 6)}));
    learnt = std::min(learnt, all - held_back);
    std::vector<std::uint32_t> last;
    for (std::int64_t i = all - held_back; i < all; ++i) {
      last.push_back(static_cast<std::uint32_t>(i));
    }
    lesson.validation = train.subset(std::move(last));
  }
  lesson.train = learnt == all ? train : train.first(learnt);
  if (settings.shuffled_labels) lesson.train = lesson.train.with_shuffled_labels(settings.seed);
  return lesson;
}

}  // namespace glia::studio
