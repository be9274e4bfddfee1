#include "glia/confidence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "expect_error.h"

namespace glia {
namespace {

Model network(const std::string& output, int inputs = 3) {
  Model model;
  NetOptions options;
  options.output = output;
  model.graph = parse_net(std::to_string(inputs) + "-3", options);
  model.state = State(model.graph, 1);
  return model;
}

double sure(const Model& model, std::vector<float> outputs) {
  const auto found = confidence(model, outputs);
  EXPECT_TRUE(found);
  return found.value_or(-1);
}

TEST(Confidence, OfASoftmaxIsItsLargestOutputUntilATemperatureIsFitted) {
  Model model = network("softmax");
  EXPECT_TRUE(tells_confidence(model.graph));
  EXPECT_NEAR(sure(model, {0.2F, 0.7F, 0.1F}), 0.7, 1e-7);
  EXPECT_NEAR(sure(model, {0, 1, 0}), 1, 1e-12);
  model.temperature = 2;  // z / 2 is the root of e^z
  const double roots = std::sqrt(0.2) + std::sqrt(0.7) + std::sqrt(0.1);
  EXPECT_NEAR(sure(model, {0.2F, 0.7F, 0.1F}), std::sqrt(0.7) / roots, 1e-7);
  model.temperature = 0.5;
  EXPECT_NEAR(sure(model, {0.2F, 0.7F, 0.1F}), 0.49 / 0.54, 1e-7);
}

TEST(Confidence, OfSigmoidsCanBeInNoneOfTheClasses) {
  Model model = network("sigmoid");
  // Odds of 1/4, 9 and 1/9; 1 stands for none.
  EXPECT_NEAR(sure(model, {0.2F, 0.9F, 0.1F}), 9 / (1 + 0.25 + 9 + 1.0 / 9), 1e-5);
  EXPECT_LT(sure(model, {0.01F, 0.02F, 0.01F}), 0.03) << "all are dark";
  EXPECT_LT(sure(model, {0.99F, 0.99F, 0.01F}), 0.5) << "two are as bright";
  EXPECT_GT(sure(model, {0, 1, 0}), 0.99999);
  model.temperature = 4;
  EXPECT_LT(sure(model, {0.2F, 0.9F, 0.1F}), 0.5);
}

TEST(Confidence, IsNotToldWhereOutputsAreNoProbabilities) {
  EXPECT_FALSE(confidence(network("identity"), std::vector{0.1F, 0.9F, 0.0F}));
  EXPECT_FALSE(confidence(network("softmax"),
                          std::vector{0.1F, std::numeric_limits<float>::quiet_NaN(), 0.0F}));
  Model one;
  one.graph = parse_net("3-1");
  EXPECT_FALSE(tells_confidence(one.graph));
}

TEST(Confidence, OfEachClassAddsUpWhereOneOfThemIsRight) {
  Model model = network("softmax");
  model.temperature = 2;
  const std::vector<float> outputs{0.2F, 0.7F, 0.1F};
  const double roots = std::sqrt(0.2) + std::sqrt(0.7) + std::sqrt(0.1);
  for (std::size_t c = 0; c < 3; ++c) {
    EXPECT_NEAR(probabilities(model, outputs)[c], std::sqrt(outputs[c]) / roots, 1e-7);
  }
  const std::vector<double> odds = probabilities(network("sigmoid"), std::vector{0.2F, 0.9F, 0.1F});
  EXPECT_NEAR(odds[1], 9 / (0.25 + 9 + 1.0 / 9), 1e-5) << "that none is right is left out";
  EXPECT_NEAR(odds[0] + odds[1] + odds[2], 1, 1e-12);
  EXPECT_TRUE(probabilities(network("identity"), outputs).empty());
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(probabilities(model, std::vector{0.1F, nan, 0.0F})[0]));
}

// Labels are drawn from what softmax(z) says, and the network says softmax(z · factor).
struct Drawn {
  Model model = network("softmax");
  Dataset data;

  Drawn(float factor, int samples) {
    model.state["output.weight"].values = {factor, 0, 0, 0, factor, 0, 0, 0, factor};
    std::mt19937 random(7);
    std::normal_distribution<float> normal(0, 2);
    std::vector<float> inputs, targets;
    for (int i = 0; i < samples; ++i) {
      std::vector<double> weights;
      for (int k = 0; k < 3; ++k) {
        inputs.push_back(normal(random));
        weights.push_back(std::exp(double{inputs.back()}));
      }
      labels.push_back(static_cast<std::uint8_t>(
          std::discrete_distribution<int>(weights.begin(), weights.end())(random)));
    }
    // Bytes hold labels: the inputs are given to them as 1/255 · byte, from −10 to 10.
    std::vector<std::uint8_t> bytes;
    for (const float x : inputs) {
      bytes.push_back(static_cast<std::uint8_t>(std::clamp(x * 12 + 128, 0.0F, 255.0F)));
    }
    for (float& weight : model.state["output.weight"].values) weight *= 255.0F / 12;
    data = Dataset::images(Shape{3}, bytes, labels, 3, "drawn");
  }
  std::vector<std::uint8_t> labels;

  double error(Engine& engine) const {
    std::vector<Judgement> judgements;
    ask_each(engine, model, data, [&](std::int64_t i, std::span<const float> outputs) {
      judgements.push_back({*confidence(model, outputs), brightest(outputs) == data.label(i)});
    });
    EXPECT_EQ(std::ssize(judgements), data.size());
    return calibration_error(judgements);
  }
};

TEST(Temperature, BringsConfidenceToHowOftenItIsRight) {
  Engine engine(2);
  for (const float factor : {0.5F, 1.0F, 3.0F}) {
    SCOPED_TRACE(factor);
    Drawn drawn(factor, 6000);
    const double before = drawn.error(engine);
    drawn.model.temperature = fit_temperature(engine, drawn.model, drawn.data);
    ASSERT_TRUE(drawn.model.temperature);
    EXPECT_NEAR(*drawn.model.temperature, double{factor}, 0.06 * double{factor});
    EXPECT_LT(drawn.error(engine), 0.02);
    if (factor != 1) {
      EXPECT_GT(before, 0.05);
    }
  }
}

TEST(Temperature, AFewThatAreAllRightMakeNoNetworkCertain) {
  Engine engine(1);
  Model model = network("softmax");
  model.state["output.weight"].values = {9, 0, 0, 0, 9, 0, 0, 0, 9};
  const Dataset four =
      Dataset::images(Shape{3}, {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 0, 0}, {0, 1, 2, 0}, 3);
  model.temperature = fit_temperature(engine, model, four);
  ASSERT_TRUE(model.temperature);
  ask_each(engine, model, four, [&](std::int64_t i, std::span<const float> outputs) {
    EXPECT_EQ(brightest(outputs), four.label(i));
    EXPECT_NEAR(*confidence(model, outputs), 5.0 / 6, 1e-3) << "the rule of succession";
  });
}

TEST(Temperature, NeedsConfidenceAndSamples) {
  Engine engine(1);
  const Dataset one = Dataset::images(Shape{3}, {1, 2, 3}, {0}, 3);
  EXPECT_FALSE(fit_temperature(engine, network("identity"), one));
  EXPECT_FALSE(fit_temperature(engine, network("softmax"), Dataset()));
  EXPECT_FALSE(fit_temperature(engine, network("softmax"),
                               Dataset::rows(Shape{3}, {1, 2, 3}, Shape{3}, {1, 0, 0})));
}

TEST(CalibrationError, IsTheMeanDistanceOfConfidenceFromRight) {
  EXPECT_EQ(calibration_error({}), 0);
  EXPECT_EQ(calibration_error(std::vector<Judgement>{{1, true}, {0, false}}), 0);
  // In one bin: 0.9 sure, right half of the time. In another: 0.5 and never.
  const std::vector<Judgement> four{{0.9, true}, {0.9, false}, {0.5, false}, {0.5, false}};
  EXPECT_NEAR(calibration_error(four), (2 * 0.4 + 2 * 0.5) / 4, 1e-12);
}

}  // namespace
}  // namespace glia
