#pragma once
#include <algorithm>
#include <cmath>

#include "glia/digit.h"

namespace glia {

// The last step of MNIST's form: the ink's centre of mass comes to the middle of 28 × 28, by whole
// pixels.
struct CentreOfMass {
  double mass = 0, sum_x = 0, sum_y = 0;

  void add(double ink, int x, int y) noexcept {
    mass += ink;
    sum_x += ink * x;
    sum_y += ink * y;
  }
  // From a centre c: floor(14.5 − c), so far as pixels `first` to `last` stay in the picture.
  static int shift(double centre, int first, int last) noexcept {
    return std::clamp(static_cast<int>(std::floor(14.5 - centre)), -first,
                      DigitForm::kSide - 1 - last);
  }
};

}  // namespace glia
