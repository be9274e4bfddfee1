#include "base/digest.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

namespace glia {
namespace {

static_assert(std::endian::native == std::endian::little, "words are read as they lie");

constexpr std::uint64_t kPrime1 = 0x9E3779B185EBCA87;
constexpr std::uint64_t kPrime2 = 0xC2B2AE3D27D4EB4F;
constexpr std::uint64_t kPrime3 = 0x165667B19E3779F9;
constexpr std::uint64_t kPrime4 = 0x85EBCA77C2B2AE63;
constexpr std::uint64_t kPrime5 = 0x27D4EB2F165667C5;

std::uint64_t turned(std::uint64_t lane, std::uint64_t word) noexcept {
  return std::rotl(lane + word * kPrime2, 31) * kPrime1;
}

template <typename Word>
std::uint64_t word_at(const std::uint8_t* data) noexcept {
  Word word = 0;
  std::memcpy(&word, data, sizeof word);
  return word;
}

}  // namespace

void Digest::add_stripes(const std::uint8_t* data, std::size_t stripes) noexcept {
  auto [a, b, c, d] = lanes_;  // in registers
  for (; stripes > 0; --stripes, data += kStripe) {
    a = turned(a, word_at<std::uint64_t>(data));
    b = turned(b, word_at<std::uint64_t>(data + 8));
    c = turned(c, word_at<std::uint64_t>(data + 16));
    d = turned(d, word_at<std::uint64_t>(data + 24));
  }
  lanes_ = {a, b, c, d};
}

void Digest::add(const void* data, std::size_t bytes) noexcept {
  if (bytes == 0) return;  // `data` may be null
  const auto* p = static_cast<const std::uint8_t*>(data);
  const std::size_t held = bytes_ % kStripe;
  bytes_ += bytes;
  if (held > 0) {
    const std::size_t part = std::min(kStripe - held, bytes);
    std::memcpy(rest_.data() + held, p, part);
    p += part;
    bytes -= part;
    if (held + part < kStripe) return;
    add_stripes(rest_.data(), 1);
  }
  add_stripes(p, bytes / kStripe);
  std::memcpy(rest_.data(), p + bytes / kStripe * kStripe, bytes % kStripe);
}

std::uint64_t Digest::value() const noexcept {
  std::uint64_t sum = kPrime5;
  if (bytes_ >= kStripe) {
    sum = std::rotl(lanes_[0], 1) + std::rotl(lanes_[1], 7) + std::rotl(lanes_[2], 12) +
          std::rotl(lanes_[3], 18);
    for (const std::uint64_t lane : lanes_) sum = (sum ^ turned(0, lane)) * kPrime1 + kPrime4;
  }
  sum += bytes_;
  const std::uint8_t* p = rest_.data();
  std::size_t left = bytes_ % kStripe;
  for (; left >= 8; left -= 8, p += 8) {
    sum = std::rotl(sum ^ turned(0, word_at<std::uint64_t>(p)), 27) * kPrime1 + kPrime4;
  }
  if (left >= 4) {
    sum = std::rotl(sum ^ word_at<std::uint32_t>(p) * kPrime1, 23) * kPrime2 + kPrime3;
    left -= 4;
    p += 4;
  }
  for (; left > 0; --left, ++p) sum = std::rotl(sum ^ *p * kPrime5, 11) * kPrime1;
  sum = (sum ^ sum >> 33) * kPrime2;
  sum = (sum ^ sum >> 29) * kPrime3;
  return sum ^ sum >> 32;
}

std::string digits_of(std::uint64_t digest) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), digest, 16).ptr;
  const std::string shown(digits.begin(), end);
  return std::string(digits.size() - shown.size(), '0') + shown;
}

}  // namespace glia
