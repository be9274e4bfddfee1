#pragma once
#include <cstdint>
#include <utility>

namespace glia::studio {

// What was found once, until that of which it was found is another.
template <typename T>
class Cached {
 public:
  // `version` is never 0.
  template <typename Find>
  const T& at(std::uint64_t version, const Find& find) {
    if (version_ != version) keep(version, find());
    return value_;
  }
  void keep(std::uint64_t version, T value) {
    value_ = std::move(value);
    version_ = version;
  }

 private:
  std::uint64_t version_ = 0;
  T value_{};
};

}  // namespace glia::studio
