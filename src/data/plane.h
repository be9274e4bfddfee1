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

// How light a colour is; of equal parts exactly that part.
inline std::uint8_t grey_of(int red, int green, int blue) noexcept {
  return static_cast<std::uint8_t>((77 * red + 150 * green + 29 * blue + 128) >> 8);
}

// Which pixels of a row each of `cells` equal parts of [origin, origin + length) covers, and how
// much of it each is: the weights of a cell inside the row sum to 1.
struct Overlap {
  int first = 0;
  std::vector<float> weights;
};
std::vector<Overlap> overlaps(double origin, double length, int cells, int pixels);

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
