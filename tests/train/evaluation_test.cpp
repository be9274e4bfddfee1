#include <limits>

#include "expect_error.h"
#include "support.h"

namespace glia {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

Evaluation evaluated(const Model& model, const Dataset& data) {
  Engine engine(2);
  Session session(engine, model.graph, {.batch = 7, .cost = model.cost});
  session.load(model.state);
  return session.evaluate(data);
}

TEST(Answer, IsTheLargestOutputAndTheFirstOfEquals) {
  EXPECT_EQ(brightest(std::vector{0.1F, 0.7F, 0.2F}), 1);
  EXPECT_EQ(brightest(std::vector{-3.0F, -1.0F, -1.0F}), 1);
  EXPECT_EQ(brightest(std::vector{5.0F}), 0);
}

TEST(Answer, IsNoneWhereAnOutputIsNotFinite) {
  EXPECT_EQ(brightest({}), -1);
  EXPECT_EQ(brightest(std::vector{kNaN, 0.7F}), -1);
  EXPECT_EQ(brightest(std::vector{0.7F, kNaN}), -1);
  EXPECT_EQ(brightest(std::vector{0.1F, kInfinity}), -1);
  EXPECT_EQ(brightest(std::vector{0.1F, -kInfinity}), -1);
}

TEST(Evaluation, CountsSamplesWithoutAnAnswerAsWrong) {
  const Dataset data = blobs(40, 5);
  Model model = small_model(3, {.hidden = "relu"});
  const Evaluation before = evaluated(model, data);
  EXPECT_EQ(before.not_finite, 0);
  EXPECT_GT(before.accuracy, 0);

  for (float& weight : model.state["hidden1.weight"].values) weight = 3e38F;
  const Evaluation after = evaluated(model, data);
  EXPECT_EQ(after.samples, 40);
  EXPECT_EQ(after.not_finite, 40);
  EXPECT_EQ(after.accuracy, 0);
  for (const auto& row : after.confusion) {
    for (const std::int64_t count : row) EXPECT_EQ(count, 0);
  }
}

TEST(Evaluation, OfATrainerMatchesClassesByName) {
  const std::vector<std::string> names{"a", "b", "c", "d"};
  const Dataset data = blobs(200, 5).with_class_names(names);
  Model model = small_model();
  model.classes = names;
  Engine engine(1);
  Trainer trainer(engine, model, data, quick());
  trainer.run();
  const Evaluation straight = trainer.evaluate(data);
  EXPECT_GT(straight.accuracy, 0.5);
  const Dataset turned = data.matched_to({"d", "c", "b", "a"});
  EXPECT_EQ(turned.label(0), 3 - data.label(0));
  EXPECT_EQ(trainer.evaluate(turned).confusion, straight.confusion);
  EXPECT_EQ(trainer.evaluate(turned).cost, straight.cost);
  EXPECT_ERROR(trainer.evaluate(data.with_class_names({"a", "b", "x", "d"})),
               ErrorCode::shape_mismatch, "does not know: x");
  EXPECT_ERROR(trainer.set_test(data.with_class_names({"a", "b", "x", "d"})),
               ErrorCode::shape_mismatch, "does not know: x");
  // What is learnt from, too.
  Trainer other(engine, model, turned, quick());
  other.run();
  expect_same(other.model().state, trainer.model().state, "the same labels");
}

TEST(Evaluation, CountsOnlyThoseSamplesWhoseOutputsAreNotFinite) {
  // The first input alone leads to NaN, where it is not 0.
  Model model;
  const NodeId x = model.graph.input("input", Shape{2});
  dense(model.graph, "output", x, 2);
  model.state = State(model.graph, 1);
  model.state["output.weight"].values = {3e38F, 0, 0, 1};
  const Dataset data =
      Dataset::rows(Shape{2}, {0, 1, 100, 1, 0, 2}, Shape{2}, {0, 1, 0, 1, 0, 1}, "rows");
  EXPECT_EQ(evaluated(model, data).not_finite, 1);
}

}  // namespace
}  // namespace glia
