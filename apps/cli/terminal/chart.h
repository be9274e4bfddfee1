#pragma once
#include <string>
#include <vector>

#include "terminal/terminal.h"

namespace glia::cli {

// Drawings of text, each a list of lines.
using Lines = std::vector<std::string>;

struct Series {
  std::string name;
  Rgb color;
  std::vector<double> values;  // by epoch; NaN where there is none
};
// Curves in braille, each named at its end. The axis is logarithmic when the values span a decade.
Lines curves(const std::vector<Series>& series, int width, int height, const Screen& screen);

// Columns of right-aligned cells under their titles; the first row is the titles, which take
// several lines where the table would else be too wide for a terminal.
Lines table(const std::vector<std::vector<std::string>>& rows, const Screen& screen);

// [label][answer]: the diagonal is right, the rest glows by how often it is mistaken. Classes
// without a name are called by their number.
Lines confusion_matrix(const std::vector<std::vector<std::int64_t>>& counts,
                       const std::vector<std::string>& classes, const Screen& screen);

// A bar of `width` columns, filled by `fraction` in eighths.
std::string bar(double fraction, int width, Rgb color, const Screen& screen);
// A bar from the middle: to the right above zero, to the left below; `value` in [−1, 1].
std::string centred_bar(double value, int width, const Screen& screen);

// Lines side by side, `gap` columns between them.
Lines beside(const std::vector<Lines>& blocks, int gap);
void print(const Lines& lines, int margin = 2);

}  // namespace glia::cli
