#pragma once
// Between numpy's arrays, or what becomes one, and vectors.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "glia/shape.h"

namespace glia::python {

namespace nb = nanobind;
using Array = nb::ndarray<nb::ro, nb::c_contig, nb::device::cpu>;

// Of a module of the package that is written in Python.
template <typename... Arguments>
nb::object helper_of(const char* module, const char* name, Arguments&&... arguments) {
  return nb::module_::import_(module).attr(name)(std::forward<Arguments>(arguments)...);
}
// Of the one that knows what people hand in.
template <typename... Arguments>
nb::object helper(const char* name, Arguments&&... arguments) {
  return helper_of("glia._arrays", name, std::forward<Arguments>(arguments)...);
}

// The numbers of an array as somebody else holds it: bytes or floats, the first axis rows.
struct Rows {
  Array array;
  std::int64_t count = 0;
  Shape sample = {};
  bool bytes = false;

  std::size_t size() const noexcept { return array.size(); }
  const std::uint8_t* as_bytes() const { return static_cast<const std::uint8_t*>(array.data()); }
  const float* as_floats() const { return static_cast<const float*>(array.data()); }
};
// Of memory that nobody else has, where `copy` is asked for.
Rows rows_of(nb::handle x, const char* what = "x", bool copy = false);

std::vector<float> as_floats(const Rows& rows);  // as a network sees them

template <typename T>
std::span<const T> numbers_of(const Array& array) {
  return {static_cast<const T*>(array.data()), array.size()};
}
// Of one axis; throws Error, naming it.
std::vector<float> floats_of(nb::handle values, const char* what);
std::vector<std::int64_t> wholes_of(nb::handle values, const char* what);

std::string path_of(nb::handle path);  // of a text, or of what os.fspath() knows

Shape shape_of(nb::handle sizes);  // of a tuple, or of one number
nb::tuple tuple_of(const Shape& shape);

// An array that owns the vector's numbers.
template <typename T>
nb::object array_of(std::vector<T> values, std::span<const std::int64_t> sizes) {
  auto* const kept = new std::vector<T>(std::move(values));
  const nb::capsule owner(kept, [](void* p) noexcept { delete static_cast<std::vector<T>*>(p); });
  const std::vector<std::size_t> shape(sizes.begin(), sizes.end());
  return nb::cast(nb::ndarray<nb::numpy, T>(kept->data(), shape.size(), shape.data(), owner));
}
template <typename T>
nb::object array_of(std::vector<T> values) {
  const auto size = static_cast<std::int64_t>(values.size());
  return array_of(std::move(values), std::span(&size, 1));
}
// An array of what `owner` keeps; nobody writes to it.
nb::object view_of(std::span<const float> values, const Shape& shape, nb::handle owner);

}  // namespace glia::python
