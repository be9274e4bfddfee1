// Which steps and answers are shared out among threads: seen by who asks for their rows.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "train/executor.h"
#include "train/row_source.h"

namespace glia {
namespace {

constexpr std::int64_t kWorthSharing = 786'432;  // multiply-adds
constexpr std::int64_t kWorthSharingInputs = kWorthSharing / 4;

// Rows of zeros that know whether another thread than their maker's asked for some.
class Rows final : public RowSource {
 public:
  Rows(const Graph& graph, bool has_parts) : has_parts_(has_parts) {
    inputs_.resize(static_cast<std::size_t>(graph.input_shape().elements()));
    targets_.resize(static_cast<std::size_t>(graph[graph.output()].shape.elements()));
  }
  void fill(const RowPlaces& to) const noexcept override {
    if (to.rows > 0 && std::this_thread::get_id() != maker_) others_ = true;
    const SpanSource zeros(inputs_.data(), std::ssize(inputs_), targets_.data(),
                           std::ssize(targets_));
    for (std::int64_t row = 0; row < to.rows; ++row) {
      RowPlaces one = to;
      one.first = 0;
      one.rows = 1;
      if (one.inputs) one.inputs += row * to.input_stride;
      if (one.targets) one.targets += row * to.target_stride;
      zeros.fill(one);
    }
  }
  bool has_lengths() const noexcept override { return false; }
  bool has_weights() const noexcept override { return false; }
  bool has_parts() const noexcept override { return has_parts_; }

  bool others() const { return others_; }

 private:
  std::thread::id maker_ = std::this_thread::get_id();
  std::vector<float> inputs_, targets_;
  bool has_parts_;
  mutable std::atomic<bool> others_ = false;
};

struct Asking {
  bool learn = false;
  bool has_parts = false;  // threads may share out inputs instead of rows
  bool inside = false;     // inside a run of the same pool
};

bool shared_out(const Graph& graph, std::int64_t rows, const Asking& asking = {}) {
  Engine engine(2);
  PlanOptions plan{.batch = rows};
  if (asking.learn) plan.cost = Cost::squared;
  Executor executor(engine, graph, plan);
  executor.load(State(graph, 1));
  const Rows source(graph, asking.has_parts);
  const Executor::Batch batch{.rows_from = &source, .rows = rows, .learn = asking.learn};
  if (!asking.inside) {
    executor.run(batch);
  } else {
    engine.pool.run([&](int thread) {
      if (thread == 0) executor.run(batch);
    });
  }
  return source.others();
}

// The most rows that come to fewer multiply-adds, each parameter meeting each row so many times.
std::int64_t rows_below(std::int64_t products, const Graph& graph, std::int64_t times) {
  Engine engine;
  const Executor executor(engine, graph, {});
  return (products - 1) / (times * executor.plan().param_floats);
}

TEST(SharingOut, AnswersOfFewMultiplyAddsAreGivenByOneThread) {
  const Graph graph = parse_net("64-48-16");
  const std::int64_t most = rows_below(kWorthSharing, graph, 1);
  EXPECT_FALSE(shared_out(graph, 1));
  EXPECT_FALSE(shared_out(graph, most));
  EXPECT_TRUE(shared_out(graph, most + 1));
}

TEST(SharingOut, AStepOfTrainingCountsThreeTimes) {
  const Graph graph = parse_net("64-48-16");
  const std::int64_t most = rows_below(kWorthSharing, graph, 3);
  EXPECT_FALSE(shared_out(graph, most, {.learn = true}));
  EXPECT_TRUE(shared_out(graph, most + 1, {.learn = true}));
}

TEST(SharingOut, InputsAreWorthItFromAQuarterOn) {
  const Graph graph = parse_net("784-16-10");
  const std::int64_t most = rows_below(kWorthSharingInputs, graph, 3);
  EXPECT_FALSE(shared_out(graph, most, {.learn = true, .has_parts = true}));
  EXPECT_TRUE(shared_out(graph, most + 1, {.learn = true, .has_parts = true}));
  EXPECT_FALSE(shared_out(graph, most + 1, {.learn = true, .has_parts = false}));
}

TEST(SharingOut, WhereParametersMeetARowManyTimesItIsAlwaysWorthIt) {
  EXPECT_TRUE(shared_out(parse_net("lstm(2,last) dense(2)", {}, Shape{3, 2}), 2));
  EXPECT_TRUE(shared_out(parse_net("conv(2,3x3) relu dense(2)", {}, Shape{1, 6, 6}), 32));
}

TEST(SharingOut, InsideARunOfTheSamePoolThereIsOneThread) {
  const Graph graph = parse_net("64-48-16");
  const std::int64_t rows = rows_below(kWorthSharing, graph, 1) + 1;
  EXPECT_FALSE(shared_out(graph, rows, {.inside = true}));
}

}  // namespace
}  // namespace glia
