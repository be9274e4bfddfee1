#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "glia/data.h"

namespace glia {

// The recordings that the inputs, their spectrograms, were made from.
struct Dataset::Waves {
  Features features;
  SharedNumbers<float> samples;    // of one recording after the other
  std::vector<std::uint64_t> end;  // of each

  std::span<const float> operator[](std::size_t i) const noexcept {
    const std::uint64_t begin = i == 0 ? 0 : end[i - 1];
    return std::span(samples.data(), samples.size()).subspan(begin, end[i] - begin);
  }
};

}  // namespace glia
