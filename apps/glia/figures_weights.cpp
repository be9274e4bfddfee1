#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "figures.h"
#include "figures_canvas.h"
#include "terminal.h"

namespace glia::cli {
namespace {

constexpr int kMargin = 48;
constexpr int kGap = 22;
constexpr int kLabel = 26;
constexpr int kHead = 96;
constexpr int kFoot = 76;

struct Grid {
  int across, down, zoom;

  // About as wide as high, and each picture as large as the whole allows.
  static Grid of(std::int64_t neurons, ImageSize size) {
    const int across = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(neurons))));
    const int down = static_cast<int>((neurons + across - 1) / across);
    const int zoom = std::clamp(1000 / (across * std::max(size.width, size.height)), 1, 12);
    return {across, down, zoom};
  }
};

}  // namespace

void save_weight_figure(const WeightFigure& f, const std::string& path) {
  const Grid grid = Grid::of(f.layer.width, f.size);
  const int cell_width = f.size.width * grid.zoom, cell_height = f.size.height * grid.zoom;
  const int width = std::max(640, 2 * kMargin + grid.across * (cell_width + kGap) - kGap);
  const int height = kHead + grid.down * (cell_height + kLabel + kGap) - kGap + kFoot;
  Canvas canvas(width, height);
  canvas.text(kMargin, 40, 22, fmt::format("What {} looks at", f.layer.name), kInk,
              Canvas::Align::left, true);
  canvas.text(
      kMargin, 68, 14,
      fmt::format("{} neurons, {} × {} weights each", f.layer.width, f.size.width, f.size.height),
      kFaint);

  const auto inputs =
      static_cast<std::size_t>(f.size.width) * static_cast<std::size_t>(f.size.height);
  for (std::int64_t n = 0; n < f.layer.width; ++n) {
    const std::int64_t row = n / grid.across, column = n % grid.across;
    const double x = kMargin + static_cast<double>(column) * (cell_width + kGap);
    const double y = kHead + static_cast<double>(row) * (cell_height + kLabel + kGap);
    const auto first = static_cast<std::size_t>(n) * inputs;
    canvas.picture(
        x, y, cell_width, cell_height,
        weight_picture(std::span(f.weight.values).subspan(first, inputs), f.size, f.scale));
    for (std::size_t i = 0; i < f.constant.size(); ++i) {
      if (!f.constant[i]) continue;
      const auto across = static_cast<std::size_t>(f.size.width);
      const std::size_t down = i / across, right = i % across;
      const double px = x + static_cast<double>(right) * grid.zoom;
      const double py = y + static_cast<double>(down) * grid.zoom;
      canvas.box(px, py, grid.zoom, grid.zoom, {22, 24, 29});
      canvas.line(px, py + grid.zoom, px + grid.zoom, py, {62, 67, 77}, 0.8, 1);
    }
    canvas.frame(x, y, cell_width, cell_height, {46, 53, 66}, 0.9);
    if (cell_width >= 100) {
      canvas.text(x, y + cell_height + 15, 13, fmt::format("{}[{}]", f.layer.name, n), kFaint);
      canvas.text(x + cell_width, y + cell_height + 15, 13,
                  "b = " + signed_number(double{f.bias.values[static_cast<std::size_t>(n)]}, 2),
                  kFaint, Canvas::Align::right);
    }
  }
  const double y = height - 42;
  canvas.text(kMargin, y + 6, 14, "weight", kFaint);
  canvas.diverging_scale(kMargin + 120, y, 200, 12, f.scale);
  if (!f.constant.empty()) {
    const double x = kMargin + 410;
    canvas.box(x, y - 2, 16, 16, {22, 24, 29});
    canvas.hatch(x, y - 2, 16, 16, {90, 96, 108}, 0.9);
    canvas.text(x + 26, y + 6, 14, "never varies in the data", kFaint);
  }
  canvas.save(path);
}

}  // namespace glia::cli
