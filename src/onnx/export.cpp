#include "onnx/export.h"

#include <limits>
#include <map>

#include "glia/error.h"
#include "glia/file.h"
#include "glia/version.h"
#include "onnx/kept_model.h"
#include "onnx/layers.h"
#include "onnx/prepare.h"
#include "onnx/writer.h"

namespace glia {
namespace exchange {
namespace {

constexpr int kIrVersion = 8, kOpset = 17;

void write_graph(const Model& model, const OnnxOptions& options, ::onnx::GraphProto& to) {
  const Graph& graph = model.graph;
  Writer writer(to);
  std::map<int, std::string> values;  // by a node's index
  Lengths lengths;
  for (int i = 0; i < static_cast<int>(graph.nodes().size()); ++i) {
    const Node& node = graph[NodeId{i}];
    if (!node.op) {
      values[i] = options.prepare ? write_prepared_input(model, node, writer)
                                  : writer.input(node.name, ::onnx::TensorProto::FLOAT, node.shape);
      lengths = write_lengths(graph, values[i], !options.lengths, writer);
      if (options.lengths && lengths.each.empty()) {
        throw Error(ErrorCode::unsupported, "ONNX: the network takes no lengths");
      }
      continue;
    }
    std::vector<std::string> inputs;
    for (const NodeId id : node.inputs) inputs.push_back(values[id.index]);
    values[i] = write_layer(graph, node, model.state, inputs, lengths, writer);
  }
  const Node& last = graph[graph.output()];
  std::string output = values[graph.output().index];
  if (output != last.name) output = writer.node("Identity", {output}, last.name);
  if (options.prepare) output = write_own_unit(model, output, writer);
  writer.output(output, last.shape);
}

}  // namespace

::onnx::ModelProto file_of(const Model& model, const OnnxOptions& options) {
  int inputs = 0;
  for (const Node& node : model.graph.nodes()) inputs += node.op ? 0 : 1;
  if (inputs != 1) {
    throw Error(ErrorCode::invalid_argument,
                "ONNX: expected a network with one input, got " + std::to_string(inputs));
  }
  model.state.check(model.graph);
  ::onnx::ModelProto file;
  file.set_ir_version(kIrVersion);
  file.set_producer_name("glia");
  file.set_producer_version(std::string(version()));
  ::onnx::OperatorSetIdProto& operators = *file.add_opset_import();
  operators.set_domain("");
  operators.set_version(kOpset);
  file.mutable_graph()->set_name("network");
  write_graph(model, options, *file.mutable_graph());
  keep_model(model, options, file);
  return file;
}

}  // namespace exchange

std::vector<std::uint8_t> encode_onnx(const Model& model, const OnnxOptions& options) {
  const ::onnx::ModelProto file = exchange::file_of(model, options);
  const std::size_t size = file.ByteSizeLong();
  if (size > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw Error(ErrorCode::unsupported, "ONNX: expected a network of less than 2 GB, got " +
                                            std::to_string(size) + " bytes");
  }
  std::vector<std::uint8_t> bytes(size);
  if (!file.SerializeToArray(bytes.data(), static_cast<int>(size))) {
    throw Error(ErrorCode::unsupported, "ONNX: protobuf cannot write this network");
  }
  return bytes;
}

void save_onnx(const Model& model, const std::string& path, const OnnxOptions& options) {
  const std::vector<std::uint8_t> bytes = encode_onnx(model, options);
  save_file(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace glia
