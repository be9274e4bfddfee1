// Any bytes are a network from an ONNX file that can be saved, or an Error: nothing else.
#include "fuzz.h"
#include "glia/onnx.h"
#include "models.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  glia::fuzz::expect_model_or_error([&] { return glia::decode_onnx({data, size}, "fuzz"); });
  return 0;
}

std::vector<glia::fuzz::Bytes> glia::fuzz::seeds() {
  std::vector<Bytes> all;
  for (const Model& model : small_models()) all.push_back(encode_onnx(model));
  return all;
}
