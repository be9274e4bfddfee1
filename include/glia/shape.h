#pragma once
#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

#include "glia/export.h"

namespace GLIA_EXPORT glia {

// The sizes of a tensor, outermost first; rank 0 is a single number. Sizes are not negative and
// their product fits in int64: a Shape that exists is one that can be indexed.
class Shape {
 public:
  static constexpr int kMaxRank = 8;

  Shape() = default;
  Shape(std::initializer_list<std::int64_t> sizes);  // throws Error
  explicit Shape(std::span<const std::int64_t> sizes);

  int rank() const noexcept { return rank_; }
  std::int64_t operator[](int axis) const noexcept {
    return sizes_[static_cast<std::size_t>(axis)];
  }
  std::int64_t elements() const noexcept { return elements_; }
  std::span<const std::int64_t> sizes() const& noexcept {
    return {sizes_.data(), static_cast<std::size_t>(rank_)};
  }
  std::span<const std::int64_t> sizes() const&& = delete;
  std::string str() const;  // "1×28×28", "scalar"

  friend bool operator==(const Shape&, const Shape&) = default;

 private:
  void set(std::span<const std::int64_t> sizes);

  std::array<std::int64_t, kMaxRank> sizes_{};
  std::int64_t elements_ = 1;
  int rank_ = 0;
};

}  // namespace glia
