#pragma once
#include <cstdint>
#include <vector>

#include "glia/data.h"
#include "glia/shape.h"

namespace glia {

// Moves the pixels of pictures H×W or C×H×W as Augment says, each picture by a draw that depends on
// (seed, epoch, sample) alone. Where nothing comes from, there is 0.
//
// Contract: apply() is const, allocates nothing and may run in several threads, each with a scratch
// of its own.
class Augmenter {
 public:
  Augmenter() = default;
  Augmenter(const Shape& shape, const Augment& what, std::uint64_t seed);  // throws Error

  bool any() const noexcept { return any_; }
  std::int64_t scratch_size() const noexcept;  // floats

  // in, out: [C][H][W], bytes scaled by 1/255 or floats as they are.
  void apply(const std::uint8_t* in, float* out, std::uint64_t epoch, std::uint64_t sample,
             float* scratch) const noexcept;
  void apply(const float* in, float* out, std::uint64_t epoch, std::uint64_t sample,
             float* scratch) const noexcept;

 private:
  struct Draw;
  Draw draw(std::uint64_t epoch, std::uint64_t sample) const noexcept;
  template <typename T>
  void apply_to(const T* in, float* out, std::uint64_t epoch, std::uint64_t sample,
                float* scratch) const noexcept;
  template <typename T>
  void warp(const T* in, float* out, const Draw& d, std::uint64_t epoch, std::uint64_t sample,
            float* scratch) const noexcept;
  template <typename T>
  void shift(const T* in, float* out, int dx, int dy) const noexcept;
  template <typename T>
  void sample_bilinear(const T* in, float* out, const float* from_x, const float* from_y,
                       float* padded) const noexcept;
  void add_elastic(float* from, std::uint64_t epoch, std::uint64_t sample, int axis,
                   float* scratch) const noexcept;

  Augment what_;
  bool any_ = false;  // what_.any(), asked for every row
  std::uint64_t key_ = 0, elastic_key_ = 0;
  int channels_ = 0, height_ = 0, width_ = 0;
  int grid_height_ = 0, grid_width_ = 0;  // of the elastic displacements
  std::vector<float> kernel_;             // their smoothing, odd length
};

}  // namespace glia
