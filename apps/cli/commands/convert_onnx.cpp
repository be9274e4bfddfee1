#include "commands/convert_onnx.h"

#include "data/reading.h"
#include "glia/onnx.h"

namespace glia::cli {

ConvertNote write_onnx(const Model& model, const ConvertOptions& options, const Common&) {
  const OnnxOptions how{.prepare = options.prepare, .lengths = options.lengths};
  if (!options.prepare) {
    save_onnx(model, options.to, how);
    return {};
  }
  Model prepared = model;  // one that learnt digits keeps no form, since there is but one
  prepared.form = form_of(model);
  save_onnx(prepared, options.to, how);
  return {};
}

}  // namespace glia::cli
