#pragma once
#include <string>

#include "glia/settings.h"
#include "io/json.h"

namespace glia::io {

// {"cost":"squared","optimizer":"sgd",…}: every setting of a Recipe that means something, and no
// other.
Json recipe_to_json(const Recipe& recipe);
// The same and back, also as checkpoints before version 3 have it. Throws Error{format}.
Recipe recipe_from_json(const Json& json, const std::string& where);

// {"huber_delta":1.0}: those of this cost, mostly none.
Json cost_parameters_to_json(Cost cost, const CostParameters& parameters);
CostParameters cost_parameters_from_json(Cost cost, const Json& json);  // throws Error

}  // namespace glia::io
