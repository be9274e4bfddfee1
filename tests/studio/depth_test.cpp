// Networks in words beside the visitor's: what slope reaches each layer, and how they learn.
#include "support.h"

namespace glia::studio {
namespace {

std::string sigmoids(int layers) {
  std::string net;
  for (int i = 0; i < layers; ++i) net += "dense(16) sigmoid ";
  return net;
}

TEST(Depth, ShrinksTheSlopeOfSigmoidsLayerByLayer) {
  Page page;
  const Json answer = page.ask("depth", {{"recipe", {{"net", sigmoids(6)}}}, {"samples", 100}});
  ASSERT_EQ(answer["layers"].size(), 7U) << answer;
  EXPECT_EQ(answer["parameters"], 784 * 16 + 16 + 5 * (16 * 16 + 16) + 16 * 10 + 10);
  EXPECT_EQ(answer["layers"][0]["layer"], "hidden1");
  EXPECT_EQ(answer["layers"][6]["layer"], "output");
  for (std::size_t i = 2; i < 7; ++i) {
    EXPECT_GT(answer["layers"][i]["size"], answer["layers"][i - 1]["size"]) << i;
  }
  EXPECT_LT(page.state()["step"], 1);  // the visitor's own network is as it was
}

// The visitor's network described in words has the visitor's slopes.
TEST(Depth, AgreesWithTheGradientOfTheSameNetwork) {
  Page page;
  const Json answer = page.ask("depth", {{"recipe", {{"net", sigmoids(2)}}}, {"samples", 100}});
  page.ask("gradient", {{"of", "batch"}, {"samples", 100}});
  const std::vector<float> slopes = page.bulk().as<float>();
  double square = 0;
  for (std::size_t i = 0; i < 784 * 16; ++i) square += double{slopes[i]} * slopes[i];
  EXPECT_NEAR(answer["layers"][0]["size"], std::sqrt(square / (784 * 16)), 1e-9);
}

TEST(Depth, LearnsForSomeSteps) {
  Page page;
  const Json recipe{{"net", "dense(16) batchnorm relu residual(dense(16) batchnorm relu)"},
                    {"rate", 0.1}};
  const Json before = page.ask("depth", {{"recipe", recipe}});
  const Json after = page.ask("depth", {{"recipe", recipe}, {"steps", 60}});
  EXPECT_EQ(after["step"], 60);
  EXPECT_LT(after["cost"], before["cost"]);
}

TEST(Depth, RefusesWhatIsNoNetwork) {
  Page page;
  const auto says = [&](const Json& recipe, const char* what) {
    const std::string text = page.ask("depth", {{"recipe", recipe}})["error"]["text"];
    EXPECT_NE(text.find(what), text.npos) << text;
  };
  says({{"net", "dense(16) sigmoyd"}}, "sigmoyd");
  says({{"net", "dense(100000)"}}, "parameters");
  says({{"net", "dense(9)"}, {"hidden", {3}}}, "one of net and hidden");
}

TEST(Race, OfNetworksInWordsTellsTheirSlopes) {
  Page page;
  page.ask("race", {{"runners", list({{{"net", sigmoids(2)}}, {{"net", sigmoids(6)}}})},
                    {"epochs", 2},
                    {"slopes", true}});
  for (int i = 0; i < 5000 && page.studio.busy(); ++i) page.studio.work(0.005);
  page.ask("race", {{"stop", true}});  // tells how it stands
  const Json runners = page.last("race")["runners"];
  ASSERT_EQ(runners[0]["slopes"].size(), 3U);
  ASSERT_EQ(runners[1]["slopes"].size(), 7U);
  EXPECT_GT(runners[0]["slopes"][0]["size"], runners[1]["slopes"][0]["size"]);
}

TEST(Race, LearnsPicturesWhosePixelsAreShuffledAlike) {
  Page page;
  page.ask("pixel_order", {{"seed", 5}});
  const std::vector<float> order = page.bulk().as<float>();
  ASSERT_EQ(order.size(), 784U);
  std::vector<bool> there(784);
  for (const float from : order) there[static_cast<std::size_t>(from)] = true;
  EXPECT_EQ(std::count(there.begin(), there.end(), true), 784);

  // A perceptron does not know where pixels are: each starts from its own weights, and learns.
  const Json asked = page.ask(
      "race", {{"runners", list({{{"rate", 3}},
                                 {{"rate", 3}, {"pixel_order", 5}},
                                 {{"rate", 3}, {"pixel_order", 6}},
                                 {{"net", "conv(2,5x5) relu maxpool(4)"}, {"rate", 0.5}}})},
               {"epochs", 16}});
  ASSERT_EQ(asked["runners"].size(), 4U) << asked;
  for (int i = 0; i < 9000 && page.studio.busy(); ++i) page.studio.work(0.005);
  page.ask("runner", {{"runner", 1}, {"parameter", "hidden1.weight"}});
  EXPECT_EQ(page.bulk().as<float>().size(), 784U * 16);
  EXPECT_TRUE(
      page.ask("runner", {{"runner", 4}, {"parameter", "hidden1.weight"}}).contains("error"));
  page.ask("race", {{"stop", true}});  // tells how it stands
  const Json runners = page.last("race")["runners"];
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_GT(runners[i]["points"].back()[5], 0.9) << i << ": " << runners[i];
  }
}

}  // namespace
}  // namespace glia::studio
