#pragma once
#include "data/plane.h"

namespace glia {

// A picture whose light was evened: strokes are positive, the background is about zero.
struct Flat {
  Plane strokes;  // grey levels above the background
  bool dark_on_light = false;
  double noise = 0;  // standard deviation of the background
};
Flat flatten(Plane grey);

// The pixels that belong to the digit, and how strong its ink is there.
struct Strokes {
  Plane ink;                                     // 0 … 1, zero outside of the digit
  double contrast = 0;                           // grey levels of full ink
  int left = 0, top = 0, width = 0, height = 0;  // tight box; width 0: nothing was found
};
Strokes find_strokes(const Flat& flat);

}  // namespace glia
