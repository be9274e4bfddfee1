#pragma once
#include <vector>

#include "fuzz.h"
#include "glia/error.h"
#include "glia/model.h"

namespace glia::fuzz {

// One of each kind of layer, in files of a few kilobytes.
inline std::vector<Model> small_models() {
  std::vector<Model> models(4);
  models[0].graph = parse_net("4-3-2", {.output = "softmax", .dropout = 0.25});
  models[0].cost = Cost::softmax_cross_entropy;
  models[0].classes = {"yes", "no"};
  models[0].history = {{"seed", "1"}, {"data", "mnist"}};
  models[1].graph = parse_net(
      "conv(2,3x3,same) batchnorm relu residual(conv(2,3x3,same)) maxpool(2) avgpool dense(2)", {},
      Shape{1, 4, 4});
  models[1].form = PictureForm{.size = 4, .grey = true};
  models[2].graph =
      parse_net("lstm(2,bidirectional) layernorm lstm(2,last) dense(2) gelu", {}, Shape{3, 2});
  models[3].graph = parse_net("flatten dense(3) leaky_relu dense(2) tanh", {}, Shape{1, 2, 2});
  std::uint64_t seed = 0;
  for (Model& model : models) model.state = State(model.graph, ++seed);
  return models;
}

// What `read` makes of a stranger's bytes is a model that comes back from its file the same, or an
// Error: nothing else.
template <typename Read>
void expect_model_or_error(const Read& read) {
  Model model;
  try {
    model = read();
  } catch (const Error&) {
    return;
  }
  const std::vector<std::uint8_t> saved = encode_model(model);
  expect(encode_model(decode_model(saved, "saved")) == saved, "saved again it is the same");
}

}  // namespace glia::fuzz
