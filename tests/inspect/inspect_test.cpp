#include "glia/inspect.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "../expect_error.h"

namespace glia {
namespace {

Model tiny_model(std::string_view net = "9-5-4-3") {
  Model model;
  model.graph = parse_net(net);
  model.state = State(model.graph, 11);
  for (auto& [name, tensor] : model.state.tensors()) {
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      tensor.values[i] += 0.1f * static_cast<float>(i % 7) - 0.25f;
    }
  }
  return model;
}

std::vector<float> ramp(std::size_t n) {
  std::vector<float> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<float>(i) / static_cast<float>(n);
  return values;
}

double total(const Votes& votes) {
  return std::accumulate(votes.contributions.begin(), votes.contributions.end(), 0.0);
}

TEST(Layers, AreNamedWithWhatTheyReadAndTheLightTheyGive) {
  NetOptions options;
  options.dropout = 0.5;
  const Graph graph = parse_net("9-5-3", options);
  const std::vector<Layer> layers = dense_layers(graph);
  ASSERT_EQ(layers.size(), 2u);
  EXPECT_EQ(layers[0].name, "hidden1");
  EXPECT_EQ(graph[layers[0].source].name, "input");
  EXPECT_EQ(graph[layers[0].lights].name, "hidden1.activation");
  EXPECT_EQ(layers[0].width, 5);
  EXPECT_EQ(graph[layers[1].source].name, "hidden1.dropout");
  EXPECT_EQ(graph[layers[1].lights].name, "output.activation");
}

TEST(Layers, WithoutAnActivationShowTheirSums) {
  Graph graph;
  dense(graph, "only", graph.input("input", {4}), 2);
  const Layer layer = dense_layers(graph).at(0);
  EXPECT_EQ(layer.sums, layer.lights);
}

TEST(Neurons, AreReadFromText) {
  const Graph graph = parse_net("9-5-3");
  const Neuron neuron = parse_neuron("hidden1[4]", graph);
  EXPECT_EQ(neuron.layer, "hidden1");
  EXPECT_EQ(neuron.index, 4);
  EXPECT_EQ(neuron.str(), "hidden1[4]");
}

TEST(Neurons, ThatAreNotThereAreRefused) {
  const Graph graph = parse_net("9-5-3");
  for (const char* text : {"hidden1[5]", "hidden1[-1]", "hidden1[", "hidden1", "hidden1[1]x",
                           "hidden1[1 ]", "hidden1[]", "hidden1[99999999999999999999]"}) {
    EXPECT_ERROR(parse_neuron(text, graph), ErrorCode::invalid_argument,
                 "hidden1[0] to hidden1[4]");
  }
  EXPECT_ERROR(parse_neuron("hiden1[0]", graph), ErrorCode::invalid_argument,
               "Did you mean 'hidden1'");
}

TEST(Activations, KeepsWhatEveryNodeGave) {
  Engine engine;
  const Model model = tiny_model();
  const std::vector<float> input = ramp(9);
  const Activations activations(engine, model, input);
  const Layer layer = dense_layers(model.graph)[0];
  EXPECT_TRUE(std::ranges::equal(activations[layer.source], input));
  ASSERT_EQ(activations[layer.sums].size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) {
    const double z = double{activations[layer.sums][i]};
    EXPECT_NEAR(double{activations[layer.lights][i]}, 1 / (1 + std::exp(-z)), 1e-6);
  }
  EXPECT_EQ(activations.output().size(), 3u);
}

TEST(Layers, ThatGoThroughTimeNameTheirGates) {
  const Graph graph = parse_net("lstm(3,bidirectional) lstm(5,last) dense(2)", {}, {4, 6});
  const std::vector<TimeLayer> layers = time_layers(graph);
  ASSERT_EQ(layers.size(), 2u);
  EXPECT_EQ(graph[layers[0].node].name, "lstm1");
  EXPECT_EQ(layers[0].frames, 4);
  EXPECT_EQ(layers[0].units, 3);
  EXPECT_EQ(layers[0].directions, 2);
  EXPECT_EQ(layers[0].output, "sequence");
  EXPECT_EQ(layers[0].slot(1, "cell"), "lstm1.reverse_cell");
  EXPECT_EQ(layers[1].directions, 1);
  EXPECT_EQ(layers[1].output, "last");
}

TEST(Layers, ThatGoThroughTimeSayWhatCanBeSeen) {
  const Graph graph = parse_net("lstm(3,bidirectional) rnn(2,last) dense(2)", {}, {4, 6});
  const std::vector<TimeLayer> layers = time_layers(graph);
  ASSERT_EQ(layers.size(), 2u);
  EXPECT_EQ(layers[0].slots,
            (std::vector<std::string>{"input_gate", "forget_gate", "cell_candidate", "output_gate",
                                      "cell", "hidden"}));
  EXPECT_EQ(layers[1].name, "rnn1");
  EXPECT_EQ(layers[1].units, 2);
  EXPECT_EQ(layers[1].directions, 1);
  EXPECT_EQ(layers[1].slots, (std::vector<std::string>{"sum", "hidden"}));
}

TEST(Activations, KeepsTheGatesThatMakeTheCell) {
  Engine engine;
  Model model;
  model.graph = parse_net("lstm(3,bidirectional) dense(2)", {}, {4, 6});
  model.state = State(model.graph, 1);
  const Activations activations(engine, model, ramp(24));
  for (int d = 0; d < 2; ++d) {
    const TimeLayer layer = time_layers(model.graph)[0];
    const auto at = [&](const char* what, std::int64_t t, std::int64_t unit) {
      const auto slot = activations.inner(layer.slot(d, what));
      return double{slot[static_cast<std::size_t>(t * layer.units + unit)]};
    };
    for (std::int64_t t = 0; t < layer.frames; ++t) {
      for (std::int64_t u = 0; u < layer.units; ++u) {
        const std::int64_t before = d == 0 ? t - 1 : t + 1;
        const bool first = before < 0 || before == layer.frames;
        const double kept = first ? 0 : at("forget_gate", t, u) * at("cell", before, u);
        const double cell = kept + at("input_gate", t, u) * at("cell_candidate", t, u);
        EXPECT_NEAR(at("cell", t, u), cell, 1e-6);
        EXPECT_NEAR(at("hidden", t, u), at("output_gate", t, u) * std::tanh(cell), 1e-6);
      }
    }
  }
  EXPECT_ERROR(activations.inner("lstm1.forgetgate"), ErrorCode::not_found,
               "Did you mean 'lstm1.forget_gate'");
}

TEST(Votes, AddUpToExactlyTheSumOfTheEngine) {
  Engine engine;
  const Model model = tiny_model("100-33-17-10");
  const std::vector<float> input = ramp(100);
  const Activations activations(engine, model, input);
  for (const Layer& layer : dense_layers(model.graph)) {
    for (std::int64_t n = 0; n < layer.width; ++n) {
      const Votes votes = activations.votes({layer.name, n});
      EXPECT_EQ(total(votes) + votes.bias + votes.rounding, double{votes.z});
      EXPECT_EQ(votes.z, activations[layer.sums][static_cast<std::size_t>(n)]);
      EXPECT_LT(std::abs(votes.rounding), 1e-4);
    }
  }
}

TEST(Votes, AreWeightTimesActivation) {
  Engine engine;
  Model model = tiny_model("4-2");
  const std::vector<float> input{1, 0, 0.5f, 0.25f};
  model.state["output.weight"].values = {0, 0, 0, 0, 2, 7, -4, 8};
  model.state["output.bias"].values = {0, -1.5f};
  const Votes votes = Activations(engine, model, input).votes({"output", 1});
  EXPECT_EQ(votes.contributions, (std::vector<double>{2, 0, -2, 2}));
  EXPECT_EQ(votes.bias, -1.5);
  EXPECT_EQ(votes.rounding, 0);
  EXPECT_EQ(votes.z, 0.5f);
  EXPECT_EQ(votes.in_favour(), 4);
  EXPECT_EQ(votes.against(), -2);
}

TEST(Votes, OfANeuronThatIsNotThereAreRefused) {
  Engine engine;
  const Model model = tiny_model();
  const std::vector<float> input = ramp(9);
  const Activations activations(engine, model, input);
  EXPECT_ERROR(activations.votes({"output", 3}), ErrorCode::invalid_argument, "output[3]");
}

TEST(Colours, OrangeIsPositiveBlueIsNegativeDarkIsZero) {
  const Rgb zero = diverging(0), positive = diverging(1), negative = diverging(-1);
  EXPECT_LT(zero.r + zero.g + zero.b, 100);
  EXPECT_GT(positive.r, positive.b);
  EXPECT_GT(negative.b, negative.r);
  EXPECT_EQ(diverging(7), positive);
  EXPECT_EQ(diverging(-7), negative);
}

TEST(Colours, LightGrowsWithActivation) {
  int before = -1;
  for (int i = 0; i <= 20; ++i) {
    const Rgb c = glow(i / 20.0);
    EXPECT_GT(c.r + c.g + c.b, before);
    before = c.r + c.g + c.b;
  }
}

TEST(ImageSizes, AreFoundInShapes) {
  const auto is = [](const Shape& shape, int width, int height) {
    const auto size = image_size(shape);
    return size && size->width == width && size->height == height;
  };
  EXPECT_TRUE(is({1, 28, 30}, 30, 28));
  EXPECT_TRUE(is({28, 30}, 30, 28));
  EXPECT_TRUE(is({784}, 28, 28));
  EXPECT_FALSE(image_size({785}));
  EXPECT_FALSE(image_size({2, 28, 28}));
  EXPECT_FALSE(image_size({}));
}

TEST(WeightPictures, ColourEachWeightOnTheScale) {
  const std::vector<float> weights{0, 2, -2, 1};
  const Picture picture = weight_picture(weights, {2, 2}, 2);
  ASSERT_EQ(picture.width, 2);
  ASSERT_EQ(picture.height, 2);
  ASSERT_EQ(picture.channels, 3);
  for (int i = 0; i < 4; ++i) {
    const std::uint8_t* p = picture.at(i % 2, i / 2);
    EXPECT_EQ((Rgb{p[0], p[1], p[2]}), diverging(double{weights[static_cast<std::size_t>(i)]} / 2));
  }
  EXPECT_ERROR(weight_picture(weights, {3, 2}, 1), ErrorCode::shape_mismatch, "6");
}

TEST(WeightPictures, OfZerosHaveAScale) {
  EXPECT_EQ(largest_magnitude(std::vector<float>{0, 0}), 1);
  EXPECT_EQ(largest_magnitude(std::vector<float>{0.5f, -3}), 3);
}

}  // namespace
}  // namespace glia
