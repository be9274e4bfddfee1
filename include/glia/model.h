#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "glia/features.h"
#include "glia/graph.h"
#include "glia/picture_form.h"
#include "glia/state.h"
#include "glia/training.h"

namespace glia {

// A network with its numbers, and what one must know to use it: what a model file holds.
struct Model {
  Graph graph;
  State state;
  Cost cost = Cost::squared;
  std::vector<std::string> classes;  // names of the outputs: "0" … "9"; none, or one an output
  std::optional<Features> features;  // of a network that hears: how recordings become its input
  // Of a network that learnt from a folder of pictures: how they become its input.
  std::optional<PictureForm> form;
  // How it came to be: data, recipe, seed, numeric path.
  std::map<std::string, std::string> history;
};

// One .safetensors file: parameters by name, the architecture as JSON in its metadata. Written
// beside its target, synced and renamed: a reader never sees half a file, and a failed save leaves
// what was there. Throws Error: {io} when the system refuses, {format} when a file is not a whole
// model, whatever is wrong with it; nothing is half-read.
void save_model(const Model& model, const std::string& path);
Model load_model(const std::string& path);  // a checkpoint is a model too

// The same file, in memory; `name` is for the messages.
std::vector<std::uint8_t> encode_model(const Model& model);
Model decode_model(std::span<const std::uint8_t> bytes, const std::string& name);

// The architecture alone, as JSON text:
// {"glia":1,"nodes":[{"name":"input","op":"input","shape":[1,28,28]},
//   {"name":"hidden1","op":"dense","inputs":["input"],"attributes":{"out":16,…}},…],
//  "output":"output.activation"}
std::string graph_to_json(const Graph& graph);
Graph graph_from_json(const std::string& text);  // throws Error, naming the node
Graph load_graph(const std::string& path);       // the same from a file

}  // namespace glia
