#include "figures/maps.h"

#include <fmt/format.h>

#include <algorithm>

#include "terminal/terminal.h"
#include "text/say.h"

namespace glia::cli {
namespace {

constexpr std::int64_t kMostMaps = 64;
constexpr double kLargestPixel = 5, kLargestLamp = 22;

Picture map_picture(const MapColumn& column, std::int64_t channel) {
  Picture picture(column.layer.size.width, column.layer.size.height, 3);
  std::uint8_t* p = picture.pixels.data();
  for (float v : column.map(channel)) {
    const double light = double{v} / column.full;
    const Rgb c = column.diverging ? diverging(light) : glow(light);
    *p++ = c.r, *p++ = c.g, *p++ = c.b;
  }
  return picture;
}

}  // namespace

MapsDrawing::MapsDrawing(std::vector<MapColumn> columns, const Area& area)
    : columns_(std::move(columns)), area_(area) {}

Place MapsDrawing::Grid::place(std::int64_t map) const {
  const std::int64_t row = map / across, column = map % across;
  return {left + static_cast<double>(column) * (width + gap),
          top + static_cast<double>(row) * (height + gap)};
}

// As many side by side as make the maps largest, but no pixel larger than kLargestPixel.
MapsDrawing::Grid MapsDrawing::grid_of(std::size_t c) const {
  const MapLayer& layer = columns_[c].layer;
  const double room = (area_.right - area_.left) / static_cast<double>(columns_.size());
  const double space = room - std::min(30.0, room / 4), high = area_.bottom - area_.top;
  const double wide = std::max(layer.size.width, 1), tall = std::max(layer.size.height, 1);
  const bool lamps = wide == 1 && tall == 1;
  Grid best{};
  best.shown = std::min(layer.channels, kMostMaps);
  double best_pixel = 0;
  for (int across = 1; across <= best.shown; ++across) {
    const std::int64_t rows = (best.shown + across - 1) / across;
    const auto down = static_cast<double>(rows);
    const double gap = best.shown > 24 ? 3 : 7;
    const double pixel = std::min({(space - (across - 1) * gap) / (across * wide),
                                   (high - (down - 1) * gap) / (down * tall),
                                   lamps ? kLargestLamp : kLargestPixel * (wide < 10 ? 2 : 1)});
    if (pixel <= best_pixel) continue;
    best_pixel = pixel;
    best.width = pixel * wide, best.height = pixel * tall, best.gap = gap, best.across = across;
    best.top = (area_.top + area_.bottom - down * (best.height + gap) + gap) / 2;
    best.left = area_.left + room * (static_cast<double>(c) + 0.5) -
                (across * (best.width + gap) - gap) / 2;
  }
  return best;
}

void MapsDrawing::draw(Canvas& canvas) const {
  const double room =
      (area_.right - area_.left) / std::max(1.0, static_cast<double>(columns_.size()));
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const MapColumn& column = columns_[c];
    const Grid grid = grid_of(c);
    const double middle = area_.left + room * (static_cast<double>(c) + 0.5);
    canvas.text(middle, area_.top - 42, 17,
                column.time ? say("{} · {} units", column.layer.name, column.sizes())
                            : say("{} · {}", column.layer.name, column.layer.channels),
                kFaint, Canvas::Align::middle);
    canvas.text(middle, area_.top - 20, room < 110 ? 12 : 14,
                say("{}{}full = {}", column.time ? say("hidden state, ") : "",
                    grid.shown < column.layer.channels ? say("the first {}, ", grid.shown) : "",
                    plain_number(column.full, 2)),
                kFaint, Canvas::Align::middle);
    for (std::int64_t map = 0; map < grid.shown; ++map) {
      const Place at = grid.place(map);
      canvas.picture(at.x, at.y, grid.width, grid.height, map_picture(column, map));
      canvas.frame(at.x, at.y, grid.width, grid.height, {46, 53, 66}, 0.9);
      if (column.time) {
        canvas.text(at.x - 8, at.y + grid.height / 2, 18, map == 0 ? "→" : "←", kFaint,
                    Canvas::Align::right);
      }
    }
  }
}

std::optional<Place> MapsDrawing::pixel(std::size_t index) const {
  const MapColumn& column = columns_.back();
  const Grid grid = grid_of(columns_.size() - 1);
  const MapColumn::Pixel at = column.pixel(static_cast<std::int64_t>(index));
  if (at.channel >= grid.shown) return std::nullopt;  // behind the last that is drawn
  const Place corner = grid.place(at.channel);
  return Place{
      corner.x + grid.width * (static_cast<double>(at.x) + 0.5) / column.layer.size.width,
      corner.y + grid.height * (static_cast<double>(at.y) + 0.5) / column.layer.size.height};
}

}  // namespace glia::cli
