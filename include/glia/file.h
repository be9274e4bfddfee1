#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace [[gnu::visibility("default")]] glia {

// Before the work, what would keep its result from being saved to `path`: throws Error{io} that
// says what and what to do. A file is made in the folder and removed; what is at `path` stays.
void check_writable(const std::string& path);

// Puts the bytes of `from` at `to`, in the way in which a model is saved: whole or not at all.
// Throws Error.
void copy_file(const std::string& from, const std::string& to);

// Puts these bytes at `path`, in that way, too. Throws Error.
void save_file(const std::string& path, std::span<const std::uint8_t> bytes);

}  // namespace glia
