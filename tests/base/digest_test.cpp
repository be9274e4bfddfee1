#include "base/digest.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace glia {
namespace {

std::uint64_t digest_of(const void* data, std::size_t bytes) {
  Digest digest;
  digest.add(data, bytes);
  return digest.value();
}

std::vector<std::uint8_t> numbered(std::size_t bytes) {
  std::vector<std::uint8_t> numbers(bytes);
  for (std::size_t i = 0; i < bytes; ++i) numbers[i] = static_cast<std::uint8_t>(i * 7 + bytes);
  return numbers;
}

// What the package xxhash of Python says.
TEST(Digest, IsXxh64) {
  EXPECT_EQ(digest_of(nullptr, 0), 0xef46db3751d8e999U);
  EXPECT_EQ(digest_of("a", 1), 0xd24ec4f1a98c6e5bU);
  EXPECT_EQ(digest_of("abc", 3), 0x44bc2cf5ad770999U);
  const std::pair<std::size_t, std::uint64_t> rows[] = {
      {4, 0xb4d516af63f9c743},  {7, 0x2163df11c0cdf8cd},  {8, 0xd5474d6ca50def58},
      {31, 0xc025b4c3c4880c7a}, {32, 0x178ae25cee6f7994}, {33, 0x4072a28263e977ef},
      {64, 0xcf35552f599ba94d}, {100, 0x3a7fdc0febf6f5dc}};
  for (const auto& [bytes, expected] : rows) {
    EXPECT_EQ(digest_of(numbered(bytes).data(), bytes), expected) << bytes;
  }
}

TEST(Digest, IsTheSameHoweverTheBytesAreCutUp) {
  const std::vector<std::uint8_t> bytes = numbered(150);
  for (std::size_t a = 0; a <= bytes.size(); ++a) {
    for (std::size_t b = a; b <= bytes.size(); ++b) {
      Digest digest;
      digest.add(bytes.data(), a);
      digest.add(bytes.data() + a, b - a);
      digest.add(bytes.data() + b, bytes.size() - b);
      ASSERT_EQ(digest.value(), digest_of(bytes.data(), bytes.size())) << a << " " << b;
    }
  }
  Digest word;
  word.add(std::uint64_t{0x6867666564636261});
  EXPECT_EQ(word.value(), digest_of("abcdefgh", 8));
}

// The chain of multiplications that it took the place of did not notice bits 63 and 64 + 28.
TEST(Digest, ChangesWithAnyOneAndAnyTwoBits) {
  std::vector<std::uint8_t> bytes = numbered(72);
  const std::uint64_t before = digest_of(bytes.data(), bytes.size());
  const auto flip = [&](std::size_t bit) {
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << bit % 8));
  };
  for (std::size_t a = 0; a < 8 * bytes.size(); ++a) {
    flip(a);
    ASSERT_NE(digest_of(bytes.data(), bytes.size()), before) << a;
    for (std::size_t b = a + 1; b < 8 * bytes.size(); ++b) {
      flip(b);
      ASSERT_NE(digest_of(bytes.data(), bytes.size()), before) << a << " " << b;
      flip(b);
    }
    flip(a);
  }
}

}  // namespace
}  // namespace glia
