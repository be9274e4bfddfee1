#pragma once
#include "glia/source.h"

namespace glia::sources {

// const Source& mnist(), …: the only one of its kind.
#define GLIA_SOURCE(name) const Source& name();
#include "data/sources/sources.def"
#undef GLIA_SOURCE

}  // namespace glia::sources
