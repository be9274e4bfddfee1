#pragma once
#include <cstdint>
#include <vector>

#include "glia/column.h"

namespace glia {

inline constexpr int kMostClasses = 1'000'000;

// Whether labels of so many classes are kept as bytes; else they take four each.
constexpr bool fit_bytes(int classes) noexcept { return classes <= 256; }

// The labels of a data set, as its column keeps them.
class Labels {
 public:
  Labels() = default;
  explicit Labels(const Column* column) noexcept
      : bytes_(column ? column->data<std::uint8_t>() : nullptr),
        wide_(column ? column->data<std::int32_t>() : nullptr) {}

  explicit operator bool() const noexcept { return bytes_ != nullptr || wide_ != nullptr; }
  std::int32_t operator[](std::size_t i) const noexcept { return bytes_ ? bytes_[i] : wide_[i]; }
  const void* place(std::size_t i) const noexcept {
    return bytes_ ? static_cast<const void*>(bytes_ + i) : wide_ + i;
  }

 private:
  const std::uint8_t* bytes_ = nullptr;  // or
  const std::int32_t* wide_ = nullptr;
};

// From 0 to below `classes`, as they are kept.
Column label_column(const std::vector<std::int32_t>& labels, int classes);

}  // namespace glia
