#pragma once
#include <string>

#include "glia/settings.h"

namespace glia::cli {

// What a preset brings for these data; without its network where a person names another. Throws
// UsageError when the data is not what its network takes.
Asked preset_for(const std::string& name, const std::string& data, bool own_net);

}  // namespace glia::cli
