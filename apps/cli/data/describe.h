#pragma once
#include "cli.h"
#include "glia/source.h"

namespace glia::cli {

// What is told of a set of any kind, as tables or as JSON.
void print_description(const Description& told, const Common& common);

}  // namespace glia::cli
