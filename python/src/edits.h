#pragma once
#include <nanobind/nanobind.h>

#include <cstdint>
#include <string>

#include "arrays.h"
#include "glia/edit.h"
#include "glia/shape.h"

namespace glia::python {

void bind_edit(nb::module_& module);

// Of a flat index, or one for each axis. Throws Error where it is not within the shape.
std::int64_t flat_index(nb::handle index, const std::string& parameter, const Shape& shape);

}  // namespace glia::python
