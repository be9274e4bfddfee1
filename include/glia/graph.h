#pragma once
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "glia/export.h"
#include "glia/op.h"
#include "glia/shape.h"

namespace GLIA_EXPORT glia {

struct NodeId {
  int index = -1;
  friend bool operator==(NodeId, NodeId) = default;
};

struct Node {
  std::string name = {};
  std::shared_ptr<const Op> op = {};  // null for an input
  std::vector<NodeId> inputs = {};
  Shape shape = {};  // of one sample
  OpSpec spec = {};
};

// "hidden1.weight": how a node's parameter is called everywhere.
inline std::string parameter_name(const Node& node, const ParamSpec& param) {
  return node.name + "." + param.name;
}

// A network as a directed acyclic graph of named nodes. A node can only take inputs that are
// already there, so a Graph that exists is in order, without cycles, and every shape fits.
class Graph {
 public:
  // Throws Error, naming the node, when the name is taken or the shapes do not fit.
  NodeId input(std::string name, const Shape& shape);
  NodeId add(std::string name, std::shared_ptr<const Op> op, std::vector<NodeId> inputs);

  void set_output(NodeId node);  // default: the node added last
  NodeId output() const;         // throws Error when the graph is empty
  const std::vector<Node>& nodes() const& noexcept { return nodes_; }
  const std::vector<Node>& nodes() const&& = delete;
  const Node& operator[](NodeId id) const& { return nodes_[static_cast<std::size_t>(id.index)]; }
  const Node& operator[](NodeId id) const&& = delete;
  NodeId find(std::string_view name) const;  // throws Error with the nearest name
  // The node of that name, or the one that has an inner slot "node.slot"; throws like find().
  std::pair<NodeId, const InnerSlot*> find_slot(std::string_view name) const&;
  std::pair<NodeId, const InnerSlot*> find_slot(std::string_view name) const&& = delete;
  const Shape& input_shape() const&;  // of the first input
  Shape input_shape() const&& { return input_shape(); }
  std::int64_t parameters() const noexcept;  // 13,002 for 784-16-16-10

 private:
  NodeId push(Node node);

  std::vector<Node> nodes_;
  NodeId output_;
};

// Layers are builders over ops. Each returns its last node.

// a = W·x + b. x is flattened; `out` neurons.
NodeId dense(Graph& graph, const std::string& name, NodeId x, std::int64_t out,
             Initializer initializer = Initializer::lecun);
// σ(x), elementwise or over the sample (softmax): "sigmoid", "relu", "leaky_relu", "tanh",
// "gelu", "softmax", "identity".
NodeId activation(Graph& graph, const std::string& name, NodeId x, std::string_view function);
NodeId dropout(Graph& graph, const std::string& name, NodeId x, double rate);

// x is channels × height × width; `out` filters of kernel × kernel.
struct ConvOptions {
  std::int64_t out = 1, kernel = 3, stride = 1;
  std::int64_t padding = 0;  // zeros around the picture; kernel/2 keeps its size
  Initializer initializer = Initializer::he;
};
NodeId conv2d(Graph& graph, const std::string& name, NodeId x, const ConvOptions& options);
// Of windows size × size, `stride` apart (0: the size); size 0 is the whole plane.
NodeId max_pool(Graph& graph, const std::string& name, NodeId x, std::int64_t size,
                std::int64_t stride = 0);
NodeId average_pool(Graph& graph, const std::string& name, NodeId x, std::int64_t size,
                    std::int64_t stride = 0);
NodeId batch_norm(Graph& graph, const std::string& name, NodeId x);
NodeId add(Graph& graph, const std::string& name, NodeId a, NodeId b);  // a + b
NodeId flatten(Graph& graph, const std::string& name, NodeId x);
struct LstmOptions {
  bool bidirectional = false;
  std::string output = "sequence";  // {T, D·H}; "last" or "mean": {D·H}
  double forget_bias = 1;           // where the forget gate's bias starts
  Initializer initializer = Initializer::xavier;
};
// x is {frames, features}. Where samples have lengths (Dataset::with_lengths, Session::forward) the
// frames after them are padding; without, all count. `hidden` units in each direction. Watch
// "name.forget_gate", "name.cell", … to look inside.
NodeId lstm(Graph& graph, const std::string& name, NodeId x, std::int64_t hidden,
            const LstmOptions& options = {});
struct RnnOptions {
  bool bidirectional = false;
  std::string output = "sequence";  // as of an LSTM
  Initializer initializer = Initializer::xavier;
};
// A simple recurrent layer, h[t] = tanh(W·x[t] + U·h[t−1] + b) (Elman, 1990); else as lstm(). Watch
// "name.sum" and "name.hidden".
NodeId rnn(Graph& graph, const std::string& name, NodeId x, std::int64_t hidden,
           const RnnOptions& options = {});
// gain·(x − μ)/√(σ² + ε) + bias over the last axis.
NodeId layer_norm(Graph& graph, const std::string& name, NodeId x);

// Ops that bend each number by itself and may stand after a hidden layer: sigmoid, relu, ….
std::span<const std::string_view> activation_names() noexcept;

// How a chain of dense layers is filled in.
struct NetOptions {
  std::string hidden = "sigmoid";
  std::string output = "sigmoid";  // "softmax" with cross-entropy
  Initializer initializer = Initializer::lecun;
  double dropout = 0.0;  // after every hidden layer
};

// "784-16-16-10": nodes input, hidden1, hidden1.activation … output, output.activation. The first
// number must be the elements of `input` when one is given.
//
// Or layers in words, from an `input` that must be given, each after the one before:
//   conv(OUT,KxK[,same][,pad=N][,stride=N])  maxpool(SIZE[,STRIDE])  avgpool(SIZE[,STRIDE])
//   batchnorm  layernorm  dropout(RATE)  flatten  dense(N)
//   lstm(HIDDEN[,bidirectional][,sequence|last|mean])  rnn(…), likewise
//   residual(…layers…): x + layers(x)
//   sigmoid relu leaky_relu tanh gelu softmax identity
// A pool without a size takes the whole plane. Nodes are conv1, conv1.activation, conv1.norm,
// pool1, hidden1, … and the last dense layer is `output`; options.output follows it when no
// activation does. Throws Error on anything else.
Graph parse_net(std::string_view net, const NetOptions& options = {}, const Shape& input = {});

}  // namespace glia
