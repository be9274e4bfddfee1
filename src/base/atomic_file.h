#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace glia {

// Makes `path` hold the concatenation of `parts`: written to a temporary file in the same folder,
// synced, renamed over `path`, folder synced. A reader sees the old file or the new one, never half
// of one; on any failure the old file stays, the temporary one is removed and Error{io} names
// `path` and the system's reason. A new file gets the permissions 0666 & ~umask, a replaced one
// keeps its own. A symbolic link is followed, so that its target is replaced and the link stays.
// A path that is no regular file (a pipe, a terminal) is written to directly.
void write_file_atomically(const std::string& path,
                           std::span<const std::span<const std::uint8_t>> parts);
void write_file_atomically(const std::string& path, std::span<const std::uint8_t> bytes);

}  // namespace glia
