#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "figures/axes.h"
#include "figures/figures.h"
#include "terminal/terminal.h"
#include "text/say.h"

namespace glia::cli {
namespace {

constexpr std::size_t kMostTargets = 4;
constexpr int kResidualsWidth = 1180, kTargetHeight = 590, kHeadHeight = 100;
constexpr double kPointsSide = 440;
constexpr std::size_t kBars = 31;

class ResidualsDrawing {
 public:
  explicit ResidualsDrawing(const ResidualsFigure& figure)
      : f_(figure),
        shown_(std::min(figure.targets.size(), kMostTargets)),
        canvas_(kResidualsWidth, kHeadHeight + kTargetHeight * static_cast<int>(shown_)) {}

  void save(const std::string& path) {
    canvas_.text(48, 44, 22, say("What was said and what was wanted"), kInk, Canvas::Align::left,
                 true);
    canvas_.text(48, 72, 14,
                 shown_ < f_.targets.size()
                     ? say("{}; the first {} of {} targets", f_.of, shown_, f_.targets.size())
                     : f_.of,
                 kFaint);
    for (std::size_t i = 0; i < shown_; ++i) draw_target(i);
    canvas_.save(path);
  }

 private:
  void draw_target(std::size_t i) {
    const ResidualsFigure::Target& target = f_.targets[i];
    const double top = kHeadHeight + 70 + kTargetHeight * static_cast<double>(i);
    const std::string name = target.scores.name.empty() ? std::to_string(i) : target.scores.name;
    canvas_.text(110, top - 40, 17, name, kInk, Canvas::Align::left, true);
    canvas_.text(
        680, top - 40, 14,
        say("R² {}; MAE {}; RMSE {}", target.scores.r2 ? plain_number(*target.scores.r2, 4) : "–",
            say("{:.4g}", target.scores.mae), say("{:.4g}", target.scores.rmse)),
        kFaint);
    if (target.pairs.empty()) return;
    draw_points(target, {110, top, 110 + kPointsSide, top + kPointsSide});
    draw_bars(target, {680, top, 680 + kPointsSide, top + kPointsSide});
  }

  void draw_points(const ResidualsFigure::Target& target, const Area& area) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const NumberPair& pair : target.pairs) {
      low = std::min({low, pair.wanted, pair.said});
      high = std::max({high, pair.wanted, pair.said});
    }
    const double margin = high > low ? (high - low) * 0.04 : std::max(std::abs(high), 1.0) * 0.1;
    const Axis axis{low - margin, high + margin};
    const Plot plot{area, axis, axis};
    ticks_across(canvas_, plot, Labels::numbers, 6);
    ticks_up(canvas_, plot, Labels::numbers, 6);
    canvas_.dashes(area.left, area.bottom, area.right, area.top, kInk, 0.6);
    const auto count = static_cast<double>(target.pairs.size());
    const double alpha = std::clamp(6 / std::sqrt(count), 0.12, 0.8);
    const double radius = count > 2000 ? 2 : 3.5;
    for (const NumberPair& pair : target.pairs) {
      canvas_.disc(plot.x(pair.wanted), plot.y(pair.said), radius, kTestColor, alpha);
    }
    canvas_.text((area.left + area.right) / 2, area.bottom + 46, 14, say("wanted value"), kFaint,
                 Canvas::Align::middle);
    canvas_.text(area.right, area.top - 14, 14, say("said, upwards; on the line it is right"),
                 kFaint, Canvas::Align::right);
  }

  // How often the network was wrong by how much.
  void draw_bars(const ResidualsFigure::Target& target, const Area& area) {
    std::vector<double> apart;
    for (const NumberPair& pair : target.pairs) apart.push_back(pair.said - pair.wanted);
    double reach = 0;
    for (const double a : apart) reach = std::max(reach, std::abs(a));
    if (!(reach > 0)) reach = 1;
    std::vector<double> bars(kBars);
    for (const double a : apart) {
      const double place = (a / reach + 1) / 2 * static_cast<double>(kBars);
      bars[std::min(static_cast<std::size_t>(std::max(place, 0.0)), kBars - 1)] += 1;
    }
    const double most = *std::max_element(bars.begin(), bars.end());
    const Plot plot{area, {-reach, reach}, {0, most * 1.05}};
    ticks_across(canvas_, plot, Labels::numbers, 6);
    ticks_up(canvas_, plot, Labels::numbers, 6);
    const double width = area.width() / static_cast<double>(kBars);
    for (std::size_t b = 0; b < kBars; ++b) {
      const double left = area.left + width * static_cast<double>(b), y = plot.y(bars[b]);
      canvas_.box(left + 1, y, width - 2, area.bottom - y, kTestColor, 0.75);
    }
    canvas_.dashes(plot.x(0), area.bottom, plot.x(0), area.top, kInk, 0.6);
    canvas_.text((area.left + area.right) / 2, area.bottom + 46, 14,
                 say("too little ← said − wanted → too much"), kFaint, Canvas::Align::middle);
    canvas_.text(area.left, area.top - 14, 14, say("examples"), kFaint);
  }

  const ResidualsFigure& f_;
  std::size_t shown_;
  Canvas canvas_;
};

}  // namespace

void save_residuals_figure(const ResidualsFigure& figure, const std::string& path) {
  ResidualsDrawing(figure).save(path);
}

}  // namespace glia::cli
