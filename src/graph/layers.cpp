#include "glia/error.h"
#include "glia/graph.h"

namespace glia {
namespace {

// add() names the layer in its errors; so does this in those about an op's name and attributes.
NodeId add_op(Graph& graph, const std::string& name, std::string_view op,
              const Attributes& attributes, NodeId x) {
  std::shared_ptr<const Op> made;
  try {
    made = make_op(op, attributes);
  } catch (const Error& error) {
    throw Error(error.code(), "layer '" + name + "': " + error.what());
  }
  return graph.add(name, std::move(made), {x});
}

}  // namespace

NodeId dense(Graph& graph, const std::string& name, NodeId x, std::int64_t out,
             Initializer initializer) {
  return add_op(graph, name, "dense",
                {{"out", out}, {"initializer", std::string(name_of(initializer))}}, x);
}

NodeId activation(Graph& graph, const std::string& name, NodeId x, std::string_view function) {
  return add_op(graph, name, function, {}, x);
}

NodeId dropout(Graph& graph, const std::string& name, NodeId x, double rate) {
  return add_op(graph, name, "dropout", {{"rate", rate}}, x);
}

NodeId lstm(Graph& graph, const std::string& name, NodeId x, std::int64_t hidden,
            const LstmOptions& options) {
  return add_op(graph, name, "lstm",
                {{"hidden", hidden},
                 {"bidirectional", std::int64_t{options.bidirectional}},
                 {"output", options.output},
                 {"forget_bias", options.forget_bias},
                 {"initializer", std::string(name_of(options.initializer))}},
                x);
}

NodeId layer_norm(Graph& graph, const std::string& name, NodeId x) {
  return add_op(graph, name, "layer_norm", {}, x);
}

}  // namespace glia
