#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "glia/table_form.h"

namespace glia {

// TableForm::inputs_of(), which refuses words of which nothing was learnt; with `unknown` they are
// as missing, and it counts them.
std::vector<float> fill_inputs(const TableForm& form, const Table& table,
                               std::span<const std::uint32_t> rows, std::int64_t* unknown);

}  // namespace glia
