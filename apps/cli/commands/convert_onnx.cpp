#include "commands/convert_onnx.h"

#include "data/reading.h"
#include "glia/onnx.h"

namespace glia::cli {

ConvertNote write_onnx(const Model& model, const ConvertOptions& options, const Common&) {
  const OnnxOptions how{.prepare = options.prepare, .lengths = options.lengths};
  Model prepared = model;  // one that learnt digits keeps no form, since there is but one
  if (options.prepare) prepared.form = form_of(model);
  ConvertNote note;
  note.save(encode_onnx(prepared, how), options.to);
  return note;
}

}  // namespace glia::cli
