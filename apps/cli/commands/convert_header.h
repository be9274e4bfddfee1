#pragma once
#include "commands/convert.h"

namespace glia::cli {

// As one C header (see glia/c_header.h), in float32 or with --int8 in integers.
ConvertNote write_header(const Model& model, const ConvertOptions& options, const Common& common);

}  // namespace glia::cli
