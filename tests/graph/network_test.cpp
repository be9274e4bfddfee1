// Random networks: the engine against a network in double, from end to end.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "glia/session.h"
#include "reference_network.h"

namespace glia {
namespace {

constexpr double kEpsilon = std::numeric_limits<float>::epsilon();
constexpr int kThreads[] = {1, 2, 3, 7};

// A network, a batch and how to run it.
struct Case {
  Graph graph;
  Cost cost = Cost::squared;
  std::int64_t rows = 0;
  std::vector<float> inputs, targets;
  State state;
  std::set<std::string> watch;
  bool smooth = true;  // gradients are the slopes everywhere
};

int pick(int low, int high) { return *rc::gen::inRange(low, high + 1); }

std::vector<float> random_floats(std::int64_t n, std::uint64_t stream, double low, double high) {
  std::vector<float> floats;
  Rng random(30, stream);
  for (std::int64_t i = 0; i < n; ++i) {
    floats.push_back(static_cast<float>(random.uniform(low, high)));
  }
  return floats;
}

// A directed acyclic graph: every node takes any node before it, most often the last. Two branches
// meet in a squared difference.
Case random_case() {
  Case c;
  std::vector<NodeId> nodes = {c.graph.input("input", Shape{pick(1, 40)})};
  const int count = pick(1, 8);
  for (int n = 0; n < count; ++n) {
    const std::string name = "node" + std::to_string(n);
    const auto last = static_cast<int>(nodes.size()) - 1;
    const NodeId from = nodes[static_cast<std::size_t>(pick(0, 2) ? last : pick(0, last))];
    std::vector<NodeId> even;  // nodes as wide as `from`
    for (const NodeId other : nodes) {
      if (c.graph[other].shape.elements() == c.graph[from].shape.elements()) even.push_back(other);
    }
    const char* const functions[] = {"sigmoid",  "tanh", "gelu",       "softmax",
                                     "identity", "relu", "leaky_relu", "relu"};
    const int kind = pick(0, 9);
    if (kind <= 4) {
      nodes.push_back(dense(c.graph, name, from, pick(1, 40), Initializer::xavier));
    } else if (kind <= 7) {
      const int function = pick(0, 7);
      c.smooth = c.smooth && function <= 4;
      nodes.push_back(activation(c.graph, name, from, functions[function]));
    } else if (kind == 8) {
      nodes.push_back(dropout(c.graph, name, from, 0.25));
    } else {
      const auto other = static_cast<std::size_t>(pick(0, static_cast<int>(even.size()) - 1));
      // What a cost wants to see has no gradient, so slopes miss what depends on it that way.
      c.smooth = c.smooth && even[other] == nodes.front();
      nodes.push_back(c.graph.add(name, make_op("squared_cost"), {from, even[other]}));
    }
  }
  NodeId end = dense(c.graph, "output", nodes.back(), pick(1, 20), Initializer::xavier);
  // Not the absolute cost: where its slope turns, a float and a double may differ.
  constexpr std::pair<Cost, const char*> kEnds[] = {{Cost::squared, "sigmoid"},
                                                    {Cost::huber, "sigmoid"},
                                                    {Cost::softmax_cross_entropy, "softmax"},
                                                    {Cost::sigmoid_cross_entropy, "sigmoid"},
                                                    {Cost::focal, "sigmoid"}};
  const auto& [cost, last] = kEnds[pick(0, 4)];
  c.cost = cost;
  if (pick(0, 3)) end = activation(c.graph, "answer", end, last);
  c.graph.set_output(end);

  c.rows = pick(1, 40);
  const std::int64_t in = c.graph.input_shape().elements();
  const std::int64_t out = c.graph[end].shape.elements();
  c.inputs = random_floats(c.rows * in, 1, -1, 1);
  c.targets = random_floats(c.rows * out, 2, 0, 1);
  c.state = State(c.graph, static_cast<std::uint64_t>(pick(1, 1000)));
  for (auto& [name, tensor] : c.state.tensors()) {
    if (tensor.shape.rank() == 1) tensor.values = random_floats(tensor.shape[0], 3, -0.5, 0.5);
  }
  return c;
}

std::vector<Numbers> rows_of(const std::vector<float>& floats, std::int64_t rows) {
  const std::size_t width = floats.size() / static_cast<std::size_t>(rows);
  std::vector<Numbers> result;
  for (auto at = floats.begin(); at != floats.end(); at += static_cast<std::ptrdiff_t>(width)) {
    result.emplace_back(at, at + static_cast<std::ptrdiff_t>(width));
  }
  return result;
}

// Everything that the engine says about a case.
struct Answers {
  std::vector<float> outputs;
  double cost = 0;
  State gradients;
};

Answers run(const Case& c, int threads, bool fuse, const std::set<std::string>& watch = {},
            const Simd& simd = {}) {
  Engine engine(threads, simd);
  PlanOptions options;
  options.batch = c.rows + 3;
  options.cost = c.cost;
  options.fuse = fuse;
  options.watch = watch;
  Session session(engine, c.graph, options);
  session.load(c.state);
  Answers answers;
  answers.outputs = session.forward(c.inputs, c.rows);
  answers.cost = session.gradients(c.inputs, c.targets, c.rows, answers.gradients);
  return answers;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

// Sums of up to 41 numbers, layer after layer, then over the batch.
double bound(const Case& c, double largest) {
  const auto terms = static_cast<double>(41 * c.graph.nodes().size()) + static_cast<double>(c.rows);
  return terms * kEpsilon * std::max(largest, 0.1) + kEpsilon;
}

void expect_near(const Case& c, const std::vector<float>& actual, const Numbers& expected) {
  RC_ASSERT(actual.size() == expected.size());
  double largest = 0;
  for (const double number : expected) largest = std::max(largest, std::abs(number));
  for (std::size_t i = 0; i < actual.size(); ++i) {
    RC_ASSERT(std::abs(actual[i] - expected[i]) <= bound(c, largest));
  }
}

TEST(Network, AgreesWithADoubleReferenceFromEndToEnd) {
  EXPECT_TRUE(rc::check([] {
    const Case c = random_case();
    const std::vector<std::string> simds = Simd::available();
    const Simd simd(simds[static_cast<std::size_t>(pick(0, static_cast<int>(simds.size()) - 1))]);
    const Answers answers = run(c, kThreads[pick(0, 3)], pick(0, 1) == 1, {}, simd);
    const ReferenceNetwork reference(c.graph, c.state);

    const std::vector<Numbers> inputs = rows_of(c.inputs, c.rows);
    Numbers outputs;
    for (const Numbers& in : inputs) {
      const Numbers out = reference.output(in);
      outputs.insert(outputs.end(), out.begin(), out.end());
    }
    expect_near(c, answers.outputs, outputs);

    std::map<std::string, Numbers> gradients;
    const double cost = reference.cost(c.cost, inputs, rows_of(c.targets, c.rows), gradients);
    RC_ASSERT(std::abs(answers.cost - cost) <= bound(c, std::abs(cost)));
    for (const auto& [name, expected] : gradients) {
      if (answers.gradients.tensors().contains(name)) {
        expect_near(c, answers.gradients[name].values, expected);
      } else {  // of a branch that leads nowhere
        for (const double number : expected) RC_ASSERT(number == 0);
      }
    }
  }));
}

TEST(Network, HasTheSameBitsForAnyThreadsFusedOrNotWatchedOrNot) {
  EXPECT_TRUE(rc::check([] {
    const Case c = random_case();
    std::set<std::string> all;
    for (const Node& node : c.graph.nodes()) all.insert(node.name);
    const Answers one = run(c, 1, false);
    const auto agree = [&](const Answers& other) {
      RC_ASSERT(same_bits(one.outputs, other.outputs));
      RC_ASSERT(one.cost == other.cost);
      for (const auto& [name, tensor] : one.gradients.tensors()) {
        RC_ASSERT(same_bits(tensor.values, other.gradients[name].values));
      }
    };
    for (const int threads : kThreads) agree(run(c, threads, true));
    agree(run(c, 2, true, all));
    agree(run(c, 3, false, all));
  }));
}

// Padding and what an earlier batch left in memory never reach a result.
TEST(Network, DoesNotRememberTheLastBatch) {
  EXPECT_TRUE(rc::check([] {
    const Case c = random_case();
    const Answers fresh = run(c, 1, true);
    Engine engine(2);
    PlanOptions options;
    options.batch = c.rows + 9;
    options.cost = c.cost;
    Session session(engine, c.graph, options);
    session.load(c.state);
    const std::int64_t in = c.graph.input_shape().elements();
    const auto out = static_cast<std::int64_t>(c.targets.size()) / c.rows;
    State gradients;
    session.gradients(random_floats((c.rows + 9) * in, 8, -9, 9),
                      random_floats((c.rows + 9) * out, 9, 0, 1), c.rows + 9, gradients);
    RC_ASSERT(fresh.cost == session.gradients(c.inputs, c.targets, c.rows, gradients));
    for (const auto& [name, tensor] : fresh.gradients.tensors()) {
      RC_ASSERT(same_bits(tensor.values, gradients[name].values));
    }
    RC_ASSERT(same_bits(fresh.outputs, session.forward(c.inputs, c.rows)));
  }));
}

TEST(Network, OfTheReferenceAgreesWithFiniteDifferences) {
  EXPECT_TRUE(rc::check([] {
    const Case c = random_case();
    RC_PRE(c.smooth);
    ReferenceNetwork reference(c.graph, c.state);
    const std::vector<Numbers> inputs = rows_of(c.inputs, c.rows);
    const std::vector<Numbers> targets = rows_of(c.targets, c.rows);
    std::map<std::string, Numbers> gradients, ignored;
    reference.cost(c.cost, inputs, targets, gradients);
    for (auto& [name, numbers] : reference.params) {
      const auto index = static_cast<std::size_t>(pick(0, static_cast<int>(numbers.size()) - 1));
      const double middle = numbers[index];
      constexpr double kStep = 1e-5;
      numbers[index] = middle + kStep;
      const double high = reference.cost(c.cost, inputs, targets, ignored);
      numbers[index] = middle - kStep;
      const double low = reference.cost(c.cost, inputs, targets, ignored);
      numbers[index] = middle;
      const double expected = (high - low) / (2 * kStep);
      RC_ASSERT(std::abs(gradients[name][index] - expected) <= 1e-7 * (1 + std::abs(expected)));
    }
  }));
}

}  // namespace
}  // namespace glia
