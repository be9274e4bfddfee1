#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figures/canvas.h"
#include "figures/figures.h"
#include "terminal/raster.h"
#include "terminal/terminal.h"
#include "text/say.h"

namespace glia::cli {
namespace {

constexpr int kShiftWidth = 1200, kShiftHeight = 860;
constexpr double kPlotLeft = 110, kPlotRight = 960, kPlotTop = 110, kPlotBottom = 480;
constexpr double kRowTop = 616, kRowLeft = 190, kRowGap = 16;
constexpr Rgb kShiftColors[] = {kTrainColor, kTestColor};

// The end of a long name: that is where file names differ.
std::string short_name(const std::string& name) {
  constexpr std::size_t kMost = 16;
  if (name.size() <= kMost) return name;
  std::size_t from = name.size() - kMost;
  while (from < name.size() && (static_cast<unsigned char>(name[from]) & 0xC0) == 0x80) ++from;
  return "…" + name.substr(from);
}

class ShiftDrawing {
 public:
  explicit ShiftDrawing(const ShiftFigure& figure)
      : f_(figure), canvas_(kShiftWidth, kShiftHeight) {}

  void save(const std::string& path) {
    canvas_.text(48, 44, 22, say("Two networks, one picture that is shifted"), kInk,
                 Canvas::Align::left, true);
    canvas_.text(48, 72, 14,
                 say("Right on {} test images of {}; the mean of right, left, down and up",
                     grouped(f_.images), f_.data),
                 kFaint);
    draw_axes();
    for (std::size_t m = 0; m < f_.curves.size(); ++m) draw_curve(m);
    draw_names();
    draw_row();
    canvas_.save(path);
  }

 private:
  static double x_of(std::size_t shift) {
    return kPlotLeft + (kPlotRight - kPlotLeft) * static_cast<double>(shift) / kMostShift;
  }
  static double y_of(double right) { return kPlotBottom - (kPlotBottom - kPlotTop) * right; }

  void draw_axes() {
    for (int tenth = 0; tenth <= 10; tenth += 2) {
      const double y = y_of(tenth / 10.0);
      canvas_.line(kPlotLeft - 8, y, kPlotRight + 8, y, {44, 51, 64}, tenth ? 0.6 : 1, 1);
      canvas_.text(kPlotLeft - 20, y, 14, fmt::format("{} %", 10 * tenth), kFaint,
                   Canvas::Align::right);
    }
    for (std::size_t shift = 0; shift <= kMostShift; ++shift) {
      canvas_.text(x_of(shift), kPlotBottom + 24, 14, std::to_string(shift), kFaint,
                   Canvas::Align::middle);
    }
    canvas_.text((kPlotLeft + kPlotRight) / 2, kPlotBottom + 50, 14, say("pixels shifted"), kFaint,
                 Canvas::Align::middle);
    const double guess = 1.0 / static_cast<double>(f_.classes);
    for (double x = kPlotLeft; x < kPlotRight; x += 10) {
      canvas_.line(x, y_of(guess), x + 4, y_of(guess), kFaint, 0.6, 1);
    }
    canvas_.text(kPlotLeft + 4, y_of(guess) - 12, 13, say("by guessing"), kFaint);
  }

  void draw_curve(std::size_t m) {
    const std::vector<double>& right = f_.curves[m].accuracy;
    for (std::size_t s = 0; s + 1 < right.size(); ++s) {
      canvas_.line(x_of(s), y_of(right[s]), x_of(s + 1), y_of(right[s + 1]), kShiftColors[m], 1,
                   2.5);
    }
    const bool above = is_above(m);
    for (std::size_t s = 0; s < right.size(); ++s) {
      canvas_.disc(x_of(s), y_of(right[s]), 4.5, kShiftColors[m]);
      if (s == 0) continue;                     // both are about the same there
      const bool last = s + 1 == right.size();  // its name stands to the right
      canvas_.text(x_of(s) + (!above ? -8
                              : last ? 6
                                     : 12),
                   y_of(right[s]) + (above ? -16 : 18), 13, say("{:.1f}", 100 * right[s]),
                   kShiftColors[m], above && !last ? Canvas::Align::middle : Canvas::Align::right);
    }
  }

  // On average this curve runs above the other: its numbers stand over it.
  bool is_above(std::size_t m) const {
    double lead = 0;
    for (std::size_t s = 0; s <= kMostShift; ++s) {
      lead += f_.curves[m].accuracy[s] - f_.curves[1 - m].accuracy[s];
    }
    return lead > 0 || (lead == 0 && m == 0);
  }

  void draw_names() {
    const std::size_t upper = is_above(0) ? 0 : 1;
    const double high = y_of(f_.curves[upper].accuracy.back());
    const double low = std::max(y_of(f_.curves[1 - upper].accuracy.back()), high + 52);
    for (std::size_t m : {upper, 1 - upper}) {
      const double y = m == upper ? high : low;
      canvas_.text(kPlotRight + 24, y - 8, 16, short_name(f_.curves[m].name), kShiftColors[m],
                   Canvas::Align::left, true);
      canvas_.text(kPlotRight + 24, y + 12, 13,
                   say("{} parameters", grouped(f_.curves[m].parameters)), kFaint);
    }
  }

  void draw_row() {
    const double side = (kShiftWidth - 48 - kRowLeft - kMostShift * kRowGap) / (kMostShift + 1.0);
    canvas_.text(
        48, kRowTop - 44, 16,
        say("Test image {}, a {}, shifted to the right, and what each says", f_.index, f_.truth),
        kInk);
    for (std::size_t m = 0; m < 2; ++m) {
      canvas_.text(48, answer_y(side, m), 15, short_name(f_.curves[m].name), kShiftColors[m],
                   Canvas::Align::left, true);
    }
    for (std::size_t shift = 0; shift <= kMostShift; ++shift) {
      const double x = kRowLeft + static_cast<double>(shift) * (side + kRowGap);
      const Picture picture = as_picture(picture_raster(f_.pictures[shift], f_.size));
      canvas_.text(x, kRowTop - 12, 13, shift ? say("by {}", shift) : say("as it is"), kFaint);
      canvas_.picture(x, kRowTop, side, side, picture);
      canvas_.frame(x, kRowTop, side, side, {46, 53, 66}, 0.9);
      for (std::size_t m = 0; m < 2; ++m) draw_answer(x + side / 2, answer_y(side, m), m, shift);
    }
  }

  static double answer_y(double side, std::size_t m) {
    return kRowTop + side + 34 + 40 * static_cast<double>(m);
  }

  void draw_answer(double x, double y, std::size_t m, std::size_t shift) {
    const ShiftCurve::Said& said = f_.curves[m].says[shift];
    const bool right = f_.right(f_.curves[m], shift);
    const Rgb color = right ? kShiftColors[m] : kFaint;
    canvas_.text(x - 22, y, 22, said.answer.value_or(say("none")), color, Canvas::Align::middle,
                 right);
    if (!right) canvas_.line(x - 34, y, x - 10, y, kFaint, 0.9, 1.5);
    canvas_.text(x + 2, y, 13, plain_number(said.light, 2), kFaint);
  }

  const ShiftFigure& f_;
  Canvas canvas_;
};

}  // namespace

void save_shift_figure(const ShiftFigure& figure, const std::string& path) {
  ShiftDrawing(figure).save(path);
}

}  // namespace glia::cli
