#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "glia/data.h"
#include "glia/digit.h"
#include "glia/export.h"

namespace GLIA_EXPORT glia {

// MNIST's form of a digit that is drawn with a pen, where digit_form() brings a picture into it.

// Which of its steps are done.
struct FormSteps {
  bool box = true;     // the tight box of the ink, its centre in the middle
  bool scale = true;   // the longer side becomes 20 pixels of 28
  bool stroke = true;  // the pen becomes as wide as in the training data
  bool mass = true;    // the centre of mass comes to the middle, by whole pixels
};

struct Drawing {
  std::vector<std::vector<double>> lines;  // x, y, x, y, … on a square of `side`
  double width = 1;                        // of the pen
  double side = 1;
};

inline constexpr int kFormSide = DigitForm::kSide;
using FormImage = std::array<std::uint8_t, kFormSide * kFormSide>;

// A drawing as the network will see it, with each step on the way.
struct XRay {
  std::array<FormImage, 5> stages;  // as drawn, after box, scale, stroke, mass; the last is seen
  double left = 0, top = 0, width = 0, height = 0;  // of the ink, on the drawing
  double scale = 1;                                 // pixels of 28×28 a unit of the drawing
  double stroke_width = 0;                          // as drawn, in pixels of 28×28
  double thickened = 0;                             // what was added to it
  int shift_x = 0, shift_y = 0;                     // by whole pixels
};
XRay x_ray(const Drawing& drawing, const FormSteps& steps);  // throws Error without any ink

// The same steps on a picture of 28×28 that is drawn as large as its square: how held-out digits
// are seen when steps are left out. A picture has no pen, so its stroke stays as it is.
Dataset drawn_large(const Dataset& digits, std::int64_t count, const FormSteps& steps);

}  // namespace glia
