// More classes than a byte can tell.
#include "glia/model.h"
#include "support.h"

namespace glia {
namespace {

constexpr int kClasses = 1000, kBits = 10;

// The numbers of classes in binary, a little blurred.
Dataset binary_numbers(unsigned seed, int each) {
  std::mt19937 random(seed);
  std::vector<float> inputs;
  std::vector<std::int32_t> labels;
  for (int i = 0; i < kClasses * each; ++i) {
    const int label = i % kClasses;
    for (int bit = 0; bit < kBits; ++bit) {
      const float blur = static_cast<float>(random() % 1000) / 2000 - 0.25F;
      inputs.push_back((label >> bit & 1 ? 1.0F : -1.0F) + blur);
    }
    labels.push_back(label);
  }
  return Dataset::labelled(Shape{kBits}, std::move(inputs), std::move(labels), kClasses, "binary");
}

TEST(ManyClasses, AreLearntAndKept) {
  std::vector<std::string> names;
  for (int c = 0; c < kClasses; ++c) names.push_back("number " + std::to_string(c));
  Model model;
  model.graph = parse_net("10-1000", {.output = "softmax"});
  model.cost = Cost::softmax_cross_entropy;
  model.state = State(model.graph, 1);
  model.classes = names;
  Recipe recipe = quick(Method::adam);
  recipe.cost = model.cost;
  recipe.epochs = 8;
  recipe.schedule.rate = 0.05;
  State alone;
  for (const int threads : {1, 3}) {
    Engine engine(threads);
    Trainer trainer(engine, model, binary_numbers(1, 4).with_class_names(names), recipe);
    trainer.set_test(binary_numbers(2, 1).with_class_names(names));
    trainer.run();
    const Evaluation& test = *trainer.reports().back().test;
    EXPECT_GT(test.accuracy, 0.95);
    ASSERT_EQ(test.confusion.size(), 1000U);
    EXPECT_EQ(test.confusion[987][987], 1);
    if (threads == 1) alone = trainer.model().state;
    expect_same(alone, trainer.model().state, std::to_string(threads) + " threads");
    const Model kept = decode_model(encode_model(trainer.model()), "m.safetensors");
    EXPECT_EQ(kept.classes, names);
  }
}

TEST(ManyClasses, BeyondSomeThousandsHaveAccuracyAndNoConfusion) {
  Model model;
  model.graph = parse_net("1-5000");
  model.state = State(model.graph, 1);
  Engine engine(1);
  Session session(engine, model.graph, {.batch = 2});
  session.load(model.state);
  const Evaluation found = session.evaluate(Dataset::labelled(
      Shape{1}, std::vector<float>{0, 1}, std::vector<std::int32_t>{0, 4999}, 5000));
  EXPECT_TRUE(found.by_class);
  EXPECT_TRUE(found.confusion.empty());
}

}  // namespace
}  // namespace glia
