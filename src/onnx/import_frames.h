#pragma once
#include <onnx/onnx_pb.h>

#include <optional>

namespace glia::from_onnx {

// PyTorch's newer exporter writes an RNN frame by frame: a MatMul, Adds and a Tanh for each, and a
// Concat of them all. The same file with those put back together as the RNN that they were; none
// where there are no such.
std::optional<onnx::ModelProto> with_frames_joined(const onnx::ModelProto& file);

}  // namespace glia::from_onnx
