#pragma once
#include <optional>
#include <vector>

#include "figures/canvas.h"
#include "views/layer_view.h"

namespace glia::cli {

struct Place {
  double x, y;
};

// The feature maps of all layers in an area of a figure, a column a layer.
class MapsDrawing {
 public:
  struct Area {
    double left, top, right, bottom;
  };
  MapsDrawing(std::vector<MapColumn> columns, const Area& area);

  bool empty() const { return columns_.empty(); }
  const std::vector<MapColumn>& columns() const { return columns_; }
  void draw(Canvas& canvas) const;
  // Where number `index` of the last layer is drawn, if it is.
  std::optional<Place> pixel(std::size_t index) const;

 private:
  struct Grid {
    double left, top;  // of the first map
    double width, height, gap;
    int across;
    std::int64_t shown;

    Place place(std::int64_t map) const;  // its upper left corner
  };
  Grid grid_of(std::size_t column) const;

  std::vector<MapColumn> columns_;
  Area area_;
};

}  // namespace glia::cli
