#include "figures/axes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "data/sample.h"
#include "glia/speech.h"
#include "terminal/terminal.h"
#include "text/say.h"

namespace glia::cli {
namespace {

// The frequency in the middle of band b.
double band_hz(const Features& f, int b) {
  const auto mel = [](double hz) { return 2595 * std::log10(1 + hz / 700); };
  const double low = mel(f.low_hz), step = (mel(f.high_hz) - low) / (f.bands + 1);
  return 700 * (std::pow(10, (low + step * (b + 1)) / 2595) - 1);
}

std::string tick_in_words(const Axis& axis, double tick, std::span<const double> ticks,
                          Labels labels) {
  if (labels == Labels::percent) return say("{:.4g} %", 100 * tick);
  if (axis.logarithmic || std::abs(tick) >= 1e5) return say("{:.4g}", tick);
  return plain_number(tick, axis.decimals(ticks));
}

}  // namespace

void ticks_across(Canvas& canvas, const Plot& plot, Labels labels, int about) {
  const std::vector<double> ticks = plot.across.ticks(about);
  for (const double tick : ticks) {
    const double x = plot.x(tick);
    canvas.line(x, plot.area.top, x, plot.area.bottom + 6, kGrid, 0.6, 1);
    canvas.text(x, plot.area.bottom + 20, 13, tick_in_words(plot.across, tick, ticks, labels),
                kFaint, Canvas::Align::middle);
  }
}

void ticks_up(Canvas& canvas, const Plot& plot, Labels labels, int about) {
  const std::vector<double> ticks = plot.up.ticks(about);
  for (const double tick : ticks) {
    const double y = plot.y(tick);
    canvas.line(plot.area.left - 6, y, plot.area.right, y, kGrid, 0.6, 1);
    canvas.text(plot.area.left - 14, y, 13, tick_in_words(plot.up, tick, ticks, labels), kFaint,
                Canvas::Align::right);
  }
}

void time_axis(Canvas& canvas, const Area& area, double seconds) {
  double step = 0.1;
  while (seconds / step > 12) step *= step < 0.15 || step > 0.9 ? 5 : 2;
  for (int i = 0; i * step <= seconds; ++i) {
    const double x = area.left + area.width() * i * step / seconds;
    canvas.line(x, area.bottom, x, area.bottom + 5, kFaint, 0.8, 1);
    canvas.text(x, area.bottom + 16, 12, say("{:.1f} s", i * step), kFaint, Canvas::Align::middle);
  }
}

void spectrogram(Canvas& canvas, const Area& area, const std::vector<float>& log_mel,
                 std::int64_t length, const Features& features) {
  const ImageSize size = heard_size(features);
  const std::vector<float> values = upright<float>(log_mel, size);
  canvas.picture(area.left, area.top, area.width(), area.height(),
                 weight_picture(values, size, largest_magnitude(values)));
  const double sounding = static_cast<double>(length) / features.frames;
  if (sounding < 1) {
    const double x = area.left + area.width() * sounding;
    canvas.hatch(x, area.top, area.right - x, area.height(), kFaint, 0.15);
    canvas.text((x + area.right) / 2, (area.top + area.bottom) / 2, 13,
                area.right - x > 150 ? say("nothing: zeros") : "", kFaint, Canvas::Align::middle);
  }
  canvas.frame(area.left, area.top, area.width(), area.height(), kEdge, 0.9);
}

void pitch_axis(Canvas& canvas, const Area& area, const Features& features, int labels) {
  const double row = area.height() / features.bands;
  for (int b = 0; b < features.bands; b += std::max(1, features.bands / labels)) {
    canvas.text(area.left - 8, area.bottom - (b + 0.5) * row, 12,
                say("{:.0f} Hz", band_hz(features, b)), kFaint, Canvas::Align::right);
  }
}

}  // namespace glia::cli
