#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figures/axes.h"
#include "figures/figures.h"
#include "terminal/terminal.h"
#include "text/say.h"

namespace glia::cli {
namespace {

constexpr int kWidth = 1000, kHeight = 720;
constexpr double kLeft = 90, kRight = 960;
constexpr Area kWave{kLeft, 100, kRight, 230};
constexpr Area kHeard{kLeft, 290, kRight, 620};

void waveform(Canvas& canvas, const Recording& recording) {
  const double middle = (kWave.top + kWave.bottom) / 2, half = kWave.height() / 2;
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
  canvas.frame(kLeft, kWave.top, kWave.width(), kWave.height(), kEdge, 0.9);
}

}  // namespace

void save_spectrogram_figure(const SpectrogramFigure& f, const std::string& path) {
  Canvas canvas(kWidth, kHeight);
  canvas.text(kLeft, 40, 22, f.title, kInk, Canvas::Align::left, true);
  canvas.text(kLeft, 72, 14,
              say("the recording: {:.2f} s, {} samples a second", f.recording.seconds(),
                  grouped(f.recording.rate)),
              kFaint);
  waveform(canvas, f.recording);
  time_axis(canvas, kWave, f.recording.seconds());

  canvas.text(kLeft, kHeard.top - 18, 14,
              say("what a network hears of the word in it ({:.2f} s): {} frames × {} bands, "
                  "each of them a neuron",
                  f.word.seconds(), f.features.frames, f.features.bands),
              kFaint);
  spectrogram(canvas, kHeard, f.log_mel, f.length, f.features);
  pitch_axis(canvas, kHeard, f.features, 8);
  time_axis(canvas, kHeard, f.features.frames * f.features.hop_ms / 1000);
  canvas.text(kLeft, kHeight - 36, 14, say("deviations from the mean"), kFaint);
  canvas.diverging_scale(kLeft + 250, kHeight - 42, 200, 12, largest_magnitude(f.log_mel));
  canvas.save(path);
}

}  // namespace glia::cli
