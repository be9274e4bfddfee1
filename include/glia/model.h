#pragma once
#include <map>
#include <string>
#include <vector>

#include "glia/graph.h"
#include "glia/state.h"
#include "glia/training.h"

namespace glia {

// A network with its numbers, and what one must know to use it: what a model file holds.
struct Model {
  Graph graph;
  State state;
  Cost cost = Cost::squared;
  std::vector<std::string> classes;  // names of the outputs: "0" … "9"
  std::map<std::string, std::string>
      history;  // how it came to be: data, recipe, seed, numeric path
};

// One .safetensors file: parameters by name, the architecture as JSON in its metadata. Written
// beside its target, synced and renamed: a reader never sees half a file, and a failed save leaves
// what was there. Throws Error.
void save_model(const Model& model, const std::string& path);
Model load_model(const std::string& path);

// The architecture alone, as JSON text.
std::string graph_to_json(const Graph& graph);
Graph graph_from_json(const std::string& text);  // throws Error

// A checkpoint: the model, the Snapshot and the journal; the file's history holds the recipe.
struct Checkpoint {
  Model model;
  Snapshot snapshot;
};
// Writes DIR/checkpoint-STEP.safetensors like save_model and keeps the last `keep`.
std::string save_checkpoint(const Checkpoint& checkpoint, const std::string& dir, int keep = 3);
// The newest that is whole; `note` tells which were passed over and why. Throws Error if none is.
Checkpoint load_checkpoint(const std::string& dir, std::string* note = nullptr);

}  // namespace glia
