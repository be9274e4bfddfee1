#pragma once
#include <optional>
#include <span>

#include "c_header/program.h"

namespace glia::headers {

// Runs a program in integers as its C does: the same integers, in the same arithmetic.
void run_reference(const Program& program, std::span<const float> input, std::span<float> output,
                   std::int64_t frames);

}  // namespace glia::headers
