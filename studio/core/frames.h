#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace glia::studio {

// Where a Studio's answers and events go. Nothing here waits.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void text(std::string frame) = 0;
  virtual void binary(std::vector<std::uint8_t> frame) = 0;
  // Whether little is waiting to be sent. While false, a Studio holds back what can come later
  // (state, curves, tensors) and sends only answers.
  virtual bool has_room() const = 0;
};

// A tensor on its way to a page: 64 bytes of little-endian header, then the payload, as
// docs/protocol.md describes.
struct Frame {
  static constexpr std::size_t kHeader = 64;
  static constexpr std::size_t kMaxRank = 6;
  enum class Kind : std::uint8_t { watched = 1, answer = 2 };
  enum class Channel : std::uint16_t {
    none = 0,
    parameters = 1,
    activations = 2,
    gradient = 3,
    plane = 4,
  };

  Kind kind = Kind::watched;
  Channel channel = Channel::none;
  std::uint32_t sequence = 0;  // of an answer: the id of its command
  std::uint32_t branch = 0;
  std::uint32_t revision = 0;
  std::uint32_t edits = 0;
  std::uint64_t step = 0;
};
// `dims` say how the payload lies; their product is its count. Throws Error when it is not.
std::vector<std::uint8_t> encode(const Frame& frame, std::span<const std::uint32_t> dims,
                                 std::span<const float> payload);
std::vector<std::uint8_t> encode(const Frame& frame, std::span<const std::uint32_t> dims,
                                 std::span<const double> payload);
std::vector<std::uint8_t> encode(const Frame& frame, std::span<const std::uint32_t> dims,
                                 std::span<const std::uint8_t> payload);

}  // namespace glia::studio
