#pragma once
#include <span>
#include <vector>

#include "glia/inspect.h"
#include "terminal/chart.h"

namespace glia::cli {

// Numbers on a grid, to be seen as a picture in the terminal.
struct Raster {
  ImageSize size;
  std::vector<double> values;  // light: [0, 1]; diverging: [−1, 1]
  bool diverging = false;
  std::vector<bool> marked;   // pixels that never vary; may be empty
  std::vector<Rgb> colors{};  // of a colour picture, shown in place of its light; mostly empty
};

// A picture as a network sees it, planes of [0, 1]: one of light, or red, green and blue.
Raster picture_raster(std::span<const float> planes, ImageSize size);
Picture as_picture(const Raster& raster);  // RGB

// Every pixel `factor` × `factor` large.
Raster enlarged(const Raster& raster, int factor);
// Means of `factor` × `factor` pixels; what is left at the edges is a mean of fewer.
Raster reduced(const Raster& raster, int factor);

// Two pixels a character, one above the other, in half blocks; without colours one ASCII character
// for the pair: " .:-=+*#%@" for light, ".+*#@" above and ",-~=%" below zero. Reduced until it
// fits.
Lines draw(const Raster& raster, const Screen& screen);

// The scale of a diverging picture: blue −scale … dark 0 … orange +scale.
std::string diverging_scale(double scale, const Screen& screen);

}  // namespace glia::cli
