#include "data/open_model.h"

#include <fmt/format.h>

#include <filesystem>

#include "glia/error.h"
#include "glia/onnx.h"
#include "terminal/out_file.h"

namespace glia::cli {

Model open_model(const std::string& path) {
  if (!path.ends_with(".onnx") || is_safetensors(path)) return load_model(path);
#ifdef GLIA_HAS_ONNX
  return load_onnx(path);
#else
  const std::string to = std::filesystem::path(path).replace_extension("safetensors").string();
  throw Error(ErrorCode::unsupported,
              fmt::format("cannot load '{}': this build knows no ONNX; one that does makes a model "
                          "of it: glia convert {} {}",
                          path, path, to));
#endif
}

}  // namespace glia::cli
