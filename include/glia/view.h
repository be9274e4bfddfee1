#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "glia/export.h"
#include "glia/shape.h"

namespace GLIA_EXPORT glia {

enum class DType : std::uint8_t { f32, f64, u8, i32, i64 };

std::int64_t size_of(DType dtype) noexcept;  // bytes of one element
std::string_view name_of(DType dtype) noexcept;

// A tensor that somebody else owns: where it starts, what its elements are, how they lie. Strides
// count elements. The owner must outlive the view.
class View {
 public:
  View() = default;
  View(const void* data, DType dtype, const Shape& shape) noexcept;  // contiguous
  View(const void* data, DType dtype, const Shape& shape,
       std::span<const std::int64_t> strides);  // throws Error unless one stride an axis

  const void* data() const noexcept { return data_; }
  DType dtype() const noexcept { return dtype_; }
  const Shape& shape() const& noexcept { return shape_; }
  Shape shape() const&& { return shape_; }
  std::int64_t stride(int axis) const noexcept { return strides_[static_cast<std::size_t>(axis)]; }
  bool contiguous() const noexcept;

  // The elements as one run. Throws Error unless the dtype is T's and the view is contiguous.
  template <typename T>
  std::span<const T> as() const;

 private:
  const void* data_ = nullptr;
  Shape shape_;
  std::array<std::int64_t, Shape::kMaxRank> strides_{};
  DType dtype_ = DType::f32;
};

}  // namespace glia
