#include <cmath>
#include <numeric>

#include "../expect_error.h"
#include "glia/inspect.h"

namespace glia {
namespace {

// A tiny picture: light in the middle, background around it.
std::vector<float> spot(int side) {
  std::vector<float> pixels(static_cast<std::size_t>(side * side));
  for (int y = side / 3; y < side - side / 3; ++y) {
    for (int x = side / 3; x < side - side / 3; ++x) {
      pixels[static_cast<std::size_t>(y * side + x)] = 0.25f + 0.05f * static_cast<float>(x + y);
    }
  }
  return pixels;
}

Model model_of(std::string_view net, const Shape& input, const NetOptions& options = {}) {
  Model model;
  model.graph = parse_net(net, options, input);
  model.state = State(model.graph, 5);
  return model;
}

TEST(MapLayers, EndWithTheActivationThatOnlyTheyFeed) {
  const Graph graph =
      parse_net("conv(3,3x3,same) batchnorm relu residual(conv(3,3x3,same)) maxpool(2) dense(4)",
                {}, {1, 8, 6});
  const std::vector<MapLayer> layers = map_layers(graph);
  std::vector<std::string> names, lights;
  for (const MapLayer& layer : layers) {
    names.push_back(layer.name);
    lights.push_back(graph[layer.lights].name);
  }
  ASSERT_EQ(layers.size(), 4u);
  EXPECT_EQ(names[0], "conv1");
  EXPECT_EQ(lights[0], "conv1.activation");
  EXPECT_EQ(names[1], "conv2");
  EXPECT_EQ(lights[1], "conv2");
  EXPECT_EQ(lights[2], names[2]) << "the sum of the residual stands for itself";
  EXPECT_EQ(names[3], "pool1");
  EXPECT_EQ(layers[3].channels, 3);
  EXPECT_EQ(layers[3].size.width, 3);
  EXPECT_EQ(layers[3].size.height, 4);
  EXPECT_TRUE(map_layers(parse_net("9-5-3")).empty());
}

TEST(Saliency, OfALinearNetworkIsWeightTimesInputExactly) {
  Engine engine;
  NetOptions linear;
  linear.output = "identity";
  const Model model = model_of("dense(3)", {1, 6, 6}, linear);
  const std::vector<float> input = spot(6);
  const std::vector<float>& weight = model.state["output.weight"].values;
  for (std::size_t output = 0; output < 3; ++output) {
    const Saliency found = saliency(engine, model, input, static_cast<std::int64_t>(output));
    ASSERT_EQ(found.gradient.size(), 36u);
    for (std::size_t i = 0; i < 36; ++i) {
      EXPECT_EQ(found.gradient[i], weight[output * 36 + i]);
      EXPECT_EQ(found.products[i], double{weight[output * 36 + i]} * double{input[i]});
    }
  }
}

TEST(Saliency, AddsUpToTheAnswerWhereThereIsNoBias) {
  Engine engine;
  NetOptions relu;
  relu.hidden = "relu", relu.output = "softmax";
  Model model = model_of("conv(4,3x3,same) relu maxpool(2) conv(5,3x3) relu dense(6) relu dense(3)",
                         {1, 12, 12}, relu);
  model.cost = Cost::softmax_cross_entropy;
  const std::vector<float> input = spot(12);  // fresh biases are zero
  const Activations activations(engine, model, input);
  const std::span<const float> sums = activations[dense_layers(model.graph).back().sums];
  for (std::size_t output = 0; output < 3; ++output) {
    const Saliency found = saliency(engine, model, input, static_cast<std::int64_t>(output));
    EXPECT_NEAR(found.total(), double{sums[output]}, 1e-5) << "of what goes into the softmax";
  }
}

TEST(Saliency, OfAnOutputThatIsNotThereIsRefused) {
  Engine engine;
  const Model model = model_of("dense(3)", {1, 6, 6});
  EXPECT_ERROR(saliency(engine, model, spot(6), 3), ErrorCode::invalid_argument, "0 to 2");
  EXPECT_ERROR(saliency(engine, model, spot(5), 0), ErrorCode::shape_mismatch, "");
}

TEST(Occlusion, OfOnePixelInALinearNetworkIsItsVote) {
  Engine engine;
  NetOptions linear;
  linear.output = "identity";
  const Model model = model_of("dense(2)", {1, 9, 9}, linear);
  const std::vector<float> input = spot(9);
  const Occlusion found = occlusion(engine, model, input, {9, 9}, 1, 1);
  const Saliency votes = saliency(engine, model, input, 1);
  ASSERT_EQ(found.drops.size(), 81u);
  for (std::size_t i = 0; i < 81; ++i) EXPECT_NEAR(found.drops[i], votes.products[i], 1e-6);
}

TEST(Occlusion, OfASquareTakesAllItsPixelsInEveryPlane) {
  Engine engine;
  NetOptions linear;
  linear.output = "identity";
  const Model model = model_of("dense(1)", {2, 5, 7}, linear);
  std::vector<float> input(70);
  for (std::size_t i = 0; i < 70; ++i) input[i] = 0.1f * static_cast<float>(i % 9);
  const Occlusion found = occlusion(engine, model, input, {7, 5}, 3, 0);
  const Saliency votes = saliency(engine, model, input, 0);
  for (int y = 0; y < 5; ++y) {
    for (int x = 0; x < 7; ++x) {
      double covered = 0;
      for (int p = 0; p < 2; ++p) {
        for (int j = std::max(0, y - 1); j <= std::min(4, y + 1); ++j) {
          for (int i = std::max(0, x - 1); i <= std::min(6, x + 1); ++i) {
            covered += votes.products[static_cast<std::size_t>((p * 5 + j) * 7 + i)];
          }
        }
      }
      EXPECT_NEAR(found.drops[static_cast<std::size_t>(y * 7 + x)], covered, 1e-6);
    }
  }
}

TEST(Occlusion, OfBackgroundChangesNothing) {
  Engine engine;
  const Model model = model_of("conv(4,3x3,same) relu maxpool(2) dense(3)", {1, 12, 12});
  const std::vector<float> input = spot(12);
  const Occlusion found = occlusion(engine, model, input, {12, 12}, 3, 2);
  const Activations activations(engine, model, input);
  EXPECT_EQ(found.whole, activations.output()[2]);
  double largest = 0;
  for (int y = 0; y < 12; ++y) {
    for (int x = 0; x < 12; ++x) {
      const double drop = found.drops[static_cast<std::size_t>(y * 12 + x)];
      const bool near_light = x >= 3 && x <= 8 && y >= 3 && y <= 8;
      EXPECT_TRUE(near_light || drop == 0) << x << ", " << y;
      largest = std::max(largest, std::abs(drop));
    }
  }
  EXPECT_GT(largest, 0);
}

TEST(Occlusion, ThatCannotBeIsRefused) {
  Engine engine;
  const Model model = model_of("dense(3)", {1, 6, 6});
  const std::vector<float> input = spot(6);
  EXPECT_ERROR(occlusion(engine, model, input, {6, 6}, 0, 0), ErrorCode::invalid_argument,
               "1 to 6");
  EXPECT_ERROR(occlusion(engine, model, input, {6, 6}, 7, 0), ErrorCode::invalid_argument,
               "1 to 6");
  EXPECT_ERROR(occlusion(engine, model, input, {6, 6}, 3, 3), ErrorCode::invalid_argument,
               "0 to 2");
  EXPECT_ERROR(occlusion(engine, model, input, {5, 7}, 3, 0), ErrorCode::shape_mismatch, "5×7");
}

TEST(Shifted, MovesPixelsAndForgetsWhatLeaves) {
  const Dataset data =
      Dataset::images({1, 2, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, {1, 0}, 2, "tiny");
  using Bytes = std::vector<std::uint8_t>;
  const auto moved = [&](int right, int down) {
    const Dataset set = shifted(data, right, down);
    EXPECT_EQ(set.label(0), 1);
    EXPECT_EQ(set.label(1), 0);
    const auto bytes = set.bytes(0);
    return Bytes(bytes.begin(), bytes.end());
  };
  EXPECT_EQ(moved(0, 0), (Bytes{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(moved(1, 0), (Bytes{0, 1, 2, 0, 4, 5}));
  EXPECT_EQ(moved(-2, 0), (Bytes{3, 0, 0, 6, 0, 0}));
  EXPECT_EQ(moved(0, 1), (Bytes{0, 0, 0, 1, 2, 3}));
  EXPECT_EQ(moved(0, -1), (Bytes{4, 5, 6, 0, 0, 0}));
  EXPECT_EQ(moved(1, -1), (Bytes{0, 4, 5, 0, 0, 0}));
  EXPECT_EQ(moved(9, 0), Bytes(6));
  EXPECT_EQ(moved(0, -9), Bytes(6));
  const Dataset one_right = shifted(data, 1, 0);
  EXPECT_EQ(one_right.bytes(1)[1], 7);
  EXPECT_ERROR(shifted(Dataset(), 1, 0), ErrorCode::invalid_argument, "pictures");
}

}  // namespace
}  // namespace glia
