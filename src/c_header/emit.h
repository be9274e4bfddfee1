#pragma once
#include "c_header/program.h"
#include "glia/c_header.h"

namespace glia::headers {

CHeader emit(const Program& program, const CHeaderOptions& options);

}  // namespace glia::headers
