#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "glia/export.h"
#include "glia/model.h"

// Networks as ONNX files, which other programs run, show and make. A library of its own,
// glia::onnx.
namespace GLIA_EXPORT glia {

struct OnnxOptions {
  // The graph takes examples as they were before a network's preparation: a picture's bytes, uint8,
  // instead of these divided by 255; a table's numbers instead of (x − offset)·scale, and then
  // numbers that are wanted come out in the table's own unit, as "output/unit". Throws
  // Error{unsupported} for what ONNX cannot say.
  bool prepare = false;
  // "lengths" has to be given, as ONNX Runtime Web wants it: that takes no input which may be left
  // away. Throws Error{unsupported} where a network has none.
  bool lengths = false;
};

// The network as an ONNX model, opset 17, IR 8, as it answers: of float32, without dropout and
// cost. It takes "input", {batch, …} as the graph does, and gives the output under its node's name;
// one that goes through time also takes "lengths", {batch} of int32, which may be left away unless
// they are asked for. Its metadata hold all that the network's own file does, so that it comes back
// the same. Throws Error: {unsupported} when a node's op is none of the library's, naming it.
std::vector<std::uint8_t> encode_onnx(const Model& model, const OnnxOptions& options = {});
// The same, written beside its target, synced and renamed. Throws Error{io}, too.
void save_onnx(const Model& model, const std::string& path, const OnnxOptions& options = {});

// The network of an ONNX model; `name` is for the messages. Throws Error: {format} when the bytes
// are no ONNX model or a part does not fit another, {unsupported} when it says what Glia has no op
// for, naming the node and its operator.
Model decode_onnx(std::span<const std::uint8_t> bytes, const std::string& name);
// The same from a file. Throws Error{not_found} and {io}, too.
Model load_onnx(const std::string& path);

}  // namespace glia
