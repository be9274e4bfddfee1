#include "glia/shape.h"

#include <limits>

#include "glia/error.h"

namespace glia {

Shape::Shape(std::initializer_list<std::int64_t> sizes) { set({sizes.begin(), sizes.size()}); }

Shape::Shape(std::span<const std::int64_t> sizes) { set(sizes); }

void Shape::set(std::span<const std::int64_t> sizes) {
  if (sizes.size() > kMaxRank) {
    throw Error(ErrorCode::invalid_argument,
                "shape: expected at most 8 axes, got " + std::to_string(sizes.size()));
  }
  for (const std::int64_t size : sizes) {
    if (size < 0) {
      throw Error(ErrorCode::invalid_argument,
                  "shape: expected sizes of 0 or more, got " + std::to_string(size));
    }
    sizes_[static_cast<std::size_t>(rank_++)] = size;
  }
  // A zero anywhere makes the product zero, so the others cannot overflow it.
  for (const std::int64_t size : sizes) {
    if (size == 0) {
      elements_ = 0;
      return;
    }
  }
  for (const std::int64_t size : sizes) {
    if (elements_ > std::numeric_limits<std::int64_t>::max() / size) {
      throw Error(ErrorCode::invalid_argument, "shape " + str() + ": more elements than 2^63");
    }
    elements_ *= size;
  }
}

std::string Shape::str() const {
  if (rank_ == 0) return "scalar";
  std::string text;
  for (const std::int64_t size : sizes()) {
    if (!text.empty()) text += "×";
    text += std::to_string(size);
  }
  return text;
}

}  // namespace glia
