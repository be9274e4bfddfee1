#pragma once
#include <span>
#include <string>

#include "glia/table.h"

namespace glia {

// What columns that are to be learnt from seem not to be meant for, in a sentence each; empty: all
// are well.

// Whole numbers one after another, as those of rows are.
std::string hint_of_row_numbers(std::span<const Table::Column* const> columns);
// Words that would be numbers without units and separators of thousands: "$1,038.65".
std::string hint_of_written_numbers(std::span<const Table::Column* const> columns);

}  // namespace glia
