// Any bytes are a model that can be saved again, or an Error: nothing else.
#include "fuzz.h"
#include "glia/error.h"
#include "io/model_file.h"
#include "models.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace glia;
  Model model;
  try {
    io::SafeTensors contents = io::decode_safetensors({data, size});
    model = io::unpack_model(contents);
  } catch (const Error&) {
    return 0;
  }
  const std::vector<std::uint8_t> saved = encode_model(model);
  fuzz::expect(encode_model(decode_model(saved, "saved")) == saved, "saved again it is the same");
  return 0;
}

std::vector<glia::fuzz::Bytes> glia::fuzz::seeds() {
  std::vector<Bytes> all;
  for (const Model& model : small_models()) {
    all.push_back(encode_model(model));
    all.push_back(without_check_sum(all.back()));
  }
  return all;
}
