#pragma once
#include <string>

namespace glia {

// Before the work, what would keep its result from being saved to `path`: throws Error{io} that
// says what and what to do. A file is made in the folder and removed; what is at `path` stays.
void check_writable(const std::string& path);

}  // namespace glia
