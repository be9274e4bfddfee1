#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace glia {

// The whole file. Throws Error: not_found, io (a folder, no permission), or format when it is
// longer than `limit`; memory grows with what is really there.
std::vector<std::uint8_t> read_file(const std::string& path, std::int64_t limit);

}  // namespace glia
