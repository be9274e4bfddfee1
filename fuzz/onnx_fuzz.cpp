// Any bytes are a network from an ONNX file that can be saved, or an Error: nothing else.
#include "fuzz.h"
#include "glia/error.h"
#include "glia/onnx.h"
#include "models.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace glia;
  Model model;
  try {
    model = decode_onnx({data, size}, "fuzz");
  } catch (const Error&) {
    return 0;
  }
  const std::vector<std::uint8_t> saved = encode_model(model);
  fuzz::expect(encode_model(decode_model(saved, "saved")) == saved, "saved again it is the same");
  return 0;
}

std::vector<glia::fuzz::Bytes> glia::fuzz::seeds() {
  std::vector<Bytes> all;
  for (const Model& model : small_models()) all.push_back(encode_onnx(model));
  return all;
}
