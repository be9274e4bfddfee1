#include <algorithm>
#include <array>

#include "data/sound_bytes.h"
#include "glia/error.h"

// What an MP3 is made of is looked at here, since the decoder says what it thinks of it on stderr.
namespace glia {
namespace {

using Bytes = std::span<const std::uint8_t>;

struct Frame {
  std::size_t size = 0;  // 0: none begins here
  bool mpeg1 = false, mono = false;
  int samples = 0, rate = 0;
};

Frame frame_at(Bytes bytes, std::size_t at) {
  static constexpr std::array<std::array<int, 15>, 5> kRates{{
      {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},  // MPEG 1, layer 1
      {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},     // 2
      {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},      // 3
      {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},     // MPEG 2, layer 1
      {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},          // 2, 3
  }};
  static constexpr std::array<int, 3> kSamples{44100, 48000, 32000};
  const auto head = static_cast<std::uint32_t>(number_at(bytes, at, 4, true));
  const unsigned version = head >> 19 & 3, layer = 4 - (head >> 17 & 3);
  const unsigned rate = head >> 12 & 15, samples = head >> 10 & 3;
  if (head >> 21 != 0x7ff || version == 1 || layer == 4 || rate == 0 || rate == 15 ||
      samples == 3) {
    return {};
  }
  Frame frame;
  frame.mpeg1 = version == 3;
  frame.mono = (head >> 6 & 3) == 3;
  frame.rate = kSamples[samples] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
  frame.samples = layer == 1 ? 384 : layer == 3 && !frame.mpeg1 ? 576 : 1152;
  const int bits = 1000 * kRates[frame.mpeg1 ? layer - 1 : layer == 1 ? 3 : 4][rate];
  const int slot = layer == 1 ? 4 : 1, padding = static_cast<int>(head >> 9 & 1);
  frame.size =
      static_cast<std::size_t>((frame.samples / 8 / slot * bits / frame.rate + padding) * slot);
  return frame;
}

bool alike(const Frame& a, const Frame& b) {
  return a.size > 0 && b.size > 0 && a.rate == b.rate && a.samples == b.samples;
}

std::size_t behind_tags(Bytes bytes) {
  std::size_t at = 0;
  while (text_at(bytes, at, "ID3") && bytes.size() - at >= 10) {
    std::size_t size = 10;
    for (std::size_t i = 0, unit = std::size_t{1} << 21; i < 4; ++i, unit >>= 7) {
      size += (bytes[at + 6 + i] & 0x7fU) * unit;
    }
    at += std::min(size, bytes.size() - at);
  }
  return at;
}

// The first frame: some tags are longer than they say, some streams begin within a frame.
std::size_t begin_of(Bytes bytes) {
  constexpr std::size_t kFarthest = 1 << 16;
  const std::size_t tags = behind_tags(bytes);
  if (frame_at(bytes, tags).size > 0) return tags;
  for (std::size_t at = tags; at < bytes.size() && at - tags < kFarthest; ++at) {
    const Frame frame = frame_at(bytes, at);
    if (frame.size > 0 && alike(frame, frame_at(bytes, at + frame.size))) return at;
  }
  return bytes.size();
}

// The first frame may hold no sound but say how much there is.
struct Index {
  std::size_t frames = 0, bytes = 0;  // where; 0: not said
};

Index index_in(Bytes bytes, std::size_t at, const Frame& frame) {
  const std::size_t xing = at + 4 + (frame.mpeg1 ? (frame.mono ? 17 : 32) : (frame.mono ? 9 : 17));
  if (text_at(bytes, xing, "Xing") || text_at(bytes, xing, "Info")) {
    const std::uint64_t flags = number_at(bytes, xing + 4, 4, true);
    Index index;
    if ((flags & 1) != 0) index.frames = xing + 8;
    if ((flags & 2) != 0) index.bytes = xing + 8 + ((flags & 1) != 0 ? 4 : 0);
    return index;
  }
  const std::size_t vbri = at + 36;
  if (text_at(bytes, vbri, "VBRI")) return {vbri + 14, vbri + 10};
  return {};
}

bool ends_here(Bytes bytes, std::size_t at) {
  for (const char* tag : {"TAG", "APETAGEX", "LYRICSBEGIN", "3DI", "ID3"}) {
    if (text_at(bytes, at, tag)) return true;
  }
  return std::ranges::all_of(bytes.subspan(at), [](std::uint8_t b) { return b == 0; });
}

}  // namespace

bool begins_like_mpeg(Bytes begin) {
  if (text_at(begin, 0, "ID3")) return true;
  const Frame frame = frame_at(begin, 0);
  return frame.size > 0 && alike(frame, frame_at(begin, frame.size));
}

bool is_mpeg(Bytes bytes) {
  const std::size_t at = behind_tags(bytes);
  if (number_at(bytes, at, 2, true) >> 5 == 0x7ff) return true;
  return at > 0 && begin_of(bytes) < bytes.size();  // what a FLAC with a tag is not
}

SoundBytes whole_mpeg(Bytes bytes, const std::string& name) {
  const std::size_t begin = begin_of(bytes);
  const Frame first = frame_at(bytes, begin);
  if (first.size == 0) {
    throw Error(ErrorCode::format, "'" + name +
                                       "': expected a recording, got something like an MP3 without "
                                       "any sound in it; copy or fetch it again");
  }
  const Index index = index_in(bytes, begin, first);
  const bool has_index = index.frames + index.bytes > 0;
  std::size_t at = begin;
  std::uint64_t frames = 0;  // with the index
  bool cut = false;
  while (at < bytes.size() && !ends_here(bytes, at)) {
    const Frame frame = frame_at(bytes, at);
    cut = bytes.size() - at < 4 || frame.size > bytes.size() - at;
    if (cut) break;
    if (!alike(frame, first)) {
      const double seconds = static_cast<double>(frames) * first.samples / first.rate;
      throw Error(ErrorCode::format, "'" + name + "' is damaged: what follows after " +
                                         std::to_string(seconds).substr(0, 4) +
                                         " s is no sound; copy or fetch it again");
    }
    at += frame.size;
    ++frames;
  }
  const std::uint64_t sounding = frames - (has_index && frames > 0 ? 1 : 0);
  const std::uint64_t declared = index.frames > 0 ? number_at(bytes, index.frames, 4, true) : 0;
  if (declared > sounding) {
    cut_sound(name, static_cast<double>(declared - sounding), static_cast<double>(declared));
  }
  if (cut) cut_sound(name, 1, static_cast<double>(frames + 1));
  SoundBytes whole{bytes.subspan(begin, at - begin), {}};
  if (!has_index) return whole;
  whole.copy.assign(whole.bytes.begin(), whole.bytes.end());
  const auto put = [&](std::size_t place, std::uint64_t value) {
    if (place == 0 || place - begin + 4 > whole.copy.size()) return;
    for (std::size_t i = 0; i < 4; ++i) {
      whole.copy[place - begin + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
    }
  };
  put(index.frames, sounding);
  put(index.bytes, at - begin);
  whole.bytes = whole.copy;
  return whole;
}

}  // namespace glia
