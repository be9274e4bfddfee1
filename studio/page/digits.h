#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace glia::studio {

// Digits in 28 × 28 bytes with their labels, packed without loss to about 60 % of what gzip makes
// of them, for a page that carries its data with it. A pixel is told by adaptive binary decisions,
// each with what its neighbours are as its context, and an arithmetic coder (Martin, Range
// encoding, 1979; the carry as in LZMA's).
struct Digits {
  static constexpr std::int64_t kSide = 28, kPixels = kSide * kSide;
  std::vector<std::uint8_t> pixels;  // [n][28][28]
  std::vector<std::uint8_t> labels;  // [n], 0 to 15
};

std::vector<std::uint8_t> pack(const Digits& digits);
// Throws Error when that is not what pack() made.
Digits unpack(std::span<const std::uint8_t> packed);

// The same some digits at a time, so that a page lives meanwhile.
class Unpacker {
 public:
  explicit Unpacker(std::vector<std::uint8_t> packed);  // throws Error
  ~Unpacker();
  Unpacker(Unpacker&&) noexcept;
  Unpacker& operator=(Unpacker&&) noexcept;

  bool step(std::int64_t most);  // so many more at most; false: all are there; throws Error
  const Digits& digits() const noexcept;  // all, once step() was false

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace glia::studio
