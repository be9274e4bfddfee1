#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "expect_error.h"
#include "glia/model.h"
#include "temp_dir.h"

namespace glia {
namespace {

void expect_same(const Graph& a, const Graph& b) {
  ASSERT_EQ(a.nodes().size(), b.nodes().size());
  EXPECT_EQ(a.output(), b.output());
  for (std::size_t i = 0; i < a.nodes().size(); ++i) {
    const Node& x = a.nodes()[i];
    const Node& y = b.nodes()[i];
    EXPECT_EQ(x.name, y.name);
    EXPECT_EQ(x.inputs, y.inputs);
    EXPECT_EQ(x.shape, y.shape);
    ASSERT_EQ(x.op == nullptr, y.op == nullptr);
    if (!x.op) continue;
    EXPECT_EQ(x.op->name(), y.op->name());
    EXPECT_EQ(x.op->attributes(), y.op->attributes());
    ASSERT_EQ(x.spec.params.size(), y.spec.params.size());
    for (std::size_t p = 0; p < x.spec.params.size(); ++p) {
      EXPECT_EQ(x.spec.params[p].shape, y.spec.params[p].shape);
      EXPECT_EQ(x.spec.params[p].initializer, y.spec.params[p].initializer);
    }
  }
}

TEST(GraphJson, GivesBackTheSeedNetwork) {
  const Graph graph = parse_net("784-16-16-10", {}, {1, 28, 28});
  const std::string text = graph_to_json(graph);
  expect_same(graph, graph_from_json(text));
  EXPECT_TRUE(text.starts_with(
      R"({"glia":1,"nodes":[{"name":"input","op":"input","shape":[1,28,28]},{"name":"hidden1","op":"dense","inputs":["input"],"attributes":{)"))
      << text;
  EXPECT_TRUE(text.ends_with(R"("output":"output.activation"})")) << text;
}

TEST(GraphJson, GivesBackAnyGraph) {
  EXPECT_TRUE(rc::check("graph → JSON → graph", [] {
    Graph graph;
    std::vector<NodeId> nodes;
    const int inputs = *rc::gen::inRange(1, 3);
    for (int i = 0; i < inputs; ++i) {
      nodes.push_back(graph.input(
          "in" + std::to_string(i),
          {*rc::gen::inRange<std::int64_t>(1, 4), *rc::gen::inRange<std::int64_t>(1, 6)}));
    }
    const int layers = *rc::gen::inRange(0, 12);
    for (int i = 0; i < layers; ++i) {
      const std::string name =
          *rc::gen::element<std::string>("layer", "a.b", "x-y_") + std::to_string(i);
      const NodeId x = *rc::gen::elementOf(nodes);
      switch (*rc::gen::inRange(0, 4)) {
        case 0:
          nodes.push_back(dense(graph, name, x, *rc::gen::inRange<std::int64_t>(1, 40),
                                *rc::gen::element(Initializer::he, Initializer::xavier)));
          break;
        case 1:
          nodes.push_back(dropout(graph, name, x, *rc::gen::inRange(0, 1000) / 1000.0));
          break;
        case 2:
          nodes.push_back(graph.add(
              name, make_op("leaky_relu", {{"slope", *rc::gen::inRange(0, 99) / 99.0}}), {x}));
          break;
        default:
          nodes.push_back(
              activation(graph, name, x,
                         *rc::gen::element<std::string>("sigmoid", "relu", "tanh", "gelu",
                                                        "identity", "softmax")));
      }
    }
    graph.set_output(*rc::gen::elementOf(nodes));
    const std::string text = graph_to_json(graph);
    const Graph back = graph_from_json(text);
    expect_same(graph, back);
    RC_ASSERT(graph_to_json(back) == text);
    RC_ASSERT(!::testing::Test::HasFailure());
  }));
}

TEST(GraphJson, MayBeWrittenByHand) {
  const Graph graph = graph_from_json(R"({
    "glia": 1,
    "nodes": [
      {"name": "x", "op": "input", "shape": [4]},
      {"name": "h", "op": "dense", "inputs": ["x"], "attributes": {"out": 3}},
      {"name": "y", "op": "relu", "inputs": ["h"]}
    ],
    "output": "y"
  })");
  EXPECT_EQ(graph.parameters(), 15);
  EXPECT_EQ(graph[graph.output()].name, "y");
}

TEST(GraphJson, RefusesEverythingElseNamingTheNode) {
  const std::string x = R"({"name":"x","op":"input","shape":[4]})";
  const auto graph = [&](const std::string& nodes, const std::string& output = R"("x")") {
    return R"({"glia":1,"nodes":[)" + nodes + R"(],"output":)" + output + "}";
  };
  const auto after_x = [&](const std::string& node) { return graph(x + "," + node); };
  std::string many;
  for (int i = 0; i < 10'001; ++i) {
    if (i != 0) many += ',';
    many += R"({"name":"n)" + std::to_string(i) + R"(","op":"input","shape":[1]})";
  }
  const struct {
    std::string text;
    const char* part;
  } rows[] = {
      {"", "architecture: its JSON is broken"},
      {"null", "architecture: expected an object, got null"},
      {"[]", "expected an object"},
      {"{}", R"(expected "glia":1)"},
      {R"({"glia":2,"layers":[]})", "expected version 1, got 2"},
      {R"({"glia":"1","nodes":[],"output":"x"})", "glia: expected a whole number"},
      {R"({"glia":1,"output":"x"})", "'nodes' is missing"},
      {R"({"glia":1,"nodes":[]})", "'output' is missing"},
      {R"({"glia":1,"nodes":[],"output":"x","extra":0})", "unknown field 'extra'"},
      {R"({"glia":1,"nodes":{},"output":"x"})", "nodes: expected a list"},
      {graph(""), "output: 'x' is not a node"},
      {graph(x, "1"), "output: expected a text, got 1"},
      {graph(x, R"("z")"), "output: 'z' is not a node"},
      {graph("1"), "node number 1: expected an object, got 1"},
      {graph(R"({"op":"input","shape":[1]})"), "node number 1: 'name' is missing"},
      {graph(R"({"name":"x"})"), "node number 1: 'op' is missing"},
      {graph(R"({"name":7,"op":"input","shape":[1]})"), "name: expected a text, got 7"},
      {graph(R"({"name":"x","op":"input"})"), "node 'x': 'shape' is missing"},
      {graph(R"({"name":"x","op":"input","shape":[-1]})"), "node 'x': shape: expected sizes"},
      {graph(R"({"name":"x","op":"input","shape":[0]})"), "layer 'x': expected from 1"},
      {graph(R"({"name":"x","op":"input","shape":[1.5]})"), "node 'x', shape: expected a whole"},
      {graph(R"({"name":"x","op":"input","shape":[9223372036854775807]})"), "layer 'x'"},
      {graph(R"({"name":"x","op":"input","shape":[1,1,1,1,1,1,1,1,1]})"), "node 'x': shape:"},
      {graph(R"({"name":"x","op":"input","shape":[1],"inputs":[]})"), "unknown field 'inputs'"},
      {graph(R"({"name":"x y","op":"input","shape":[1]})"), "layer 'x y': expected a name"},
      {graph(x + "," + x), "layer 'x': the network already has"},
      {after_x(R"({"name":"y","op":"sigmod","inputs":["x"]})"), "Did you mean 'sigmoid'?"},
      {after_x(R"({"name":"y","op":"sigmod","inputs":["x"]})"), "node 'y'"},
      {after_x(R"({"name":"y","op":"squared_cost","inputs":["x","x"]})"),
       "node 'y': 'squared_cost' is a cost, not a layer"},
      {after_x(R"({"name":"y","op":"softmax_cross_entropy","inputs":["x","x"]})"),
       "'softmax_cross_entropy' is a cost"},
      {after_x(R"({"name":"y","op":"sigmoid_cross_entropy","inputs":["x","x"]})"),
       "'sigmoid_cross_entropy' is a cost"},
      {after_x(R"({"name":"y","op":"relu"})"), "node 'y': 'inputs' is missing"},
      {after_x(R"({"name":"y","op":"relu","inputs":[]})"), "layer 'y': expected an operation and"},
      {after_x(R"({"name":"y","op":"relu","inputs":"x"})"), "node 'y', inputs: expected a list"},
      {after_x(R"({"name":"y","op":"relu","inputs":["y"]})"),
       "'y' is not a node that comes before"},
      {after_x(R"({"name":"y","op":"relu","inputs":["z"]})"),
       "'z' is not a node that comes before"},
      {after_x(R"({"name":"y","op":"relu","inputs":["x","x"]})"), "layer 'y'"},
      {after_x(R"({"name":"y","op":"relu","inputs":["x"],"shape":[4]})"), "unknown field 'shape'"},
      {after_x(R"({"name":"y","op":"relu","inputs":["x"],"attributes":[]})"), "node 'y'"},
      {after_x(R"({"name":"y","op":"relu","inputs":["x"],"attributes":{"a":1}})"), "node 'y'"},
      {after_x(R"({"name":"y","op":"dense","inputs":["x"]})"), "node 'y'"},
      {after_x(R"({"name":"y","op":"dense","inputs":["x"],"attributes":{"out":0}})"), "node 'y'"},
      {after_x(R"({"name":"y","op":"dense","inputs":["x"],"attributes":{"out":"9"}})"), "node 'y'"},
      {after_x(R"({"name":"y","op":"dense","inputs":["x"],"attributes":{"out":null}})"),
       "node 'y', attribute 'out': expected a number"},
      {after_x(
           R"({"name":"y","op":"dense","inputs":["x"],"attributes":{"out":18446744073709551615}})"),
       "node 'y', attribute 'out': expected a whole number below 2^63"},
      {after_x(
           R"({"name":"y","op":"dense","inputs":["x"],"attributes":{"out":9223372036854775807}})"),
       "'y'"},
      {after_x(R"({"name":"y","op":"dropout","inputs":["x"],"attributes":{"rate":1e999}})"),
       "too large"},
      {after_x(R"({"name":"y","op":"dropout","inputs":["x"],"attributes":{"rate":1.5}})"),
       "node 'y'"},
      {after_x(R"({"name":"y","op":"relu","op":"tanh","inputs":["x"]})"), "'op' twice"},
      {graph(many, R"("n0")"), "at most 10000 nodes"},
      {std::string(1000, '['), "nested more than 16 deep"},
  };
  for (const auto& [text, part] : rows) {
    SCOPED_TRACE(text.substr(0, 200));
    try {
      graph_from_json(text);
      ADD_FAILURE() << "expected an Error with '" << part << "'";
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    }
  }
}

TEST(GraphJson, AnEmptyGraphHasNone) {
  EXPECT_ERROR(graph_to_json(Graph()), ErrorCode::invalid_argument, "empty");
}

TEST(GraphJson, OfMoreNodesThanCanBeReadIsNotWritten) {
  Graph graph;
  NodeId node = graph.input("n0", {1});
  for (int i = 1; i <= 10'000; ++i)
    node = graph.add("n" + std::to_string(i), make_op("relu"), {node});
  graph.set_output(node);
  EXPECT_ERROR(graph_to_json(graph), ErrorCode::invalid_argument, "at most 10000 nodes, got 10001");
}

TEST(GraphFile, IsReadOrRefusedByName) {
  const TempDir dir;
  const Graph graph = parse_net("4-3-2");
  write_bytes(dir.file("net.json"), graph_to_json(graph));
  expect_same(load_graph(dir.file("net.json")), graph);
  write_bytes(dir.file("net.json"), "{}");
  EXPECT_ERROR(load_graph(dir.file("net.json")), ErrorCode::format, dir.file("net.json"));
  EXPECT_ERROR(load_graph(dir.file("none")), ErrorCode::not_found, dir.file("none"));
  EXPECT_ERROR(load_graph(dir.path()), ErrorCode::io, "Is a directory");
  EXPECT_ERROR(load_graph("/dev/zero"), ErrorCode::io, "a device");
}

}  // namespace
}  // namespace glia
