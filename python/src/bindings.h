#pragma once
// What module.cpp puts together: each thing that Python sees has a file of its own.
#include <nanobind/nanobind.h>

namespace glia::python {

namespace nb = nanobind;

void bind_errors(nb::module_& module);
void bind_engine(nb::module_& module);
void bind_settings(nb::module_& module);
void bind_presets(nb::module_& module);
void bind_dataset(nb::module_& module);
void bind_table(nb::module_& module);
void bind_model(nb::module_& module);
void bind_trainer(nb::module_& module);
void bind_checkpoint(nb::module_& module);
void bind_probe(nb::module_& module);
void bind_inspect(nb::module_& module);
void bind_session(nb::module_& module);
void bind_moments(nb::module_& module);
void bind_speech(nb::module_& module);

}  // namespace glia::python
