// Threads that share out the inputs of a narrow first layer find what one thread finds, bit for
// bit.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "glia/session.h"
#include "support.h"

namespace glia {
namespace {

struct Found {
  State gradients;
  double cost = 0;
  std::vector<float> watched;
};

// Of a step over noise, the first of its session, which threads always share out.
Found step(const Graph& graph, int threads, std::int64_t rows, const std::string& watch) {
  std::mt19937 random(7);
  const auto noise = [&](const Shape& each) {
    std::vector<float> numbers(static_cast<std::size_t>(rows * each.elements()));
    for (float& number : numbers) number = static_cast<float>(random() % 1000) / 1000;
    return numbers;
  };
  const std::vector<float> inputs = noise(graph.input_shape());
  const std::vector<float> targets = noise(graph[graph.output()].shape);
  Engine engine(threads);
  PlanOptions options{.batch = rows, .cost = Cost::squared};
  if (!watch.empty()) options.watch = {watch};
  Session session(engine, graph, options);
  session.load(State(graph, 3));
  Found found{.gradients = session.state()};
  found.cost = session.gradients(inputs, targets, rows, found.gradients);
  if (!watch.empty()) found.watched = session.activation(watch, rows - 1);
  return found;
}

void expect_as_alone(const std::string& what, const Graph& graph, std::int64_t rows,
                     const std::vector<int>& threads, const std::string& watch = "") {
  const Found alone = step(graph, 1, rows, watch);
  for (const int several : threads) {
    const std::string name =
        what + ", " + std::to_string(rows) + " rows, " + std::to_string(several) + " threads";
    const Found found = step(graph, several, rows, watch);
    EXPECT_EQ(found.cost, alone.cost) << name;
    EXPECT_EQ(found.watched, alone.watched) << name;
    expect_same(alone.gradients, found.gradients, name);
  }
}

// Strands are 128 inputs; tiles of a weight 128, 64 or 48, for up to 16, 32 or 48 outputs.
TEST(ByInputs, HasTheBitsOfOneThread) {
  for (const std::string inputs : {"512", "600", "624", "784", "1000", "1024"}) {
    for (const std::string outputs : {"5", "16", "32", "33", "48"}) {
      const std::string net = inputs + "-" + outputs + "-10";
      for (const std::int64_t rows : {16, 129}) {
        expect_as_alone(net, parse_net(net), rows, {2, 3, 13});
      }
    }
  }
}

TEST(ByInputs, HasPlaceForManyThreadsWithoutAStrand) {
  expect_as_alone("624-16-10", parse_net("624-16-10"), 512, {13, 32});
  expect_as_alone("1000-16-10", parse_net("1000-16-10"), 200, {64});
}

TEST(ByInputs, LeavesInputsThatOthersRead) {
  Graph two;
  const NodeId input = two.input("input", Shape{784});
  const NodeId left = dense(two, "left", input, 16), right = dense(two, "right", input, 16);
  const NodeId both = add(two, "both", left, right);
  dense(two, "output", both, 10);
  expect_as_alone("two layers of one input", two, 128, {2, 3});
  const std::string around = "residual(dense(16) relu dense(600)) dense(3)";
  expect_as_alone(around, parse_net(around, {}, Shape{600}), 64, {2, 3});
}

TEST(ByInputs, LeavesInputsThatAreWatched) {
  expect_as_alone("784-16-10", parse_net("784-16-10"), 128, {2, 3}, "input");
}

}  // namespace
}  // namespace glia
