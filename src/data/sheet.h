#pragma once
#include <vector>

#include "data/plane.h"

namespace glia {

struct Point {
  double x = 0, y = 0;
};

// A part of a picture that may be the sheet or board that somebody wrote on.
struct Sheet {
  std::vector<Point> corners;  // of a convex polygon, clockwise as one sees it; none: all of it
  struct Box {
    int left = 0, top = 0, width = 0, height = 0;
  } box;                 // around it; both in the picture's pixels
  bool slender = false;  // as a stroke may be, a 1
};

// The even areas that are large and convex, what is written on them filled in; the largest first.
// Empty where one area goes from edge to edge and no other could be a sheet.
std::vector<Sheet> find_sheets(const Plane& grey);

// 1 where the sheet of the picture `grey` is, but for its edges; its box made width × height.
Plane mask_of(const Sheet& sheet, int width, int height, const Plane& grey);

// Whether what is around the sheet is clearly lighter or darker. It is not around the inside of a
// 0.
bool lies_on_a_table(const Sheet& sheet, const Plane& grey);

}  // namespace glia
