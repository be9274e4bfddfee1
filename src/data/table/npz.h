#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "glia/table.h"

namespace glia {

// The arrays of a zip that numpy has written, as a table. Throw Error{format}.
Table read_npz(int file, const std::string& name);
Table decode_npz(std::span<const std::uint8_t> bytes, const std::string& name);

}  // namespace glia
