#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "glia/inspect.h"

namespace glia::cli {

inline constexpr int kMostShift = 6;

// How one network does on pictures that are shifted by 0 … kMostShift pixels.
struct ShiftCurve {
  static constexpr const char* kDirections[] = {"right", "left", "down", "up"};
  struct Said {
    std::optional<std::string> answer;
    double light;
  };

  std::string name;
  std::int64_t parameters = 0;
  std::vector<double> accuracy;                 // by shift: the mean of the four directions
  std::vector<std::array<double, 4>> each_way;  // by shift
  std::vector<Said> says;                       // of one picture, shifted to the right
};

// Two networks on the same pictures.
struct ShiftFigure {
  std::string data;         // "mnist"
  std::int64_t images = 0;  // how many were asked
  std::int64_t index = 0;   // of the one that is shown
  std::string truth;
  std::int64_t classes = 0;  // that there are to choose from
  ImageSize size;
  std::vector<std::vector<float>> pictures;  // that one, by shift
  std::array<ShiftCurve, 2> curves;

  bool right(const ShiftCurve& curve, std::size_t shift) const {
    return curve.says[shift].answer == truth;
  }
};

}  // namespace glia::cli
