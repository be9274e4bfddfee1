#pragma once
#include <string>
#include <vector>

#include "glia/inspect.h"
#include "glia/model.h"
#include "raster.h"

namespace glia::cli {

// One picture as the network takes it.
struct Sample {
  std::vector<float> input;
  ImageSize size;
  int label = -1;  // known for an example of a data set

  Raster raster() const { return {size, {input.begin(), input.end()}, false, {}}; }
};

// `what` is a picture file, brought into the form of MNIST's digits, or an example of a data set:
// "mnist:7". Throws Error.
Sample read_sample(const Model& model, const std::string& what, const std::string& data_dir);

// The neuron that answers: the brightest output.
int brightest(std::span<const float> outputs);
std::string class_name(const Model& model, int index);

// Where the outputs of a node come from: "hidden1" for hidden1.activation or hidden1.dropout,
// "pool2" for what it gives when it is flattened, "input" for the inputs.
std::string owner_of(const Graph& graph, NodeId node);

}  // namespace glia::cli
