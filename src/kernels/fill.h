#pragma once
#include "kernels/table.h"

namespace glia::kernels {

// Fills the table of one of Highway's targets, by code of its own: only where that runs.
void fill(std::int64_t target, KernelTable& table);

}  // namespace glia::kernels
