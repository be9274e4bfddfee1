#pragma once
#include <vector>

#include "glia/picture.h"

namespace glia {

// One value a pixel: [height][width].
struct Plane {
  int width = 0, height = 0;
  std::vector<float> values;

  Plane() = default;
  Plane(int w, int h, float value = 0)
      : width(w),
        height(h),
        values(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), value) {}

  float& operator()(int x, int y) noexcept { return values[offset(x, y)]; }
  float operator()(int x, int y) const noexcept { return values[offset(x, y)]; }
  std::size_t offset(int x, int y) const noexcept {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(x);
  }
};

// Brightness 0 … 255. What is transparent shows white, or black when the opaque part is light.
Plane brightness(const Picture& picture);

// The mean over each cell of a width × height grid laid on [left, left + w) × [top, top + h); zero
// outside the plane. Exact for cells of any size.
Plane area_average(const Plane& in, double left, double top, double w, double h, int width,
                   int height);

// Enlarged, with pixel centres joined by straight lines.
Plane bilinear(const Plane& in, int width, int height);

Plane box_blur(const Plane& in, int radius);  // the mean of what is inside the plane
Plane binomial_blur(const Plane& in);         // [1 2 1]/4 both ways

// Distance from each pixel to the nearest one whose `in` is zero; `far` where there is none.
Plane distance_to_zero(const Plane& in, float far);

// The value below which a part `q` of the values lies. The values may be in any order.
float quantile(std::vector<float> values, double q);

}  // namespace glia
