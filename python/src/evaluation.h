#pragma once
#include <nanobind/nanobind.h>

namespace glia::python {
void bind_evaluation(nanobind::module_& module);
}  // namespace glia::python
