#pragma once
#include <nanobind/nanobind.h>

#include "glia/table.h"

namespace glia::python {

// Of a Table as it is, of a pandas frame or a dict of columns.
Table table_of(nanobind::handle data);
// Whether it can only be meant as a table: one of these, or the path of a file.
bool is_table(nanobind::handle data);

}  // namespace glia::python
