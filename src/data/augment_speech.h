#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "data/log_mel.h"
#include "glia/data.h"

namespace glia {

// Spectrograms of recordings that were changed as Augment says, each by draws that depend on
// (seed, epoch, sample) alone: speed, then shift, then noise on the wave, then masks.
//
// Contract: apply() allocates nothing and may run in several threads, each as another worker.
class SpeechAugmenter {
 public:
  // longest: samples of the longest recording that will come. Throws Error.
  SpeechAugmenter(const Features& features, const Augment& what, std::uint64_t seed,
                  std::size_t longest, int workers);

  // Returns how many frames of `out` count.
  int apply(std::span<const float> wave, float* out, std::uint64_t epoch, std::uint64_t sample,
            int worker) noexcept;

 private:
  struct Worker {
    LogMel log_mel;
    std::vector<float> wave;
  };
  void add_noise(std::span<float> wave, double rms, double decibels, double colour,
                 std::uint64_t stream) const noexcept;
  void mask(float* out, int sounding, class Rng& rng) const noexcept;

  Features features_;
  Augment what_;
  std::uint64_t key_, noise_key_;
  std::vector<Worker> workers_;
};

}  // namespace glia
