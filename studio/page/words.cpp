#include "page/words.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "glia/error.h"

namespace glia::studio {
namespace {

constexpr std::uint32_t kMark = 0x31505747;  // "GWP1"
constexpr float kLoudest = 32767;

// Little-endian numbers, and what is counted by one before it.
struct Writer {
  std::vector<std::uint8_t> bytes;
  void number(std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  void text(const std::string& text) {
    number(static_cast<std::uint32_t>(text.size()), 4);
    bytes.insert(bytes.end(), text.begin(), text.end());
  }
};

struct Reader {
  std::span<const std::uint8_t> bytes;
  std::span<const std::uint8_t> take(std::size_t count) {
    if (count > bytes.size()) throw Error(ErrorCode::format, "recordings: the file is cut off");
    const auto part = bytes.first(count);
    bytes = bytes.subspan(count);
    return part;
  }
  std::uint32_t number(int size) {
    std::uint32_t value = 0;
    const auto part = take(static_cast<std::size_t>(size));
    for (int i = size - 1; i >= 0; --i) value = value << 8 | part[static_cast<std::size_t>(i)];
    return value;
  }
  std::string text() {
    const auto part = take(number(4));
    return {part.begin(), part.end()};
  }
};

}  // namespace

std::vector<std::uint8_t> pack(const Words& words) {
  Writer out;
  out.number(kMark, 4);
  out.number(words.synthetic ? 1 : 0, 1);
  for (const auto& [recording, label] : words.recordings) {
    out.text(recording.name);
    out.text(label);
    out.number(static_cast<std::uint32_t>(recording.rate), 4);
    out.number(static_cast<std::uint32_t>(recording.samples.size()), 4);
    for (const float x : recording.samples) {
      const auto sample = std::lround(std::clamp(x, -1.0F, 1.0F) * kLoudest);
      out.number(static_cast<std::uint16_t>(sample), 2);
    }
  }
  return out.bytes;
}

Words unpack_words(std::span<const std::uint8_t> bytes) {
  Reader in{bytes};
  if (in.number(4) != kMark) throw Error(ErrorCode::format, "recordings: the file is none of them");
  Words words{.synthetic = in.number(1) != 0};
  while (!in.bytes.empty()) {
    ExtraNetworks::Spoken& spoken = words.recordings.emplace_back();
    spoken.recording.name = in.text();
    spoken.label = in.text();
    spoken.recording.rate = static_cast<int>(in.number(4));
    const std::size_t count = in.number(4);
    Reader samples{in.take(count * 2)};
    for (std::size_t i = 0; i < count; ++i) {
      spoken.recording.samples.push_back(static_cast<std::int16_t>(samples.number(2)) / kLoudest);
    }
  }
  return words;
}

}  // namespace glia::studio
