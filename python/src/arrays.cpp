#include "arrays.h"

#include <nanobind/stl/string.h>

#include <algorithm>
#include <string>

#include "glia/error.h"

namespace glia::python {

Rows rows_of(nb::handle x, const char* what, bool copy) {
  Rows rows{.array = nb::cast<Array>(helper("inputs", x, what, copy))};
  std::vector<std::int64_t> sizes;
  for (std::size_t axis = 0; axis < rows.array.ndim(); ++axis) {
    sizes.push_back(static_cast<std::int64_t>(rows.array.shape(axis)));
  }
  if (sizes.size() > Shape::kMaxRank) {
    throw Error(ErrorCode::shape_mismatch, std::string(what) + ": expected at most 8 axes, got " +
                                               std::to_string(sizes.size()));
  }
  rows.count = sizes.front();
  rows.sample = Shape(std::span(sizes).subspan(1));
  rows.bytes = rows.array.dtype() == nb::dtype<std::uint8_t>();
  return rows;
}

std::vector<float> as_floats(const Rows& rows) {
  if (!rows.bytes) return {rows.as_floats(), rows.as_floats() + rows.size()};
  constexpr float kScale = 1.0F / 255;
  std::vector<float> floats(rows.size());
  std::transform(rows.as_bytes(), rows.as_bytes() + rows.size(), floats.begin(),
                 [](std::uint8_t byte) { return static_cast<float>(byte) * kScale; });
  return floats;
}

std::string path_of(nb::handle path) {
  return nb::cast<std::string>(nb::module_::import_("os").attr("fspath")(path));
}

std::vector<float> floats_of(nb::handle values, const char* what) {
  const auto array = nb::cast<Array>(helper("floats", values, what));
  const auto numbers = numbers_of<float>(array);
  return {numbers.begin(), numbers.end()};
}

std::vector<std::int64_t> wholes_of(nb::handle values, const char* what) {
  const auto array = nb::cast<Array>(helper("wholes", values, what));
  const auto numbers = numbers_of<std::int64_t>(array);
  return {numbers.begin(), numbers.end()};
}

Shape shape_of(nb::handle sizes) {
  std::vector<std::int64_t> all;
  if (nb::isinstance<nb::int_>(sizes)) {
    all.push_back(nb::cast<std::int64_t>(sizes));
  } else {
    for (const nb::handle size : sizes) all.push_back(nb::cast<std::int64_t>(size));
  }
  return Shape(all);
}

nb::tuple tuple_of(const Shape& shape) {
  nb::list sizes;
  for (const std::int64_t size : shape.sizes()) sizes.append(size);
  return nb::tuple(sizes);
}

nb::object view_of(std::span<const float> values, const Shape& shape, nb::handle owner) {
  const std::vector<std::size_t> sizes(shape.sizes().begin(), shape.sizes().end());
  return nb::cast(
      nb::ndarray<nb::numpy, const float>(values.data(), sizes.size(), sizes.data(), owner));
}

}  // namespace glia::python
