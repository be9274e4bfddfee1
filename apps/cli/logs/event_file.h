#pragma once
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace glia::cli {

// A file of events as TensorBoard reads them: TFRecords, each an Event of TensorFlow's event.proto.
class EventFile {
 public:
  struct Scalar {
    std::string_view tag;
    double value;
  };

  // Makes the folder and a new file in it. Throws Error.
  explicit EventFile(const std::string& dir);
  // False when the system refuses; errno says why.
  bool add(std::int64_t step, const std::vector<Scalar>& scalars);

 private:
  bool write(std::string_view event);

  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

// The cyclic redundancy check by Castagnoli's polynomial (RFC 3720, B.4).
std::uint32_t crc32c(std::string_view bytes) noexcept;

}  // namespace glia::cli
