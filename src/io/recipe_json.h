#pragma once
#include <string>

#include "glia/training.h"
#include "io/json.h"

namespace glia::io {

// {"cost":"squared","method":"sgd",…}: every setting of a Recipe, and no other.
Json recipe_to_json(const Recipe& recipe);
Recipe recipe_from_json(const Json& json, const std::string& where);  // throws Error{format}

}  // namespace glia::io
