#include "data/augment_speech.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/rng.h"
#include "data/augmentations.h"
#include "glia/error.h"

namespace glia {
namespace {

constexpr double kFaintestNoise = 50;  // dB below the speech
constexpr double kMostColour = 0.95;   // a pole there makes white noise rumble
constexpr double kMostCut = 0.2;       // of a recording's beginning
constexpr int kMasks = 2;

using Of = Augmentation::Of;
constexpr std::array<Augmentation, 4> kSpeechRows{{
    {"speed", &Augment::speed, 0.5, false, "a part of 1", Of::recordings},
    {"noise", &Augment::noise, kFaintestNoise, false, "decibels", Of::recordings},
    {"time_mask", &Augment::time_mask, 1000, true, "frames", Of::recordings},
    {"band_mask", &Augment::band_mask, 1000, true, "bands", Of::recordings},
}};

// `in` read at x, between its samples by Catmull and Rom's cubic; in[i] stands for what lies
// beyond.
float between(std::span<const float> in, double x) noexcept {
  const auto last = static_cast<std::ptrdiff_t>(in.size()) - 1;
  const auto i = static_cast<std::ptrdiff_t>(x);
  const auto f = static_cast<float>(x - static_cast<double>(i));
  const auto at = [&](std::ptrdiff_t k) {
    return in[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(k, 0, last))];
  };
  const float a = at(i - 1), b = at(i), c = at(i + 1), d = at(i + 2);
  const float slope = 0.5F * (c - a), curve = a - 2.5F * b + 2 * c - 0.5F * d;
  const float twist = 0.5F * (d - a) + 1.5F * (b - c);
  return b + f * (slope + f * (curve + f * twist));
}

}  // namespace

std::span<const Augmentation> recording_augmentations() noexcept { return kSpeechRows; }

SpeechAugmenter::SpeechAugmenter(const Features& features, const Augment& what, std::uint64_t seed,
                                 std::size_t longest, int workers)
    : features_(features),
      what_(what),
      key_(random_key(seed, "augment")),
      noise_key_(random_key(seed, "noise")) {
  const auto refuse = [](const std::string& text) {
    throw Error(ErrorCode::invalid_argument, "augmentation: " + text);
  };
  if (what.of_pictures()) {
    refuse(
        "rotate, scale, shear, flip and elastic are for pictures; leave them out for recordings");
  }
  what.check();
  const auto mask_fits = [&](const char* name, double width, int whole) {
    if (width >= 0 && 3 * width <= whole) return;
    refuse(std::string("expected ") + name + " from 0 to a third of " + std::to_string(whole));
  };
  mask_fits("time_mask", what.time_mask, features.frames);
  mask_fits("band_mask", what.band_mask, features.bands);

  const double slowest = static_cast<double>(longest) / (1 - what.speed);
  const auto room = static_cast<std::size_t>(slowest + what.shift * features.rate / 1000 + 2);
  for (int w = 0; w < workers; ++w) {
    workers_.push_back({LogMel(features), std::vector<float>(room)});
  }
}

void SpeechAugmenter::add_noise(std::span<float> wave, double rms, double decibels, double colour,
                                std::uint64_t stream) const noexcept {
  // Uniform in [−1, 1] has deviation √⅓; the pole at `colour` is made up for by √(1 − colour²).
  const double level =
      rms * std::pow(10, -decibels / 20) * std::sqrt(3.0) * std::sqrt(1 - colour * colour);
  const auto gain = static_cast<float>(level / 32768), pole = static_cast<float>(colour);
  float state = 0;
  for (std::size_t i = 0; i < wave.size(); i += 8) {
    const Philox4 words = philox(noise_key_, i / 8, stream);
    for (std::size_t k = 0; k < std::min<std::size_t>(8, wave.size() - i); ++k) {
      const std::uint32_t half = words[k / 2] >> (k % 2 * 16) & 0xffff;
      state = pole * state + (static_cast<float>(half) - 32767.5F) * gain;
      wave[i + k] += state;
    }
  }
}

// Never over the last frame that sounds.
void SpeechAugmenter::mask(float* out, int sounding, Rng& rng) const noexcept {
  const auto bands = features_.bands;
  const auto draw = [&](int most) {
    return static_cast<int>(rng.below(static_cast<std::uint32_t>(std::max(0, most)) + 1));
  };
  for (int m = 0; m < kMasks; ++m) {
    const int width = draw(std::min(static_cast<int>(what_.time_mask), sounding / 5));
    const int first = draw(sounding - 1 - width);
    std::fill_n(out + std::ptrdiff_t{first} * bands, width * bands, 0.0F);
  }
  for (int m = 0; m < kMasks; ++m) {
    const int width = draw(static_cast<int>(what_.band_mask));
    const int first = draw(bands - width);
    for (int t = 0; t < sounding; ++t) {
      std::fill_n(out + std::ptrdiff_t{t} * bands + first, width, 0.0F);
    }
  }
}

int SpeechAugmenter::apply(std::span<const float> wave, float* out, std::uint64_t epoch,
                           std::uint64_t sample, int worker) noexcept {
  Worker& mine = workers_[static_cast<std::size_t>(worker)];
  const std::uint64_t stream = epoch << 32 | (sample & 0xffffffff);
  Rng rng(key_, stream);
  const double speed = 1 + rng.uniform(-what_.speed, what_.speed);
  const double shift = rng.uniform(-what_.shift, what_.shift) * features_.rate / 1000;
  const double decibels = rng.uniform(what_.noise, kFaintestNoise);
  const double colour = rng.uniform(0, kMostColour);

  const auto length = static_cast<double>(wave.size());
  const auto lead = static_cast<std::size_t>(std::max(0.0, shift));
  const double cut = std::floor(std::min(std::max(0.0, -shift), kMostCut * length));
  const auto count =
      static_cast<std::size_t>(std::max(1.0, std::floor((length - 1 - cut) / speed) + 1));
  const std::span<float> changed(mine.wave.data(), std::min(lead + count, mine.wave.size()));
  std::fill_n(changed.begin(), lead, 0.0F);
  double squares = 0;
  for (std::size_t i = lead; i < changed.size(); ++i) {
    const float x = between(wave, cut + static_cast<double>(i - lead) * speed);
    changed[i] = x;
    squares += double{x} * double{x};
  }
  if (what_.noise > 0) {
    const double rms = std::sqrt(squares / static_cast<double>(changed.size() - lead));
    add_noise(changed, rms, decibels, colour, stream);
  }
  const int sounding = mine.log_mel(changed, out);
  if (sounding > 0) mask(out, sounding, rng);
  return std::max(1, sounding);
}

}  // namespace glia
