#include "commands/convert_onnx.h"

#include "glia/onnx.h"

namespace glia::cli {

ConvertNote write_onnx(const Model& model, const ConvertOptions& options, const Common&) {
  save_onnx(model, options.to, {.prepare = options.prepare});
  return {};
}

}  // namespace glia::cli
