#include "train/leaf_roots.h"

#include <gtest/gtest.h>

#include <numeric>

#include "support.h"
#include "train/executor.h"
#include "train/row_source.h"

namespace glia {
namespace {

constexpr std::int64_t kRows = 64;  // four leaves

// The sums of a part of the batch, on top of those of the part before it.
class Part : public LeafRoots {
 public:
  Part(std::size_t numbers, const std::vector<float>* before) : sums(numbers), before_(before) {}
  std::int64_t rows() const noexcept override { return kRows; }
  void join(std::int64_t offset, float* numbers, std::int64_t count) noexcept override {
    for (std::int64_t i = 0; i < count; ++i) {
      const auto at = static_cast<std::size_t>(offset + i);
      if (before_) numbers[i] += (*before_)[at];
      sums[at] = numbers[i];
    }
  }
  std::vector<float> sums;

 private:
  const std::vector<float>* before_;
};

std::vector<float> gradients_of(const Executor& executor) {
  return {executor.gradients(), executor.gradients() + executor.plan().param_floats};
}

TEST(LeafRoots, PartsOfABatchMeetWithTheBitsOfTheWhole) {
  Model pictures;
  pictures.graph = parse_net("conv(3,3x3) relu maxpool(2) dense(4)", {}, {1, 6, 6});
  pictures.state = State(pictures.graph, 3);
  const Dataset data = blobs(kRows, 5);
  std::vector<float> inputs(kRows * 36), targets(kRows * 4);
  for (std::int64_t i = 0; i < kRows; ++i) {
    data.input(i, inputs.data() + i * 36);
    data.target(i, targets.data() + i * 4);
  }
  for (const Model& model : {small_model(), pictures, recurrent_model()}) {
    SCOPED_TRACE(model.graph.nodes()[1].name);
    for (const int threads : {1, 2}) {
      Engine engine(threads);
      Executor executor(engine, model.graph, {.batch = kRows, .cost = Cost::squared});
      executor.load(model.state);
      const auto learn = [&](std::int64_t first, std::int64_t rows, LeafRoots* others) {
        const SpanSource source(inputs.data() + first * 36, 36, targets.data() + first * 4, 4);
        executor.run({.rows_from = &source, .rows = rows, .learn = true, .others = others});
        return gradients_of(executor);
      };
      const std::vector<float> whole = learn(0, kRows, nullptr);
      Part first(whole.size(), nullptr), second(whole.size(), &first.sums);
      learn(0, kRows / 2, &first);
      EXPECT_NE(first.sums, whole);
      EXPECT_EQ(learn(kRows / 2, kRows / 2, &second), whole);
    }
  }
}

}  // namespace
}  // namespace glia
