#pragma once
#include "c_header/program.h"

namespace glia::headers {

// A number and its scale that hold a range: from 0 where nothing is below it.
struct Scaled {
  Number number = Number::float32;
  double scale = 1;
};
Scaled scaled_for(const Range& range);

// Makes integers of the step's float weights, `channels` outputs of as many inputs each, which are
// of the kind `in`; `out` of float32: the sums become floats.
void quantize_channels(Step& step, std::int64_t channels, const Scaled& in, const Scaled& out);
// multiplier·2^−shift for these factors.
void set_multipliers(Step& step, const std::vector<double>& factors);
// 8-bit weights, each sum's with a scale of its own.
void quantize_recurrence(Recurrence& recurrence);
// What becomes of each integer, by its bits.
void set_table(Step& step, const Scaled& in, const Scaled& out);

// The functions of maps, exactly.
double mapped(std::string_view function, double parameter, double x);

}  // namespace glia::headers
