#include "views/gates.h"

#include <fmt/format.h>

#include <algorithm>

#include "data/sample.h"
#include "figures/axes.h"
#include "figures/figures.h"
#include "terminal/terminal.h"
#include "text/say.h"
#include "views/finite.h"

namespace glia::cli {
namespace {

constexpr int kGatesWidth = 1470;
constexpr double kColumnsLeft = 150, kColumnsRight = 1190, kBetween = 28;  // of the maps
constexpr double kSaysLeft = 1220, kSaysRight = 1434;  // what the network says, scales
constexpr double kHeardTop = 140, kHeardBottom = 280;
constexpr double kMapsTop = 302, kMapHeight = 124, kMapGap = 10, kBelow = 84;
constexpr std::size_t kMostAnswers = 5;
constexpr Rgb kWon{255, 214, 138};
constexpr Rgb kEndOfWord{196, 206, 222};
constexpr Rgb kForwards{255, 178, 74}, kBackwards{122, 172, 240};

class GatesDrawing {
 public:
  explicit GatesDrawing(const GatesFigure& figure)
      : f_(figure),
        view_(figure.view),
        features_(*view_.model.form.sound()),
        canvas_(kGatesWidth, height()) {}

  void save(const std::string& path) {
    draw_title();
    for (int d = 0; d < view_.layer.directions; ++d) draw_direction(d);
    pitch_axis(canvas_, column(0, kHeardTop, kHeardBottom), features_, 4);
    for (std::size_t m = 0; m < view_.maps.size(); ++m) draw_words(m);
    draw_answers();
    canvas_.text(kColumnsLeft, height() - 34, 15,
                 say("{} It is the same unit in all maps of a column.", view_.what_rows_are()),
                 kFaint);
    canvas_.save(path);
  }

 private:
  int height() const { return static_cast<int>(top_of(view_.maps.size()) - kMapGap + kBelow); }
  Area column(int direction, double top, double bottom) const {
    const int n = view_.layer.directions;
    const double width = (kColumnsRight - kColumnsLeft - (n - 1) * kBetween) / n;
    const double left = kColumnsLeft + direction * (width + kBetween);
    return {left, top, left + width, bottom};
  }
  static double top_of(std::size_t map) {
    return kMapsTop + static_cast<double>(map) * (kMapHeight + kMapGap);
  }
  double end_of_word(const Area& area) const {
    return area.left + area.width() * static_cast<double>(view_.heard) /
                           static_cast<double>(view_.layer.frames);
  }
  bool padded() const { return view_.heard < view_.layer.frames; }

  void draw_title() {
    const std::string& name = view_.layer.name;
    canvas_.text(kColumnsLeft, 38, 22, say("What {} does while it hears {}", name, f_.title), kInk,
                 Canvas::Align::left, true);
    canvas_.text(kColumnsLeft, 70, 15,
                 say("{} units{}; {} frames of {} ms until the word is over", view_.layer.units,
                     view_.layer.directions > 1 ? say(" in each direction") : "", view_.heard,
                     features_.frames * features_.hop_ms / static_cast<double>(view_.layer.frames)),
                 kFaint);
  }

  // An arrow over what a direction hears, from where it starts to where it ends.
  void draw_way(int direction, const Area& heard) {
    const double y = heard.top - 12;
    double from = heard.left, to = end_of_word(heard);
    if (direction == 1) std::swap(from, to);
    const double back = from < to ? -9 : 9;
    const Rgb color = direction == 0 ? kForwards : kBackwards;
    canvas_.line(from, y, to, y, color, 0.9, 2);
    for (const double side : {-5.0, 5.0}) canvas_.line(to, y, to + back, y + side, color, 0.9, 2);
    canvas_.text(heard.left, y - 16, 16,
                 direction == 0 ? say("forwards: from the first frame on")
                                : say("backwards: from the last frame to the first"),
                 color, Canvas::Align::left, true);
  }

  void draw_direction(int direction) {
    const Area heard = column(direction, kHeardTop, kHeardBottom);
    draw_way(direction, heard);
    spectrogram(canvas_, heard, f_.log_mel, view_.heard, features_);
    for (std::size_t m = 0; m < view_.maps.size(); ++m) {
      draw_map(direction, view_.maps[m], column(direction, top_of(m), top_of(m) + kMapHeight));
    }
    const Area all = column(direction, kHeardTop, top_of(view_.maps.size() - 1) + kMapHeight);
    time_axis(canvas_, all, features_.frames * features_.hop_ms / 1000);
    if (!padded()) return;
    const double x = end_of_word(all);
    canvas_.line(x, all.top, x, all.bottom, kEndOfWord, 0.7, 1.5);
    if (heard.right - x > 120) {
      canvas_.text(x + 10, heard.top + 16, 14, say("end of the word"), kEndOfWord);
    }
  }

  void draw_map(int direction, const GateMap& map, const Area& area) {
    const ImageSize size = view_.size();
    Picture picture(size.width, size.height, 3);
    std::uint8_t* p = picture.pixels.data();
    for (const float v : view_.values(direction, map)) {
      const Rgb c = map.diverging ? diverging(double{v}) : glow(double{v});
      *p++ = c.r, *p++ = c.g, *p++ = c.b;
    }
    canvas_.picture(area.left, area.top, area.width(), area.height(), picture);
    if (padded()) {
      const double x = end_of_word(area);
      canvas_.box(x, area.top, area.right - x, area.height(), kPaper);
      canvas_.hatch(x, area.top, area.right - x, area.height(), kFaint, 0.15);
    }
    canvas_.frame(area.left, area.top, area.width(), area.height(), kEdge, 0.9);
  }

  // The name of a gate before its maps, what it does and its scale behind them.
  void draw_words(std::size_t m) {
    const GateMap& map = view_.maps[m];
    const double middle = top_of(m) + kMapHeight / 2;
    canvas_.text(kColumnsLeft - 18, middle - 12, 34, map.symbol, kInk, Canvas::Align::right, true);
    const std::string title = say_text(map.title);
    canvas_.text(kColumnsLeft - 18, middle + 20,
                 std::min(15.0, (kColumnsLeft - 26) / (0.62 * columns(title))), title, kFaint,
                 Canvas::Align::right);
    canvas_.text(kSaysLeft, middle - 34, 15, say_text(map.does), kInk);
    canvas_.text(kSaysLeft, middle - 13, 15, say_text(map.more), kInk);
    const double x = kSaysLeft + 40;
    if (map.diverging) {
      canvas_.diverging_scale(x, middle + 14, 110, 12, map.full);
    } else {
      canvas_.glow_scale(x, middle + 14, 110, 12, "1");
    }
  }

  void draw_answers() {
    const std::span<const float> outputs = view_.activations.output();
    std::vector<int> order(outputs.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](int i) { return outputs[static_cast<std::size_t>(i)]; });
    order.resize(std::min(order.size(), kMostAnswers));
    canvas_.text(kSaysLeft, 70, 15, say("the network says"), kFaint);
    canvas_.text(kSaysRight, 60, 40, class_name(view_.model, order[0]), kWon, Canvas::Align::right,
                 true);
    const double row = (kHeardBottom - kHeardTop) / static_cast<double>(kMostAnswers);
    const double bars = kSaysLeft + 44, most = kSaysRight - bars - 52;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const double share = unit(double{outputs[static_cast<std::size_t>(order[i])]});
      const double y = kHeardTop + row * (static_cast<double>(i) + 0.5);
      canvas_.text(bars - 10, y, 17, class_name(view_.model, order[i]), i == 0 ? kWon : kFaint,
                   Canvas::Align::right, i == 0);
      canvas_.box(bars, y - 6, most, 12, {24, 29, 39});
      canvas_.box(bars, y - 6, std::max(1.0, most * share), 12, i == 0 ? kWon : kFaint);
      canvas_.text(kSaysRight, y, 14, plain_number(share, 3), kFaint, Canvas::Align::right);
    }
  }

  const GatesFigure& f_;
  const GateView& view_;
  const Features& features_;
  Canvas canvas_;
};

}  // namespace

void save_gates_figure(const GatesFigure& figure, const std::string& path) {
  GatesDrawing(figure).save(path);
}

}  // namespace glia::cli
