#pragma once
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "data/real_fft.h"
#include "glia/features.h"

namespace glia {

// Steps 2 to 6 of Features.
//
// Contract: one thread at a time; nothing is allocated after construction.
class LogMel {
 public:
  explicit LogMel(const Features& features);  // throws Error

  // samples: at features.rate. Writes [frames][bands] and returns how many frames hold sound.
  int operator()(std::span<const float> samples, float* out) noexcept;
  // From which sample to which it hears: of what is too long, the loudest stretch.
  std::pair<std::size_t, std::size_t> heard(std::span<const float> samples) const noexcept;

 private:
  // One triangle: its weights over the bins from `first`.
  struct Band {
    int first, count;
    std::size_t weights;
  };
  bool make_bands(int fft_size);  // false when a triangle lies between two bins
  std::size_t count_frames(std::size_t samples) const noexcept;
  std::size_t loudest_stretch(std::span<const float> samples, std::size_t frames) const noexcept;
  void frame(std::span<const float> samples, std::size_t begin, float* energies) noexcept;
  void level_bands(float* out, std::size_t count) const noexcept;

  Features features_;
  float range_;  // the quietest power, as a part of the loudest
  std::size_t window_ = 0, hop_ = 0;
  std::vector<float> hann_;
  std::vector<Band> bands_;
  std::vector<float> weights_;
  RealFft fft_;
  std::vector<float> time_, power_;
};

}  // namespace glia
