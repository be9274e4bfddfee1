#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <mutex>
#include <utility>

#include "base/read_file.h"
#include "data/memory_file.h"
#include "data/no_speech.h"
#include "data/sound_bytes.h"
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

std::string seconds_text(double seconds) { return std::to_string(std::llround(seconds)) + " s"; }

class SoundFile : public SoundReader {
 public:
  explicit SoundFile(std::span<const std::uint8_t> bytes) : file_{bytes} {
    SF_VIRTUAL_IO io{MemoryFile::length, MemoryFile::seek, MemoryFile::read, MemoryFile::write,
                     MemoryFile::tell};
    SF_INFO info{};
    handle_.reset(sf_open_virtual(&io, SFM_READ, &info, &file_));
    rate = info.samplerate;
    channels = info.channels;
    if (info.frames != SF_COUNT_MAX) frames = info.frames;
  }
  bool is_open() const { return handle_ != nullptr; }
  std::int64_t read(float* to, std::int64_t most) override {
    return sf_readf_float(handle_.get(), to, most);
  }
  bool failed() const override { return sf_error(handle_.get()) != SF_ERR_NO_ERROR; }

 private:
  MemoryFile file_;
  std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> handle_{nullptr, sf_close};
};

std::unique_ptr<SoundReader> open_sound(std::span<const std::uint8_t> bytes,
                                        const std::string& name) {
  std::unique_ptr<SoundReader> reader = is_mpeg(bytes) ? open_mpeg(bytes) : nullptr;
  if (!reader) {
    static std::mutex one_at_a_time;  // the library keeps the reason in one place for all threads
    const std::lock_guard lock(one_at_a_time);
    auto file = std::make_unique<SoundFile>(bytes);
    if (!file->is_open()) {
      std::string reason = sf_strerror(nullptr);
      reason.erase(reason.find_last_not_of(" .\n\r") + 1);
      bad_sound(name,
                "expected a WAV recording, got something that cannot be read (" + reason + ")");
    }
    reader = std::move(file);
  }
  if (reader->channels < 1 || reader->channels > kMostChannels) {
    bad_sound(name, "expected 1 to 64 channels, got " + std::to_string(reader->channels));
  }
  if (reader->rate < kLeastRate || reader->rate > kMostRate) {
    bad_sound(name,
              "expected 1000 to 384000 samples a second, got " + std::to_string(reader->rate));
  }
  return reader;
}

// Σx and Σx² of a channel, or of their mean.
struct Power {
  double sum = 0, squares = 0;
  void add(double x) {
    sum += x;
    squares += x * x;
  }
  // Without what is constant in it.
  double of(std::size_t count) const {
    return std::max(0.0,
                    squares - sum * sum / static_cast<double>(std::max<std::size_t>(count, 1)));
  }
};

// The samples of one channel, or of the mean of all, and how strong each of them is.
struct Mixed {
  std::vector<float> samples;
  Power mean;
  std::vector<Power> channels;
};

constexpr std::size_t kMean = ~std::size_t{0};

Mixed mix(SoundReader& sound, std::size_t channel, std::int64_t most, const std::string& name) {
  const auto channels = static_cast<std::size_t>(sound.channels);
  Mixed mixed{{}, {}, std::vector<Power>(channels)};
  // A block at a time: memory grows with what is really there, whatever the header promises.
  std::vector<float> block(4096 * channels);
  for (std::int64_t got = 0; (got = sound.read(block.data(), 4096)) > 0;) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(got); ++i) {
      double sum = 0;
      for (std::size_t c = 0; c < channels; ++c) {
        const double x{block[i * channels + c]};
        sum += x;
        mixed.channels[c].add(x);
      }
      const double mean = sum / sound.channels;
      if (!(std::abs(mean) <= double{kLoudest})) {
        bad_sound(name, "expected samples between −1 and 1, got NaN, infinity or a giant");
      }
      mixed.mean.add(mean);
      mixed.samples.push_back(channel == kMean ? static_cast<float>(mean)
                                               : block[i * channels + channel]);
    }
    if (std::ssize(mixed.samples) > most) bad_sound(name, "it does not end after 60 s");
  }
  return mixed;
}

// Channels that have nothing to do with each other leave 1 / channels of their mean power to the
// mean of them; a tenth of that is left only where one is the other turned round.
bool cancels(const Mixed& mixed) {
  const std::size_t count = mixed.samples.size();
  double sum = 0;
  for (const Power& channel : mixed.channels) sum += channel.of(count);
  const auto channels = static_cast<double>(mixed.channels.size());
  return mixed.mean.of(count) * channels * channels < 0.1 * sum;
}

}  // namespace

Recording decode_recording(std::span<const std::uint8_t> bytes, const std::string& name) {
  const SoundBytes whole = whole_sound(bytes, name);
  const auto sound = open_sound(whole.bytes, name);
  const auto most = static_cast<std::int64_t>(kMaxRecordingSeconds * sound->rate);
  if (sound->frames > most) {
    bad_sound(name, "expected a recording of at most 60 s, got " +
                        seconds_text(static_cast<double>(sound->frames) / sound->rate) +
                        "; cut out what matters");
  }
  Mixed mixed = mix(*sound, kMean, most, name);
  const std::int64_t got = std::ssize(mixed.samples);
  if (sound->exact && got < sound->frames) {
    cut_sound(name, static_cast<double>(sound->frames - got), static_cast<double>(sound->frames));
  }
  if (got == 0) bad_sound(name, "expected sound, got no samples");
  if (sound->failed()) cut_sound(name, 0, 0);
  if (cancels(mixed)) {
    const auto loudest = std::ranges::max_element(
        mixed.channels, {}, [&](const Power& power) { return power.of(mixed.samples.size()); });
    mixed = mix(*open_sound(whole.bytes, name),
                static_cast<std::size_t>(loudest - mixed.channels.begin()), most, name);
  }
  return {std::move(mixed.samples), sound->rate, name};
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

Recording decode_recording(std::span<const std::uint8_t>, const std::string& name) {
  no_speech(name);
}
Recording resampled(const Recording& recording, int rate) {
  if (recording.rate != rate) no_speech();
  return recording;
}
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
