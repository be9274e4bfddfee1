#include "glia/view.h"

#include <string>
#include <type_traits>

#include "glia/error.h"

namespace glia {
namespace {

template <typename T>
constexpr DType kDTypeOf = std::is_same_v<T, float>          ? DType::f32
                           : std::is_same_v<T, double>       ? DType::f64
                           : std::is_same_v<T, std::uint8_t> ? DType::u8
                           : std::is_same_v<T, std::int32_t> ? DType::i32
                                                             : DType::i64;

}  // namespace

std::int64_t size_of(DType dtype) noexcept {
  switch (dtype) {
    case DType::u8:
      return 1;
    case DType::f32:
    case DType::i32:
      return 4;
    case DType::f64:
    case DType::i64:
      return 8;
  }
  return 0;
}

std::string_view name_of(DType dtype) noexcept {
  switch (dtype) {
    case DType::f32:
      return "float32";
    case DType::f64:
      return "float64";
    case DType::u8:
      return "uint8";
    case DType::i32:
      return "int32";
    case DType::i64:
      return "int64";
  }
  return "?";
}

View::View(const void* data, DType dtype, const Shape& shape) noexcept
    : data_(data), shape_(shape), dtype_(dtype) {
  std::int64_t stride = 1;
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    strides_[static_cast<std::size_t>(axis)] = stride;
    stride *= shape[axis];
  }
}

View::View(const void* data, DType dtype, const Shape& shape, std::span<const std::int64_t> strides)
    : data_(data), shape_(shape), dtype_(dtype) {
  if (static_cast<int>(strides.size()) != shape.rank()) {
    throw Error(ErrorCode::shape_mismatch, "view of shape " + shape.str() + ": expected " +
                                               std::to_string(shape.rank()) + " strides, got " +
                                               std::to_string(strides.size()));
  }
  for (std::size_t axis = 0; axis < strides.size(); ++axis) strides_[axis] = strides[axis];
}

bool View::contiguous() const noexcept {
  if (shape_.elements() == 0) return true;
  std::int64_t expected = 1;
  for (int axis = shape_.rank() - 1; axis >= 0; --axis) {
    if (shape_[axis] != 1 && stride(axis) != expected) return false;
    expected *= shape_[axis];
  }
  return true;
}

template <typename T>
std::span<const T> View::as() const {
  if (dtype_ != kDTypeOf<T>) {
    throw Error(ErrorCode::shape_mismatch, "view: expected " + std::string(name_of(kDTypeOf<T>)) +
                                               ", got " + std::string(name_of(dtype_)));
  }
  if (!contiguous()) {
    throw Error(ErrorCode::shape_mismatch,
                "view of shape " + shape_.str() + ": its elements do not lie in one run");
  }
  return {static_cast<const T*>(data_), static_cast<std::size_t>(shape_.elements())};
}

template std::span<const float> View::as<float>() const;
template std::span<const double> View::as<double>() const;
template std::span<const std::uint8_t> View::as<std::uint8_t>() const;
template std::span<const std::int32_t> View::as<std::int32_t>() const;
template std::span<const std::int64_t> View::as<std::int64_t>() const;

}  // namespace glia
