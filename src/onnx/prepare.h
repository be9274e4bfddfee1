#pragma once
#include <string>

#include "glia/model.h"
#include "onnx/writer.h"

namespace glia::exchange {

// A network's preparation as a part of the graph. Throws Error{unsupported} for what ONNX cannot
// say.

// Adds the graph's input, an example before its preparation, and gives the name of what the network
// takes.
std::string write_prepared_input(const Model& model, const Node& input, Writer& writer);
// What the network gives, in the unit of the table that it learnt; else as it is.
std::string write_own_unit(const Model& model, const std::string& output, Writer& writer);

}  // namespace glia::exchange
