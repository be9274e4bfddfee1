#include "glia/version.h"

#include "build_facts.h"  // cmake/build_facts.h.in

namespace glia {

std::string_view version() noexcept { return GLIA_VERSION_TEXT; }

Build build() { return {GLIA_BUILD_TYPE, GLIA_COMPILER, {GLIA_PARTS}}; }

}  // namespace glia
