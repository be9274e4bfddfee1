#include "data/log_mel.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <string>

#include "glia/error.h"
#include "glia/speech.h"

namespace glia {
namespace {

constexpr int kMostBins = 1 << 14;

double mel_of(double hz) { return 2595 * std::log10(1 + hz / 700); }
double hz_of(double mel) { return 700 * (std::pow(10, mel / 2595) - 1); }

// Single precision, by +, ×, ÷ alone: x = m·2^e with m near 1; with t = (m − 1)/(m + 1),
// ln m = 2·(t + t³/3 + t⁵/5 + …), |t| < 0.172. x > 0 and normal.
inline float log_of(float x) noexcept {
  const std::int32_t bits = std::bit_cast<std::int32_t>(x);
  const std::int32_t exponent = (bits - 0x3f3504f3) >> 23;  // of √½
  const float m = std::bit_cast<float>(bits - (exponent << 23));
  const float t = (m - 1) / (m + 1), u = t * t;
  const float series = 1 + u * (1 / 3.0F + u * (1 / 5.0F + u * (1 / 7.0F + u * (1 / 9.0F))));
  return static_cast<float>(exponent) * 0.693147181F + 2 * t * series;
}

std::size_t samples_in(double ms, int rate) {
  return static_cast<std::size_t>(std::llround(ms * rate / 1000));
}

}  // namespace

LogMel::LogMel(const Features& features)
    : features_(features),
      range_(static_cast<float>(std::pow(10, -features.range_db / 10))),
      fft_([&] {
        features.check();
        window_ = samples_in(features.window_ms, features.rate);
        hop_ = samples_in(features.hop_ms, features.rate);
        int size = static_cast<int>(std::bit_ceil(window_));
        while (!make_bands(size)) {
          if (size == kMostBins) {
            throw Error(ErrorCode::invalid_argument,
                        "features: " + std::to_string(features.bands) +
                            " bands are too many between low_hz and high_hz; choose fewer");
          }
          size *= 2;
        }
        return RealFft(size);
      }()) {
  for (std::size_t i = 0; i < window_; ++i) {
    const double turn = (static_cast<double>(i) + 0.5) / static_cast<double>(window_);
    hann_.push_back(static_cast<float>(0.5 - 0.5 * std::cos(2 * std::numbers::pi * turn)));
  }
  time_.resize(static_cast<std::size_t>(fft_.size()));
  power_.resize(time_.size() / 2 + 1);
}

bool LogMel::make_bands(int fft_size) {
  const double low = mel_of(features_.low_hz);
  const double step = (mel_of(features_.high_hz) - low) / (features_.bands + 1);
  const double bin = static_cast<double>(features_.rate) / fft_size;
  bands_.clear();
  weights_.clear();
  for (int b = 0; b < features_.bands; ++b) {
    const double left = hz_of(low + step * b), centre = hz_of(low + step * (b + 1));
    const double right = hz_of(low + step * (b + 2));
    Band band{static_cast<int>(std::floor(left / bin)) + 1, 0, weights_.size()};
    for (int k = band.first; k * bin < right && k <= fft_size / 2; ++k, ++band.count) {
      const double up = (k * bin - left) / (centre - left);
      const double down = (right - k * bin) / (right - centre);
      weights_.push_back(static_cast<float>(std::min(up, down)));
    }
    if (band.count == 0) return false;
    bands_.push_back(band);
  }
  return true;
}

std::size_t LogMel::count_frames(std::size_t samples) const noexcept {
  if (samples == 0) return 0;
  return samples <= window_ ? 1 : 1 + (samples - window_ + hop_ - 1) / hop_;
}

std::pair<std::size_t, std::size_t> LogMel::heard(std::span<const float> samples) const noexcept {
  const auto frames = static_cast<std::size_t>(features_.frames);
  if (count_frames(samples.size()) <= frames) return {0, samples.size()};
  const std::size_t begin = loudest_stretch(samples, frames) * hop_;
  return {begin, std::min(samples.size(), begin + (frames - 1) * hop_ + window_)};
}

// Where the `frames` frames with the most energy begin, in frames; the earliest of equals.
std::size_t LogMel::loudest_stretch(std::span<const float> samples,
                                    std::size_t frames) const noexcept {
  const std::size_t total = count_frames(samples.size());
  const auto energy = [&](std::size_t hop) {
    double sum = 0;
    const std::size_t begin = std::min(hop * hop_, samples.size());
    for (const float x : samples.subspan(begin, std::min(hop_, samples.size() - begin))) {
      sum += double{x} * double{x};
    }
    return sum;
  };
  double here = 0;
  for (std::size_t k = 0; k < frames; ++k) here += energy(k);
  double best = here;
  std::size_t at = 0;
  for (std::size_t s = 1; s + frames <= total; ++s) {
    here += energy(s + frames - 1) - energy(s - 1);
    if (here > best) best = here, at = s;
  }
  return at;
}

void LogMel::frame(std::span<const float> samples, std::size_t begin, float* energies) noexcept {
  const std::size_t here = std::min(window_, samples.size() - begin);
  for (std::size_t i = 0; i < here; ++i) time_[i] = samples[begin + i] * hann_[i];
  std::fill(time_.begin() + static_cast<std::ptrdiff_t>(here), time_.end(), 0.0F);
  fft_.power(time_.data(), power_.data());
  for (const Band& band : bands_) {
    const float* weight = weights_.data() + band.weights;
    const float* power = power_.data() + band.first;
    float sum = 0;
    for (int k = 0; k < band.count; ++k) sum += weight[k] * power[k];
    *energies++ = sum;
  }
}

// Takes from each band so much of its own mean.
void LogMel::level_bands(float* out, std::size_t count) const noexcept {
  const auto bands = static_cast<std::size_t>(features_.bands);
  for (std::size_t b = 0; b < bands; ++b) {
    double sum = 0;
    for (std::size_t t = 0; t < count; ++t) sum += double{out[t * bands + b]};
    const auto part = static_cast<float>(features_.band_mean * sum / static_cast<double>(count));
    for (std::size_t t = 0; t < count; ++t) out[t * bands + b] -= part;
  }
}

int LogMel::operator()(std::span<const float> samples, float* out) noexcept {
  const auto bands = static_cast<std::size_t>(features_.bands);
  const auto frames = static_cast<std::size_t>(features_.frames);
  const std::size_t count = std::min(frames, count_frames(samples.size()));
  const std::size_t first = heard(samples).first;
  for (std::size_t t = 0; t < count; ++t) frame(samples, first + t * hop_, out + t * bands);

  const std::size_t numbers = count * bands;
  std::fill(out + numbers, out + frames * bands, 0.0F);
  float loudest = 0;
  for (std::size_t i = 0; i < numbers; ++i) loudest = std::max(loudest, out[i]);
  if (!(loudest > 1e-30F)) {
    std::fill_n(out, numbers, 0.0F);
    return 0;
  }
  const float quietest = std::max(1e-37F, loudest * range_);
  for (std::size_t i = 0; i < numbers; ++i) out[i] = log_of(std::max(out[i], quietest));
  level_bands(out, count);
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < numbers; ++i) sum += double{out[i]};
  const double mean = sum / static_cast<double>(numbers);
  for (std::size_t i = 0; i < numbers; ++i) {
    squares += (double{out[i]} - mean) * (double{out[i]} - mean);
  }
  const double deviation = std::sqrt(squares / static_cast<double>(numbers));
  const auto scale = static_cast<float>(deviation > 1e-3 ? 1 / deviation : 1);
  const auto shift = static_cast<float>(mean);
  for (std::size_t i = 0; i < numbers; ++i) out[i] = (out[i] - shift) * scale;
  return static_cast<int>(count);
}

}  // namespace glia
