#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figures.h"
#include "figures_canvas.h"
#include "sample.h"
#include "terminal.h"

namespace glia::cli {
namespace {

constexpr int kWidth = 1000, kHeight = 720;
constexpr double kLeft = 90, kRight = 960;
constexpr double kWaveTop = 100, kWaveBottom = 230;
constexpr double kPictureTop = 290, kPictureBottom = 620;
constexpr Rgb kEdge{46, 53, 66};

// Time under a diagram, in tenths of a second or coarser.
void time_axis(Canvas& canvas, double y, double seconds) {
  double step = 0.1;
  while (seconds / step > 12) step *= step < 0.15 || step > 0.9 ? 5 : 2;
  for (int i = 0; i * step <= seconds; ++i) {
    const double x = kLeft + (kRight - kLeft) * i * step / seconds;
    canvas.line(x, y, x, y + 5, kFaint, 0.8, 1);
    canvas.text(x, y + 16, 12, fmt::format("{:.1f} s", i * step), kFaint, Canvas::Align::middle);
  }
}

void waveform(Canvas& canvas, const Recording& recording) {
  const double middle = (kWaveTop + kWaveBottom) / 2, half = (kWaveBottom - kWaveTop) / 2;
  const auto count = static_cast<double>(recording.samples.size());
  double most = 1e-9;
  for (const float x : recording.samples) most = std::max(most, std::abs(double{x}));
  canvas.line(kLeft, middle, kRight, middle, kFaint, 0.4, 1);
  for (double x = kLeft; x < kRight; ++x) {
    const auto first = static_cast<std::size_t>((x - kLeft) / (kRight - kLeft) * count);
    const auto last = static_cast<std::size_t>((x + 1 - kLeft) / (kRight - kLeft) * count);
    if (first >= recording.samples.size()) break;
    double low = double{recording.samples[first]}, high = low;
    for (std::size_t i = first; i <= std::min(last, recording.samples.size() - 1); ++i) {
      low = std::min(low, double{recording.samples[i]});
      high = std::max(high, double{recording.samples[i]});
    }
    canvas.line(x, middle - high / most * half, x, middle - low / most * half + 1, {122, 172, 240},
                1, 1);
  }
  canvas.frame(kLeft, kWaveTop, kRight - kLeft, kWaveBottom - kWaveTop, kEdge, 0.9);
}

// The frequency in the middle of band b.
double band_hz(const Features& f, int b) {
  const auto mel = [](double hz) { return 2595 * std::log10(1 + hz / 700); };
  const double low = mel(f.low_hz), step = (mel(f.high_hz) - low) / (f.bands + 1);
  return 700 * (std::pow(10, (low + step * (b + 1)) / 2595) - 1);
}

}  // namespace

void save_spectrogram_figure(const SpectrogramFigure& f, const std::string& path) {
  const ImageSize size = heard_size(f.features);
  Canvas canvas(kWidth, kHeight);
  canvas.text(kLeft, 40, 22, f.title, kInk, Canvas::Align::left, true);
  canvas.text(kLeft, 72, 14,
              fmt::format("the recording: {:.2f} s, {} samples a second", f.recording.seconds(),
                          grouped(f.recording.rate)),
              kFaint);
  waveform(canvas, f.recording);
  time_axis(canvas, kWaveBottom, f.recording.seconds());

  canvas.text(
      kLeft, kPictureTop - 18, 14,
      fmt::format("what a network hears of the word in it ({:.2f} s): {} frames × {} bands, "
                  "each of them a neuron",
                  f.word.seconds(), f.features.frames, f.features.bands),
      kFaint);
  const std::vector<float> values = upright<float>(f.log_mel, size);
  const double most = largest_magnitude(values);
  canvas.picture(kLeft, kPictureTop, kRight - kLeft, kPictureBottom - kPictureTop,
                 weight_picture(values, size, most));
  const auto sounding =
      static_cast<double>(sounding_frames(f.log_mel, f.features.bands)) / f.features.frames;
  if (sounding < 1) {
    const double x = kLeft + (kRight - kLeft) * sounding;
    canvas.hatch(x, kPictureTop, kRight - x, kPictureBottom - kPictureTop, kFaint, 0.15);
    canvas.text((x + kRight) / 2, (kPictureTop + kPictureBottom) / 2, 13,
                kRight - x > 150 ? "nothing: zeros" : "", kFaint, Canvas::Align::middle);
  }
  canvas.frame(kLeft, kPictureTop, kRight - kLeft, kPictureBottom - kPictureTop, kEdge, 0.9);
  const double row = (kPictureBottom - kPictureTop) / f.features.bands;
  for (int b = 0; b < f.features.bands; b += std::max(1, f.features.bands / 8)) {
    canvas.text(kLeft - 8, kPictureBottom - (b + 0.5) * row, 12,
                fmt::format("{:.0f} Hz", band_hz(f.features, b)), kFaint, Canvas::Align::right);
  }
  time_axis(canvas, kPictureBottom, f.features.frames * f.features.hop_ms / 1000);
  canvas.text(kLeft, kHeight - 36, 14, "deviations from the mean", kFaint);
  canvas.diverging_scale(kLeft + 250, kHeight - 42, 200, 12, most);
  canvas.save(path);
}

}  // namespace glia::cli
