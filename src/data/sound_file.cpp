#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <memory>

#include "base/read_file.h"
#include "data/no_speech.h"
#include "glia/error.h"
#include "glia/speech.h"

#ifdef GLIA_HAS_SPEECH
#include <samplerate.h>
#include <sndfile.h>
#endif

namespace glia {

#ifdef GLIA_HAS_SPEECH
namespace {

// 60 s at 96 kHz in two channels of doubles, and some more.
constexpr std::int64_t kMostSoundBytes = std::int64_t{128} << 20;
constexpr int kLeastRate = 1000, kMostRate = 384'000, kMostChannels = 64;
constexpr float kLoudest = 1e6F;

[[noreturn]] void bad_sound(const std::string& name, const std::string& what) {
  throw Error(ErrorCode::format, "'" + name + "': " + what);
}

// Bytes in memory as libsndfile's file.
struct MemoryFile {
  std::span<const std::uint8_t> bytes;
  sf_count_t at = 0;

  static MemoryFile& of(void* self) { return *static_cast<MemoryFile*>(self); }
  static sf_count_t length(void* self) { return std::ssize(of(self).bytes); }
  static sf_count_t seek(sf_count_t offset, int whence, void* self) {
    MemoryFile& file = of(self);
    const sf_count_t size = std::ssize(file.bytes);
    const sf_count_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file.at : size;
    // What a damaged header asks for may be anything.
    if (offset > size - base || offset < -base) return -1;
    return file.at = base + offset;
  }
  static sf_count_t read(void* to, sf_count_t count, void* self) {
    MemoryFile& file = of(self);
    count = std::clamp<sf_count_t>(count, 0, std::ssize(file.bytes) - file.at);
    if (count > 0) std::memcpy(to, file.bytes.data() + file.at, static_cast<std::size_t>(count));
    file.at += count;
    return count;
  }
  static sf_count_t write(const void*, sf_count_t, void*) { return 0; }
  static sf_count_t tell(void* self) { return of(self).at; }
};

std::string seconds_text(double seconds) { return std::to_string(std::llround(seconds)) + " s"; }

}  // namespace

Recording decode_recording(std::span<const std::uint8_t> bytes, const std::string& name) {
  MemoryFile file{bytes};
  SF_VIRTUAL_IO io{MemoryFile::length, MemoryFile::seek, MemoryFile::read, MemoryFile::write,
                   MemoryFile::tell};
  SF_INFO info{};
  const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> sound(
      sf_open_virtual(&io, SFM_READ, &info, &file), sf_close);
  if (!sound) {
    std::string reason = sf_strerror(nullptr);
    reason.erase(reason.find_last_not_of(" .\n\r") + 1);
    bad_sound(name, "expected a WAV recording, got something that cannot be read (" + reason + ")");
  }
  if (info.channels < 1 || info.channels > kMostChannels) {
    bad_sound(name, "expected 1 to 64 channels, got " + std::to_string(info.channels));
  }
  if (info.samplerate < kLeastRate || info.samplerate > kMostRate) {
    bad_sound(name,
              "expected 1000 to 384000 samples a second, got " + std::to_string(info.samplerate));
  }
  if (info.frames < 1) bad_sound(name, "expected sound, got no samples");
  const auto most = static_cast<sf_count_t>(kMaxRecordingSeconds * info.samplerate);
  if (info.frames > most) {
    bad_sound(name, "expected a recording of at most 60 s, got " +
                        seconds_text(static_cast<double>(info.frames) / info.samplerate) +
                        "; cut out what matters");
  }
  Recording recording;
  recording.rate = info.samplerate;
  recording.name = name;
  const auto channels = static_cast<std::size_t>(info.channels);
  // A block at a time: memory grows with what is really there, whatever the header promises.
  std::vector<float> block(4096 * channels);
  for (sf_count_t got = 0; (got = sf_readf_float(sound.get(), block.data(), 4096)) > 0;) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(got); ++i) {
      double sum = 0;
      for (std::size_t c = 0; c < channels; ++c) sum += double{block[i * channels + c]};
      const auto mean = static_cast<float>(sum / info.channels);
      if (!(std::abs(mean) <= kLoudest)) {
        bad_sound(name, "expected samples between −1 and 1, got NaN, infinity or a giant");
      }
      recording.samples.push_back(mean);
    }
    if (std::ssize(recording.samples) > most) bad_sound(name, "it does not end after 60 s");
  }
  if (recording.samples.empty()) bad_sound(name, "expected sound, got no samples");
  return recording;
}

Recording resampled(const Recording& recording, int rate) {
  if (recording.rate == rate) return recording;
  if (recording.rate < kLeastRate || rate < kLeastRate || recording.rate > kMostRate ||
      rate > kMostRate) {
    throw Error(ErrorCode::invalid_argument,
                "resampling: expected rates from 1000 to 384000, got " +
                    std::to_string(recording.rate) + " and " + std::to_string(rate));
  }
  const double ratio = static_cast<double>(rate) / recording.rate;
  Recording result{{}, rate, recording.name};
  const double length = static_cast<double>(recording.samples.size()) * ratio;
  result.samples.resize(static_cast<std::size_t>(std::max(1.0, std::ceil(length))));
  SRC_DATA data{};
  data.data_in = recording.samples.data();
  data.input_frames = static_cast<long>(recording.samples.size());
  data.data_out = result.samples.data();
  data.output_frames = static_cast<long>(result.samples.size());
  data.src_ratio = ratio;
  if (const int error = src_simple(&data, SRC_SINC_MEDIUM_QUALITY, 1); error != 0) {
    bad_sound(recording.name, std::string("it cannot be resampled: ") + src_strerror(error));
  }
  result.samples.resize(static_cast<std::size_t>(data.output_frames_gen));
  return result;
}

#else

Recording decode_recording(std::span<const std::uint8_t>, const std::string&) { no_speech(); }
Recording resampled(const Recording&, int) { no_speech(); }
namespace {
constexpr std::int64_t kMostSoundBytes = std::int64_t{128} << 20;
}

#endif

Recording read_recording(const std::string& path) {
  std::error_code ignored;
  const auto size = std::filesystem::file_size(path, ignored);
  if (!ignored && size > static_cast<std::uintmax_t>(kMostSoundBytes)) {
    throw Error(ErrorCode::format, "'" + path + "': expected a recording of at most 60 s, got " +
                                       std::to_string(size >> 20) + " MiB; cut out what matters");
  }
  return decode_recording(read_file(path, kMostSoundBytes), path);
}

}  // namespace glia
