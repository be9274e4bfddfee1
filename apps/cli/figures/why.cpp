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

constexpr double kPanelSide = 364, kPanelGap = 44, kPanelLeft = 48, kPanelTop = 128;
constexpr int kWhyWidth = static_cast<int>(2 * kPanelLeft + 3 * kPanelSide + 2 * kPanelGap);

class WhyDrawing {
 public:
  explicit WhyDrawing(const WhyFigure& figure)
      : f_(figure), canvas_(kWhyWidth, static_cast<int>(below() + 148)) {}

  void save(const std::string& path) {
    const std::string name = class_name(f_.model, f_.answer);
    canvas_.text(kPanelLeft, 44, 22, say("What the answer {} hangs on", name), kInk,
                 Canvas::Align::left, true);
    draw_input(name);
    draw_map(1, what_is_multiplied(f_.sample), products_by_pixel(f_),
             say("slopes of {}", slopes_of(f_.model)));
    const int window = f_.occlusion.window;
    draw_map(2, say("lost when {0} × {0} pixels are covered", window), f_.occlusion.drops,
             say("of its light, {}", plain_number(double{f_.occlusion.whole}, 4)));
    canvas_.text(kPanelLeft, below() + 112, 14,
                 say("Orange speaks for the answer, blue against it. Both maps ask what is there: "
                     "of dark pixels they say nothing."),
                 kFaint);
    canvas_.save(path);
  }

 private:
  double below() const { return kPanelTop + cell() * f_.sample.size.height; }
  double left(int panel) const { return kPanelLeft + panel * (kPanelSide + kPanelGap); }
  double cell() const {
    return kPanelSide / std::max({f_.sample.size.width, f_.sample.size.height, 1});
  }

  void draw_panel(int panel, const std::string& title, const Picture& picture) {
    canvas_.text(left(panel), kPanelTop - 24, 16, title, kInk);
    const double width = cell() * picture.width, height = cell() * picture.height;
    canvas_.picture(left(panel), kPanelTop, width, height, picture);
    canvas_.frame(left(panel), kPanelTop, width, height, {46, 53, 66}, 0.9);
  }

  void draw_input(const std::string& name) {
    draw_panel(0, f_.sample.sound ? say("what the network hears") : say("what the network sees"),
               as_picture(f_.sample.raster()));
    canvas_.text(left(0), below() + 32, 15,
                 say("it says {}, with {}", name,
                     plain_number(double{f_.outputs[static_cast<std::size_t>(f_.answer)]}, 4)),
                 kFaint);
  }

  void draw_map(int panel, const std::string& title, std::span<const double> values,
                const std::string& note) {
    double most = 1e-30;
    for (double v : values) most = std::max(most, std::abs(v));
    std::vector<float> shown;
    for (double v : f_.sample.raster_of(values).values)
      shown.push_back(static_cast<float>(v / most));
    draw_panel(panel, title, weight_picture(shown, f_.sample.size, 1));
    const double y = below() + 26;
    canvas_.diverging_scale(left(panel) + 56, y, 120, 12, most);
    canvas_.text(left(panel), y + 36, 14, note, kFaint);
  }

  const WhyFigure& f_;
  Canvas canvas_;
};

}  // namespace

void save_why_figure(const WhyFigure& figure, const std::string& path) {
  WhyDrawing(figure).save(path);
}

}  // namespace glia::cli
