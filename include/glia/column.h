#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "glia/export.h"
#include "glia/shape.h"

namespace GLIA_EXPORT glia {

// What a Dataset holds of each of its samples, under a name: rows of `shape`, one after the other.
struct Column {
  using Numbers = std::variant<std::vector<std::uint8_t>, std::vector<float>,
                               std::vector<std::int64_t>, std::vector<std::int32_t>>;

  std::string name;
  Shape shape{1};  // of one row
  Numbers numbers = {};

  template <typename T>
  const T* data() const noexcept {  // null when they are of another type
    const auto* of_type = std::get_if<std::vector<T>>(&numbers);
    return of_type ? of_type->data() : nullptr;
  }
  std::size_t size() const noexcept {  // numbers in it
    return std::visit([](const auto& all) { return all.size(); }, numbers);
  }
};

}  // namespace glia
