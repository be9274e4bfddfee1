#include "glia/graph.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace glia {
namespace {

// Adds its inputs; each must have the first one's shape.
class Sum final : public Op {
 public:
  std::string_view name() const noexcept override { return "sum"; }
  OpSpec infer(std::span<const Shape> in) const override {
    for (const Shape& shape : in) {
      if (shape != in[0]) {
        throw Error(ErrorCode::shape_mismatch, "expected " + in[0].str() + ", got " + shape.str());
      }
    }
    OpSpec spec;
    spec.out = in[0];
    return spec;
  }
  void forward(const OpMemory&, const ExecContext&) const noexcept override {}
  void backward(const OpMemory&, const ExecContext&) const noexcept override {}
};

std::shared_ptr<const Op> sum() { return std::make_shared<Sum>(); }

TEST(Graph, IsADagInTheOrderOfAdding) {
  Graph graph;
  const NodeId x = graph.input("x", {3});
  const NodeId left = graph.add("left", sum(), {x});
  const NodeId both = graph.add("both", sum(), {x, left});
  EXPECT_EQ(graph.output(), both);
  EXPECT_EQ(graph.find("left"), left);
  EXPECT_EQ(graph[both].inputs, (std::vector<NodeId>{x, left}));
  EXPECT_EQ(graph.input_shape(), Shape({3}));
  graph.set_output(left);
  EXPECT_EQ(graph.output(), left);
}

TEST(Graph, RefusesATakenName) {
  Graph graph;
  const NodeId x = graph.input("x", {3});
  EXPECT_ERROR(graph.add("x", sum(), {x}), ErrorCode::invalid_argument, "layer 'x'");
}

TEST(Graph, RefusesNamesThatFilesAndEditsCouldNotSpell) {
  for (const std::string name : {"", "a b", "a[1]", "a=b", "a,b", "\xff", "a\n"}) {
    Graph graph;
    EXPECT_ERROR(graph.input(name, {1}), ErrorCode::invalid_argument, "expected a name");
  }
  Graph graph;
  EXPECT_ERROR(graph.input(std::string(201, 'a'), {1}), ErrorCode::invalid_argument, "200 letters");
}

TEST(Graph, NamesTheLayerWhoseShapesDoNotFit) {
  Graph graph;
  const NodeId a = graph.input("a", {3});
  const NodeId b = graph.input("b", {4});
  EXPECT_ERROR(graph.add("joined", sum(), {a, b}), ErrorCode::shape_mismatch,
               "layer 'joined': expected 3, got 4");
  EXPECT_EQ(graph.nodes().size(), 2U);
}

TEST(Graph, RefusesInputsFromElsewhere) {
  Graph graph;
  const NodeId x = graph.input("x", {3});
  EXPECT_ERROR(graph.add("y", sum(), {NodeId{1}}), ErrorCode::invalid_argument, "added before it");
  EXPECT_ERROR(graph.add("y", sum(), {NodeId{-1}}), ErrorCode::invalid_argument, "added before it");
  EXPECT_ERROR(graph.add("y", sum(), {}), ErrorCode::invalid_argument, "at least one input");
  EXPECT_ERROR(graph.add("y", nullptr, {x}), ErrorCode::invalid_argument, "an operation");
  EXPECT_ERROR(graph.set_output(NodeId{7}), ErrorCode::invalid_argument, "output");
}

TEST(Graph, RefusesSamplesWithoutNumbersOrWithAbsurdlyMany) {
  Graph graph;
  EXPECT_ERROR(graph.input("x", {3, 0}), ErrorCode::invalid_argument, "got the shape 3×0");
  EXPECT_ERROR(graph.input("x", Shape({std::int64_t{1} << 32})), ErrorCode::invalid_argument,
               "2^31");
}

TEST(Graph, SuggestsTheNearestLayer) {
  Graph graph;
  graph.input("hidden1", {3});
  EXPECT_ERROR(graph.find("hiden1"), ErrorCode::not_found, "Did you mean 'hidden1'?");
}

TEST(Graph, AnEmptyOneHasNoOutputAndNoInput) {
  const Graph graph;
  EXPECT_ERROR(graph.output(), ErrorCode::invalid_argument, "empty");
  EXPECT_ERROR(graph.input_shape(), ErrorCode::invalid_argument, "no input");
  EXPECT_EQ(graph.parameters(), 0);
}

}  // namespace
}  // namespace glia
