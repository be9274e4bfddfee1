#pragma once
#include <string>

#include "shell/described.h"

namespace glia::cli {

// The page of the program itself, or of one of its commands, with those below it: what `man` sets,
// in the language that is spoken.
std::string man_page(const DescribedCommand& program, const DescribedCommand& command);
std::string page_name(const DescribedCommand& command);  // "glia-train"

}  // namespace glia::cli
