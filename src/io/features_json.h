#pragma once
#include <string>

#include "glia/features.h"

namespace glia::io {

// {"version":1,"rate":8000,…}: every field of Features, and no other.
std::string features_to_json(const Features& features);
Features features_from_json(const std::string& text);  // throws Error{format}

}  // namespace glia::io
