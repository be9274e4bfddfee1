#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/fields.h"
#include "glia/data.h"
#include "glia/graph.h"
#include "glia/training.h"

namespace glia::studio {

// Everything about learning that a person can set in the studio.
struct Settings {
  std::vector<std::int64_t> hidden{16, 16};  // neurons of each hidden layer
  std::string activation = "sigmoid";        // of the hidden layers
  std::string initialization = "lecun";
  Cost cost = Cost::squared;
  std::uint64_t seed = 1;

  double rate = 3;
  std::int64_t batch = 64;
  Method optimizer = Method::sgd;
  double weight_decay = 0;
  double dropout = 0;
  std::string augment;          // "shift=1,rotate=10"
  std::int64_t train_size = 0;  // only the first so many; 0: all
  bool shuffled_labels = false;
  std::int64_t patience = 0;  // epochs without a better validation cost; 0: never stop early

  friend bool operator==(const Settings&, const Settings&) = default;
};

// What changed() reads, and to_json() writes.
inline constexpr std::array<std::string_view, 14> kSettingsFields{
    "hidden",  "activation", "initialization", "cost",        "seed",
    "rate",    "batch",      "optimizer",      "weightDecay", "dropout",
    "augment", "trainSize",  "shuffledLabels", "patience"};
Json to_json(const Settings& settings);
// `settings` with what `fields` asks for. A method that comes without a rate brings its usual one.
// Throws Error. `samples`: of the training set.
Settings changed(const Settings& settings, const Fields& fields, std::int64_t samples);

// What a change of settings asks of a training.
enum class Change {
  nothing,
  edit,     // rate and batch: a journalled edit
  era,      // the same parameters go on under another recipe
  network,  // another network: a new beginning
};
Change between(const Settings& before, const Settings& after);

Graph graph_of(const Settings& settings, const Shape& input, int classes);
// Without an end: the studio's trainings go on until they are stopped. The schedule's rate is 1;
// Snapshot::rate_factor and edits of the rate carry settings.rate, so that they are exact.
Recipe recipe_of(const Settings& settings);

// What is learnt from, and what early stopping watches: samples that are not learnt from.
struct Lesson {
  Dataset train;
  Dataset validation;  // empty unless settings.patience > 0
};
Lesson lesson_of(const Settings& settings, const Dataset& train);

}  // namespace glia::studio
