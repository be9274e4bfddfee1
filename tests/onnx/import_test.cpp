// Networks come in from ONNX files: what a node means, and what is refused.
#include "onnx/import.h"

#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>

#include <cmath>
#include <sstream>

#include "expect_error.h"
#include "glia/onnx.h"
#include "onnx/export.h"
#include "random_network.h"

namespace glia {
namespace {

std::vector<float> answers(const Model& model, const std::vector<float>& inputs,
                           std::int64_t rows) {
  Engine engine(1);
  Session session(engine, model.graph, {.batch = rows});
  session.load(model.state);
  return session.forward(inputs, rows);
}

TEST(OnnxImport, GivesWhatEveryKindOfNetworkGave) {
  constexpr std::int64_t kRows = 3;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    const Model model = random_network::model(seed);
    ::onnx::ModelProto file = exchange::file_of(model, {});
    file.clear_metadata_props();
    try {
      const from_onnx::Import found = from_onnx::imported(file);
      std::vector<float> inputs;
      for (std::int64_t i = 0; i < kRows * model.graph.input_shape().elements(); ++i) {
        inputs.push_back(static_cast<float>((i * 7919) % 1000) / 500 - 1);
      }
      const std::vector<float> wanted = answers(model, inputs, kRows);
      const std::vector<float> got = answers(found.model, inputs, kRows);
      ASSERT_EQ(got.size(), wanted.size());
      for (std::size_t i = 0; i < got.size(); ++i) ASSERT_NEAR(got[i], wanted[i], 1e-5F) << i;
    } catch (const Error& error) {
      ADD_FAILURE() << error.what();
    }
  }
}

::onnx::ModelProto small_file() {
  Model model;
  model.graph = parse_net("4-3-2", {.output = "softmax"});
  model.state = State(model.graph, 1);
  ::onnx::ModelProto file = exchange::file_of(model, {});
  file.clear_metadata_props();
  return file;
}

Model decoded(const ::onnx::ModelProto& file) {
  const std::string bytes = file.SerializeAsString();
  return decode_onnx({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, "a.onnx");
}

void expect_refused(const ::onnx::ModelProto& file, ErrorCode code, const std::string& what) {
  try {
    decoded(file);
    ADD_FAILURE() << "expected: " << what;
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    EXPECT_NE(std::string(error.what()).find(what), std::string::npos) << error.what();
  }
}

TEST(OnnxImport, NamesLayersAsParseNetDoes) {
  const Model model = decoded(small_file());
  std::vector<std::string> names;
  for (const Node& node : model.graph.nodes()) names.push_back(node.name);
  EXPECT_EQ(names, (std::vector<std::string>{"input", "hidden1", "hidden1.activation", "output",
                                             "output.activation"}));
  EXPECT_EQ(model.cost, Cost::softmax_cross_entropy);
}

TEST(OnnxImport, NamesTheNodeThatItHasNoOperationFor) {
  ::onnx::ModelProto file = small_file();
  file.mutable_graph()->mutable_node(1)->set_op_type("Einsum");
  file.mutable_graph()->mutable_node(1)->set_name("odd");
  expect_refused(file, ErrorCode::unsupported, "node 'odd' (Einsum, opset 17)");
}

TEST(OnnxImport, ReadsOpsetsFrom13To27) {
  for (const int version : {12, 28}) {
    ::onnx::ModelProto file = small_file();
    file.mutable_opset_import(0)->set_version(version);
    expect_refused(file, ErrorCode::unsupported, "it has opset " + std::to_string(version));
  }
}

TEST(OnnxImport, OpensNoOtherFile) {
  for (const char* place : {"/etc/passwd", "../weights", "a/../../weights", "weights"}) {
    ::onnx::ModelProto file = small_file();
    ::onnx::TensorProto& tensor = *file.mutable_graph()->mutable_initializer(0);
    tensor.clear_raw_data();
    tensor.set_data_location(::onnx::TensorProto_DataLocation_EXTERNAL);
    ::onnx::StringStringEntryProto& entry = *tensor.add_external_data();
    entry.set_key("location");
    entry.set_value(place);
    expect_refused(file, ErrorCode::unsupported, "lie in another file, which is never opened");
  }
}

TEST(OnnxImport, SaysWhatDoesNotHoldTogether) {
  ::onnx::ModelProto file = small_file();
  file.mutable_graph()->mutable_node(0)->set_input(0, file.graph().node(2).output(0));
  expect_refused(file, ErrorCode::format, "a cycle");

  file = small_file();
  file.mutable_graph()->mutable_node(0)->set_input(0, "nowhere");
  expect_refused(file, ErrorCode::format, "no value is called 'nowhere'");

  file = small_file();
  file.mutable_graph()->mutable_initializer(0)->mutable_raw_data()->pop_back();
  expect_refused(file, ErrorCode::format, "has not as many numbers");

  file = small_file();
  file.mutable_graph()->mutable_initializer(0)->set_dims(0, -3);
  expect_refused(file, ErrorCode::format, "an axis of -3");

  file = small_file();
  file.mutable_graph()->mutable_initializer(0)->set_dims(0, std::int64_t{1} << 62);
  expect_refused(file, ErrorCode::unsupported, "more than 2^31 numbers");

  file = small_file();
  *file.mutable_graph()->add_initializer() = file.graph().initializer(0);
  expect_refused(file, ErrorCode::format, "two values are called");
}

TEST(OnnxImport, TakesNoBrokenFileForAWholeOne) {
  const std::string whole = small_file().SerializeAsString();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(whole.data());
    EXPECT_THROW(decode_onnx({bytes, length}, "a.onnx"), Error) << length;
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x55);
    try {
      decode_onnx({reinterpret_cast<const std::uint8_t*>(changed.data()), changed.size()},
                  "a.onnx");
    } catch (const Error&) {  // a byte of a weight may have been the one
    }
  }
}

// Numbers that go into a graph as they are.
void add_constant(::onnx::GraphProto& graph, const std::string& name, const Shape& shape,
                  const std::vector<float>& numbers) {
  ::onnx::TensorProto& tensor = *graph.add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(::onnx::TensorProto::FLOAT);
  for (std::size_t i = 0; i < shape.rank(); ++i) tensor.add_dims(shape[i]);
  for (const float number : numbers) tensor.add_float_data(number);
}

void add_value(::onnx::ValueInfoProto& value, const std::string& name, std::int64_t width) {
  value.set_name(name);
  auto& tensor = *value.mutable_type()->mutable_tensor_type();
  tensor.set_elem_type(::onnx::TensorProto::FLOAT);
  tensor.mutable_shape()->add_dim()->set_dim_param("rows");
  tensor.mutable_shape()->add_dim()->set_dim_value(width);
}

// h = x·weight, then `nodes`, a line each, "output Operator inputs", the last of which gives y.
::onnx::ModelProto file_of_nodes(const std::string& nodes) {
  ::onnx::ModelProto file;
  file.set_ir_version(8);
  file.add_opset_import()->set_version(17);
  ::onnx::GraphProto& graph = *file.mutable_graph();
  add_value(*graph.add_input(), "x", 3);
  add_value(*graph.add_output(), "y", 4);
  add_constant(graph, "weight", Shape{3, 4}, {1, -2, 3, .5, 0, 1, -1, 2, .25, 4, 1, -3});
  add_constant(graph, "gain", Shape{1, 4}, {1, 2, -1, .5});
  add_constant(graph, "bias", Shape{4}, {0, 1, 2, -3});
  add_constant(graph, "epsilon", Shape{1}, {0.001F});
  std::istringstream lines("h MatMul x weight\n" + nodes);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string output, op;
    words >> output >> op;
    ::onnx::NodeProto& node = *graph.add_node();
    node.set_op_type(op);
    node.add_output(output);
    for (std::string input; words >> input;) node.add_input(input);
    if (op != "ReduceMean") continue;
    ::onnx::AttributeProto& axes = *node.add_attribute();
    axes.set_name("axes");
    axes.set_type(::onnx::AttributeProto::INTS);
    axes.add_ints(1);
  }
  return file;
}

TEST(OnnxImport, KnowsALayerNormInWhateverNodesItComes) {
  const std::string variance =
      "m ReduceMean h\nc Sub h m\nq Mul c c\nv ReduceMean q\ne Add v epsilon\nd Sqrt e\n";
  const std::string factor = variance + "r Reciprocal d\nk Mul r gain\na Mul h k\n";
  const std::vector<std::string> ways = {
      variance + "n Div c d\ng Mul n gain\ny Add g bias",
      variance + "r Reciprocal d\nn Mul c r\ng Mul n gain\ny Add g bias",
      variance + "r Reciprocal d\nk Mul gain r\ng Mul c k\ny Add g bias",
      factor + "n Neg m\nb Mul n k\nt Add b bias\ny Add a t",
      factor + "b Mul m k\nt Sub bias b\ny Add t a",
      factor + "b Mul k m\nt Sub b bias\ny Sub a t",
      factor + "b Mul m k\nn Neg b\nt Add bias n\ny Add a t",
  };
  const std::vector<float> inputs = {1, 2, 3, -1, 0, .5};
  std::vector<float> wanted;
  const float weight[3][4] = {{1, -2, 3, .5}, {0, 1, -1, 2}, {.25, 4, 1, -3}};
  const float gain[] = {1, 2, -1, .5}, bias[] = {0, 1, 2, -3};
  for (int row = 0; row < 2; ++row) {
    double h[4] = {}, mean = 0, squares = 0;
    for (int i = 0; i < 4; ++i) {
      for (int j = 0; j < 3; ++j) {
        h[i] += static_cast<double>(inputs[static_cast<std::size_t>(3 * row + j)] * weight[j][i]);
      }
      mean += h[i] / 4;
    }
    for (const double number : h) squares += (number - mean) * (number - mean) / 4;
    for (int i = 0; i < 4; ++i) {
      const double normed = (h[i] - mean) / std::sqrt(squares + 0.001);
      wanted.push_back(static_cast<float>(normed) * gain[i] + bias[i]);
    }
  }
  for (const std::string& way : ways) {
    SCOPED_TRACE(way);
    const Model model = decoded(file_of_nodes(way));
    EXPECT_EQ(model.graph.nodes().back().op->name(), "layer_norm");
    const std::vector<float> got = answers(model, inputs, 2);
    for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], wanted[i], 1e-5F) << i;
  }
}

TEST(OnnxImport, RefusesPartsOfALayerNormThatMakeNone) {
  const std::string factor =
      "m ReduceMean h\nc Sub h m\nq Mul c c\nv ReduceMean q\ne Add v epsilon\nd Sqrt e\n"
      "r Reciprocal d\nk Mul r gain\na Mul h k\n";
  for (const char* end : {"b Mul m k\ny Add a b", "b Mul m r\ny Sub a b", "n Neg m\ny Sub h n",
                          "b Mul m k\nt Sub bias b\ny Sub a t", "y Mul a gain"}) {
    expect_refused(file_of_nodes(factor + end), ErrorCode::unsupported, "layer norm");
  }
}

}  // namespace
}  // namespace glia
