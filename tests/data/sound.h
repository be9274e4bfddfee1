#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numbers>
#include <string>
#include <vector>

namespace glia {

// WAV files, byte by byte.
struct Wav {
  int format = 1;  // 1 whole numbers, 3 floats
  int channels = 1;
  int rate = 8000;
  int bits = 16;
  std::vector<std::uint8_t> data;

  template <typename T>
  Wav& add(T value, int bytes = sizeof(T)) {
    std::uint8_t raw[sizeof(T)];
    std::memcpy(raw, &value, sizeof(T));  // little-endian
    data.insert(data.end(), raw, raw + bytes);
    return *this;
  }
  // One sample in [−1, 1] in this file's form.
  Wav& add_sample(double x) {
    if (format == 3 && bits == 64) return add(x);
    if (format == 3) return add(static_cast<float>(x));
    if (bits == 8) return add(static_cast<std::uint8_t>(std::lround(x * 127 + 128)));
    return add(static_cast<std::int32_t>(std::llround(x * (std::pow(2, bits - 1) - 1))), bits / 8);
  }

  // `claimed`: the length that the data chunk says it has; −1: the truth.
  std::vector<std::uint8_t> bytes(std::int64_t claimed = -1) const {
    const auto size = static_cast<std::uint32_t>(claimed < 0 ? std::ssize(data) : claimed);
    Wav out;
    const auto word = [&](const char* four) { out.data.insert(out.data.end(), four, four + 4); };
    word("RIFF");
    out.add(static_cast<std::uint32_t>(36 + size));
    word("WAVE");
    word("fmt ");
    out.add(std::uint32_t{16}).add(static_cast<std::uint16_t>(format));
    out.add(static_cast<std::uint16_t>(channels)).add(static_cast<std::uint32_t>(rate));
    const int block = channels * bits / 8;
    out.add(static_cast<std::uint32_t>(std::int64_t{rate} * block))
        .add(static_cast<std::uint16_t>(block));
    out.add(static_cast<std::uint16_t>(bits));
    word("data");
    out.add(size);
    out.data.insert(out.data.end(), data.begin(), data.end());
    return out.data;
  }
};

inline std::vector<float> tone(double hz, int rate, double seconds, double amplitude = 0.5) {
  std::vector<float> samples;
  for (int i = 0; i < static_cast<int>(rate * seconds); ++i) {
    samples.push_back(
        static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * hz * i / rate)));
  }
  return samples;
}

inline Wav wav_of(const std::vector<float>& samples, Wav wav = {}) {
  for (const float x : samples) {
    for (int c = 0; c < wav.channels; ++c) wav.add_sample(double{x});
  }
  return wav;
}

// Something like a word: two tones that tell the digit, one after the other, in a voice of its own.
inline std::vector<float> made_up_word(int digit, int voice, int rate = 8000) {
  std::vector<float> word = tone(300 + 60 * digit + 2 * voice, rate, 0.15 + 0.003 * voice);
  const std::vector<float> end = tone(2400 - 150 * digit + 3 * voice, rate, 0.12, 0.3);
  word.insert(word.end(), end.begin(), end.end());
  return word;
}

}  // namespace glia
