#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <typeinfo>

#include "base/read_file.h"
#include "glia/error.h"
#include "glia/model.h"
#include "io/json.h"
#include "ops/cost_op.h"
#include "ops/ops.h"

namespace glia {
namespace {

using io::fail;
using io::Json;
using OrderedJson = nlohmann::ordered_json;

constexpr std::int64_t kGraphVersion = 1;
constexpr std::size_t kMaxNodes = 10'000;
constexpr std::int64_t kMaxFile = std::int64_t{1} << 25;  // 3 KB a node

OrderedJson attribute_to_json(const std::string& where, const Attribute& attribute) {
  if (const auto* number = std::get_if<double>(&attribute); number && !std::isfinite(*number)) {
    throw Error(ErrorCode::invalid_argument, where + ": expected a finite number");
  }
  return std::visit([](const auto& value) { return OrderedJson(value); }, attribute);
}

std::vector<std::int64_t> int64s_at(const Json& value, const std::string& where) {
  std::vector<std::int64_t> numbers;
  for (const Json& number : io::array_at(value, where)) {
    numbers.push_back(io::int64_at(number, where));
  }
  return numbers;
}

Attribute attribute_at(const Json& value, const std::string& where) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_float()) return value.get<double>();
  if (value.is_number()) return io::int64_at(value, where);
  if (value.is_array()) return int64s_at(value, where);
  fail(where + ": expected a number, a text or a list of whole numbers, got " + value.type_name());
}

using NodesByName = std::map<std::string, NodeId, std::less<>>;

NodeId node_named(const Json& value, const std::string& where, const NodesByName& nodes) {
  const std::string& name = io::string_at(value, where);
  const auto found = nodes.find(name);
  if (found == nodes.end()) {
    fail(where + ": " + io::in_quotes(name) + " is not a node that comes before it");
  }
  return found->second;
}

NodeId add_node(Graph& graph, const std::string& name, const Json& json, const NodesByName& nodes,
                const OpSet& ops) {
  const std::string where = "node " + io::in_quotes(name);
  const std::string& op = io::string_at(json["op"], where + ", op");
  if (op == kInputName) {
    io::check_fields(json, where, {"name", "op", "shape"});
    return graph.input(name, Shape(int64s_at(json["shape"], where + ", shape")));
  }
  io::check_fields(json, where, {"name", "op", "inputs"}, {"attributes"});
  std::vector<NodeId> inputs;
  for (const Json& input : io::array_at(json["inputs"], where + ", inputs")) {
    inputs.push_back(node_named(input, where + ", inputs", nodes));
  }
  Attributes attributes;
  if (json.contains("attributes")) {
    for (const auto& [key, value] : io::object_at(json["attributes"], where).items()) {
      attributes[key] = attribute_at(value, where + ", attribute " + io::in_quotes(key));
    }
  }
  std::shared_ptr<const Op> made = ops.make(op, attributes);
  if (std::dynamic_pointer_cast<const ops::CostOp>(made)) {
    fail(where + ": " + io::in_quotes(op) +
         " is a cost, not a layer: a model names its cost apart from its nodes");
  }
  return graph.add(name, std::move(made), std::move(inputs));
}

// Whether they are the same node, but for an op's inner state, of which it has none.
bool same(const Node& a, const Node& b) {
  if (a.name != b.name || a.inputs != b.inputs || a.shape != b.shape || !a.op != !b.op)
    return false;
  if (!a.op) return true;
  const Op &op = *a.op, &other = *b.op;
  return typeid(op) == typeid(other) && op.attributes() == other.attributes() &&
         std::equal(a.spec.params.begin(), a.spec.params.end(), b.spec.params.begin(),
                    b.spec.params.end(), [](const ParamSpec& p, const ParamSpec& q) {
                      return p.name == q.name && p.shape == q.shape;
                    });
}

// What is written is read at once, so that nothing is saved that cannot be loaded. Throws Error.
void expect_reads_back(const Graph& graph, const std::string& text, const OpSet& ops) {
  constexpr const char* kHow =
      "; an op of your own has to be in the OpSet that saves and loads (OpSet::add in glia/op.h)";
  const Graph read = [&] {
    try {
      return graph_from_json(text, ops);
    } catch (const Error& error) {
      throw Error(ErrorCode::invalid_argument,
                  std::string("this network could not be loaded again: ") + error.what() +
                      (error.code() == ErrorCode::not_found ? kHow : ""));
    }
  }();
  for (std::size_t i = 0; i < graph.nodes().size(); ++i) {
    const Node& node = graph.nodes()[i];
    if (same(node, read.nodes()[i])) continue;
    throw Error(ErrorCode::invalid_argument,
                "this network would be loaded as another: node " + io::in_quotes(node.name) +
                    ": the attributes of op " + io::in_quotes(std::string(node.op->name())) +
                    " make another op, or there are two of this name" + kHow);
  }
}

}  // namespace

std::string graph_to_json(const Graph& graph, const OpSet& ops) {
  OrderedJson nodes = OrderedJson::array();
  for (const Node& node : graph.nodes()) {
    OrderedJson json{{"name", node.name}, {"op", node.op ? node.op->name() : kInputName}};
    if (!node.op) {
      json["shape"] = node.shape.sizes();
    } else {
      json["inputs"] = OrderedJson::array();
      for (const NodeId id : node.inputs) json["inputs"].push_back(graph[id].name);
      json["attributes"] = OrderedJson::object();
      for (const auto& [key, value] : node.op->attributes()) {
        const std::string where = "node '" + node.name + "', attribute '" + key + "'";
        json["attributes"][key] = attribute_to_json(where, value);
      }
    }
    nodes.push_back(std::move(json));
  }
  std::string text = io::dump_json(OrderedJson{
      {"glia", kGraphVersion}, {"nodes", nodes}, {"output", graph[graph.output()].name}});
  expect_reads_back(graph, text, ops);
  return text;
}

Graph graph_from_json(const std::string& text, const OpSet& ops) {
  const std::string where = "architecture";
  const Json json = [&] {
    try {
      return io::parse_json(text);
    } catch (const Error& error) {
      throw Error(error, where + ": " + error.what());
    }
  }();
  // The version first: another one may have other fields.
  if (!io::object_at(json, where).contains("glia")) {
    fail(where + R"(: expected "glia":1, the version, and found none)");
  }
  if (const std::int64_t version = io::int64_at(json["glia"], where + ", glia");
      version != kGraphVersion) {
    throw Error(ErrorCode::unsupported, where + ": expected version 1, got " +
                                            std::to_string(version) +
                                            "; it needs another version of Glia");
  }
  io::check_fields(json, where, {"glia", "nodes", "output"});
  const Json& list = io::array_at(json["nodes"], where + ", nodes");
  if (list.size() > kMaxNodes) {
    fail(where + ": expected at most 10000 nodes, got " + std::to_string(list.size()));
  }
  Graph graph;
  NodesByName nodes;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string place = where + ", node number " + std::to_string(i + 1);
    io::check_fields(list[i], place, {"name", "op"}, {"shape", "inputs", "attributes"});
    const std::string& name = io::string_at(list[i]["name"], place + ", name");
    try {
      nodes[name] = add_node(graph, name, list[i], nodes, ops);
    } catch (const Error& error) {
      const bool named =
          std::string_view(error.what()).find(io::in_quotes(name)) != std::string::npos;
      throw Error(error, named ? std::string(error.what())
                               : "node " + io::in_quotes(name) + ": " + error.what());
    }
  }
  graph.set_output(node_named(json["output"], where + ", output", nodes));
  return graph;
}

Graph load_graph(const std::string& path, const OpSet& ops) {
  const std::vector<std::uint8_t> bytes = read_file(path, kMaxFile);
  try {
    return graph_from_json({bytes.begin(), bytes.end()}, ops);
  } catch (const Error& error) {
    throw Error(error, "'" + path + "': " + error.what());
  }
}

}  // namespace glia
