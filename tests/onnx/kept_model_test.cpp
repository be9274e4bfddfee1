// A network that Glia wrote as an ONNX file comes back the same, bit for bit.
#include "onnx/kept_model.h"

#include <gtest/gtest.h>

#include "onnx/export.h"
#include "random_network.h"

namespace glia {
namespace {

using exchange::file_of;
using exchange::kept_model;

// Whatever a model's file holds is the same.
void expect_same(const std::optional<Model>& got, const Model& wanted) {
  ASSERT_TRUE(got);
  EXPECT_EQ(encode_model(*got), encode_model(wanted));
}

TEST(OnnxKeptModel, IsTheSameForEveryKindOfNetwork) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    const Model model = random_network::model(seed);
    expect_same(kept_model(file_of(model, {})), model);
  }
}

Model with_texts() {
  Model model;
  model.graph = parse_net("64-8-2", {.output = "softmax"}, {1, 8, 8});
  model.state = State(model.graph, 1);
  model.state["output.bias"].values = {-0.0F, 1e-45F};
  model.cost = Cost::focal;
  model.cost_parameters.focal_gamma = 1.5;
  model.classes = {"кот", "dog"};
  model.form = PictureForm{.size = 8, .grey = true};
  model.temperature = 1.25;
  model.history["note"] = "of mine";
  return model;
}

TEST(OnnxKeptModel, HasClassesCostPreparationAndHistory) {
  expect_same(kept_model(file_of(with_texts(), {})), with_texts());
}

TEST(OnnxKeptModel, ComesBackFromAGraphThatPrepares) {
  expect_same(kept_model(file_of(with_texts(), {.prepare = true})), with_texts());
}

TEST(OnnxKeptModel, ComesBackFromAGraphThatAsksForLengths) {
  Model model;
  model.graph = parse_net("lstm(3,last) dense(2)", {}, {5, 2});
  model.state = State(model.graph, 1);
  expect_same(kept_model(file_of(model, {.lengths = true})), model);
}

TEST(OnnxKeptModel, TakesNumbersThatAnotherProgramLearnt) {
  ::onnx::ModelProto file = file_of(with_texts(), {});
  for (auto& tensor : *file.mutable_graph()->mutable_initializer()) {
    if (tensor.name() == "output.bias") tensor.set_raw_data(std::string(8, '\0'));
  }
  Model wanted = with_texts();
  wanted.state["output.bias"].values = {0, 0};
  expect_same(kept_model(file), wanted);
}

TEST(OnnxKeptModel, IsNoneWhereTheGraphHasBeenChanged) {
  ::onnx::ModelProto file = file_of(with_texts(), {});
  file.mutable_graph()->mutable_node(1)->set_op_type("Tanh");
  EXPECT_FALSE(kept_model(file));
}

TEST(OnnxKeptModel, IsNoneOfAnotherProgramsFile) {
  ::onnx::ModelProto file = file_of(with_texts(), {});
  file.clear_metadata_props();
  EXPECT_FALSE(kept_model(file));
}

TEST(OnnxKeptModel, IsNoneWhereTextsAreBroken) {
  const ::onnx::ModelProto whole = file_of(with_texts(), {});
  for (int i = 0; i < whole.metadata_props_size(); ++i) {
    for (const char* text : {"", "{", "[1]", "\xff"}) {
      ::onnx::ModelProto file = whole;
      file.mutable_metadata_props(i)->set_value(text);
      EXPECT_FALSE(kept_model(file)) << whole.metadata_props(i).key() << ": " << text;
    }
  }
}

}  // namespace
}  // namespace glia
