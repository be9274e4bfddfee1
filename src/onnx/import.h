#pragma once
#include <onnx/onnx_pb.h>

#include <vector>

#include "glia/model.h"
#include "onnx/import_values.h"

namespace glia::from_onnx {

// The network, and where its samples lie in ONNX's tensors.
struct Import {
  Model model = {};
  std::size_t input_axis = 0, output_axis = 0;
  bool channels_last = false;  // the file's input has height × width × channels
};

Import imported(const onnx::ModelProto& file);  // throws Error

// The outputs of a graph that computes with what it holds alone. Throws Error.
std::vector<Constant> folded(const onnx::ModelProto& file);

}  // namespace glia::from_onnx
