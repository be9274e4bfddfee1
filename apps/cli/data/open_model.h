#pragma once
#include <string>

#include "glia/model.h"

namespace glia::cli {

// The network of a file of any kind that networks come in as: an ONNX file is called .onnx and does
// not begin as a safetensors file does. Throws Error.
Model open_model(const std::string& path);

}  // namespace glia::cli
