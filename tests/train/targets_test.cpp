// Targets given as rows: what they are judged by, how they are smoothed, and which make no sense.
#include <limits>

#include "expect_error.h"
#include "support.h"

namespace glia {
namespace {

// The same samples, their labels written out as rows.
Dataset one_hot_rows(const Dataset& data) {
  std::vector<float> inputs, targets;
  std::vector<float> input(static_cast<std::size_t>(data.shape().elements()));
  for (std::int64_t i = 0; i < data.size(); ++i) {
    data.input(i, input.data());
    inputs.insert(inputs.end(), input.begin(), input.end());
    for (int c = 0; c < data.classes(); ++c) targets.push_back(c == data.label(i) ? 1.0F : 0.0F);
  }
  return Dataset::rows(data.shape(), inputs, Shape{data.classes()}, targets, data.name());
}

Dataset rows_of(const std::vector<float>& targets, std::int64_t width = 1) {
  const std::size_t samples = targets.size() / static_cast<std::size_t>(width);
  std::vector<float> inputs;
  for (std::size_t i = 0; i < samples; ++i) inputs.push_back(static_cast<float>(i));
  return Dataset::rows(Shape{1}, inputs, Shape{width}, targets);
}

// One dense layer from one input that gives weight·x + bias, and an activation.
Model line(std::vector<float> weights, std::vector<float> biases, const std::string& end = "") {
  Model model;
  const NodeId x = model.graph.input("input", Shape{1});
  const NodeId z = dense(model.graph, "output", x, static_cast<std::int64_t>(biases.size()));
  if (!end.empty()) activation(model.graph, "output.activation", z, end);
  model.state = State(model.graph, 1);
  model.state["output.weight"].values = std::move(weights);
  model.state["output.bias"].values = std::move(biases);
  return model;
}

Evaluation evaluated(const Model& model, const Dataset& data, std::optional<Cost> cost) {
  Engine engine;
  Session session(engine, model.graph, {.batch = 3, .cost = cost});
  session.load(model.state);
  return session.evaluate(data);
}

using Confusion = std::vector<std::vector<std::int64_t>>;

TEST(Targets, SayWhetherTheyAreClasses) {
  const Dataset::Targets labels = blobs(5, 1).targets();
  EXPECT_TRUE(labels.classes);
  EXPECT_EQ(labels.low, 0);
  EXPECT_EQ(labels.high, 1);
  EXPECT_TRUE(rows_of({0, 1, 1, 0}, 2).targets().classes);
  EXPECT_TRUE(rows_of({0, 1, 1, 0}).targets().classes);
  EXPECT_FALSE(rows_of({0, 1, 1, 1}, 2).targets().classes);
  EXPECT_FALSE(rows_of({0, 0, 1, 0}, 2).targets().classes);
  EXPECT_FALSE(rows_of({0.2F, 0.8F}, 2).targets().classes);
  const Dataset mixed = rows_of({0, 1, -3, 7}, 2);
  EXPECT_FALSE(mixed.targets().classes);
  EXPECT_EQ(mixed.targets().low, -3);
  EXPECT_EQ(mixed.targets().high, 7);
  EXPECT_TRUE(mixed.first(1).targets().classes);  // of a view, what it shows
}

TEST(Targets, OneHotRowsAreLearntAndJudgedAsLabelsAre) {
  const Dataset labels = blobs(120, 5), rows = one_hot_rows(labels);
  for (const std::string_view what : cost_names()) {
    const Cost cost = cost_named(what);
    for (const double smoothing : {0.0, 0.2}) {
      Engine engine(2);
      Recipe recipe = quick();
      recipe.cost = cost;
      recipe.label_smoothing = smoothing;
      const bool softmax = cost == Cost::softmax_cross_entropy;
      const Model start = small_model(3, {.output = softmax ? "softmax" : "sigmoid"});
      Trainer by_label(engine, start, labels, recipe), by_row(engine, start, rows, recipe);
      by_label.run();
      by_row.run();
      expect_same(by_label.model().state, by_row.model().state, std::string(what));
      EXPECT_GT(by_label.reports().back().train_accuracy, 0.2);
      EXPECT_EQ(by_label.reports().back().train_accuracy, by_row.reports().back().train_accuracy);
      const Evaluation a = by_label.evaluate(labels), b = by_row.evaluate(rows);
      EXPECT_EQ(a.accuracy, b.accuracy) << what;
      EXPECT_EQ(a.confusion, b.confusion) << what;
      EXPECT_EQ(a.cost, b.cost) << what;
    }
  }
}

TEST(Targets, SmoothingChangesWhatIsLearnt) {
  const Dataset rows = one_hot_rows(blobs(60, 5));
  Engine engine;
  Recipe recipe = quick();
  const Model start = small_model();
  Trainer plain(engine, start, rows, recipe);
  recipe.label_smoothing = 0.5;
  Trainer smooth(engine, start, rows, recipe);
  plain.run();
  smooth.run();
  EXPECT_NE(plain.model().state["output.bias"].values, smooth.model().state["output.bias"].values);
}

TEST(Targets, OfARowTheLargestIsTheClassForASoftmax) {
  const Model model = line({1, 0}, {0, 1.5F}, "softmax");  // the second until x = 2
  const Dataset data = rows_of({0.9F, 0.1F, 0.2F, 0.8F, 0.6F, 0.4F}, 2);
  const Evaluation found = evaluated(model, data, Cost::softmax_cross_entropy);
  EXPECT_EQ(found.confusion, (Confusion{{1, 1}, {0, 1}}));
  EXPECT_NEAR(found.accuracy, 2.0 / 3, 1e-12);
  // Several answers at once, or numbers, are no class.
  const Evaluation numbers = evaluated(model, data, Cost::squared);
  EXPECT_TRUE(numbers.confusion.empty());
  EXPECT_EQ(numbers.accuracy, 0);
}

TEST(Targets, OneOutputSaysYesAndNo) {
  const Dataset data = rows_of({0, 1, 1, 1});
  // x − 1.5 goes into the sigmoid: yes from the third sample on.
  const Confusion expected{{1, 0}, {1, 2}};
  const Model model = line({1}, {-1.5F}, "sigmoid");
  for (const Cost cost :
       {Cost::squared, Cost::absolute, Cost::huber, Cost::sigmoid_cross_entropy, Cost::focal}) {
    const Evaluation found = evaluated(model, data, cost);
    EXPECT_EQ(found.confusion, expected) << name_of(cost);
    EXPECT_EQ(found.accuracy, 0.75) << name_of(cost);
  }
  EXPECT_EQ(evaluated(model, data, std::nullopt).confusion, expected);
  const Evaluation numbers = evaluated(model, rows_of({0, 1, 0.5F}), Cost::squared);
  EXPECT_TRUE(numbers.confusion.empty());
  EXPECT_EQ(numbers.accuracy, 0);

  Engine engine;
  Recipe recipe = quick();
  recipe.schedule.rate = 1e-6;
  recipe.epochs = 1;
  Trainer yes_no(engine, model, data, recipe), count(engine, model, rows_of({0, 1, 3, 1}), recipe);
  yes_no.run();
  count.run();
  EXPECT_EQ(yes_no.reports().back().train_accuracy, 0.75);
  EXPECT_EQ(count.reports().back().train_accuracy, 0);
}

TEST(Targets, ThatMakeNoSenseToTheCostAreRefused) {
  Engine engine;
  Recipe recipe;
  const auto learn = [&](Cost cost, const Dataset& data) {
    recipe.cost = cost;
    Trainer(engine, line({1}, {0}), data, recipe);
  };
  EXPECT_ERROR(learn(Cost::sigmoid_cross_entropy, rows_of({0, 7})), ErrorCode::invalid_argument,
               "training data: the cost sigmoid_cross_entropy expects targets from 0 to 1, got 7");
  EXPECT_ERROR(learn(Cost::focal, rows_of({0, 7})), ErrorCode::invalid_argument, "from 0 to 1");
  EXPECT_ERROR(learn(Cost::sigmoid_cross_entropy, rows_of({-0.5F, 1})), ErrorCode::invalid_argument,
               "got -0.5");
  EXPECT_ERROR(learn(Cost::softmax_cross_entropy, rows_of({-1, 1})), ErrorCode::invalid_argument,
               "of at least 0, got -1");
  for (const Cost cost : {Cost::squared, Cost::absolute, Cost::huber}) {
    learn(cost, rows_of({-1, 7}));
  }
  learn(Cost::sigmoid_cross_entropy, rows_of({0, 7}).first(1));
  recipe.label_smoothing = 0.1;
  EXPECT_ERROR(learn(Cost::squared, rows_of({0, 7})), ErrorCode::invalid_argument,
               "label smoothing: expected targets from 0 to 1");
  recipe.label_smoothing = 0;
  recipe.cost = Cost::sigmoid_cross_entropy;
  Trainer trainer(engine, line({1}, {0}), rows_of({0, 1}), recipe);
  EXPECT_ERROR(trainer.set_validation(rows_of({7})), ErrorCode::invalid_argument, "validation");
  EXPECT_ERROR(trainer.set_test(rows_of({7})), ErrorCode::invalid_argument, "test data");
  EXPECT_ERROR(trainer.evaluate(rows_of({7})), ErrorCode::invalid_argument, "got 7");
}

TEST(Targets, OfAStepAreLookedAt) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  Engine engine;
  const Model model = line({1}, {0});
  Session session(engine, model.graph, {.batch = 2, .cost = Cost::sigmoid_cross_entropy});
  session.load(model.state);
  State gradients;
  const auto step = [&](const std::vector<float>& x, const std::vector<float>& y) {
    session.gradients(x, y, 2, gradients);
  };
  step({1, 2}, {0, 1});
  EXPECT_ERROR(step({1, 2}, {0, nan}), ErrorCode::invalid_argument, "finite targets, got");
  EXPECT_ERROR(step({infinity, 2}, {0, 1}), ErrorCode::invalid_argument, "inputs, got NaN or");
  EXPECT_ERROR(step({1, 2}, {7, 1}), ErrorCode::invalid_argument, "from 0 to 1, got 7");
}

std::vector<std::string> notes(const Model& model, Cost cost, const Dataset& data) {
  Engine engine;
  Recipe recipe;
  recipe.cost = cost;
  const Trainer trainer(engine, model, data, recipe);
  return trainer.notes();
}

TEST(Notes, TellOfASecondActivation) {
  const Dataset data = rows_of({0, 1, 1, 0}, 2);
  const auto of = [&](const std::string& end, Cost cost) {
    return notes(line({1, 1}, {0, 0}, end), cost, data);
  };
  EXPECT_TRUE(of("softmax", Cost::softmax_cross_entropy).empty());
  EXPECT_TRUE(of("sigmoid", Cost::sigmoid_cross_entropy).empty());
  EXPECT_TRUE(of("identity", Cost::softmax_cross_entropy).empty());
  EXPECT_TRUE(of("", Cost::sigmoid_cross_entropy).empty());
  EXPECT_TRUE(of("sigmoid", Cost::focal).empty());
  EXPECT_EQ(of("softmax", Cost::focal).size(), 1U);
  for (const char* end : {"sigmoid", "relu", "leaky_relu", "tanh", "gelu"}) {
    const std::vector<std::string> found = of(end, Cost::softmax_cross_entropy);
    ASSERT_EQ(found.size(), 1U) << end;
    expect_contains(found[0], "'output.activation' is a " + std::string(end));
    expect_contains(found[0], "end the network in softmax");
  }
  EXPECT_EQ(of("softmax", Cost::sigmoid_cross_entropy).size(), 1U);
  // Where the cost does not look behind what only hands numbers on.
  Model model = line({1, 1}, {0, 0}, "softmax");
  activation(model.graph, "same", model.graph.output(), "identity");
  EXPECT_EQ(notes(model, Cost::softmax_cross_entropy, data).size(), 1U);
  Engine engine;
  const auto of_session = [&](std::optional<Cost> cost) {
    const Session session(engine, model.graph, {.cost = cost});
    return session.notes().size();
  };
  EXPECT_EQ(of_session(Cost::softmax_cross_entropy), 1U);
  EXPECT_EQ(of_session(Cost::squared), 0U);
  EXPECT_EQ(of_session(std::nullopt), 0U);
}

TEST(Notes, TellOfTargetsThatAreNeverReached) {
  const auto of = [&](const std::string& end, const std::vector<float>& targets) {
    const std::vector<std::string> found =
        notes(line({1}, {0}, end), Cost::squared, rows_of(targets));
    for (const Cost cost : {Cost::absolute, Cost::huber}) {
      EXPECT_EQ(notes(line({1}, {0}, end), cost, rows_of(targets)), found);
    }
    return found;
  };
  EXPECT_TRUE(of("sigmoid", {0, 1}).empty());
  EXPECT_TRUE(of("tanh", {-1, 1}).empty());
  EXPECT_TRUE(of("relu", {0, 700}).empty());
  EXPECT_TRUE(of("", {-700, 700}).empty());
  EXPECT_TRUE(of("leaky_relu", {-700, 700}).empty());
  ASSERT_EQ(of("sigmoid", {-3, 7}).size(), 1U);
  expect_contains(of("sigmoid", {-3, 7})[0], "targets go from -3 to 7");
  expect_contains(of("sigmoid", {-3, 7})[0], "gives 0 to 1");
  EXPECT_EQ(of("softmax", {0, 2}).size(), 1U);
  EXPECT_EQ(of("tanh", {0, 2}).size(), 1U);
  ASSERT_EQ(of("relu", {-1, 2}).size(), 1U);
  expect_contains(of("relu", {-1, 2})[0], "nothing below 0");
  EXPECT_EQ(of("gelu", {-1, 2}).size(), 1U);
}

TEST(Notes, TellOfASoftmaxThatCannotLearn) {
  const auto found = notes(line({1}, {0}, "softmax"), Cost::softmax_cross_entropy, rows_of({0, 1}));
  ASSERT_EQ(found.size(), 1U);
  expect_contains(found[0], "a softmax of one output is always 1");
  const auto heavy =
      notes(line({1, 1}, {0, 0}, "softmax"), Cost::softmax_cross_entropy, rows_of({0, 3}, 2));
  ASSERT_EQ(heavy.size(), 1U);
  expect_contains(heavy[0], "targets go up to 3");
}

}  // namespace
}  // namespace glia
