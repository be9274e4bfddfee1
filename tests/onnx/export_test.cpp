// What a network becomes as an ONNX file.
#include "onnx/export.h"

#include <gtest/gtest.h>

#include <cstring>
#include <map>

#include "expect_error.h"
#include "glia/onnx.h"
#include "glia/op_run.h"
#include "temp_dir.h"

namespace glia {
namespace {

using Names = std::vector<std::string>;
using Values = std::vector<float>;

Model untrained(const Graph& graph) {
  Model model;
  model.graph = graph;
  model.state = State(graph, 1);
  return model;
}
Model of_layers(std::string_view layers, const Shape& input) {
  return untrained(parse_net(layers, {.output = "identity"}, input));
}
// One node over an input.
Model of_op(std::string_view op, const Attributes& attributes, const Shape& input) {
  Graph graph;
  graph.add("node", OpSet().make(op, attributes), {graph.input("input", input)});
  return untrained(graph);
}

// The file, read back.
struct File {
  explicit File(const Model& model, const OnnxOptions& options = {}) {
    const std::vector<std::uint8_t> bytes = encode_onnx(model, options);
    EXPECT_TRUE(proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
    for (const auto& tensor : proto.graph().initializer()) tensors[tensor.name()] = &tensor;
    for (const auto& text : proto.metadata_props()) texts[text.key()] = text.value();
  }
  Names operators() const {
    Names names;
    for (const auto& node : proto.graph().node()) names.push_back(node.op_type());
    return names;
  }
  Values numbers(const std::string& name) const {
    const std::string& bytes = tensors.at(name)->raw_data();
    Values values(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }
  const ::onnx::AttributeProto& attribute(const std::string& op, const std::string& name) const {
    for (const auto& node : proto.graph().node()) {
      for (const auto& attribute : node.attribute()) {
        if (node.op_type() == op && attribute.name() == name) return attribute;
      }
    }
    throw std::runtime_error(op + " has no " + name);
  }
  std::vector<std::int64_t> integers(const std::string& op, const std::string& name) const {
    const auto& ints = attribute(op, name).ints();
    return {ints.begin(), ints.end()};
  }

  ::onnx::ModelProto proto;
  std::map<std::string, const ::onnx::TensorProto*> tensors;
  std::map<std::string, std::string> texts;
};

// "float batch 1 28 28"
std::string described(const ::onnx::ValueInfoProto& value) {
  const auto& tensor = value.type().tensor_type();
  std::string text = tensor.elem_type() == ::onnx::TensorProto::FLOAT   ? "float"
                     : tensor.elem_type() == ::onnx::TensorProto::UINT8 ? "uint8"
                     : tensor.elem_type() == ::onnx::TensorProto::INT32 ? "int32"
                                                                        : "?";
  for (const auto& dim : tensor.shape().dim()) {
    text += " " + (dim.has_dim_param() ? dim.dim_param() : std::to_string(dim.dim_value()));
  }
  return text;
}

TEST(OnnxExport, IsOfAnOpsetAndAFormThatProgramsKnow) {
  const File file(of_layers("dense(2)", {3}));
  EXPECT_EQ(file.proto.ir_version(), 8);
  ASSERT_EQ(file.proto.opset_import_size(), 1);
  EXPECT_EQ(file.proto.opset_import(0).version(), 17);
  EXPECT_EQ(file.proto.producer_name(), "glia");
}

TEST(OnnxExport, TakesAndGivesAnyNumberOfSamples) {
  const File file(
      of_op("conv2d", {{"out", std::int64_t{2}}, {"kernel", std::int64_t{3}}}, {1, 5, 6}));
  const auto& graph = file.proto.graph();
  EXPECT_EQ(graph.input(0).name(), "input");
  EXPECT_EQ(described(graph.input(0)), "float batch 1 5 6");
  EXPECT_EQ(described(graph.output(0)), "float batch 2 3 4");
}

TEST(OnnxExport, KeepsNamesOfLayersAndParameters) {
  const Model model = untrained(parse_net("4-3-2"));
  const File file(model);
  Names nodes;
  for (const auto& node : file.proto.graph().node()) nodes.push_back(node.name());
  EXPECT_EQ(nodes, (Names{"hidden1", "hidden1.activation", "output", "output.activation"}));
  EXPECT_EQ(file.operators(), (Names{"Gemm", "Sigmoid", "Gemm", "Sigmoid"}));
  EXPECT_EQ(file.numbers("hidden1.weight"), model.state["hidden1.weight"].values);
  EXPECT_EQ(file.numbers("output.bias"), model.state["output.bias"].values);
}

TEST(OnnxExport, SaysAPicturesLayersByTheirOwnOperators) {
  const File file(
      of_layers("conv(4,3x3,pad=2,stride=2) batchnorm relu maxpool(2,1) avgpool "
                "flatten dense(3) softmax",
                {1, 9, 9}));
  EXPECT_EQ(file.operators(), (Names{"Conv", "BatchNormalization", "Relu", "MaxPool",
                                     "GlobalAveragePool", "Flatten", "Gemm", "Softmax"}));
  EXPECT_EQ(file.integers("Conv", "kernel_shape"), (std::vector<std::int64_t>{3, 3}));
  EXPECT_EQ(file.integers("Conv", "strides"), (std::vector<std::int64_t>{2, 2}));
  EXPECT_EQ(file.integers("Conv", "pads"), (std::vector<std::int64_t>{2, 2, 2, 2}));
  EXPECT_EQ(file.integers("MaxPool", "kernel_shape"), (std::vector<std::int64_t>{2, 2}));
  EXPECT_EQ(file.integers("MaxPool", "strides"), (std::vector<std::int64_t>{1, 1}));
}

TEST(OnnxExport, FlattensWhatADenseLayerTakes) {
  EXPECT_EQ(File(of_op("dense", {{"out", std::int64_t{3}}}, {1, 2, 2})).operators(),
            (Names{"Flatten", "Gemm"}));
}

TEST(OnnxExport, AddsABranchThatComesBack) {
  const File file(of_layers("dense(3) residual(dense(3) tanh) dense(1)", {3}));
  EXPECT_EQ(file.operators(), (Names{"Gemm", "Gemm", "Tanh", "Add", "Gemm", "Identity"}));
  const auto& add = file.proto.graph().node(3);
  EXPECT_EQ(Names(add.input().begin(), add.input().end()),
            (Names{file.proto.graph().node(0).name(), file.proto.graph().node(2).name()}));
}

TEST(OnnxExport, MakesGeluOfErf) {
  EXPECT_EQ(File(of_op("gelu", {}, {3})).operators(), (Names{"Div", "Erf", "Add", "Mul", "Mul"}));
}

TEST(OnnxExport, SaysTheSlopeOfALeakyRelu) {
  const File file(of_op("leaky_relu", {{"slope", 0.25}}, {3}));
  EXPECT_EQ(file.attribute("LeakyRelu", "alpha").f(), 0.25F);
}

TEST(OnnxExport, TakesASoftmaxOverTheWholeSample) {
  EXPECT_EQ(File(of_op("softmax", {}, {3})).operators(), (Names{"Softmax"}));
  EXPECT_EQ(File(of_op("softmax", {}, {2, 3})).operators(),
            (Names{"Flatten", "Softmax", "Reshape"}));
}

TEST(OnnxExport, LeavesOutDropout) {
  EXPECT_EQ(File(of_layers("dense(3) dropout(0.5) relu", {3})).operators(),
            (Names{"Gemm", "Relu"}));
  const File file(of_op("dropout", {{"rate", 0.5}}, {3}));  // which gives the output its name
  EXPECT_EQ(file.operators(), (Names{"Identity"}));
  EXPECT_EQ(file.proto.graph().output(0).name(), "node");
}

TEST(OnnxExport, BringsAnLstmsGatesIntoTheOrderOfOnnx) {
  Model model = of_op("lstm", {{"hidden", std::int64_t{1}}}, {2, 1});
  model.state["node.input_weight"].values = {1, 2, 3, 4};  // input, forget, cell, output
  model.state["node.hidden_weight"].values = {5, 6, 7, 8};
  model.state["node.bias"].values = {9, 10, 11, 12};
  const File file(model);
  EXPECT_EQ(file.numbers("node/W"), (Values{1, 4, 2, 3}));  // input, output, forget, cell
  EXPECT_EQ(file.numbers("node/R"), (Values{5, 8, 6, 7}));
  EXPECT_EQ(file.numbers("node/B"), (Values{9, 12, 10, 11, 0, 0, 0, 0}));
  EXPECT_EQ(file.attribute("LSTM", "direction").s(), "forward");
}

TEST(OnnxExport, PutsBothDirectionsOfALayerIntoOneTensor) {
  Model model =
      of_op("rnn", {{"hidden", std::int64_t{2}}, {"bidirectional", std::int64_t{1}}}, {3, 1});
  model.state["node.input_weight"].values = {1, 2};
  model.state["node.reverse_input_weight"].values = {3, 4};
  const File file(model);
  EXPECT_EQ(file.numbers("node/W"), (Values{1, 2, 3, 4}));
  EXPECT_EQ(file.attribute("RNN", "direction").s(), "bidirectional");
  EXPECT_EQ(described(file.proto.graph().output(0)), "float batch 3 4");
}

TEST(OnnxExport, TakesLengthsThatMayBeLeftAway) {
  const File file(of_op("lstm", {{"hidden", std::int64_t{1}}}, {5, 2}));
  const auto& graph = file.proto.graph();
  ASSERT_EQ(graph.input_size(), 2);
  EXPECT_EQ(graph.input(1).name(), "lengths");
  EXPECT_EQ(described(graph.input(1)), "int32 batch");
  std::int32_t frames = 0;
  std::memcpy(&frames, file.tensors.at("lengths")->raw_data().data(), sizeof frames);
  EXPECT_EQ(frames, 5);  // an initializer of an input's name is what it is otherwise
  EXPECT_EQ(File(of_layers("dense(2)", {3})).proto.graph().input_size(), 1);
}

TEST(OnnxExport, AsksForLengthsWhereThatIsWanted) {
  const File file(of_op("lstm", {{"hidden", std::int64_t{1}}}, {5, 2}), {.lengths = true});
  const auto& graph = file.proto.graph();
  ASSERT_EQ(graph.input_size(), 2);
  EXPECT_EQ(described(graph.input(1)), "int32 batch");
  EXPECT_FALSE(file.tensors.contains("lengths"));
  EXPECT_EQ(file.operators(), (Names{"Transpose", "LSTM", "Transpose", "Reshape"}));
}

TEST(OnnxExport, RefusesToAskForLengthsThatANetworkDoesNotTake) {
  const Model model = of_layers("dense(2)", {3});
  EXPECT_ERROR(encode_onnx(model, {.lengths = true}), ErrorCode::unsupported, "takes no lengths");
}

TEST(OnnxExport, TellsWhatTheNetworksOwnFileTells) {
  Model model = untrained(parse_net("4-3-2", {.output = "softmax"}));
  model.cost = Cost::softmax_cross_entropy;
  model.classes = {"кот", "dog"};
  model.history["note"] = "of mine";
  const File file(model);
  EXPECT_EQ(file.texts.at("glia.graph"), graph_to_json(model.graph));
  EXPECT_EQ(file.texts.at("glia.classes"), R"(["кот","dog"])");
  EXPECT_EQ(file.texts.at("glia.cost"), "softmax_cross_entropy");
  EXPECT_EQ(file.texts.at("glia.history"), R"({"note":"of mine"})");
}

TEST(OnnxExport, IsTheSameEachTime) {
  const Model model = of_layers("conv(2,3x3) relu flatten dense(2)", {1, 5, 5});
  EXPECT_EQ(encode_onnx(model), encode_onnx(model));
}

TEST(OnnxExport, SavesTheFileWholeOrNotAtAll) {
  const TempDir folder;
  const Model model = of_layers("dense(2)", {3});
  const std::vector<std::uint8_t> bytes = encode_onnx(model);
  save_onnx(model, folder.file("net.onnx"));
  EXPECT_EQ(read_bytes(folder.file("net.onnx")), std::string(bytes.begin(), bytes.end()));
  EXPECT_ERROR(save_onnx(model, folder.file("nowhere/net.onnx")), ErrorCode::io, "nowhere");
}

// Of a program's own.
class Square : public Op {
 public:
  std::string_view name() const noexcept override { return "square"; }
  OpSpec infer(std::span<const Shape> in) const override { return {.out = in[0]}; }
  void forward(const OpMemory&, const ExecContext&) const noexcept override {}
  void backward(const OpMemory&, const ExecContext&) const noexcept override {}
};

TEST(OnnxExport, RefusesAnOpThatOnnxCannotKnow) {
  Graph graph;
  graph.add("mine", std::make_shared<Square>(), {graph.input("input", {3})});
  EXPECT_ERROR(encode_onnx(untrained(graph)), ErrorCode::unsupported, "layer 'mine'");
}

TEST(OnnxExport, RefusesTwoThingsOfOneName) {
  Graph graph;
  dense(graph, "output", dense(graph, "output.weight", graph.input("input", {3}), 3), 2);
  EXPECT_ERROR(encode_onnx(untrained(graph)), ErrorCode::unsupported, "'output.weight'");
}

TEST(OnnxExport, PreparesAPicture) {
  Model model = of_layers("dense(2)", {1, 8, 8});
  model.form = PictureForm{.size = 8, .grey = true};
  const File file(model, {.prepare = true});
  EXPECT_EQ(described(file.proto.graph().input(0)), "uint8 batch 1 8 8");
  EXPECT_EQ(file.operators(), (Names{"Cast", "Mul", "Flatten", "Gemm", "Identity"}));
  EXPECT_EQ(described(File(model).proto.graph().input(0)), "float batch 1 8 8");
}

TEST(OnnxExport, PreparesATablesNumbers) {
  Model model = of_layers("dense(1)", {2});
  TableForm form;
  form.inputs = {{.name = "width", .offset = 3, .scale = 2}, {.name = "height"}};
  form.targets = {{.name = "price", .offset = 100, .scale = 0.1}};
  model.form = form;
  const File file(model, {.prepare = true});
  EXPECT_EQ(file.operators(),
            (Names{"Cast", "Sub", "Mul", "Cast", "Gemm", "Identity", "Div", "Add"}));
  form.inputs[1].missing = 5;
  model.form = form;
  EXPECT_EQ(
      File(model, {.prepare = true}).operators(),
      (Names{"Cast", "IsNaN", "Where", "Sub", "Mul", "Cast", "Gemm", "Identity", "Div", "Add"}));
}

TEST(OnnxExport, SaysWhatItCannotPrepare) {
  Model model = of_layers("dense(1)", {2});
  const auto expect_refused = [&](const char* why) {
    EXPECT_ERROR(encode_onnx(model, {.prepare = true}), ErrorCode::unsupported, why);
  };
  expect_refused("this network has none");
  TableForm form;
  form.inputs = {{.name = "colour", .words = {"blue", "red"}}};
  form.targets = {{.name = "price"}};
  model.form = form;
  expect_refused("column 'colour' holds words");
  model = of_layers("lstm(2,last) dense(2)", {64, 40});
  model.form = Features{};
  expect_refused("a spectrogram");
}

}  // namespace
}  // namespace glia
