#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace glia {

// The bytes of a recording that a decoder is to read: those of the file, or a copy of them in which
// the lengths are what is there.
struct SoundBytes {
  std::span<const std::uint8_t> bytes;
  std::vector<std::uint8_t> copy;
};

// Throws Error(format) when the file says of itself that a part of it is missing.
SoundBytes whole_sound(std::span<const std::uint8_t> bytes, const std::string& name);

// Throws that `missing` of `whole` is missing; 0 of 0 where none can say how much.
[[noreturn]] void cut_sound(const std::string& name, double missing, double whole);

// Where a header says how long the sound is.
struct SoundLength {
  std::uint64_t begin = 0;     // of the sound
  std::uint64_t declared = 0;  // bytes
  bool unknown = false;        // the header says so itself
  // The number itself, where it can be put right: what it counts besides, and what may follow.
  std::size_t at = 0, width = 0;
  bool big = false;
  std::uint64_t besides = 0;
  enum class Next { nothing, chunk32, chunk64, guid } next = Next::nothing;
};
std::optional<SoundLength> sound_length(std::span<const std::uint8_t> bytes);

// What recordings' names end in, in small letters.
inline constexpr std::array<std::string_view, 16> kSoundEndings{
    ".wav", ".wave", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".mp2",
    ".aif", ".aiff", ".aifc", ".au",  ".snd", ".caf",  ".w64", ".rf64"};
// Whether a file that begins so is one of the recordings that can be read.
bool begins_like_sound(std::span<const std::uint8_t> begin);
bool begins_like_mpeg(std::span<const std::uint8_t> begin);  // with a whole frame, or a tag

// By how it begins, MP3 and its elder brothers.
bool is_mpeg(std::span<const std::uint8_t> bytes);
SoundBytes whole_mpeg(std::span<const std::uint8_t> bytes, const std::string& name);
void check_ogg(std::span<const std::uint8_t> bytes, const std::string& name);

// Samples of a file that was opened, of all channels in turn.
class SoundReader {
 public:
  virtual ~SoundReader() = default;
  int rate = 0, channels = 0;
  std::int64_t frames = 0;  // that are to come; 0: unknown
  bool exact = true;        // fewer mean that something is missing
  // How many frames came; 0 at the end.
  virtual std::int64_t read(float* to, std::int64_t most) = 0;
  virtual bool failed() const { return false; }
};
// Nothing where libmpg123 was not there to build with, or cannot read this.
std::unique_ptr<SoundReader> open_mpeg(std::span<const std::uint8_t> bytes);

// A number at a place; 0 beyond the end.
std::uint64_t number_at(std::span<const std::uint8_t> bytes, std::uint64_t at, std::size_t width,
                        bool big);
bool text_at(std::span<const std::uint8_t> bytes, std::uint64_t at, std::string_view text);

}  // namespace glia
