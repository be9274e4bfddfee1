#pragma once
#include "onnx/import_work.h"

namespace glia::from_onnx {

// The layers that `output` needs as a Graph, named as parse_net() names them, with their numbers.
void build(const Work& work, int output, Model& model);

// Of a file that Glia wrote: the network as it was, once its numbers are known to be these. Nothing
// where the file is another program's, or was changed.
std::optional<Model> own_model(const onnx::ModelProto& file, const Model& read);

// Names of the classes where a scikit-learn pipeline has them.
std::vector<std::string> class_names(const onnx::GraphProto& graph);

}  // namespace glia::from_onnx
