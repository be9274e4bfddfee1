#pragma once
#include <string>
#include <string_view>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// Before the work, what would keep its result from being saved to `path`: throws Error{io} that
// says what and what to do. A file is made in the folder and removed; what is at `path` stays.
void check_writable(const std::string& path);

// Makes `path` hold these bytes, in the way in which a model is saved: whole or not at all. Throws
// Error.
void save_file(const std::string& path, std::string_view bytes);

// Puts the bytes of `from` at `to` in the same way.
void copy_file(const std::string& from, const std::string& to);

}  // namespace glia
