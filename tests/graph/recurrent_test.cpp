// Networks with an LSTM: the same bits for any threads, and their gates can be seen.
#include "kernels/reference/recurrent.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

#include "base/rng.h"
#include "expect_error.h"
#include "glia/model.h"
#include "glia/session.h"
#include "graph/plan.h"

namespace glia {
namespace {

using reference::Numbers;

constexpr std::int64_t kFrames = 9, kFeatures = 5, kRows = 61;

std::int64_t length_of(std::int64_t row) { return 1 + row % kFrames; }

// Two layers, the lower one bidirectional and normalised, and an answer of three.
Graph network(const std::string& output = "last") {
  Graph graph;
  NodeId x = graph.input("input", Shape{kFrames, kFeatures});
  x = lstm(graph, "lstm1", x, 7, {.bidirectional = true});
  x = layer_norm(graph, "norm", x);
  x = lstm(graph, "lstm2", x, 18, {.output = output});
  dense(graph, "output", x, 3);
  return graph;
}

std::vector<std::int64_t> lengths() {
  std::vector<std::int64_t> found;
  for (std::int64_t r = 0; r < kRows; ++r) found.push_back(length_of(r));
  return found;
}

// Sample r has 1 + r mod 9 frames; what follows them is padding, and full of numbers.
std::vector<float> inputs() {
  std::vector<float> floats;
  Rng random(40, 1);
  for (std::int64_t r = 0; r < kRows; ++r) {
    for (std::int64_t i = 0; i < kFrames * kFeatures; ++i) {
      floats.push_back(static_cast<float>(random.uniform(-1, 1)));
    }
  }
  return floats;
}

std::vector<float> targets() {
  std::vector<float> floats;
  Rng random(40, 2);
  for (std::int64_t i = 0; i < kRows * 3; ++i) {
    floats.push_back(static_cast<float>(random.uniform(0, 1)));
  }
  return floats;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

TEST(Recurrent, HasTheSameBitsForAnyThreadsAndBatchesOfAnySize) {
  for (const char* output : {"sequence", "last", "mean"}) {
    const Graph graph = network(output);
    const State state(graph, 5);
    State expected;
    std::vector<float> outputs;
    for (const int threads : {1, 2, 3, 7}) {
      Engine engine(threads);
      Session session(engine, graph, {.batch = kRows + threads, .cost = Cost::squared});
      session.load(state);
      State gradients;
      session.gradients(inputs(), targets(), kRows, gradients, {.lengths = lengths()});
      const std::vector<float> answers = session.forward(inputs(), kRows, lengths());
      if (threads == 1) expected = gradients, outputs = answers;
      EXPECT_TRUE(same_bits(outputs, answers)) << threads << " threads";
      for (const auto& [name, tensor] : expected.tensors()) {
        EXPECT_TRUE(same_bits(tensor.values, gradients[name].values)) << name << ", " << threads;
      }
    }
    // One sample alone, in a session that does not learn, has the bits that it has among others.
    Engine engine(1);
    Session one(engine, graph, {});
    one.load(state);
    const std::vector<float> all = inputs();
    for (const std::int64_t row : {0, 3, 8, 60}) {
      const auto from = all.begin() + row * kFrames * kFeatures;
      const std::int64_t length = length_of(row);
      const std::vector<float> answer =
          one.forward({from, from + kFrames * kFeatures}, 1, {&length, 1});
      EXPECT_TRUE(same_bits(answer, {outputs.begin() + row * 3, outputs.begin() + row * 3 + 3}));
    }
  }
}

TEST(Recurrent, PaddingChangesNothing) {
  const Graph graph = network();
  const State state(graph, 5);
  Graph shorter;
  NodeId x = shorter.input("input", Shape{4, kFeatures});
  x = lstm(shorter, "lstm1", x, 7, {.bidirectional = true});
  x = layer_norm(shorter, "norm", x);
  x = lstm(shorter, "lstm2", x, 18, {.output = "last"});
  dense(shorter, "output", x, 3);
  Engine engine(1);
  Session padded(engine, graph, {}), exact(engine, shorter, {});
  padded.load(state);
  exact.load(state);
  std::vector<float> sample = inputs();
  sample.resize(kFrames * kFeatures * 4);
  sample.erase(sample.begin(), sample.begin() + kFrames * kFeatures * 3);  // four frames long
  const std::int64_t length = 4;
  const std::vector<float> long_answer = padded.forward(sample, 1, {&length, 1});
  EXPECT_FALSE(same_bits(long_answer, padded.forward(sample))) << "without lengths all count";
  sample.resize(4 * kFeatures);
  EXPECT_TRUE(same_bits(long_answer, exact.forward(sample)));
}

// The gradients of a batch are those of its samples alone, each as long as it is.
TEST(Recurrent, PaddingHasNoPartInGradients) {
  Engine engine(1);
  const std::vector<float> all = inputs(), wanted = targets();
  std::vector<float> zeros = all;
  for (std::int64_t r = 0; r < kRows; ++r) {
    const auto row = zeros.begin() + r * kFrames * kFeatures;
    std::fill(row + length_of(r) * kFeatures, row + kFrames * kFeatures, 0.0F);
  }
  for (const char* output : {"sequence", "last", "mean"}) {
    const Graph graph = network(output);
    Session session(engine, graph, {.batch = kRows, .cost = Cost::squared});
    session.load(State(graph, 5));
    State numbers, empty;
    session.gradients(all, wanted, kRows, numbers, {.lengths = lengths()});
    session.gradients(zeros, wanted, kRows, empty, {.lengths = lengths()});
    for (const auto& [name, tensor] : numbers.tensors()) {
      EXPECT_EQ(tensor.values, empty[name].values) << output << ": " << name;
    }
  }
  const Graph graph = network("mean");
  Session session(engine, graph, {.batch = 16, .cost = Cost::squared});
  session.load(State(graph, 5));
  for (const std::int64_t row : {2, 5, 7}) {
    const std::int64_t length = length_of(row);
    Graph exact;
    NodeId x = exact.input("input", Shape{length, kFeatures});
    x = lstm(exact, "lstm1", x, 7, {.bidirectional = true});
    x = lstm(exact, "lstm2", layer_norm(exact, "norm", x), 18, {.output = "mean"});
    dense(exact, "output", x, 3);
    Session alone(engine, exact, {.cost = Cost::squared});
    alone.load(State(graph, 5));
    const auto from = all.begin() + row * kFrames * kFeatures;
    const auto y = std::span(wanted).subspan(static_cast<std::size_t>(row) * 3, 3);
    State padded, whole;
    session.gradients({from, from + kFrames * kFeatures}, y, 1, padded, {.lengths = {&length, 1}});
    alone.gradients({from, from + length * kFeatures}, y, 1, whole);
    for (const auto& [name, tensor] : whole.tensors()) {
      EXPECT_EQ(tensor.values, padded[name].values) << name << ", row " << row;
    }
  }
}

// A last frame of zeros is a frame, and all but the same as one of the least numbers.
TEST(Recurrent, ZerosAreNumbersLikeOthers) {
  const Graph graph = network();
  Engine engine(1);
  Session session(engine, graph, {});
  session.load(State(graph, 5));
  std::vector<float> sample = inputs();
  sample.resize(kFrames * kFeatures);
  std::fill(sample.end() - kFeatures, sample.end(), 0.0F);
  const std::vector<float> zero = session.forward(sample);
  std::fill(sample.end() - kFeatures, sample.end(), 1e-30F);
  const std::vector<float> tiny = session.forward(sample);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(zero[i], tiny[i], 1e-6);
  std::fill(sample.begin(), sample.end(), 0.0F);
  EXPECT_NO_THROW(session.forward(sample));
}

TEST(Recurrent, LengthsThatDoNotFitAreRefused) {
  Engine engine(1);
  const Graph graph = network();
  Session session(engine, graph, {.batch = 2, .cost = Cost::squared});
  session.load(State(graph, 5));
  const std::vector<float> two(2 * kFrames * kFeatures);
  const auto forward = [&](std::vector<std::int64_t> given) {
    return session.forward(two, 2, given);
  };
  forward({1, kFrames});
  EXPECT_ERROR(forward({1}), ErrorCode::shape_mismatch, "a length for each of 2 rows, got 1");
  EXPECT_ERROR(forward({3, 0}), ErrorCode::invalid_argument, "from 1 to 9 frames, got 0 for row 1");
  EXPECT_ERROR(forward({10, 1}), ErrorCode::invalid_argument, "got 10 for row 0");
  State gradients;
  const std::vector<float> answers(6);
  const std::vector<std::int64_t> none{0, 0};
  EXPECT_ERROR(session.gradients(two, answers, 2, gradients, {.lengths = none}),
               ErrorCode::invalid_argument, "got 0");
  Session slopes(engine, graph, {.explain = true});
  slopes.load(State(graph, 5));
  EXPECT_ERROR(slopes.input_gradient(std::span(two).first(45), 0, 10), ErrorCode::invalid_argument,
               "got 10");
  Graph flat;
  dense(flat, "output", flat.input("input", Shape{4}), 1);
  Session plain(engine, flat, {});
  plain.load(State(flat, 1));
  const std::int64_t length = 1;
  EXPECT_ERROR(plain.forward(std::vector<float>(4), 1, {&length, 1}), ErrorCode::invalid_argument,
               "frames × numbers");
}

// Layers that have other frames than the input, and those that have none, take all that they get.
TEST(Recurrent, LengthsHoldForLayersOfAsManyFrames) {
  Engine engine(1);
  Graph graph;
  NodeId x = graph.input("input", Shape{6, 2});
  x = graph.add("three", make_op("reshape", {{"shape", std::vector<std::int64_t>{3, 4}}}), {x});
  lstm(graph, "lstm1", x, 3, {.output = "last"});
  Session session(engine, graph, {});
  session.load(State(graph, 5));
  std::vector<float> sample = inputs();
  sample.resize(12);
  const std::int64_t length = 2;
  EXPECT_EQ(session.forward(sample), session.forward(sample, 1, {&length, 1}));
}

// Gates, cells and hidden states of both directions of lstm1, by inner slot, in double.
std::map<std::string, Numbers> gates_of(const State& state, const float* x, std::int64_t length) {
  std::map<std::string, Numbers> seen;
  for (const std::string prefix : {"", "reverse_"}) {
    const auto param = [&](const char* name) {
      const std::vector<float>& values = state["lstm1." + prefix + name].values;
      return Numbers(values.begin(), values.end());
    };
    const Numbers w = param("input_weight"), u = param("hidden_weight"), b = param("bias");
    const char* const names[] = {"input_gate",  "forget_gate", "cell_candidate",
                                 "output_gate", "cell",        "hidden"};
    for (const char* name : names) seen["lstm1." + prefix + name].assign(kFrames * 7, 0);
    reference::LstmState now{Numbers(7), Numbers(7)};
    for (std::int64_t k = 0; k < length; ++k) {
      const std::int64_t t = prefix.empty() ? k : length - 1 - k;
      Numbers z = b;
      for (std::size_t o = 0; o < 28; ++o) {
        for (std::size_t i = 0; i < 5; ++i) z[o] += w[o * 5 + i] * x[t * 5 + i];
        for (std::size_t i = 0; i < 7; ++i) z[o] += u[o * 7 + i] * now.hidden[i];
      }
      now = reference::lstm_cell(z, now.cell);
      for (std::size_t j = 0; j < 7; ++j) {
        const std::size_t at = static_cast<std::size_t>(t) * 7 + j;
        for (std::size_t q = 0; q < 4; ++q) seen["lstm1." + prefix + names[q]][at] = z[q * 7 + j];
        seen["lstm1." + prefix + "cell"][at] = now.cell[j];
        seen["lstm1." + prefix + "hidden"][at] = now.hidden[j];
      }
    }
  }
  return seen;
}

TEST(Recurrent, GatesAndCellsCanBeSeenByName) {
  const Graph graph = network();
  const State state(graph, 5);
  const std::vector<float> all = inputs();
  for (const bool learn : {false, true}) {
    Engine engine(2);
    PlanOptions options{.batch = kRows, .watch = {"lstm1.forget_gate"}};
    if (learn) options = {.batch = kRows, .cost = Cost::squared};
    Session session(engine, graph, options);
    session.load(state);
    session.forward(all, kRows, lengths());
    for (const std::int64_t row : {0, 4, 17, 60}) {
      const float* x = all.data() + row * kFrames * kFeatures;
      for (const auto& [name, expected] : gates_of(state, x, length_of(row))) {
        const std::vector<float> seen = session.activation(name, row);
        ASSERT_EQ(seen.size(), expected.size()) << name;
        for (std::size_t i = 0; i < seen.size(); ++i) {
          ASSERT_NEAR(seen[i], expected[i], 2e-6) << name << ", row " << row << " at " << i;
        }
      }
    }
  }
}

TEST(Recurrent, SaysWhyAGateCannotBeSeen) {
  const Graph graph = network();
  Engine engine(1);
  Session blind(engine, graph, {.batch = kRows});
  blind.load(State(graph, 5));
  blind.forward(inputs(), kRows);
  EXPECT_ERROR(blind.activation("lstm1.cell"), ErrorCode::not_found, "watch");
  EXPECT_ERROR(blind.activation("lstm1.forgetgate"), ErrorCode::not_found, "lstm1.forget_gate");
  EXPECT_ERROR(Session(engine, graph, {.watch = {"lstm2.reverse_cell"}}), ErrorCode::not_found,
               "no such layer");
  Session learning(engine, graph, {.batch = kRows, .cost = Cost::squared});
  learning.load(State(graph, 5));
  State gradients;
  learning.gradients(inputs(), targets(), kRows, gradients);
  EXPECT_ERROR(learning.activation("lstm1.forget_gate"), ErrorCode::not_found, "forward()");
  EXPECT_EQ(learning.activation("lstm1.cell", 3).size(), 63U) << "it survives";
  EXPECT_ERROR(learning.activation("lstm1.cell", kRows), ErrorCode::invalid_argument, "row");
}

// Which frames an answer hangs on: the slopes by the input, and none by padding.
TEST(Recurrent, SlopesByTheInputAreThoseOfTheAnswer) {
  const Graph graph = network("mean");
  Engine engine(1);
  Session session(engine, graph, {.explain = true});
  session.load(State(graph, 5));
  const std::vector<float> all = inputs();
  const auto from = all.begin() + 5 * kFrames * kFeatures;  // the sixth, of six frames
  std::vector<float> x(from, from + kFrames * kFeatures);
  const std::int64_t length = 6;
  const std::vector<float> slopes = session.input_gradient(x, 1, length);
  EXPECT_ERROR(session.activation("lstm2.input_gate"), ErrorCode::not_found, "forward()");
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (i >= 6 * kFeatures) {
      EXPECT_EQ(slopes[i], 0.0F) << i;
      continue;
    }
    constexpr float kStep = 1.0F / 128;
    const float middle = x[i];
    x[i] = middle + kStep;
    const float high = session.forward(x, 1, {&length, 1})[1];
    x[i] = middle - kStep;
    const float low = session.forward(x, 1, {&length, 1})[1];
    x[i] = middle;
    EXPECT_NEAR(slopes[i], (high - low) / (2 * kStep), 1e-3) << i;
  }
}

// What an evaluation of a large batch needs must not grow with it.
TEST(Recurrent, OnlyKeepsTheWorkspaceOfAWholeBatchWhereSomebodyNeedsIt) {
  const Graph graph = network();
  const Plan few(graph, {.batch = 48}), many(graph, {.batch = 4800});
  EXPECT_EQ(few.chunk_floats, many.chunk_floats);
  EXPECT_LT(many.batch_floats, 4800 * 100);
  EXPECT_TRUE(many.inner.empty());
  EXPECT_EQ(Plan(graph, {.watch = {"lstm2"}}).inner.count("lstm2.hidden"), 1U);
}

TEST(Recurrent, TheForgetGateIsOpenAtFirst) {
  Graph graph;
  const NodeId x = graph.input("input", Shape{kFrames, kFeatures});
  lstm(graph, "lstm1", layer_norm(graph, "norm", x), 6, {.bidirectional = true, .forget_bias = 2});
  const State state(graph, 1);
  for (const char* bias : {"lstm1.bias", "lstm1.reverse_bias"}) {
    const std::vector<float>& values = state[bias].values;
    ASSERT_EQ(values.size(), 24U);
    for (std::size_t i = 0; i < 24; ++i) EXPECT_EQ(values[i], i / 6 == 1 ? 2.0F : 0.0F) << i;
  }
  for (const float gain : state["norm.gain"].values) EXPECT_EQ(gain, 1.0F);
  for (const float weight : state["lstm1.hidden_weight"].values) {
    EXPECT_LE(std::abs(weight), std::sqrt(6.0 / (kFeatures + 6 + 24))) << "Xavier";
  }
}

TEST(Recurrent, RefusesWhatIsNoSequence) {
  Graph graph;
  const NodeId flat = graph.input("input", Shape{45});
  EXPECT_ERROR(lstm(graph, "lstm1", flat, 4), ErrorCode::shape_mismatch, "layer 'lstm1'");
  EXPECT_ERROR(lstm(graph, "lstm1", flat, 0), ErrorCode::invalid_argument, "got 0");
  EXPECT_ERROR(lstm(graph, "lstm1", flat, 4, {.output = "sequnce"}), ErrorCode::not_found,
               "'sequence'");
}

TEST(Recurrent, GraphComesBackFromJson) {
  const Graph graph = network("mean");
  const Graph again = graph_from_json(graph_to_json(graph));
  EXPECT_EQ(graph_to_json(again), graph_to_json(graph));
  EXPECT_EQ(again.parameters(), graph.parameters());
}

}  // namespace
}  // namespace glia
