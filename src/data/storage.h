#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "glia/data.h"

namespace glia {

// The numbers that views of a Dataset share: samples in a row, either as bytes or as floats.
struct Dataset::Storage {
  std::vector<std::uint8_t> bytes;  // [samples][inputs]
  std::vector<float> floats;        // [samples][inputs]
  std::vector<float> targets;       // [samples][target_width], empty with labels

  // Of recordings, whose spectrograms `floats` are; empty otherwise.
  std::optional<Features> features;
  std::vector<float> waves;             // one after the other
  std::vector<std::uint64_t> wave_end;  // [samples]

  std::span<const float> wave(std::size_t i) const noexcept {
    const std::uint64_t begin = i == 0 ? 0 : wave_end[i - 1];
    return std::span(waves).subspan(begin, wave_end[i] - begin);
  }
};

inline constexpr float kByteScale = 1.0F / 255.0F;

}  // namespace glia
