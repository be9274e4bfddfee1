#pragma once
#include <span>
#include <string>
#include <string_view>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// " Did you mean 'sigmoid'?" or, when nothing is near, " Known: a, b, c." Empty without names.
std::string suggest(std::string_view word, std::span<const std::string> known);

}  // namespace glia
