#pragma once
#include <string>

#include "glia/features.h"
#include "glia/picture_form.h"

namespace glia::io {

// {"version":1,"rate":8000,…}: every field of Features, and no other.
std::string features_to_json(const Features& features);
Features features_from_json(const std::string& text);  // throws Error{format}

// {"version":1,"size":32,"grey":false}, the same of PictureForm.
std::string form_to_json(const PictureForm& form);
PictureForm form_from_json(const std::string& text);  // throws Error{format}

}  // namespace glia::io
