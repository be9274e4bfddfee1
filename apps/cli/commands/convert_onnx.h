#pragma once
#include "commands/convert.h"

namespace glia::cli {

ConvertNote write_onnx(const Model& model, const ConvertOptions& options, const Common& common);

}  // namespace glia::cli
