#include "glia/error.h"
#include "glia/graph.h"

namespace glia {
namespace {

// add() names the layer in its errors; so does this in those about an op's name and attributes.
NodeId add_op(Graph& graph, const std::string& name, std::string_view op,
              const Attributes& attributes, std::vector<NodeId> inputs) {
  std::shared_ptr<const Op> made;
  try {
    made = make_op(op, attributes);
  } catch (const Error& error) {
    throw Error(error, "layer '" + name + "': " + error.what());
  }
  return graph.add(name, std::move(made), std::move(inputs));
}

}  // namespace

NodeId dense(Graph& graph, const std::string& name, NodeId x, std::int64_t out,
             Initializer initializer) {
  return add_op(graph, name, "dense",
                {{"out", out}, {"initializer", std::string(name_of(initializer))}}, {x});
}

NodeId activation(Graph& graph, const std::string& name, NodeId x, std::string_view function) {
  return add_op(graph, name, function, {}, {x});
}

NodeId dropout(Graph& graph, const std::string& name, NodeId x, double rate) {
  return add_op(graph, name, "dropout", {{"rate", rate}}, {x});
}

NodeId conv2d(Graph& graph, const std::string& name, NodeId x, const ConvOptions& options) {
  return add_op(graph, name, "conv2d",
                {{"out", options.out},
                 {"kernel", options.kernel},
                 {"stride", options.stride},
                 {"padding", options.padding},
                 {"initializer", std::string(name_of(options.initializer))}},
                {x});
}

NodeId max_pool(Graph& graph, const std::string& name, NodeId x, std::int64_t size,
                std::int64_t stride) {
  return add_op(graph, name, "max_pool", {{"size", size}, {"stride", stride}}, {x});
}

NodeId average_pool(Graph& graph, const std::string& name, NodeId x, std::int64_t size,
                    std::int64_t stride) {
  return add_op(graph, name, "average_pool", {{"size", size}, {"stride", stride}}, {x});
}

NodeId batch_norm(Graph& graph, const std::string& name, NodeId x) {
  return add_op(graph, name, "batch_norm", {}, {x});
}

NodeId add(Graph& graph, const std::string& name, NodeId a, NodeId b) {
  return add_op(graph, name, "add", {}, {a, b});
}

NodeId flatten(Graph& graph, const std::string& name, NodeId x) {
  return add_op(graph, name, "flatten", {}, {x});
}

NodeId lstm(Graph& graph, const std::string& name, NodeId x, std::int64_t hidden,
            const LstmOptions& options) {
  return add_op(graph, name, "lstm",
                {{"hidden", hidden},
                 {"bidirectional", std::int64_t{options.bidirectional}},
                 {"output", options.output},
                 {"forget_bias", options.forget_bias},
                 {"initializer", std::string(name_of(options.initializer))}},
                {x});
}

NodeId rnn(Graph& graph, const std::string& name, NodeId x, std::int64_t hidden,
           const RnnOptions& options) {
  return add_op(graph, name, "rnn",
                {{"hidden", hidden},
                 {"bidirectional", std::int64_t{options.bidirectional}},
                 {"output", options.output},
                 {"initializer", std::string(name_of(options.initializer))}},
                {x});
}

NodeId layer_norm(Graph& graph, const std::string& name, NodeId x) {
  return add_op(graph, name, "layer_norm", {}, {x});
}

}  // namespace glia
