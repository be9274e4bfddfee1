#include "glia/graph.h"

#include <algorithm>

#include "base/nearest.h"
#include "glia/error.h"

namespace glia {
namespace {

constexpr std::int64_t kMaxElements = std::int64_t{1} << 31;  // of one sample, and of parameters
constexpr std::size_t kMaxName = 200;

// Names go into parameter names ("hidden1.weight[3,400]=0.7"), files and JSON.
bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxName && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  });
}

}  // namespace

NodeId Graph::push(Node node) {
  const auto fail = [&](ErrorCode code, const std::string& what) -> void {
    throw Error(code, "layer '" + node.name + "': " + what);
  };
  if (!is_name(node.name)) {
    fail(ErrorCode::invalid_argument,
         "expected a name of 1 to 200 letters, digits, '_', '.' and '-', like 'hidden1'");
  }
  if (std::ranges::any_of(nodes_, [&](const Node& other) { return other.name == node.name; })) {
    fail(ErrorCode::invalid_argument, "the network already has a layer of this name");
  }
  if (node.shape.elements() < 1 || node.shape.elements() > kMaxElements) {
    fail(ErrorCode::invalid_argument,
         "expected from 1 to 2^31 numbers in a sample, got the shape " + node.shape.str());
  }
  std::int64_t total = parameters();
  for (const ParamSpec& param : node.spec.params) {
    if (param.shape.elements() > kMaxElements - total) {
      fail(ErrorCode::invalid_argument, "with its " + param.name + " of " + param.shape.str() +
                                            " the network has more than 2^31 parameters");
    }
    total += param.shape.elements();
  }
  nodes_.push_back(std::move(node));
  output_ = NodeId{static_cast<int>(nodes_.size()) - 1};
  return output_;
}

NodeId Graph::input(std::string name, const Shape& shape) {
  Node node;
  node.name = std::move(name);
  node.shape = shape;
  node.spec.out = shape;
  return push(std::move(node));
}

NodeId Graph::add(std::string name, std::shared_ptr<const Op> op, std::vector<NodeId> inputs) {
  if (!op || inputs.empty()) {
    throw Error(ErrorCode::invalid_argument,
                "layer '" + name + "': expected an operation and at least one input");
  }
  std::vector<Shape> shapes;
  for (const NodeId id : inputs) {
    if (id.index < 0 || id.index >= static_cast<int>(nodes_.size())) {
      throw Error(ErrorCode::invalid_argument,
                  "layer '" + name + "': its inputs must be layers that were added before it");
    }
    shapes.push_back((*this)[id].shape);
  }
  Node node;
  try {
    node.spec = op->infer(shapes);
  } catch (const Error& error) {
    throw Error(error, "layer '" + name + "': " + error.what());
  }
  node.name = std::move(name);
  node.op = std::move(op);
  node.inputs = std::move(inputs);
  node.shape = node.spec.out;
  return push(std::move(node));
}

void Graph::set_output(NodeId node) {
  if (node.index < 0 || node.index >= static_cast<int>(nodes_.size())) {
    throw Error(ErrorCode::invalid_argument, "output: expected a layer of this network");
  }
  output_ = node;
}

NodeId Graph::output() const {
  if (nodes_.empty()) {
    throw Error(ErrorCode::invalid_argument, "the network is empty: add an input and a layer");
  }
  return output_;
}

NodeId Graph::find(std::string_view name) const {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].name == name) return NodeId{static_cast<int>(i)};
  }
  std::vector<std::string> known;
  for (const Node& node : nodes_) known.push_back(node.name);
  throw Error(ErrorCode::not_found,
              "layer '" + std::string(name) + "': no such layer." + suggest(name, known));
}

std::pair<NodeId, const InnerSlot*> Graph::find_slot(std::string_view name) const& {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const NodeId id{static_cast<int>(i)};
    if (nodes_[i].name == name) return {id, nullptr};
    known.push_back(nodes_[i].name);
    for (const InnerSlot& slot : nodes_[i].spec.inner) {
      known.push_back(nodes_[i].name + "." + slot.name);
      if (known.back() == name) return {id, &slot};
    }
  }
  throw Error(ErrorCode::not_found,
              "layer '" + std::string(name) + "': no such layer." + suggest(name, known));
}

const Shape& Graph::input_shape() const& {
  const auto found = std::ranges::find_if(nodes_, [](const Node& node) { return !node.op; });
  if (found == nodes_.end()) {
    throw Error(ErrorCode::invalid_argument, "the network has no input: add one");
  }
  return found->shape;
}

std::int64_t Graph::parameters() const noexcept {
  std::int64_t total = 0;
  for (const Node& node : nodes_) {
    for (const ParamSpec& param : node.spec.params) {
      if (!param.buffer) total += param.shape.elements();
    }
  }
  return total;
}

}  // namespace glia
