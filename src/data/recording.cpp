#include <algorithm>
#include <cmath>

#include "data/log_mel.h"
#include "glia/error.h"
#include "glia/speech.h"

namespace glia {
namespace {

constexpr double kSilentPeak = 1e-4;       // −80 dB of full scale
constexpr double kLongestGap = 0.25;       // seconds of silence inside a word
constexpr double kMargin = 0.02;           // seconds that are left around it
constexpr double kAboveBackground = 4;     // in power: 6 dB
constexpr double kBackgroundLimit = 3e-3;  // of the loudest power: −25 dB

double loudest_of(std::span<const float> samples) {
  double peak = 0;
  for (const float x : samples) {
    if (!std::isfinite(x)) {
      throw Error(ErrorCode::invalid_argument, "recording: expected finite samples");
    }
    peak = std::max(peak, std::abs(double{x}));
  }
  return peak;
}

// Mean power of windows of 25 ms every 10 ms.
std::vector<double> powers_of(std::span<const float> samples, std::size_t window, std::size_t hop) {
  std::vector<double> powers;
  for (std::size_t begin = 0; begin < samples.size(); begin += hop) {
    const auto part = samples.subspan(begin, std::min(window, samples.size() - begin));
    double sum = 0;
    for (const float x : part) sum += double{x} * double{x};
    powers.push_back(sum / static_cast<double>(part.size()));
  }
  return powers;
}

struct Stretch {
  std::size_t begin = 0, end = 0;  // in windows
  double weight = 0;               // Σ amplitude
};

// The weightiest stretch above the threshold; short gaps do not end one. So a click far from the
// word is left out, and the silence before a [t] is kept.
Stretch word_in(const std::vector<double>& powers, double trim_db, std::size_t gap) {
  std::vector<double> sorted = powers;
  const auto tenth = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 10);
  std::ranges::nth_element(sorted, tenth);
  const double background = *tenth;
  const double loudest = *std::ranges::max_element(powers);
  const double threshold =
      std::max(loudest * std::pow(10, -trim_db / 10),
               std::min(background * kAboveBackground, loudest * kBackgroundLimit));
  Stretch best, current;
  for (std::size_t i = 0; i < powers.size(); ++i) {
    if (powers[i] < threshold) continue;
    if (current.weight > 0 && i - current.end > gap) current = {};
    if (current.weight <= 0) current.begin = i;
    current.end = i + 1;
    current.weight += std::sqrt(powers[i]);
    if (current.weight > best.weight) best = current;
  }
  return best;
}

}  // namespace

Recording trimmed(const Recording& recording, const Features& features) {
  features.check();
  const auto silent = [&] {
    return Error(ErrorCode::format,
                 (recording.name.empty() ? "recording" : "'" + recording.name + "'") +
                     ": expected a word, got only silence");
  };
  if (recording.samples.empty()) throw silent();
  loudest_of(recording.samples);
  Recording sound = resampled(recording, features.rate);
  if (sound.samples.empty()) throw silent();
  double sum = 0;
  for (const float x : sound.samples) sum += double{x};
  const auto mean = static_cast<float>(sum / static_cast<double>(sound.samples.size()));
  for (float& x : sound.samples) x -= mean;
  if (loudest_of(sound.samples) < kSilentPeak) throw silent();

  const auto samples_in = [&](double seconds) {
    return std::max<std::size_t>(1, static_cast<std::size_t>(seconds * features.rate));
  };
  const std::size_t hop = samples_in(0.01), window = samples_in(0.025);
  const Stretch word = word_in(powers_of(sound.samples, window, hop), features.trim_db,
                               static_cast<std::size_t>(kLongestGap / 0.01));
  const std::size_t margin = samples_in(kMargin);
  const std::size_t begin = word.begin * hop - std::min(margin, word.begin * hop);
  const std::size_t end = std::min(sound.samples.size(), (word.end - 1) * hop + window + margin);
  sound.samples.erase(sound.samples.begin() + static_cast<std::ptrdiff_t>(end),
                      sound.samples.end());
  sound.samples.erase(sound.samples.begin(),
                      sound.samples.begin() + static_cast<std::ptrdiff_t>(begin));
  const auto scale = static_cast<float>(1 / loudest_of(sound.samples));
  for (float& x : sound.samples) x *= scale;
  return sound;
}

std::vector<float> log_mel(const Recording& recording, const Features& features,
                           std::int64_t* length) {
  LogMel compute(features);
  std::vector<float> out(static_cast<std::size_t>(features.shape().elements()));
  const std::int64_t sounding = compute(trimmed(recording, features).samples, out.data());
  if (length != nullptr) *length = std::max<std::int64_t>(1, sounding);
  return out;
}

Recording heard_part(const Recording& trimmed, const Features& features) {
  const LogMel compute(features);
  const auto [begin, end] = compute.heard(trimmed.samples);
  const auto first = trimmed.samples.begin();
  return {{first + static_cast<std::ptrdiff_t>(begin), first + static_cast<std::ptrdiff_t>(end)},
          trimmed.rate,
          trimmed.name};
}

}  // namespace glia
