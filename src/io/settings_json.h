#pragma once
#include <string>

#include "glia/settings.h"
#include "io/json.h"

namespace glia::io {

// {"cost":"squared","optimizer":"sgd",…}: every setting of a Recipe, and no other.
Json recipe_to_json(const Recipe& recipe);
// The same and back, also as checkpoints before version 3 have it. Throws Error{format}.
Recipe recipe_from_json(const Json& json, const std::string& where);

}  // namespace glia::io
