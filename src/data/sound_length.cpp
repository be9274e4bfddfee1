#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "data/sound_bytes.h"

namespace glia {
namespace {

using Bytes = std::span<const std::uint8_t>;
using Next = SoundLength::Next;

// RIFF (little-endian), RIFX and FORM (big-endian): chunks of four letters and four bytes of size.
std::optional<SoundLength> in_chunks(Bytes bytes, bool big, std::string_view name) {
  std::size_t sizes = 0;  // where RF64 keeps those that do not fit in four bytes
  for (std::uint64_t at = 12; at + 8 <= bytes.size();) {
    const std::uint64_t size = number_at(bytes, at + 4, 4, big);
    if (text_at(bytes, at, "ds64")) sizes = static_cast<std::size_t>(at + 16);
    if (text_at(bytes, at, name)) {
      SoundLength length{.begin = at + 8, .declared = size, .big = big, .next = Next::chunk32};
      length.at = static_cast<std::size_t>(at + 4);
      length.width = 4;
      if (sizes > 0 && size == 0xffffffff) {
        length.at = sizes;
        length.width = 8;
        length.declared = number_at(bytes, sizes, 8, false);
      }
      if (name == "SSND") {  // eight bytes of its own before the sound
        length.begin += 8;
        length.besides = 8;
        length.declared -= std::min<std::uint64_t>(size, 8);
      }
      return length;
    }
    at += 8 + size + size % 2;
  }
  return std::nullopt;
}

std::optional<SoundLength> in_caf(Bytes bytes) {
  for (std::uint64_t at = 8; at + 16 <= bytes.size();) {
    const std::uint64_t size = number_at(bytes, at + 4, 8, true);
    if (text_at(bytes, at, "data")) {  // four bytes of its own before the sound
      return SoundLength{.begin = at + 16,
                         .declared = size - std::min<std::uint64_t>(size, 4),
                         .unknown = size == ~std::uint64_t{0},
                         .at = static_cast<std::size_t>(at + 4),
                         .width = 8,
                         .big = true,
                         .besides = 4,
                         .next = Next::chunk64};
    }
    if (size > bytes.size()) break;
    at += 12 + size;
  }
  return std::nullopt;
}

std::optional<SoundLength> in_w64(Bytes bytes) {
  for (std::uint64_t at = 40; at + 24 <= bytes.size();) {
    const std::uint64_t size = number_at(bytes, at + 16, 8, false);
    if (text_at(bytes, at, "data")) {
      return SoundLength{.begin = at + 24,
                         .declared = size - std::min<std::uint64_t>(size, 24),
                         .at = static_cast<std::size_t>(at + 16),
                         .width = 8,
                         .besides = 24,
                         .next = Next::guid};
    }
    if (size < 24 || size > bytes.size()) break;
    at += (size + 7) / 8 * 8;
  }
  return std::nullopt;
}

std::optional<SoundLength> in_au(Bytes bytes, bool big) {
  const std::uint64_t size = number_at(bytes, 8, 4, big);
  return SoundLength{.begin = number_at(bytes, 4, 4, big),
                     .declared = size,
                     .unknown = size == 0xffffffff,
                     .at = 8,
                     .width = 4,
                     .big = big};
}

std::optional<SoundLength> in_nist(Bytes bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()),
                              std::min<std::size_t>(bytes.size(), 1024));
  // "name -i 12", or "name -s1 1" where a program writes it as text.
  const auto value = [&](std::string_view name) -> std::uint64_t {
    std::size_t at = text.find(name);
    if (at == text.npos) return 0;
    at = text.find(' ', at + name.size() + 1);
    if (at == text.npos) return 0;
    std::uint64_t result = 0;
    std::from_chars(text.data() + at + 1, text.data() + text.size(), result);
    return result;
  };
  const std::uint64_t frames = value("\nsample_count"), width = value("\nsample_n_bytes");
  const std::uint64_t channels = std::max<std::uint64_t>(value("\nchannel_count"), 1);
  if (frames > 0xffffffff || width > 8 || channels > 1024) return std::nullopt;
  return SoundLength{.begin = 1024, .declared = frames * width * channels};
}

std::optional<SoundLength> in_voc(Bytes bytes) {
  for (std::uint64_t at = number_at(bytes, 20, 2, false); at + 4 <= bytes.size();) {
    const std::uint64_t kind = bytes[at], size = number_at(bytes, at + 1, 3, false);
    if (kind == 0) break;
    if (kind == 1 || kind == 2 || kind == 9) {
      return SoundLength{.begin = at + 4, .declared = size};
    }
    at += 4 + size;
  }
  return std::nullopt;
}

std::optional<SoundLength> in_matlab5(Bytes bytes) {
  const bool big = text_at(bytes, 126, "MI");
  std::optional<SoundLength> last;  // the sound is the matrix behind the one with the rate
  for (std::uint64_t at = 128; at + 8 <= bytes.size();) {
    const std::uint64_t size = number_at(bytes, at + 4, 4, big);
    last = SoundLength{.begin = at + 8, .declared = size};
    at += 8 + size;
  }
  return last;
}

// The matrix behind that with the rate.
std::optional<SoundLength> in_matlab4(Bytes bytes) {
  static constexpr std::array<std::uint64_t, 6> kWidths{8, 4, 4, 2, 2, 1};
  const bool big = number_at(bytes, 0, 4, false) != 0;
  const std::uint64_t at = 20 + 11 + 8, kind = number_at(bytes, at, 4, big) / 10 % 10;
  const std::uint64_t rows = number_at(bytes, at + 4, 4, big);
  const std::uint64_t columns = number_at(bytes, at + 8, 4, big);
  if (kind >= kWidths.size() || rows > 1024) return std::nullopt;
  return SoundLength{.begin = at + 20 + number_at(bytes, at + 16, 4, big),
                     .declared = rows * columns * kWidths[kind]};
}

// MIDI's sample dump: packets of 127 bytes, 120 of them sound; seven bits a byte.
std::optional<SoundLength> in_sample_dump(Bytes bytes) {
  const auto septets = [&](std::uint64_t at) {
    return number_at(bytes, at, 1, false) | number_at(bytes, at + 1, 1, false) << 7 |
           number_at(bytes, at + 2, 1, false) << 14;
  };
  const std::uint64_t bits = number_at(bytes, 6, 1, false),
                      in_packet = 120 / std::clamp<std::uint64_t>((bits + 6) / 7, 2, 4);
  return SoundLength{.begin = 21, .declared = (septets(10) + in_packet - 1) / in_packet * 127};
}

}  // namespace

std::uint64_t number_at(Bytes bytes, std::uint64_t at, std::size_t width, bool big) {
  if (at > bytes.size() || bytes.size() - at < width) return 0;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    value = value << 8 | bytes[static_cast<std::size_t>(at) + (big ? i : width - 1 - i)];
  }
  return value;
}

bool text_at(Bytes bytes, std::uint64_t at, std::string_view text) {
  if (at > bytes.size() || bytes.size() - at < text.size()) return false;
  return std::string_view(reinterpret_cast<const char*>(bytes.data()) + at, text.size()) == text;
}

std::optional<SoundLength> sound_length(Bytes bytes) {
  const auto begins = [&](std::string_view text) { return text_at(bytes, 0, text); };
  const auto is = [&](std::string_view text) { return text_at(bytes, 8, text); };
  if ((begins("RIFF") || begins("RF64")) && is("WAVE")) return in_chunks(bytes, false, "data");
  if (begins("RIFX") && is("WAVE")) return in_chunks(bytes, true, "data");
  if (begins("FORM") && (is("AIFF") || is("AIFC"))) return in_chunks(bytes, true, "SSND");
  if (begins("FORM") && (is("8SVX") || is("16SV"))) return in_chunks(bytes, true, "BODY");
  if (begins("caff")) return in_caf(bytes);
  if (begins("riff")) return in_w64(bytes);
  if (begins(".snd") || begins("dns.")) return in_au(bytes, begins(".snd"));
  if (begins("NIST_1A")) return in_nist(bytes);
  if (begins("Creative Voice File")) return in_voc(bytes);
  if (begins("MATLAB 5.0 MAT-file")) return in_matlab5(bytes);
  if (text_at(bytes, 20, "samplerate")) return in_matlab4(bytes);
  if (begins("\xf0\x7e") && number_at(bytes, 3, 1, false) == 1) return in_sample_dump(bytes);
  if (begins("ALawSoundFile**")) {
    return SoundLength{.begin = 32, .declared = number_at(bytes, 18, 4, true)};
  }
  if (begins("2BIT")) {  // AVR
    const std::uint64_t channels = number_at(bytes, 12, 2, true) == 0 ? 1 : 2;
    return SoundLength{
        .begin = 128,
        .declared = number_at(bytes, 26, 4, true) * channels * number_at(bytes, 14, 2, true) / 8};
  }
  if (begins("\1\4") && bytes.size() > 42) {  // MPC 2000
    const std::uint64_t channels = bytes[21] == 0 ? 1 : 2;
    return SoundLength{.begin = 42, .declared = number_at(bytes, 30, 4, false) * channels * 2};
  }
  return std::nullopt;
}

}  // namespace glia
