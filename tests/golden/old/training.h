#pragma once
#include <glia/model.h>
#include <glia/trainer.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

// What files were written of: compiled with the library as it was then, and as it is now.
namespace glia::old {

inline constexpr int kFrames = 6, kBands = 8;

inline std::vector<float> wave(std::size_t n) {
  std::vector<float> numbers(n);
  for (std::size_t i = 0; i < n; ++i) numbers[i] = static_cast<float>((i * 37 % 64)) / 64;
  return numbers;
}

inline Dataset data() {
  std::vector<float> targets;
  for (int i = 0; i < 20; ++i)
    targets.insert(targets.end(), {i % 3 == 0 ? 1.0F : 0.0F, i % 3 == 0 ? 0.0F : 1.0F});
  return Dataset::rows({4}, wave(80), {2}, targets, "waves");
}

inline Recipe recipe() {
  Recipe recipe;
  recipe.cost = Cost::softmax_cross_entropy;
  recipe.optimizer.method = Method::adamw;
  recipe.optimizer.weight_decay = 0.01;
  recipe.schedule.curve = Curve::cosine;
  recipe.schedule.rate = 0.05;
  recipe.batch = 5;
  recipe.epochs = 4;
  recipe.seed = 7;
  return recipe;
}

inline constexpr std::uint64_t kSteps = 7;  // before the checkpoint; the training has 16

inline Model dense_model() {
  Model model;
  model.graph = parse_net("4-3-2", {.output = "softmax"});
  model.state = State(model.graph, 3);
  model.cost = Cost::softmax_cross_entropy;
  model.classes = {"кот", "dog"};
  model.history = {{"data", "waves"}};
  return model;
}

inline Model picture_model() {
  Model model;
  model.graph = parse_net("conv(2,3x3) batchnorm relu maxpool(2) dense(3)", {}, {1, 6, 6});
  model.state = State(model.graph, 4);
  model.form = PictureForm{.size = 6, .grey = true};
  return model;
}

inline Features features() {
  return {.rate = 8000, .bands = kBands, .high_hz = 4000, .frames = kFrames};
}

inline Model speech_graph() {
  Model model;
  model.graph = parse_net("lstm(3) dense(2)", {}, {kFrames, kBands});
  model.state = State(model.graph, 5);
  return model;
}

// The outputs for wave(), as bits.
inline std::vector<std::uint32_t> outputs(const Model& model) {
  Engine engine(1);
  Session session(engine, model.graph, {});
  session.load(model.state);
  const auto input = wave(static_cast<std::size_t>(model.graph.input_shape().elements()));
  const std::vector<float> given = session.forward(input, 1);
  std::vector<std::uint32_t> bits;
  for (const float x : given) bits.push_back(std::bit_cast<std::uint32_t>(x));
  return bits;
}

}  // namespace glia::old
