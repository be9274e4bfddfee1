#include "data/sound_bytes.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "glia/error.h"

namespace glia {
namespace {

using Bytes = std::span<const std::uint8_t>;

// What programs write that do not know the length yet and cannot go back: all ones, or nearly 2 GiB
// in whole blocks.
constexpr std::uint64_t kUnknown = 0x7fff0000;
// A frame or a byte to fill up that some programs count and do not write.
constexpr std::uint64_t kNothingMissing = 8;
constexpr std::size_t kLeastSound = 64;  // bytes

std::string grouped(double number) {
  std::string text = std::to_string(std::llround(number));
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

// Whether another part of the file begins here, rather than more sound.
bool part_begins(Bytes bytes, std::uint64_t at, const SoundLength& length) {
  const std::uint64_t rest = bytes.size() - at;
  const auto letters = [&] {
    return std::ranges::all_of(bytes.subspan(static_cast<std::size_t>(at), 4),
                               [](std::uint8_t c) { return c >= ' ' && c <= '~'; });
  };
  using enum SoundLength::Next;
  switch (length.next) {
    case nothing:
      return false;
    case chunk32:
      return rest >= 8 && letters() && number_at(bytes, at + 4, 4, length.big) <= rest - 8;
    case chunk64:
      return rest >= 12 && letters() && number_at(bytes, at + 4, 8, length.big) <= rest - 12;
    case guid:
      return rest >= 24 && number_at(bytes, at + 16, 8, false) >= 24 &&
             number_at(bytes, at + 16, 8, false) <= rest;
  }
  return false;
}

// A recorder that was switched off leaves a length of 0, or that of a moment ago.
bool goes_on(Bytes bytes, const SoundLength& length) {
  const std::uint64_t end = length.begin + length.declared;
  if (length.width == 0 || bytes.size() - end < kLeastSound) return false;
  const std::uint64_t align = length.next == SoundLength::Next::guid ? 8 : 2;
  if (text_at(bytes, end, "TAG") || text_at(bytes, end, "ID3")) return false;
  if (std::ranges::all_of(bytes.subspan(static_cast<std::size_t>(end)),
                          [](std::uint8_t b) { return b == 0; })) {
    return false;
  }
  return !part_begins(bytes, end, length) &&
         !part_begins(bytes, (end + align - 1) / align * align, length);
}

}  // namespace

bool begins_like_sound(Bytes begin) {
  for (const char* first : {"fLaC", "OggS", ".snd", "caff", "NIST_1A", "riff\x2e\x91\xcf\x11"}) {
    if (text_at(begin, 0, first)) return true;
  }
  for (const char* first : {"RIFF", "RIFX", "RF64"}) {
    if (text_at(begin, 0, first) && text_at(begin, 8, "WAVE")) return true;
  }
  return (text_at(begin, 0, "FORM") && text_at(begin, 8, "AIF")) || begins_like_mpeg(begin);
}

void cut_sound(const std::string& name, double missing, double whole) {
  std::string how_much = "its end is missing";
  if (whole > 0) {
    const auto percent = std::llround(100 * missing / whole);
    how_much = (percent < 1 ? "less than 1" : grouped(static_cast<double>(percent))) +
               " % of its sound is missing";
  }
  throw Error(ErrorCode::format, "'" + name + "' is damaged: it was cut off, " + how_much +
                                     "; copy or fetch it again, or cut out and save what is there");
}

SoundBytes whole_sound(Bytes bytes, const std::string& name) {
  if (text_at(bytes, 0, "OggS")) check_ogg(bytes, name);
  if (is_mpeg(bytes)) return whole_mpeg(bytes, name);
  const auto length = sound_length(bytes);
  if (!length || length->begin > bytes.size()) return {bytes, {}};
  const std::uint64_t there = bytes.size() - length->begin;
  if (length->unknown || length->declared >= kUnknown) return {bytes, {}};
  if (length->declared > there + kNothingMissing) {
    cut_sound(name, static_cast<double>(length->declared - there),
              static_cast<double>(length->declared));
  }
  if (length->declared >= there || !goes_on(bytes, *length)) return {bytes, {}};
  SoundBytes mended{{}, {bytes.begin(), bytes.end()}};
  const std::uint64_t value = there + length->besides;
  for (std::size_t i = 0; i < length->width; ++i) {
    const std::size_t place = length->big ? length->width - 1 - i : i;
    mended.copy[length->at + place] = static_cast<std::uint8_t>(value >> 8 * i);
  }
  mended.bytes = mended.copy;
  return mended;
}

void check_ogg(Bytes bytes, const std::string& name) {
  static constexpr std::size_t kHeader = 27;
  std::map<std::uint64_t, std::uint64_t> pages;  // how many of each stream were seen
  for (std::size_t at = 0; at < bytes.size();) {
    const Bytes rest = bytes.subspan(at);
    if (rest.size() < kHeader) cut_sound(name, 0, 0);
    const std::size_t segments = rest[kHeader - 1];
    std::size_t size = kHeader + segments;
    for (std::size_t i = 0; i < segments && kHeader + i < rest.size(); ++i) {
      size += rest[kHeader + i];
    }
    if (text_at(rest, 0, "OggS") && size > rest.size()) cut_sound(name, 0, 0);
    std::uint64_t& page = pages[number_at(rest, 14, 4, false)];
    if ((rest[5] & 2) != 0) page = 0;  // a stream begins, perhaps behind another one
    if (!text_at(rest, 0, "OggS") || number_at(rest, 18, 4, false) != page++) {
      throw Error(ErrorCode::format,
                  "'" + name + "' is damaged: a part of it is missing or is no sound, at byte " +
                      grouped(static_cast<double>(at)) + "; copy or fetch it again");
    }
    at += size;
  }
}

}  // namespace glia
