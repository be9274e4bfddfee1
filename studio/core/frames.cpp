#include "core/frames.h"

#include <bit>
#include <cstring>

#include "glia/error.h"

namespace glia::studio {
namespace {

static_assert(std::endian::native == std::endian::little, "frames are sent as they lie in memory");

constexpr std::uint16_t kMagic = 0x4C47;  // "GL"
constexpr std::uint8_t kVersion = 1;
enum Type : std::uint8_t { kF32 = 0, kU8 = 1, kF64 = 2 };

template <typename T>
void put(std::vector<std::uint8_t>& bytes, std::size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

template <typename T>
std::vector<std::uint8_t> encode_as(Type type, const Frame& frame,
                                    std::span<const std::uint32_t> dims,
                                    std::span<const T> payload) {
  std::uint64_t count = 1;
  for (const std::uint32_t dim : dims) count *= dim;
  if (dims.size() > Frame::kMaxRank || count != payload.size()) {
    throw Error(ErrorCode::shape_mismatch, "frame: its sizes say " + std::to_string(count) +
                                               " numbers, got " + std::to_string(payload.size()));
  }
  std::vector<std::uint8_t> bytes(Frame::kHeader + payload.size_bytes());
  put(bytes, 0, kMagic);
  put(bytes, 2, kVersion);
  put(bytes, 3, frame.kind);
  put(bytes, 4, frame.channel);
  put(bytes, 6, type);
  put(bytes, 7, static_cast<std::uint8_t>(dims.size()));
  put(bytes, 8, frame.sequence);
  put(bytes, 12, frame.branch);
  put(bytes, 16, frame.revision);
  put(bytes, 20, frame.edits);
  put(bytes, 24, frame.step);
  for (std::size_t i = 0; i < dims.size(); ++i) put(bytes, 32 + 4 * i, dims[i]);
  put(bytes, 56, static_cast<std::uint32_t>(payload.size_bytes()));
  if (!payload.empty()) {
    std::memcpy(bytes.data() + Frame::kHeader, payload.data(), payload.size_bytes());
  }
  return bytes;
}

}  // namespace

std::vector<std::uint8_t> encode(const Frame& frame, std::span<const std::uint32_t> dims,
                                 std::span<const float> payload) {
  return encode_as(kF32, frame, dims, payload);
}
std::vector<std::uint8_t> encode(const Frame& frame, std::span<const std::uint32_t> dims,
                                 std::span<const double> payload) {
  return encode_as(kF64, frame, dims, payload);
}
std::vector<std::uint8_t> encode(const Frame& frame, std::span<const std::uint32_t> dims,
                                 std::span<const std::uint8_t> payload) {
  return encode_as(kU8, frame, dims, payload);
}

}  // namespace glia::studio
