#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "glia/export.h"
#include "glia/picture.h"

namespace GLIA_EXPORT glia {

// What was in a picture beside the digit and was left out, or was missing there.
enum class Beside { table, lines, frame, marks, no_margin };
std::string_view name_of(Beside what) noexcept;      // "table"
std::string_view sentence_of(Beside what) noexcept;  // "What is around the sheet was left out."

// A digit as MNIST holds it, with what was done to bring it there, so that it can be shown.
struct DigitForm {
  static constexpr int kSide = 28;
  static constexpr double kLongerSide = 20;

  std::array<std::uint8_t, kSide * kSide> image{};  // light strokes on black

  bool dark_on_light = false;
  double noise = 0;     // standard deviation of the background, in grey levels
  double contrast = 0;  // of the strokes against it, in grey levels
  struct Box {
    double left = 0, top = 0, width = 0, height = 0;
  } box;                         // of the strokes, in the picture's pixels
  double scale = 1;              // pixels of `image` a pixel of the picture
  double stroke_width = 0;       // as it was found, in pixels of `image`
  double thickened = 0;          // what was added to it, negative when it was thinned
  int shift_x = 0, shift_y = 0;  // whole pixels, centre of the box to centre of mass

  std::vector<Beside> beside = {};  // each at most once, in their order

  Picture flat = {};  // of the sheet: background taken away, strokes light; its size or smaller
  Picture mask = {};  // of that size, 255 where strokes were found
};

// Brings a drawn or photographed digit into MNIST's form: any size, dark on light or light on dark,
// grey or colour. Uneven light is taken away; so are specks, a table around the sheet, ruled lines,
// a frame and other, smaller marks. The strokes' box gets 20 pixels on its longer side, strokes
// that are unusually thin or thick get a usual width, and the centre of mass comes to the centre of
// 28×28 by whole pixels. A picture of this form stays as it is, but for rounding. Throws Error when
// there are no strokes in the picture.
DigitForm digit_form(const Picture& picture);

}  // namespace glia
