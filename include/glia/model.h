#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "glia/export.h"
#include "glia/graph.h"
#include "glia/input_form.h"
#include "glia/state.h"
#include "glia/training.h"

namespace GLIA_EXPORT glia {

// A network with its numbers, and what one must know to use it: what a model file holds.
struct Model {
  Graph graph = {};
  State state = {};
  Cost cost = Cost::squared;
  CostParameters cost_parameters = {};
  std::vector<std::string> classes = {};  // names of the outputs: "0" … "9"; none, or one an output
  // Of a network that hears, or learnt from pictures of any size: how they become its input.
  InputForm form = {};
  // How sure its answers are: see confidence.h. Fitted to these numbers; none: 1.
  static constexpr double kLeastTemperature = 0.01, kMostTemperature = 100;
  std::optional<double> temperature = {};
  // How it came to be. A Trainer notes its options and the numeric path (see simd.h); `glia train`
  // what the data were, too.
  std::map<std::string, std::string> history = {};
};

// One .safetensors file: parameters by name, the architecture as JSON in its metadata. Written
// beside its target, synced and renamed: a reader never sees half a file, and a failed save leaves
// what was there. Throws Error: {io} when the system refuses, {format} when a file is not a whole
// model, whatever is wrong with it; nothing is half-read.
//
// `ops` has whatever ops of your own the network is made of. A network that these ops would not
// give again is not saved.
void save_model(const Model& model, const std::string& path, const OpSet& ops = {});
// A checkpoint is a model too.
Model load_model(const std::string& path, const OpSet& ops = {});

// The same file, in memory; `name` is for the messages.
std::vector<std::uint8_t> encode_model(const Model& model, const OpSet& ops = {});
Model decode_model(std::span<const std::uint8_t> bytes, const std::string& name,
                   const OpSet& ops = {});

// The architecture alone, as JSON text:
// {"glia":1,"nodes":[{"name":"input","op":"input","shape":[1,28,28]},
//   {"name":"hidden1","op":"dense","inputs":["input"],"attributes":{"out":16,…}},…],
//  "output":"output.activation"}
// All throw Error, naming the node.
std::string graph_to_json(const Graph& graph, const OpSet& ops = {});
Graph graph_from_json(const std::string& text, const OpSet& ops = {});
Graph load_graph(const std::string& path, const OpSet& ops = {});  // the same from a file

}  // namespace glia
