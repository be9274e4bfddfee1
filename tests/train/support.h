#pragma once
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "glia/trainer.h"

// What the specifications of training share: data that is learnt in a moment, and small networks.
namespace glia {

// Four blurred blobs of 6×6 pixels in noise: quick to learn, not trivial.
inline Dataset blobs(std::int64_t samples, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::uint8_t> pixels, labels;
  for (std::int64_t s = 0; s < samples; ++s) {
    const int label = static_cast<int>(random() % 4);
    const double cx = label % 2 ? 4 : 1, cy = label / 2 ? 4 : 1;
    for (int y = 0; y < 6; ++y) {
      for (int x = 0; x < 6; ++x) {
        const double d = (x - cx) * (x - cx) + (y - cy) * (y - cy);
        pixels.push_back(
            static_cast<std::uint8_t>(180 * std::exp(-d / 3) + static_cast<double>(random() % 76)));
      }
    }
    labels.push_back(static_cast<std::uint8_t>(label));
  }
  return Dataset::images(Shape{1, 6, 6}, pixels, labels, 4, "blobs");
}

inline Model small_model(std::uint64_t seed = 3, const NetOptions& options = {}) {
  Model model;
  model.graph = parse_net("36-17-9-4", options);
  model.state = State(model.graph, seed);
  return model;
}

// The blobs as six frames of six numbers, for two LSTMs.
inline Model recurrent_model(std::uint64_t seed = 3) {
  Model model;
  NodeId x = model.graph.input("input", Shape{6, 6});
  x = lstm(model.graph, "lstm1", x, 7, {.bidirectional = true});
  x = layer_norm(model.graph, "norm", x);
  x = lstm(model.graph, "lstm2", x, 18, {.output = "last"});
  activation(model.graph, "answer", dense(model.graph, "output", x, 4), "sigmoid");
  model.state = State(model.graph, seed);
  return model;
}

inline Recipe quick(Method method = Method::sgd) {
  Recipe recipe;
  recipe.batch = 50;
  recipe.epochs = 3;
  recipe.optimizer.method = method;
  const bool adaptive = method == Method::adam || method == Method::adamw;
  recipe.schedule.rate = method == Method::sgd ? 2.0 : adaptive ? 0.01 : 0.2;
  return recipe;
}

// Every bit of every number.
inline void expect_same(const State& a, const State& b, const std::string& what) {
  ASSERT_EQ(a.tensors().size(), b.tensors().size());
  for (const auto& [name, tensor] : a.tensors()) {
    const std::vector<float>& other = b[name].values;
    ASSERT_EQ(tensor.values.size(), other.size());
    EXPECT_EQ(0, std::memcmp(tensor.values.data(), other.data(), other.size() * sizeof(float)))
        << what << ": " << name;
  }
}

}  // namespace glia
