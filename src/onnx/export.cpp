#include <onnx/onnx_pb.h>

#include "glia/error.h"
#include "glia/file.h"
#include "glia/onnx.h"

namespace glia {

std::vector<std::uint8_t> encode_onnx(const Model& model, const OnnxOptions& options) {
  static_cast<void>(options);
  onnx::ModelProto file;
  file.set_ir_version(8);
  file.mutable_graph()->set_name(model.graph[model.graph.output()].name);
  std::vector<std::uint8_t> bytes(file.ByteSizeLong());
  file.SerializeToArray(bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

void save_onnx(const Model& model, const std::string& path, const OnnxOptions& options) {
  const std::vector<std::uint8_t> bytes = encode_onnx(model, options);
  save_file(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace glia
