// Networks for pictures as a whole: layouts that change on the way, ops that couple samples, and
// gradients that leaves keep.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/rng.h"
#include "expect_error.h"
#include "glia/session.h"
#include "graph/plan.h"

namespace glia {
namespace {

constexpr int kThreads[] = {1, 2, 3, 7};

struct Net {
  const char* words;
  Shape input;
};

const Net kNets[] = {
    {"conv(6,5x5) sigmoid maxpool(2) dense(10)", {1, 12, 12}},
    {"conv(4,3x3,same) batchnorm relu conv(8,3x3,stride=2) tanh avgpool dense(5)", {3, 9, 8}},
    {"dense(20) relu batchnorm dense(7)", {2, 3, 4}},
    {"conv(4,3x3,same) residual(gelu conv(4,3x3,same) batchnorm) relu dropout(0.2) flatten "
     "dense(3)",
     {2, 6, 6}},
    {"batchnorm conv(17,1x1) softmax dense(6)", {1, 5, 5}},
    {"conv(3,3x3) identity conv(5,3x3) identity dense(4) identity", {2, 7, 6}},
};

std::vector<float> random_floats(std::int64_t n, std::uint64_t stream) {
  std::vector<float> floats;
  Rng random(31, stream);
  for (std::int64_t i = 0; i < n; ++i) {
    floats.push_back(static_cast<float>(random.uniform(-1, 1)));
  }
  return floats;
}

struct Answers {
  std::vector<float> outputs, more;  // with the statistics before and after the batch
  double cost = 0;
  State gradients;
};

Answers run(Session& session, const Graph& graph, std::int64_t rows) {
  Answers a;
  const std::vector<float> inputs = random_floats(rows * graph.input_shape().elements(), 1);
  const std::vector<float> targets =
      random_floats(rows * graph[graph.output()].shape.elements(), 2);
  a.outputs = session.forward(inputs, rows);
  State moved = session.state();
  a.cost = session.gradients(inputs, targets, rows, a.gradients, {.statistics = &moved});
  session.load(moved);
  a.more = session.forward(inputs, rows);
  return a;
}

Answers run(const Graph& graph, std::int64_t rows, int threads, bool fuse,
            const std::set<std::string>& watch = {}, const Simd& simd = {}) {
  Engine engine(threads, simd);
  Session session(engine, graph,
                  {.batch = rows + 5, .cost = Cost::squared, .watch = watch, .fuse = fuse});
  session.load(State(graph, 4));
  return run(session, graph, rows);
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

void expect_same(const Answers& a, const Answers& b) {
  EXPECT_TRUE(same_bits(a.outputs, b.outputs));
  EXPECT_TRUE(same_bits(a.more, b.more));
  EXPECT_EQ(a.cost, b.cost);
  for (const auto& [name, tensor] : a.gradients.tensors()) {
    EXPECT_TRUE(same_bits(tensor.values, b.gradients[name].values)) << name;
  }
}

template <typename Fn>
void for_every_net(Fn&& fn) {
  for (const Net& net : kNets) {
    const Graph graph = parse_net(net.words, {}, net.input);
    for (const std::int64_t rows : {1, 16, 21, 50}) {
      SCOPED_TRACE(std::string(net.words) + ", " + std::to_string(rows) + " samples");
      fn(graph, rows);
    }
  }
}

TEST(PictureNetwork, HasTheSameBitsForAnyThreadsFusedOrNotWatchedOrNot) {
  for_every_net([](const Graph& graph, std::int64_t rows) {
    std::set<std::string> all;
    for (const Node& node : graph.nodes()) all.insert(node.name);
    const Answers one = run(graph, rows, 1, false);
    for (const int threads : kThreads) expect_same(one, run(graph, rows, threads, true));
    expect_same(one, run(graph, rows, 2, true, all));
  });
}

// A plan for few samples has pixels in lanes, one for many has samples there.
TEST(PictureNetwork, AnswersOneSampleAsItAnswersMany) {
  for (const Net& net : kNets) {
    SCOPED_TRACE(net.words);
    const Graph graph = parse_net(net.words, {}, net.input);
    const std::int64_t width = graph.input_shape().elements();
    const std::vector<float> inputs = random_floats(3 * width, 3);
    std::set<std::string> all;
    for (const Node& node : graph.nodes()) all.insert(node.name);
    Engine engine(1);
    for (const bool watched : {false, true}) {
      const std::set<std::string> watch = watched ? all : std::set<std::string>();
      Session many(engine, graph, {.batch = 32, .watch = watch});
      many.load(State(graph, 4));
      const std::vector<float> wanted = many.forward(inputs, 3);
      for (const std::int64_t rows : {1, 3}) {
        Session few(engine, graph, {.batch = rows, .watch = watch});
        few.load(State(graph, 4));
        const auto part = [rows](std::size_t of_three) {
          return of_three / 3 * static_cast<std::size_t>(rows);
        };
        const std::vector<float> got =
            few.forward(std::span(inputs).first(part(inputs.size())), rows);
        EXPECT_TRUE(same_bits(got, {wanted.data(), wanted.data() + part(wanted.size())})) << rows;
        for (const std::string& name : watch) {
          EXPECT_TRUE(same_bits(few.activation(name, rows - 1), many.activation(name, rows - 1)))
              << name;
        }
      }
    }
  }
}

TEST(PictureNetwork, DoesNotRememberTheLastBatch) {
  for_every_net([](const Graph& graph, std::int64_t rows) {
    const Answers fresh = run(graph, rows, 1, true);
    Engine engine(2);
    Session session(engine, graph, {.batch = rows + 5, .cost = Cost::squared});
    session.load(State(graph, 4));
    run(session, graph, rows + 5);
    session.load(State(graph, 4));
    expect_same(fresh, run(session, graph, rows));
  });
}

// Along its gradient the cost falls as fast as the gradient says.
TEST(PictureNetwork, GradientIsTheSlopeOfTheCost) {
  for (const std::string& simd : Simd::available()) {
    for (const Net& net : kNets) {
      if (std::string(net.words).find("dropout") != std::string::npos) continue;
      SCOPED_TRACE(std::string(net.words) + ", " + simd);
      const Graph graph = parse_net(net.words, {}, net.input);
      Engine engine(2, Simd(simd));
      Session session(engine, graph, {.batch = 21, .cost = Cost::squared});
      const State start(graph, 4);
      session.load(start);
      const Answers here = run(session, graph, 21);
      double length = 0;
      for (const auto& [name, tensor] : here.gradients.tensors()) {
        for (const float g : tensor.values) length += static_cast<double>(g) * g;
      }
      ASSERT_GT(length, 0);
      const double step = 2e-3 / std::sqrt(length);
      double costs[2];
      for (const int side : {0, 1}) {
        State moved = start;
        for (const auto& [name, tensor] : here.gradients.tensors()) {
          for (std::size_t i = 0; i < tensor.values.size(); ++i) {
            moved[name].values[i] += static_cast<float>((side ? step : -step) * tensor.values[i]);
          }
        }
        session.load(moved);
        costs[side] = run(session, graph, 21).cost;
      }
      EXPECT_NEAR((costs[1] - costs[0]) / (2 * step), length, 0.02 * length);
    }
  }
}

TEST(PictureNetwork, GivesWatchedActivationsInTheOrderOfTheShape) {
  const Graph graph = parse_net(kNets[0].words, {}, kNets[0].input);
  Engine engine(1);
  Session session(engine, graph, {.batch = 3, .watch = {"conv1", "pool1"}});
  State state(graph, 4);
  std::ranges::fill(state["conv1.weight"].values, 0.0F);
  for (int o = 0; o < 6; ++o)
    state["conv1.bias"].values[static_cast<std::size_t>(o)] = static_cast<float>(o);
  session.load(state);
  session.forward(random_floats(3 * 144, 5), 3);
  const std::vector<float> maps = session.activation("conv1", 2);
  ASSERT_EQ(maps.size(), 6U * 8 * 8);
  for (std::size_t i = 0; i < maps.size(); ++i) EXPECT_EQ(maps[i], static_cast<float>(i / 64));
  EXPECT_EQ(session.activation("pool1", 1).size(), 6U * 4 * 4);
}

TEST(PictureNetwork, KnowsHowMuchEachInputMatters) {
  for (const Net& net : kNets) {
    SCOPED_TRACE(net.words);
    const Graph graph = parse_net(net.words, {}, net.input);
    Engine engine(2);
    Session session(engine, graph, {.batch = 1, .explain = true});
    session.load(State(graph, 4));
    std::vector<float> input = random_floats(net.input.elements(), 6);
    const std::vector<float> slopes = session.input_gradient(input, 1);
    ASSERT_EQ(slopes.size(), input.size());
    double length = 0;
    for (const float slope : slopes) length += static_cast<double>(slope) * slope;
    ASSERT_GT(length, 0);
    double ends[2];
    const double step = 1e-2 / std::sqrt(length);
    for (const int side : {0, 1}) {
      std::vector<float> moved = input;
      for (std::size_t i = 0; i < input.size(); ++i) {
        moved[i] += static_cast<float>((side ? step : -step) * slopes[i]);
      }
      ends[side] = session.forward(moved)[1];
    }
    EXPECT_NEAR((ends[1] - ends[0]) / (2 * step), length, 0.03 * length);
    EXPECT_ERROR(session.input_gradient(input, 99), ErrorCode::invalid_argument, "got 99");
  }
  const Graph graph = parse_net("4-3-2");
  Engine engine(1);
  Session plain(engine, graph, {.batch = 1});
  EXPECT_ERROR(plain.input_gradient(std::vector<float>(4), 0), ErrorCode::invalid_argument,
               "explain");
}

TEST(PictureNetwork, WorksBatchNormIntoTheWeightsOutsideTraining) {
  const Graph graph =
      parse_net("conv(20,3x3,same) batchnorm relu conv(4,3x3) batchnorm dense(3)", {}, {2, 6, 7});
  State state(graph, 4);
  std::uint64_t stream = 10;
  for (const char* name : {"scale", "shift", "mean", "variance"}) {
    for (const char* norm : {"conv1.norm.", "conv2.norm."}) {
      Tensor& tensor = state[std::string(norm) + name];
      tensor.values = random_floats(tensor.shape[0], ++stream);
      for (float& number : tensor.values) number = name[0] == 'v' ? number + 1.5F : number;
    }
  }
  const std::vector<float> inputs = random_floats(5 * 84, 7);
  Engine engine(2);
  Session plain(engine, graph, {.batch = 5, .fuse = false});
  Session folded(engine, graph, {.batch = 5});
  EXPECT_LT(folded.plan().steps.size(), plain.plan().steps.size());
  plain.load(state);
  folded.load(state);
  const std::vector<float> expected = plain.forward(inputs, 5), got = folded.forward(inputs, 5);
  for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], expected[i], 2e-6);
  // What was loaded is what is there.
  const State after = folded.state();
  for (const auto& [name, tensor] : after.tensors()) {
    EXPECT_EQ(tensor.values, state[name].values) << name;
  }
}

TEST(PictureNetwork, IsCutWhereSamplesAreCoupled) {
  const Graph graph =
      parse_net("conv(4,3x3) batchnorm relu conv(4,3x3) batchnorm relu dense(2)", {}, {1, 8, 8});
  EXPECT_EQ(Plan(graph, {.batch = 32, .cost = Cost::squared}).segments.size(), 5U);
  EXPECT_EQ(Plan(graph, {.batch = 32, .cost = Cost::squared, .learn = false}).segments.size(), 1U);
}

}  // namespace
}  // namespace glia
