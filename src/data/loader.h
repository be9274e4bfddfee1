#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "data/augment.h"
#include "data/augment_speech.h"
#include "data/labels.h"
#include "data/row_places.h"
#include "glia/data.h"

namespace glia {

// Hands out a data set as the rows of batches, every sample once an epoch.
//
// What it writes is a function of (seed, epoch, position) alone, however the positions are shared
// out: an epoch's order is an exact shuffle keyed by (seed, epoch), augmentation is keyed by
// (seed, epoch, index in the data set).
//
// Contract: nothing is allocated after construction. start_epoch() is called by one thread while
// no other is in fill(); fill() may run in several threads at once for different rows, each with a
// `worker` of its own.
class Loader {
 public:
  // Bytes times `scale`, as a kernel does it; default: a plain loop.
  using ToFloat = void (*)(const std::uint8_t* x, float* y, std::int64_t n, float scale);

  struct Options {
    std::uint64_t seed = 0;
    bool shuffle = true;  // false: in the data set's order
    Augment augment{};
    float label_smoothing = 0;     // see Recipe
    bool mean_weight_one = false;  // scales the set's weights so
    int workers = 1;
    ToFloat to_float = nullptr;
  };
  Loader(Dataset data, const Options& options);  // throws Error

  std::int64_t size() const noexcept { return static_cast<std::int64_t>(order_.size()); }
  const Dataset& data() const noexcept { return data_; }
  void start_epoch(std::uint64_t epoch) noexcept;  // the constructor starts epoch 0

  // Rows of this epoch, `first` being a position in it; what follows a row's last number is padded
  // with zeros up to the stride.
  void fill(const RowPlaces& to) const noexcept;
  // Whether inputs are read as they lie, so that threads may ask for parts of a row; else for all
  // of it, and so where its length is wanted.
  bool has_parts() const noexcept { return !speech_ && !augmenter_.any(); }
  int label(std::int64_t position) const noexcept;  // -1 without labels
  // Its place in the shared numbers: what augmentation is keyed by.
  std::uint32_t index(std::int64_t position) const noexcept {
    return order_[static_cast<std::size_t>(position)];
  }

 private:
  // Numbers [begin, end) of a sample, or all of them, changed. Returns how many frames count.
  std::int64_t fill_input(std::uint32_t index, std::int64_t begin, std::int64_t end, float* out,
                          int worker) const noexcept;
  // Numbers [begin, end) of a sample as they lie, to `out`.
  void read(std::uint32_t index, std::int64_t begin, std::int64_t end, float* out) const noexcept;
  void fill_target(std::uint32_t index, float* out) const noexcept;
  void fetch_ahead(std::int64_t position, std::int64_t begin, std::int64_t end) const noexcept;

  Dataset data_;
  Options options_;
  Augmenter augmenter_;  // of pictures, or
  std::unique_ptr<SpeechAugmenter> speech_;
  const std::uint8_t* bytes_ = nullptr;    // [samples][inputs], or
  const float* floats_ = nullptr;          // [samples][inputs]
  const float* targets_ = nullptr;         // [samples][target_width], or
  Labels labels_;                          // [samples]
  const std::int64_t* lengths_ = nullptr;  // [samples]; null: all frames
  const float* weights_ = nullptr;         // [samples]; null: all count alike
  double weight_scale_ = 1;
  std::int64_t inputs_ = 0, target_width_ = 0;
  float kept_ = 1, spread_ = 0;       // a target y becomes kept·y + spread
  std::vector<std::uint32_t> order_;  // this epoch's, as places in the shared numbers
  std::uint64_t key_ = 0, epoch_ = 0;
  mutable std::vector<float> scratch_;  // [workers][scratch_stride_], each its worker's alone
  std::int64_t scratch_stride_ = 0;
};

}  // namespace glia
