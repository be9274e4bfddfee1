#pragma once
// Reads an ONNX file, which a stranger may have made.
#include <onnx/onnx_pb.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "onnx/import_values.h"

namespace glia::from_onnx {

inline constexpr std::int64_t kMostNumbers = std::int64_t{1} << 31;

// Throws Error unless they are an ONNX model of a version that is known, whose graph holds
// together: names given once, values made before they are used, nothing outside the file.
onnx::ModelProto parsed(std::span<const std::uint8_t> bytes);

// Throws Error, naming it, unless a tensor's numbers lie in it, as many as its sizes say.
Constant constant_of(const onnx::TensorProto& tensor);

// The product; throws Error for negative sizes and what no memory holds.
std::int64_t product(const std::string& where, std::span<const std::int64_t> sizes);

// "node 'fc1' (Gemm, opset 17)", as messages call it.
std::string called(const onnx::NodeProto& node, std::int64_t opset);

bool is_own_domain(std::string_view domain);  // ONNX's own operators

}  // namespace glia::from_onnx
