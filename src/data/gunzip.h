#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace glia {

inline bool is_gzip(std::span<const std::uint8_t> bytes) noexcept {
  return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

// Unpacks a gzip file that lies in memory, piece by piece.
class Gunzip {
 public:
  // The bytes must outlive it. Throws Error{unsupported} in a build without zlib. `what` begins
  // each message.
  Gunzip(std::span<const std::uint8_t> bytes, std::string what);
  ~Gunzip();

  // Up to out.size() bytes; fewer at the end. Throws Error{format} when it is damaged or cut off.
  std::size_t read(std::span<std::uint8_t> out);

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
  std::string what_;
};

}  // namespace glia
