#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "figures/axes.h"
#include "figures/figures.h"
#include "terminal/chart.h"
#include "text/say.h"

namespace glia::cli {
namespace {

constexpr int kCurvesWidth = 1000;
constexpr double kPanelHeight = 300, kPanelStep = 390, kFirstPanel = 130;
constexpr double kCurveLeft = 100, kCurveRight = 820;
constexpr Rgb kValidationColor = kGood;

class CurvesDrawing {
 public:
  CurvesDrawing(const CurvesFigure& figure, Canvas::Form form)
      : f_(figure),
        canvas_(kCurvesWidth,
                static_cast<int>(kFirstPanel + kPanelStep * (figure.by_class ? 2 : 1)), form) {}

  void save(const std::string& path) {
    canvas_.text(48, 44, 22, f_.title, kInk, Canvas::Align::left, true);
    canvas_.text(48, 72, 14, f_.subtitle, kFaint);
    draw_panel(
        0, say("cost"), Labels::numbers, [](const Evaluation& e) { return e.cost; },
        [](const EpochReport& r) { return r.cost; });
    if (f_.by_class) {
      draw_panel(
          1, say("right"), Labels::percent, [](const Evaluation& e) { return e.accuracy; },
          [](const EpochReport& r) { return r.train_accuracy; });
    }
    canvas_.save(path);
  }

 private:
  template <typename Of, typename OfTraining>
  void draw_panel(int panel, const std::string& title, Labels labels, Of of,
                  OfTraining of_training) {
    std::vector<Series> series{{say("train"), kTrainColor, {}},
                               {say("validation"), kValidationColor, {}},
                               {say("test"), kTestColor, {}}};
    std::vector<double> all;
    for (const EpochReport& r : f_.reports) {
      const std::optional<Evaluation>* const evaluations[] = {&r.validation, &r.test};
      series[0].values.push_back(of_training(r));
      for (std::size_t i = 0; i < 2; ++i) {
        series[i + 1].values.push_back(*evaluations[i] ? of(**evaluations[i])
                                                       : std::numeric_limits<double>::quiet_NaN());
      }
    }
    for (const Series& s : series) all.insert(all.end(), s.values.begin(), s.values.end());
    const double top = kFirstPanel + kPanelStep * panel;
    const Plot plot{{kCurveLeft, top, kCurveRight, top + kPanelHeight},
                    epochs(),
                    labels == Labels::percent ? parts(all) : Axis::of(all)};
    ticks_across(canvas_, plot, Labels::numbers, static_cast<int>(std::min(most_ticks(), 10.0)));
    ticks_up(canvas_, plot, labels, 6);
    canvas_.text(kCurveLeft, top - 20, 15,
                 plot.up.logarithmic ? say("{}, logarithmic", title) : title, kInk);
    canvas_.text((kCurveLeft + kCurveRight) / 2, plot.area.bottom + 44, 14, say("epoch"), kFaint,
                 Canvas::Align::middle);
    for (const Series& s : series) draw_curve(plot, s);
    draw_names(plot, series, labels);
  }

  Axis epochs() const {
    const auto first = static_cast<double>(f_.reports.front().epoch);
    const auto last = static_cast<double>(f_.reports.back().epoch);
    return {first, std::max(last, first + 1)};
  }
  double most_ticks() const { return epochs().high - epochs().low; }  // whole epochs

  // From a round number below them to all.
  static Axis parts(const std::vector<double>& values) {
    double low = 1;
    for (const double v : values) low = std::isfinite(v) ? std::min(low, v) : low;
    return {std::floor(low * 20) / 20, 1};
  }

  void draw_curve(const Plot& plot, const Series& series) {
    std::optional<std::size_t> before;
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      if (!std::isfinite(series.values[i])) continue;
      const double x = x_of(plot, i), y = plot.y(series.values[i]);
      if (before) {
        canvas_.line(x_of(plot, *before), plot.y(series.values[*before]), x, y, series.color, 1,
                     2.2);
      }
      if (series.values.size() <= 40) canvas_.disc(x, y, 3.2, series.color);
      before = i;
    }
  }
  double x_of(const Plot& plot, std::size_t i) const {
    return plot.x(static_cast<double>(f_.reports[i].epoch));
  }

  // At the ends of their curves, no two in one place.
  void draw_names(const Plot& plot, const std::vector<Series>& series, Labels labels) {
    std::vector<std::pair<double, const Series*>> ends;
    for (const Series& s : series) {
      const double last = last_finite(s.values);
      if (std::isfinite(last)) ends.emplace_back(plot.y(last), &s);
    }
    std::sort(ends.begin(), ends.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    constexpr double kApart = 40;
    double lowest = plot.area.bottom - kApart * (static_cast<double>(ends.size()) - 1);
    double least = plot.area.top;
    for (const auto& [end, s] : ends) {
      const double y = std::max(std::min(end, lowest), least), last = last_finite(s->values);
      canvas_.text(kCurveRight + 24, y - 8, 15, s->name, s->color, Canvas::Align::left, true);
      canvas_.text(kCurveRight + 24, y + 10, 13,
                   labels == Labels::percent ? percent(last) : plain_number(last, 4), kFaint);
      least = y + kApart;
      lowest += kApart;
    }
  }

  const CurvesFigure& f_;
  Canvas canvas_;
};

}  // namespace

void save_curves_figure(const CurvesFigure& figure, const std::string& path) {
  CurvesDrawing(figure, path.ends_with(".svg") ? Canvas::Form::svg : Canvas::Form::png).save(path);
}

}  // namespace glia::cli
