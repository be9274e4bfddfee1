#include "bindings.h"
#include "glia/version.h"

namespace glia::python {
namespace {

void bind_all(nb::module_& module) {
  bind_errors(module);
  bind_engine(module);
  bind_settings(module);
  bind_presets(module);
  bind_dataset(module);
  bind_table(module);
  bind_model(module);
  bind_trainer(module);
  bind_probe(module);
  bind_inspect(module);
  bind_session(module);
  bind_moments(module);
  bind_speech(module);
}

}  // namespace
}  // namespace glia::python

NB_MODULE(_glia, module) {
  module.doc() = "Glia's library, bound.";
  module.def(
      "version", [] { return glia::version().data(); }, "Of the library that runs.");
  glia::python::bind_all(module);
}
