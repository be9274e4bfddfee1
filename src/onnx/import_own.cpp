#include "onnx/import_network.h"

namespace glia::from_onnx {

std::optional<Model> own_model(const onnx::ModelProto& file, const Model& read) {
  static_cast<void>(file);
  static_cast<void>(read);
  return {};
}

}  // namespace glia::from_onnx
