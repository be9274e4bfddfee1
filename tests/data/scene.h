#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "photo.h"

namespace glia {

// What surrounds a digit in a photograph.
enum class Around {
  nothing,
  table,       // beyond the sheet's edges
  shadow,      // a table, and the sheet darker towards it
  corner,      // something dark that reaches into the picture, a thumb
  ruled,       // lines across the sheet
  squared,     // lines across and down it
  frame,       // a box drawn around the digit
  text,        // a line of small writing
  stamp,       // a pale ring with bars in it
  second,      // another digit, half as large
  tight_crop,  // cut out along the strokes
  tiny,        // the same with 8 pixels on the longer side, unblurred
};
enum class Light { even, slope, dim };

struct Scene {
  Around around = Around::nothing;
  double rim = 0;  // of the shorter side, where the sheet does not reach
  int sides = 0;   // that have such a rim: 1, 2 or 4
  bool dark_on_light = true;
  Light light = Light::even;
  double share = 0.3;     // of the sheet's shorter side that the digit's longer one has
  bool has_digit = true;  // or else an empty sheet
};

// A digit as a camera would see it in that scene; every other sheet is turned by up to 10°. What
// the scene leaves open is drawn from (seed, number).
Photo photograph(std::span<const std::uint8_t> digit, const Scene& scene, std::uint64_t seed,
                 std::uint64_t number);

// A scene, and all polarities, lights and shares of it in turn as `number` goes on.
Scene in_turn(Scene scene, std::uint64_t number);
inline constexpr int kTurns = 18;

struct NamedScene {
  std::string name;  // "table-20-2"
  std::string text;  // as a row of a table has it
  Scene scene;
};
std::vector<NamedScene> named_scenes();

}  // namespace glia
