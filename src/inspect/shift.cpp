#include <algorithm>
#include <cstdlib>

#include "glia/error.h"
#include "glia/inspect.h"

namespace glia {

Dataset shifted(const Dataset& pictures, int right, int down) {
  const Shape& shape = pictures.shape();
  const int rank = shape.rank();
  if (rank < 2 || rank > 3 || pictures.size() == 0 || pictures.bytes(0).empty()) {
    throw Error(ErrorCode::invalid_argument,
                "shifted: expected pictures of bytes, got samples of " + shape.str());
  }
  const std::int64_t width = shape[rank - 1], height = shape[rank - 2];
  const std::int64_t planes = shape.elements() / (width * height);
  const std::int64_t kept = std::max<std::int64_t>(0, width - std::abs(std::int64_t{right}));
  const std::int64_t from = std::max(0, -right), to = std::max(0, right);

  std::vector<std::uint8_t> moved(static_cast<std::size_t>(pictures.size() * shape.elements()));
  std::vector<std::int32_t> labels;
  auto* target = moved.data();
  for (std::int64_t i = 0; i < pictures.size(); ++i) {
    const std::uint8_t* source = pictures.bytes(i).data();
    for (std::int64_t p = 0; p < planes; ++p, source += width * height, target += width * height) {
      for (std::int64_t y = 0; y < height; ++y) {
        const std::int64_t y_source = y - down;
        if (y_source < 0 || y_source >= height) continue;
        if (kept > 0) std::copy_n(source + y_source * width + from, kept, target + y * width + to);
      }
    }
    labels.push_back(pictures.label(i));
  }
  return Dataset::labelled(shape, std::move(moved), std::move(labels), pictures.classes(),
                           pictures.name())
      .with_class_names(pictures.class_names());
}

}  // namespace glia
