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

}  // namespace
}  // namespace glia
