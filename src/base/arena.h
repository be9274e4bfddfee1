#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

namespace glia {

// Floats that start on a cache line, zeroed, of a size fixed at the start.
class Arena {
 public:
  static constexpr std::size_t kAlignment = 64;

  Arena() = default;
  explicit Arena(std::int64_t floats)
      : data_(static_cast<float*>(::operator new (static_cast<std::size_t>(floats) * sizeof(float),
                                                  std::align_val_t{kAlignment}))),
        size_(floats) {
    for (std::int64_t i = 0; i < floats; ++i) data_.get()[i] = 0;
  }

  float* data() const noexcept { return data_.get(); }
  std::int64_t size() const noexcept { return size_; }

 private:
  struct Free {
    void operator()(float* p) const noexcept {
      ::operator delete (p, std::align_val_t{kAlignment});
    }
  };
  std::unique_ptr<float[], Free> data_;
  std::int64_t size_ = 0;
};

constexpr std::int64_t round_up(std::int64_t n, std::int64_t unit) noexcept {
  return (n + unit - 1) / unit * unit;
}

}  // namespace glia
