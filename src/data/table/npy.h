#pragma once
#include <optional>
#include <string>

#include "data/table/arrays.h"
#include "data/table/read_bytes.h"

namespace glia {

// An array of numpy: floats, whole numbers or bools, in either order of axes and of bytes. `bytes`
// is how many there are, where that is known: what declares more is refused at once, and memory
// grows with what is really there. `what` begins the message of each Error{format}.
NumberArray read_npy(const ReadBytes& more, std::optional<std::int64_t> bytes,
                     const std::string& what);

}  // namespace glia
