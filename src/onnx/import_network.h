#pragma once
#include "onnx/import_work.h"

namespace glia::from_onnx {

// The layers that `output` needs as a Graph, named as parse_net() names them, with their numbers.
void build(const Work& work, int output, Model& model);

// Names of the classes where a scikit-learn pipeline has them.
std::vector<std::string> class_names(const onnx::GraphProto& graph);

}  // namespace glia::from_onnx
