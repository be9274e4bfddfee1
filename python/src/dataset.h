#pragma once
#include <nanobind/nanobind.h>

#include "glia/data.h"

namespace glia::python {

void bind_split(nanobind::module_& module);

// Of a DataSplit, or of a Dataset, which is then what is learnt from. Throws Error of others.
DataSplit split_of(nanobind::handle data);

}  // namespace glia::python
