#pragma once
#include <string>
#include <string_view>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// Text from a file, a folder or a stranger as it may be shown to a person. Each character that a
// terminal would obey or that would hide or turn round other text becomes '?': controls (also
// those from U+0080 to U+009F), separators of lines and paragraphs, marks that change the direction
// of what follows, what has no width, byte order marks, noncharacters; and so does each byte that
// is not UTF-8. Letters of all scripts, combining marks and emoji with their joiners stay.
enum class Breaks { replaced, kept };  // line breaks and tabs
std::string harmless(std::string_view text, Breaks breaks = Breaks::replaced);

// The same JSON, such characters in its strings escaped ("\u009b"): every reader gets what was
// there.
std::string harmless_json(std::string_view json);

}  // namespace glia
