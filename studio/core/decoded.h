#pragma once
#include <string_view>

#include "core/fields.h"
#include "data/drawn_digit.h"
#include "glia/picture.h"
#include "glia/speech.h"

namespace glia::studio {

// A person's picture or recording: a file in base64, or, of a kind that only their browser reads,
// what it made of it: {width, height, rgb} and {rate, samples}. Each throws Error.
Picture picture_in(const Fields& fields, std::string_view name);
Recording recording_in(const Fields& fields, std::string_view name);

// A person's drawing: {lines: [[x, y, x, y, …], …], width, side}. Throws Error.
Drawing drawing_in(const Fields& fields, std::string_view name);

}  // namespace glia::studio
