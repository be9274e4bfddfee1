// Any bytes are a model that can be saved again, or an Error: nothing else.
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "glia/error.h"
#include "io/model_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  try {
    glia::io::SafeTensors contents = glia::io::read_safetensors(in, size);
    const glia::Model model = glia::io::unpack_model(contents);
    try {
      glia::io::pack_model(model, model.state);
      glia::graph_from_json(glia::graph_to_json(model.graph));
    } catch (const glia::Error&) {
      std::abort();
    }
  } catch (const glia::Error&) {
  }
  return 0;
}
