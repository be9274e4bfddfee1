// A run without fused multiply-add has the same bits on every machine that can do it, inside a
// browser too: the digests are those of SSE4, WebAssembly and whoever comes. Whoever changes what
// is computed on purpose puts the new ones here, and links to older runs say that they are of
// another version.
#include <gtest/gtest.h>

#include "base/digest.h"
#include "glia/simd.h"
#include "support.h"

namespace glia {
namespace {

// Bright spots in noise, by whole numbers alone; two rows in three are nearly always dark.
Dataset spots(std::int64_t samples, const Shape& shape) {
  std::uint32_t state = 1;
  const auto random = [&](std::uint32_t below) {
    state = state * 1664525 + 1013904223;
    return (state >> 8) % below;
  };
  std::vector<std::uint8_t> pixels, labels;
  for (std::int64_t s = 0; s < samples; ++s) {
    const std::uint32_t label = random(4);
    for (std::uint32_t y = 0; y < 12; ++y) {
      for (std::uint32_t x = 0; x < 12; ++x) {
        const bool lit = x / 6 == label % 2 && y / 6 == label / 2;
        const bool dark = y % 3 != 0 && random(500) != 0;
        pixels.push_back(static_cast<std::uint8_t>(dark ? 0 : (lit ? 128 : 0) + random(128)));
      }
    }
    labels.push_back(static_cast<std::uint8_t>(label));
  }
  return Dataset::images(shape, pixels, labels, 4, "spots");
}

std::uint64_t digest_of_run(std::string_view simd, const Shape& shape, const char* net,
                            const NetOptions& options, Method method) {
  Engine engine(1, Simd(simd));
  const Dataset data = spots(400, shape);
  Model model;
  model.graph = parse_net(net, options, data.shape());
  model.state = State(model.graph, 7);
  Recipe recipe = quick(method);
  recipe.epochs = 12;  // long enough for moments to fade
  Trainer trainer(engine, std::move(model), data, recipe);
  trainer.run();
  Digest digest;
  for (const auto& [name, tensor] : trainer.model().state.tensors()) {
    digest.add(tensor.values.data(), tensor.values.size() * sizeof(float));
  }
  return digest.value();
}

TEST(NumericPath, WithoutFusedMultiplyAddHasTheSameBitsEverywhere) {
  const NetOptions softmax{.output = "softmax"};
  const struct {
    Shape shape;
    const char* net;
    NetOptions options;
    Method method;
    const char* digest;
  } rows[] = {
      {{144}, "144-24-12-4", {}, Method::sgd, "c1362208feea14e4"},
      {{144},
       "144-24-12-4",
       {.hidden = "relu", .output = "softmax"},
       Method::adam,
       "66debe70807cc333"},
      {{1, 12, 12},
       "conv(5,3x3,same) batchnorm relu maxpool(2) conv(7,3x3) gelu dense(4)",
       softmax,
       Method::momentum,
       "3f4f2106a58c5d01"},
      {{12, 12}, "lstm(9,bidirectional,mean) dense(4)", softmax, Method::adamw, "5c88e5d772e6f387"},
  };
  for (const auto& row : rows) {
    for (const std::string& name : Simd::available()) {
      if (Simd(name).numeric_path() != "mul-add") continue;
      EXPECT_EQ(digits_of(digest_of_run(name, row.shape, row.net, row.options, row.method)),
                row.digest)
          << name << ", " << row.net;
    }
  }
}

}  // namespace
}  // namespace glia
