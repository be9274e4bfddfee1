#include "glia/error.h"
#include "glia/onnx.h"

namespace glia {

Model decode_onnx(std::span<const std::uint8_t> bytes, const std::string& name) {
  static_cast<void>(bytes);
  throw Error(ErrorCode::unsupported, "cannot load '" + name + "': ONNX files are not read yet");
}

Model load_onnx(const std::string& path) { return decode_onnx({}, path); }

}  // namespace glia
