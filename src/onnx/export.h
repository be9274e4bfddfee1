#pragma once
#include <onnx/onnx_pb.h>

#include "glia/onnx.h"

namespace glia::exchange {

// What encode_onnx() makes bytes of. Throws as it does.
::onnx::ModelProto file_of(const Model& model, const OnnxOptions& options);

}  // namespace glia::exchange
