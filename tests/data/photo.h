#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "base/rng.h"
#include "glia/picture.h"

namespace glia {

// A 28×28 digit as somebody's camera would see it on paper or on a board: 600–1200 pixels, at a
// random place, a little turned and in perspective, under uneven light, blurred, noisy; grey
// levels or tinted, dark on light when `number` is even and light on dark when it is odd.
// Everything is drawn from (seed, number).
struct Photo {
  Picture picture;
  int quality = 0;  // of the JPEG that it should become, 30–70
};
Photo photograph(std::span<const std::uint8_t> digit, std::uint64_t seed, std::uint64_t number);

// A digit between its pixels, 0 … 1; strokes get the edges that a pen gives.
float ink_at(std::span<const std::uint8_t> digit, double x, double y);
// The mean of (2·radius + 1)² pixels, in place.
void blur(std::vector<float>& plane, int width, int height, int radius);
// Grey levels [height][width] as a camera keeps them: tinted, with grain.
Photo developed(const std::vector<float>& plane, int width, int height, double noise, Rng& rng);

// Four channels are inks as Adobe stores them, 255 for none.
std::vector<std::uint8_t> encode_jpeg(const Picture& picture, int quality,
                                      bool progressive = false);

}  // namespace glia
