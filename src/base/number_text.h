#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// As short as it can be and still be the same number: "0.003", "5e-05".
std::string number_text(double number);

// The number that the text is from its first character to its last, spaces before it and a plus
// aside: with a point wherever the program runs.
std::optional<double> parsed_number(std::string_view text);

}  // namespace glia
