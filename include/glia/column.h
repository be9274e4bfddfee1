#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "glia/export.h"
#include "glia/shape.h"

namespace GLIA_EXPORT glia {

// Numbers that nobody changes, shared by all copies: those of a vector, or as they lie in somebody
// else's memory, whose `owner` is kept alive.
template <typename T>
class SharedNumbers {
 public:
  SharedNumbers() = default;
  SharedNumbers(std::vector<T> own)  // NOLINT(google-explicit-constructor)
      : SharedNumbers(std::make_shared<const std::vector<T>>(std::move(own))) {}
  SharedNumbers(std::span<const T> numbers, std::shared_ptr<const void> owner)
      : owner_(std::move(owner)), numbers_(numbers) {}

  const T* data() const noexcept { return numbers_.data(); }
  std::size_t size() const noexcept { return numbers_.size(); }
  auto begin() const noexcept { return numbers_.begin(); }
  auto end() const noexcept { return numbers_.end(); }
  const T& operator[](std::size_t i) const noexcept { return numbers_[i]; }

 private:
  explicit SharedNumbers(const std::shared_ptr<const std::vector<T>>& own)
      : owner_(own), numbers_(*own) {}

  std::shared_ptr<const void> owner_;
  std::span<const T> numbers_;
};

// What a Dataset holds of each of its samples, under a name: rows of `shape`, one after the other.
struct Column {
  using Numbers = std::variant<SharedNumbers<std::uint8_t>, SharedNumbers<float>,
                               SharedNumbers<std::int64_t>, SharedNumbers<std::int32_t>>;

  std::string name;
  Shape shape{1};  // of one row
  Numbers numbers = {};

  template <typename T>
  const T* data() const noexcept {  // null when they are of another type
    const auto* of_type = std::get_if<SharedNumbers<T>>(&numbers);
    return of_type ? of_type->data() : nullptr;
  }
  std::size_t size() const noexcept {  // numbers in it
    return std::visit([](const auto& all) { return all.size(); }, numbers);
  }
};

}  // namespace glia
