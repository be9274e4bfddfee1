#pragma once
#include <string>

namespace glia::cli {

// A cell of a table for other programs (RFC 4180), with what a terminal would obey made visible.
std::string csv_field(const std::string& text);

}  // namespace glia::cli
