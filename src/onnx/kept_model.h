#pragma once
#include <onnx/onnx_pb.h>

#include <optional>

#include "glia/onnx.h"

namespace glia::exchange {

// The texts of the network's own file (see model.h), as the metadata of an ONNX file: the
// architecture, names of classes, the preparation, how it came to be.
void keep_model(const Model& model, const OnnxOptions& options, ::onnx::ModelProto& file);

// The network that these texts and the file's numbers are, if the file's graph is the one that they
// would be written as. None of another program's file, or where a graph has been changed.
std::optional<Model> kept_model(const ::onnx::ModelProto& file);

}  // namespace glia::exchange
