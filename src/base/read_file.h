#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/descriptor.h"
#include "glia/error.h"

namespace glia {

// Of an Error about a folder or a device where a file was expected: {"not_a_file", {{"path", …}}}.
Error::Facts not_a_file(const std::string& path);

// The whole file. Throws Error: not_found, io (a folder, no permission), or format when it is
// longer than `limit`; memory grows with what is really there. A pipe is read too, but no silent
// one for longer than some seconds; devices, which may never end, are refused.
std::vector<std::uint8_t> read_file(const std::string& path, std::int64_t limit);

// A regular file, open for reading, and its size. Never waits. Throws Error{not_found} or {io} with
// `what` ("IDX file") before the path.
struct OpenFile {
  Descriptor file;
  std::int64_t bytes = 0;
};
OpenFile open_regular(const std::string& path, const std::string& what);

// The whole of a regular file: throws as both do.
std::vector<std::uint8_t> read_regular_file(const std::string& path, const std::string& what,
                                            std::int64_t limit);

}  // namespace glia
