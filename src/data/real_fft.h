#pragma once
#include <memory>
#include <vector>

namespace glia {

// |Fourier transform|² of `size` real numbers, a power of two. One thread at a time; allocates
// nothing after construction.
class RealFft {
 public:
  explicit RealFft(int size);  // throws Error
  ~RealFft();
  RealFft(RealFft&&) noexcept;
  RealFft& operator=(RealFft&&) noexcept;

  int size() const noexcept { return size_; }
  void power(const float* in, float* out) noexcept;  // in: size(); out: size() / 2 + 1

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  int size_;
};

}  // namespace glia
