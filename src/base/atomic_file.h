#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace glia {

// Makes `path` hold the concatenation of `parts`: written to a temporary file in the same folder,
// synced, renamed over `path`, folder synced. A reader sees the old file or the new one, never half
// of one; on any failure the old file stays, the temporary one is removed and Error{io} names
// `path` and the system's reason. A new file gets the permissions 0666 & ~umask, a replaced one
// keeps its own; one that may not be written to stays. Symbolic links are followed, also to a file
// that is not there yet: its target is written and the link stays. A path that is no regular file
// (a pipe, a terminal) is written to directly; a pipe without a reader is waited for three seconds.
// glia/file.h has check_writable(), which tells beforehand.
void write_file_atomically(const std::string& path,
                           std::span<const std::span<const std::uint8_t>> parts);
void write_file_atomically(const std::string& path, std::span<const std::uint8_t> bytes);

}  // namespace glia
