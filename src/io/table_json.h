#pragma once
#include <string>

#include "glia/table_form.h"

namespace glia::io {

// What a model file says of a table's columns. Throw Error, {format} what is read.
std::string table_to_json(const TableForm& form);
TableForm table_from_json(const std::string& text);

}  // namespace glia::io
