#include "bindings.h"

NB_MODULE(_glia, module) {
  using namespace glia::python;
  module.doc() = "Glia's library, bound.";
  bind_errors(module);
  bind_engine(module);
  bind_settings(module);
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
