#pragma once
#include "commands/convert.h"

namespace glia::cli {

Model read_onnx(const ConvertOptions& options);
ConvertNote write_onnx(const Model& model, const ConvertOptions& options, const Common& common);

}  // namespace glia::cli
