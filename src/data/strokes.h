#pragma once
#include "data/plane.h"

namespace glia {

// A picture whose light was evened: strokes are positive, the background is about zero.
struct Flat {
  Plane strokes;  // grey levels above the background
  bool dark_on_light = false;
  double noise = 0;  // standard deviation of the background
};
// `sheet` is where strokes may be, `ground` where the background shows between them: 0 elsewhere.
Flat flatten(Plane grey, const Plane& sheet, const Plane& ground);

// The pixels that belong to the digit, and how strong its ink is there.
struct Strokes {
  Plane ink;                                     // 0 … 1, zero outside of the digit
  double contrast = 0;                           // grey levels of full ink
  int left = 0, top = 0, width = 0, height = 0;  // tight box; width 0: nothing was found
  double edge = 0;                               // pixels at the sheet's edge, by the longer side
  double roundness = 0;  // mean width by the longer side: 1/2 of a square, little of a long stroke
  bool frame = false;    // a box around the digit was left out
  bool marks = false;    // other ink was left out
};
// A digit that was cut out may lie along the picture's edge; else what does is no part of one.
Strokes find_strokes(const Flat& flat, const Plane& sheet, bool cut_out);

}  // namespace glia
