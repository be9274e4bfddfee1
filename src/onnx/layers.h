#pragma once
#include <string>

#include "glia/graph.h"
#include "glia/state.h"
#include "onnx/writer.h"

namespace glia::exchange {

// How many frames of each sample count, where a network goes through time; without names all do.
struct Lengths {
  std::string each = {};     // {batch}, int32
  std::string padding = {};  // {batch, frames, 1}, bool
};

// Adds what `lengths` says of the nodes that ask for it; they may be left away, or have to be
// given. Throws Error.
Lengths write_lengths(const Graph& graph, const std::string& input, bool optional, Writer& writer);

// A node, what goes into it being called `inputs`. Gives the name of what comes out of it, which is
// the node's unless it does nothing to an answer. Throws Error{unsupported} for an op of somebody's
// own.
std::string write_layer(const Graph& graph, const Node& node, const State& state,
                        const std::vector<std::string>& inputs, const Lengths& lengths,
                        Writer& writer);

}  // namespace glia::exchange
