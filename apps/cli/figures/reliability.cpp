#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figures/axes.h"
#include "figures/figures.h"
#include "terminal/terminal.h"
#include "text/say.h"

namespace glia::cli {
namespace {

constexpr int kReliabilityWidth = 860, kReliabilityHeight = 1040;
constexpr Area kHowOften{110, 160, 750, 720}, kHowMany{110, 810, 750, 930};
constexpr double kLegendTop = 970;
const Rgb kTooSure = diverging(1);

class ReliabilityDrawing {
 public:
  explicit ReliabilityDrawing(const ReliabilityFigure& figure)
      : f_(figure), canvas_(kReliabilityWidth, kReliabilityHeight) {
    for (const Calibration::Bin& bin : f_.calibration.bins) most_ = std::max(most_, bin.samples);
  }

  void save(const std::string& path) {
    canvas_.text(48, 44, 22, say("Is it right as often as it is sure?"), kInk, Canvas::Align::left,
                 true);
    canvas_.text(48, 72, 14, f_.of, kFaint);
    canvas_.text(48, 94, 14, error_in_words(), kFaint);
    draw_how_often();
    draw_how_many();
    draw_legend();
    canvas_.save(path);
  }

 private:
  std::string error_in_words() const {
    return say("Expected calibration error {}{}", percent(f_.calibration.error),
               f_.before ? say(", without its temperature {}", percent(*f_.before)) : "");
  }

  Area place(std::size_t bin, const Area& area) const {
    const double width = area.width() / static_cast<double>(f_.calibration.bins.size());
    const double left = area.left + width * static_cast<double>(bin);
    return {left + 1.5, area.top, left + width - 1.5, area.bottom};
  }

  void draw_how_often() {
    const Plot plot{kHowOften, {0, 1}, {0, 1}};
    ticks_across(canvas_, plot, Labels::percent, 5);
    ticks_up(canvas_, plot, Labels::percent, 5);
    for (std::size_t b = 0; b < f_.calibration.bins.size(); ++b) {
      const Calibration::Bin& bin = f_.calibration.bins[b];
      if (bin.samples <= 0) continue;
      const Area bar = place(b, kHowOften);
      const double right = plot.y(bin.right), sure = plot.y(bin.confidence);
      canvas_.box(bar.left, right, bar.width(), bar.bottom - right, kTestColor, 0.75);
      const double upper = std::min(right, sure), height = std::abs(right - sure);
      const Rgb color = sure < right ? kTooSure : kGood;
      canvas_.box(bar.left, upper, bar.width(), height, color, 0.28);
      canvas_.hatch(bar.left, upper, bar.width(), height, color, 0.7);
      canvas_.line(bar.left, sure, bar.right, sure, color, 1, 2.5);
    }
    canvas_.dashes(kHowOften.left, kHowOften.bottom, kHowOften.right, kHowOften.top, kInk, 0.6);
    canvas_.text(kHowOften.left - 60, kHowOften.top - 20, 14, say("right"), kFaint);
    canvas_.text((kHowOften.left + kHowOften.right) / 2, kHowOften.bottom + 46, 14,
                 say("confidence"), kFaint, Canvas::Align::middle);
  }

  void draw_how_many() {
    canvas_.text(kHowMany.left - 60, kHowMany.top - 28, 14, say("examples"), kFaint);
    canvas_.line(kHowMany.left, kHowMany.bottom, kHowMany.right, kHowMany.bottom, kGrid, 1, 1);
    for (std::size_t b = 0; b < f_.calibration.bins.size(); ++b) {
      const double samples = f_.calibration.bins[b].samples;
      if (samples <= 0) continue;
      const Area bar = place(b, kHowMany);
      const double height = std::max(1.0, bar.height() * samples / most_);
      canvas_.box(bar.left, bar.bottom - height, bar.width(), height, kFaint, 0.6);
      canvas_.text((bar.left + bar.right) / 2, bar.bottom - height - 11, 12,
                   grouped(std::llround(samples)), kFaint, Canvas::Align::middle);
    }
  }

  void draw_legend() {
    double x = 110;
    const auto entry = [&](Rgb color, bool hatched, const std::string& words) {
      canvas_.box(x, kLegendTop, 18, 18, color, hatched ? 0.28 : 0.75);
      if (hatched) canvas_.hatch(x, kLegendTop, 18, 18, color, 0.7);
      canvas_.text(x + 28, kLegendTop + 9, 14, words, kInk);
      x += 28 + canvas_.text_width(14, words) + 32;
    };
    entry(kTestColor, false, say("how often it is right"));
    entry(kTooSure, true, say("too sure"));
    entry(kGood, true, say("not sure enough"));
  }

  const ReliabilityFigure& f_;
  Canvas canvas_;
  double most_ = 1;
};

}  // namespace

void save_reliability_figure(const ReliabilityFigure& figure, const std::string& path) {
  ReliabilityDrawing(figure).save(path);
}

}  // namespace glia::cli
