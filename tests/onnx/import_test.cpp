// Networks come in from ONNX files: what a node means, and what is refused.
#include "onnx/import.h"

#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>

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

}  // namespace
}  // namespace glia
