// Any bytes are a model that can be saved again, or an Error: nothing else.
#include "fuzz.h"
#include "io/model_file.h"
#include "models.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  glia::fuzz::expect_model_or_error([&] {
    glia::io::SafeTensors contents = glia::io::decode_safetensors({data, size});
    return glia::io::unpack_model(contents);
  });
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
