#include <gtest/gtest.h>

#include "expect_error.h"
#include "glia/graph.h"

namespace glia {
namespace {

std::vector<std::string> names_of(const Graph& graph) {
  std::vector<std::string> names;
  for (const Node& node : graph.nodes()) names.push_back(node.name);
  return names;
}

TEST(ParseNet, MakesTheSeedNetwork) {
  const Graph graph = parse_net("784-16-16-10");
  EXPECT_EQ(names_of(graph),
            (std::vector<std::string>{"input", "hidden1", "hidden1.activation", "hidden2",
                                      "hidden2.activation", "output", "output.activation"}));
  EXPECT_EQ(graph.parameters(), 784 * 16 + 16 * 16 + 16 * 10 + 16 + 16 + 10);
  EXPECT_EQ(graph[graph.output()].name, "output.activation");
  EXPECT_EQ(graph[graph.output()].shape, Shape({10}));
  EXPECT_EQ(graph[graph.find("hidden1.activation")].op->name(), "sigmoid");
}

TEST(ParseNet, FollowsTheOptions) {
  NetOptions options;
  options.hidden = "relu";
  options.output = "softmax";
  options.initializer = Initializer::he;
  options.dropout = 0.25;
  const Graph graph = parse_net("4-3-2", options);
  EXPECT_EQ(names_of(graph),
            (std::vector<std::string>{"input", "hidden1", "hidden1.activation", "hidden1.dropout",
                                      "output", "output.activation"}));
  EXPECT_EQ(graph[graph.find("hidden1.activation")].op->name(), "relu");
  EXPECT_EQ(graph[graph.find("output.activation")].op->name(), "softmax");
  EXPECT_EQ(graph[graph.find("hidden1")].spec.params[0].initializer, Initializer::he);
  EXPECT_EQ(std::get<double>(graph[graph.find("hidden1.dropout")].op->attributes().at("rate")),
            0.25);
}

TEST(ParseNet, TakesPicturesAsTheyAre) {
  EXPECT_EQ(parse_net("784-10", {}, {1, 28, 28}).input_shape(), Shape({1, 28, 28}));
  EXPECT_ERROR(parse_net("784-16-10", {}, {3, 32, 32}), ErrorCode::shape_mismatch,
               "one input is 3×32×32, so the first size must be 3072");
}

TEST(ParseNet, ReadsLayersInWords) {
  const Graph graph = parse_net(
      "conv(6,5x5,same) relu maxpool(2) conv(16,5x5) batchnorm relu maxpool(2) dense(120) relu "
      "dropout(0.5) dense(10)",
      {.output = "softmax"}, {1, 28, 28});
  EXPECT_EQ(names_of(graph),
            (std::vector<std::string>{"input", "conv1", "conv1.activation", "pool1", "conv2",
                                      "conv2.norm", "conv2.activation", "pool2", "hidden1",
                                      "hidden1.activation", "hidden1.dropout", "output",
                                      "output.activation"}));
  EXPECT_EQ(graph[graph.find("conv1")].shape, Shape({6, 28, 28}));
  EXPECT_EQ(graph[graph.find("pool2")].shape, Shape({16, 5, 5}));
  EXPECT_EQ(graph[graph.output()].op->name(), "softmax");
  EXPECT_EQ(graph.parameters(), 6 * 25 + 6 + 16 * 150 + 16 + 32 + 400 * 120 + 120 + 120 * 10 + 10);
}

TEST(ParseNet, ReadsWordsWithinWords) {
  const Graph graph = parse_net(
      "conv(8,3x3,same) residual( relu conv(8,3x3,same) batchnorm ) relu avgpool flatten dense(10) "
      "sigmoid",
      {}, {3, 9, 9});
  EXPECT_EQ(names_of(graph),
            (std::vector<std::string>{"input", "conv1", "conv1.activation", "conv2", "conv2.norm",
                                      "residual1", "residual1.activation", "pool1", "flatten1",
                                      "output", "output.activation"}));
  EXPECT_EQ(graph[graph.find("residual1")].inputs,
            (std::vector<NodeId>{graph.find("conv1"), graph.find("conv2.norm")}));
  EXPECT_EQ(graph[graph.find("pool1")].shape, Shape({8, 1, 1}));
}

TEST(ParseNet, NamesWhatFollowsALayerTwice) {
  const Graph graph = parse_net(
      "conv(4,3x3,same) relu residual(gelu conv(4,3x3,same)) residual(relu conv(4,3x3,same)) relu "
      "tanh dense(2) sigmoid",
      {}, {1, 9, 9});
  EXPECT_EQ(names_of(graph),
            (std::vector<std::string>{"input", "conv1", "conv1.activation", "activation1", "conv2",
                                      "residual1", "residual1.activation", "conv3", "residual2",
                                      "residual2.activation", "activation2", "output",
                                      "output.activation"}));
}

TEST(ParseNet, RefusesWordsThatMakeNoNetwork) {
  constexpr auto kShape = ErrorCode::shape_mismatch;
  const struct {
    std::string net, what;
    ErrorCode code = ErrorCode::invalid_argument;
  } rows[] = {
      {"conf(6,5x5) dense(10)", "Did you mean 'conv'?"},
      {"conv(6,5x5", "')' is missing"},
      {"conv(6,5x5)) dense(10)", "')' without '('"},
      {"conv(6) dense(10)", "write e.g. 'conv(6,5x5,same)'"},
      {"conv(6,5x3) dense(10)", "square"},
      {"conv(6,4x4,same) dense(10)", "odd"},
      {"conv(6,5x5,sme) dense(10)", "got 'sme'"},
      {"conv(0,5x5) dense(10)", "got '0'"},
      {"conv(6,40x40) dense(10)", "does not fit", kShape},
      {"conv(6,5x5) relu", "dense(N) at the end"},
      {"dense(10) maxpool(2)", "channels × height × width", kShape},
      {"dropout(x) dense(10)", "expected a rate"},
      {"relu(3) dense(10)", "nothing in brackets"},
      {"residual(conv(4,3x3)) dense(10)", "the same shape", kShape},
      {"residual dense(10)", "layers in brackets"},
      {"maxpool(99999999) dense(10)", "99999999"},
      {std::string(20, 'r'), "is no layer"},
  };
  for (const auto& [net, what, code] : rows) {
    EXPECT_ERROR(parse_net(net, {}, {1, 28, 28}), code, what);
  }
  std::string deep = "relu";
  for (int i = 0; i < 40; ++i) deep = "residual(" + deep + ")";
  EXPECT_ERROR(parse_net(deep + " dense(10)", {}, {1, 28, 28}), ErrorCode::invalid_argument,
               "16 brackets");
  EXPECT_ERROR(parse_net("dense(10)"), ErrorCode::invalid_argument, "the shape of one input");
}

TEST(ParseNet, RefusesEverythingElseInOneSentence) {
  const std::pair<std::string, std::string> rows[] = {
      {"784-0-10", "a layer needs at least 1 neuron, got 0"},
      {"784", "at least two sizes"},
      {"784-x-10", "got 'x'"},
      {"", "got ''"},
      {"-", "got ''"},
      {"784-", "got ''"},
      {"784--10", "got ''"},
      {"-784-10", "got ''"},
      {"784-16.5-10", "got '16.5'"},
      {"784- 16-10", "got ' 16'"},
      {"784-+16-10", "got '+16'"},
      {"784-1e3-10", "got '1e3'"},
      {"784-0x10-10", "got '0x10'"},
      {"784-1000001-10", "at most 1000000 neurons"},
      {"784-99999999999999999999-10", "at most 1000000 neurons"},
      {"1000000-1000000", "more than 2^31"},
      {std::string(5000, 'z'), "…"},
  };
  for (const auto& [net, part] : rows) {
    SCOPED_TRACE(net.substr(0, 40));
    EXPECT_ERROR(parse_net(net), ErrorCode::invalid_argument, part);
    EXPECT_ERROR(parse_net(net), ErrorCode::invalid_argument, "784-16-16-10");
  }
  std::string deep = "1";
  for (int i = 0; i < 1000; ++i) deep += "-1";
  EXPECT_ERROR(parse_net(deep), ErrorCode::invalid_argument, "at most 1000 sizes");
}

TEST(ParseNet, NamesTheLayerWithAnUnknownActivation) {
  NetOptions options;
  options.hidden = "sigmod";
  EXPECT_ERROR(parse_net("4-3-2", options), ErrorCode::not_found, "Did you mean 'sigmoid'?");
  EXPECT_ERROR(parse_net("4-3-2", options), ErrorCode::not_found, "layer 'hidden1.activation'");
}

TEST(ParseNet, RefusesADropoutThatIsNoPart) {
  for (const double rate : {1.0, -0.1, std::numeric_limits<double>::quiet_NaN()}) {
    NetOptions options;
    options.dropout = rate;
    EXPECT_ERROR(parse_net("4-3-2", options), ErrorCode::invalid_argument, "hidden1.dropout");
  }
}

}  // namespace
}  // namespace glia
