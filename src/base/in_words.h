#pragma once
#include <span>
#include <string>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// A name as it stands among others: in quotes where one would not see where it ends.
std::string in_list(const std::string& name);
// "a, b, c" for a message; of more than twelve the first, and how many there are; "none".
std::string in_words(std::span<const std::string> names);

}  // namespace glia
