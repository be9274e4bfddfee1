#include "base/number_text.h"

#include <cstdio>

namespace glia {

std::string number_text(double number) {
  char text[32];
  double back = 0;
  for (int digits = 6; digits <= 17; ++digits) {
    std::snprintf(text, sizeof text, "%.*g", digits, number);
    if (std::sscanf(text, "%lf", &back) == 1 && back == number) break;
  }
  return text;
}

}  // namespace glia
