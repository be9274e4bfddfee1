// Digits that a page without a server carries with it come out as they went in.
#include "page/digits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "base/rng.h"
#include "expect_error.h"

namespace glia::studio {
namespace {

// Blots with edges, as strokes have them; every fourth picture is noise, every fifth is empty.
Digits drawn(int count) {
  Digits digits;
  Rng random(random_key(7, "digits"));
  for (int i = 0; i < count; ++i) {
    const int x = static_cast<int>(random.below(28)), y = static_cast<int>(random.below(28));
    for (int p = 0; p < Digits::kPixels; ++p) {
      const int far = std::abs(p % 28 - x) + std::abs(p / 28 - y);
      int ink = far < 4 ? 253 : far < 6 ? 120 + far : 0;
      if (i % 4 == 0) ink = static_cast<int>(random.below(256));
      if (i % 5 == 0) ink = 0;
      digits.pixels.push_back(static_cast<std::uint8_t>(ink));
    }
    digits.labels.push_back(static_cast<std::uint8_t>(i % 16));
  }
  return digits;
}

TEST(PackedDigits, ComeOutAsTheyWentIn) {
  for (const int count : {0, 1, 40}) {
    const Digits digits = drawn(count);
    const Digits again = unpack(pack(digits));
    EXPECT_EQ(again.pixels, digits.pixels) << count;
    EXPECT_EQ(again.labels, digits.labels) << count;
  }
}

TEST(PackedDigits, ComeOutSomeAtATime) {
  const Digits digits = drawn(40);
  Unpacker unpacker(pack(digits));
  int steps = 1;
  for (; unpacker.step(7); ++steps) EXPECT_LT(steps, 6);
  EXPECT_EQ(steps, 6);
  EXPECT_EQ(unpacker.digits().pixels, digits.pixels);
  EXPECT_EQ(unpacker.digits().labels, digits.labels);
}

TEST(PackedDigits, TakeLittleRoom) {
  Digits digits = drawn(400);
  for (int i = 0; i < 400; i += 4) {  // without the noise
    std::fill_n(digits.pixels.begin() + i * Digits::kPixels, Digits::kPixels, std::uint8_t{0});
  }
  EXPECT_LT(pack(digits).size(), digits.pixels.size() / 20);
}

TEST(PackedDigits, ThatAreDamagedAreRefusedOrOthers) {
  const std::vector<std::uint8_t> packed = pack(drawn(20));
  EXPECT_ERROR(unpack({}), ErrorCode::format, "'GDP1'");
  std::vector<std::uint8_t> other = packed;
  other[0] = 'P';
  EXPECT_ERROR(unpack(other), ErrorCode::format, "'GDP1'");
  other = packed;
  other[7] = 0x7F;
  EXPECT_ERROR(unpack(other), ErrorCode::format, "at most 100000");
  other.assign(packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(packed.size() / 2));
  EXPECT_ERROR(unpack(other), ErrorCode::format, "they end after");
  for (std::size_t at = 8; at < packed.size(); at += 97) {  // nothing worse than other pictures
    other = packed;
    other[at] ^= 0x55;
    try {
      EXPECT_EQ(unpack(other).labels.size(), 20U);
    } catch (const Error&) {
    }
  }
}

}  // namespace
}  // namespace glia::studio
