#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "data/table/read_bytes.h"
#include "glia/table.h"

namespace glia {

// A table of text in UTF-8. `bytes`: how many there are, where that is known, so that columns get
// room for all at once. Throws Error{format}.
Table read_csv(const ReadBytes& more, std::optional<std::int64_t> bytes, const std::string& name,
               const TableReading& reading);

}  // namespace glia
