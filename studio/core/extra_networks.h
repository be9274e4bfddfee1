#pragma once
#include <optional>
#include <string>
#include <vector>

#include "glia/data.h"
#include "glia/model.h"
#include "glia/speech.h"
#include "glia/training.h"

namespace glia::studio {

// How a network learns that has not yet.
struct TrainingSetup {
  Graph graph;
  Recipe recipe;
};

// Networks that stand beside a visitor's own; all of them may be missing.
struct ExtraNetworks {
  std::optional<Model> cnn;                // has learnt to read the studio's pictures…
  std::optional<TrainingSetup> cnn_setup;  // …or is to learn it so, when a visitor asks

  std::optional<Model> taught;  // the studio's first network, taught beforehand

  std::optional<Model> speech;  // has learnt to hear
  struct Spoken {
    Recording recording;
    std::string label;
  };
  std::vector<Spoken> recordings;  // offered to be heard
  bool synthetic = false;          // a machine spoke them
};
std::string class_name(const Model& model, std::size_t output);
// The first recording of each class, under the network's names.
std::vector<ExtraNetworks::Spoken> one_of_each(const Dataset& recordings, const Model& model);
// Throws Error, which begins with `what`, when a network takes more than one input.
void expect_one_input(const Graph& graph, const std::string& what);
// Throws Error, which begins with `what`, when the network's classes have other names than the
// pictures', or another order; where either has none, they go by place.
void expect_classes(const Model& model, const DataSplit& data, const std::string& what);
// Throws Error when one of them is not for these pictures, or does not hear.
void check_extra_networks(const ExtraNetworks& extra, const DataSplit& data);

}  // namespace glia::studio
