#include "glia/speech.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <complex>
#include <random>

#include "data/log_mel.h"
#include "expect_error.h"
#include "sound.h"
#include "temp_dir.h"

namespace glia {
namespace {

Recording decode(const Wav& wav) { return decode_recording(wav.bytes(), "a.wav"); }

// Steps 2 to 5 of Features in double, straight from their definition.
std::vector<double> reference(std::span<const float> x, const Features& f, int fft) {
  const int window = static_cast<int>(std::lround(f.window_ms * f.rate / 1000));
  const int hop = static_cast<int>(std::lround(f.hop_ms * f.rate / 1000));
  const int length = static_cast<int>(x.size());
  const int frames = length <= window ? 1 : 1 + (length - window + hop - 1) / hop;
  const auto mel = [](double hz) { return 2595 * std::log10(1 + hz / 700); };
  const auto hz = [](double m) { return 700 * (std::pow(10, m / 2595) - 1); };
  const double step = (mel(f.high_hz) - mel(f.low_hz)) / (f.bands + 1);
  std::vector<double> out;
  for (int t = 0; t < frames; ++t) {
    std::vector<double> power;
    for (int k = 0; k <= fft / 2; ++k) {
      std::complex<double> sum = 0;
      for (int n = 0; n < window && t * hop + n < length; ++n) {
        const double bell = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * (n + 0.5) / window);
        const double turn = -2 * std::numbers::pi * k * n / fft;
        sum += bell * double{x[static_cast<std::size_t>(t * hop + n)]} * std::polar(1.0, turn);
      }
      power.push_back(std::norm(sum));
    }
    for (int b = 0; b < f.bands; ++b) {
      const double left = hz(mel(f.low_hz) + b * step), centre = hz(mel(f.low_hz) + (b + 1) * step);
      const double right = hz(mel(f.low_hz) + (b + 2) * step);
      double energy = 0;
      for (int k = 0; k <= fft / 2; ++k) {
        const double at = static_cast<double>(k) * f.rate / fft;
        energy += std::max(0.0, std::min((at - left) / (centre - left),
                                         (right - at) / (right - centre))) *
                  power[static_cast<std::size_t>(k)];
      }
      out.push_back(energy);
    }
  }
  const double loudest = *std::ranges::max_element(out);
  for (double& e : out) e = std::log(std::max(e, loudest * std::pow(10, -f.range_db / 10)));
  for (int b = 0; b < f.bands; ++b) {
    double sum = 0;
    for (int t = 0; t < frames; ++t) sum += out[static_cast<std::size_t>(t * f.bands + b)];
    for (int t = 0; t < frames; ++t) {
      out[static_cast<std::size_t>(t * f.bands + b)] -= f.band_mean * sum / frames;
    }
  }
  double mean = 0, squares = 0;
  for (const double e : out) mean += e / static_cast<double>(out.size());
  for (const double e : out) squares += (e - mean) * (e - mean) / static_cast<double>(out.size());
  for (double& e : out) e = (e - mean) / std::sqrt(squares);
  return out;
}

void expect_as_defined(std::span<const float> samples, const Features& f, int fft) {
  LogMel compute(f);
  std::vector<float> got(static_cast<std::size_t>(f.shape().elements()), 9.0F);
  const int frames = compute(samples, got.data());
  const std::vector<double> wanted = reference(samples, f, fft);
  ASSERT_EQ(static_cast<std::size_t>(frames * f.bands), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) ASSERT_NEAR(got[i], wanted[i], 2e-4) << i;
  for (std::size_t i = wanted.size(); i < got.size(); ++i) ASSERT_EQ(got[i], 0.0F) << i;
}

TEST(LogMel, IsWhatItsDefinitionSays) {
  std::mt19937 random(5);
  std::normal_distribution<float> noise(0, 0.2F);
  std::vector<float> sound = tone(700, 8000, 0.31);
  for (float& x : sound) x += noise(random);
  expect_as_defined(sound, {}, 256);
  expect_as_defined(std::span(sound).first(1), {}, 256);
  expect_as_defined(std::span(sound).first(199), {}, 256);
  expect_as_defined(std::span(sound).first(201), {}, 256);
  Features other{.rate = 16000, .window_ms = 20, .hop_ms = 8, .bands = 30, .high_hz = 7000};
  expect_as_defined(sound, other, 512);
  for (const double part : {0.0, 0.5, 1.0}) expect_as_defined(sound, {.band_mean = part}, 256);
}

// A microphone that is deaf to high sounds multiplies each band by a number of its own.
TEST(LogMel, WithoutTheBandsMeansEveryMicrophoneSoundsAlike) {
  std::mt19937 random(5);
  std::normal_distribution<float> noise(0, 0.2F);
  std::vector<float> sharp(4000), dull(4000);
  for (std::size_t i = 0; i < sharp.size(); ++i) {
    sharp[i] = noise(random) * (i > 2000 ? 0.3F : 1.0F);
    dull[i] = sharp[i] + (i > 0 ? 0.8F * sharp[i - 1] : 0.0F);
  }
  const auto distance = [&](double part) {
    const Features f{.band_mean = part};
    const auto a = log_mel({sharp, 8000, ""}, f), b = log_mel({dull, 8000, ""}, f);
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += std::pow(double{a[i]} - double{b[i]}, 2);
    return sum;
  };
  EXPECT_LT(distance(1), 0.1 * distance(0));
}

TEST(LogMel, TakesAFinerTransformWhereATriangleWouldLieBetweenTwoBins) {
  const std::vector<float> sound = tone(1000, 8000, 0.2);
  expect_as_defined(sound, {.bands = 160, .range_db = 40}, 512);
  error_of(ErrorCode::invalid_argument,
           [] { LogMel({.rate = 48000, .bands = 256, .low_hz = 0, .high_hz = 100}); });
}

TEST(LogMel, ATonePeaksInItsBand) {
  const Features f;
  const auto mel = [](double hz) { return 2595 * std::log10(1 + hz / 700); };
  const double step = (mel(f.high_hz) - mel(f.low_hz)) / (f.bands + 1);
  for (const double hz : {200.0, 440.0, 1000.0, 2500.0, 3500.0}) {
    const std::vector<float> out = log_mel({tone(hz, 44100, 0.3), 44100, ""}, f);
    const auto row = out.begin() + 10 * f.bands;
    const auto peak = std::max_element(row, row + f.bands) - row;
    EXPECT_NEAR(static_cast<double>(peak), (mel(hz) - mel(f.low_hz)) / step - 1, 0.75) << hz;
  }
}

TEST(LogMel, HearsLoudAndQuietAlike) {
  const auto quiet = log_mel({tone(700, 8000, 0.3, 0.004), 8000, ""}, {});
  const auto loud = log_mel({tone(700, 8000, 0.3, 0.9), 8000, ""}, {});
  for (std::size_t i = 0; i < loud.size(); ++i) ASSERT_NEAR(quiet[i], loud[i], 1e-3) << i;
}

TEST(LogMel, KeepsTheLoudestStretchOfALongUtterance) {
  std::vector<float> sound = tone(400, 8000, 1.0, 0.1);
  const std::vector<float> loud = tone(1500, 8000, 0.5, 0.9), end = tone(400, 8000, 1.0, 0.1);
  sound.insert(sound.end(), loud.begin(), loud.end());
  sound.insert(sound.end(), end.begin(), end.end());
  LogMel compute{Features()};
  std::vector<float> got(64 * 40);
  EXPECT_EQ(compute(sound, got.data()), 64);
  int loud_frames = 0;
  for (int t = 0; t < 64; ++t) {
    const auto row = got.begin() + t * 40;
    loud_frames += std::max_element(row, row + 40) - row > 15 ? 1 : 0;
  }
  EXPECT_GE(loud_frames, 48);
}

TEST(LogMel, RefusesFeaturesThatMakeNoSense) {
  const auto refused = [](Features f, const std::string& field) {
    expect_contains(error_of(ErrorCode::invalid_argument, [&] { f.check(); }), field);
  };
  refused({.rate = 0}, "rate");
  refused({.window_ms = std::nan("")}, "window_ms");
  refused({.hop_ms = 26}, "hop_ms from 1 to 25, got 26");
  refused({.bands = 0}, "bands");
  refused({.high_hz = 4001}, "high_hz");
  refused({.low_hz = -1}, "low_hz");
  refused({.frames = 1 << 20}, "frames");
  refused({.range_db = 0}, "range_db");
  refused({.band_mean = 1.1}, "band_mean");
  refused({.trim_db = 1e9}, "trim_db");
}

TEST(Recording, EveryFormOfAWavIsTheSameSound) {
  const std::vector<float> sound = tone(500, 8000, 0.1);
  for (const Wav& form :
       {Wav{.bits = 8}, Wav{}, Wav{.bits = 24}, Wav{.bits = 32}, Wav{.format = 3, .bits = 32},
        Wav{.format = 3, .bits = 64}, Wav{.channels = 2}, Wav{.channels = 6, .bits = 24}}) {
    const Recording got = decode(wav_of(sound, form));
    EXPECT_EQ(got.rate, 8000);
    ASSERT_EQ(got.samples.size(), sound.size());
    for (std::size_t i = 0; i < sound.size(); ++i) {
      ASSERT_NEAR(got.samples[i], sound[i], form.bits == 8 ? 0.01 : 1e-4) << form.bits;
    }
  }
}

TEST(Recording, ChannelsBecomeTheirMean) {
  Wav wav{.channels = 2};
  wav.add_sample(0.5).add_sample(-0.1).add_sample(0.2).add_sample(0.2);
  wav.add_sample(-0.3).add_sample(0.1);
  const Recording got = decode(wav);
  ASSERT_EQ(got.samples.size(), 3U);
  EXPECT_NEAR(got.samples[0], 0.2, 1e-4);
  EXPECT_NEAR(got.samples[1], 0.2, 1e-4);
  EXPECT_NEAR(got.samples[2], -0.1, 1e-4);
}

TEST(Recording, BrokenOnesGetAClearError) {
  const auto refused = [](const std::vector<std::uint8_t>& bytes, const std::string& part) {
    SCOPED_TRACE(part);
    const std::string text =
        error_of(ErrorCode::format, [&] { decode_recording(bytes, "odd.wav"); });
    expect_contains(text, "'odd.wav': expected");
    expect_contains(text, part);
  };
  const std::vector<float> sound = tone(500, 8000, 0.1);
  refused({}, "WAV");
  refused({'R', 'I', 'F', 'F'}, "WAV");
  refused(wav_of(sound, {.channels = 0}).bytes(), "WAV");
  refused(wav_of(sound, {.bits = 0}).bytes(), "WAV");
  refused(wav_of(sound, {.rate = 0}).bytes(), "");
  refused(wav_of(sound, {.rate = 100}).bytes(), "1000 to 384000 samples a second, got 100");
  refused(wav_of(sound, {.rate = 2'000'000'000}).bytes(), "samples a second");
  refused(Wav{.channels = 65}.bytes(), "");
  refused(Wav{}.bytes(), "no samples");
  std::vector<std::uint8_t> cut = wav_of(sound).bytes();
  cut.resize(30);
  refused(cut, "WAV");
  for (const float bad : {std::nanf(""), INFINITY, 1e30F}) {
    Wav wav{.format = 3, .bits = 32};
    refused(wav.add(0.1F).add(bad).bytes(), "NaN, infinity or a giant");
  }
}

TEST(Recording, WrongLengthsInTheHeaderDoNoHarm) {
  const Wav wav = wav_of(tone(500, 8000, 0.1));
  for (const std::int64_t claimed : {std::int64_t{1} << 30, std::int64_t{0xffffffff}}) {
    try {
      EXPECT_LE(decode_recording(wav.bytes(claimed), "a").samples.size(), 800U);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::format) << error.what();
    }
  }
  EXPECT_EQ(decode_recording(wav.bytes(100), "a").samples.size(), 800U);
}

TEST(Recording, AnHourIsRefusedBeforeItIsRead) {
  const TempDir folder;
  Wav hour;
  hour.data.resize(std::size_t{3600} * 8000 * 2);
  expect_contains(error_of(ErrorCode::format, [&] { decode(hour); }), "at most 60 s, got 3600 s");
  const std::string path = folder.write("huge.wav", Wav{}.bytes());
  std::filesystem::resize_file(path, std::uintmax_t{1} << 31);  // sparse
  expect_contains(error_of(ErrorCode::format, [&] { read_recording(path); }), "got 2048 MiB");
  error_of(ErrorCode::not_found, [&] { read_recording(folder.file("none.wav")); });
  error_of(ErrorCode::io, [&] { read_recording(folder.path()); });
}

TEST(Recording, AnyBytesAreReadOrRefused) {
  const std::vector<std::uint8_t> good = wav_of(tone(500, 8000, 0.05)).bytes();
  rc::check([&](const std::vector<std::uint8_t>& noise) {
    std::vector<std::uint8_t> bytes = good;
    for (const std::uint8_t b : noise) bytes[*rc::gen::inRange<std::size_t>(0, 60)] = b;
    try {
      const Recording r = decode_recording(bytes, "x");
      (void)log_mel(r, {});
    } catch (const Error&) {
    }
  });
}

TEST(Recording, ResamplingKeepsATone) {
  for (const auto& [from, to] : {std::pair{44100, 8000}, {8000, 16000}, {11025, 8000}}) {
    const Recording got = resampled({tone(1000, from, 0.5), from, ""}, to);
    EXPECT_EQ(got.rate, to);
    EXPECT_NEAR(static_cast<double>(got.samples.size()), 0.5 * to, 2);
    const std::vector<float> wanted = tone(1000, to, 0.5);
    for (std::size_t i = wanted.size() / 4; i < wanted.size() * 3 / 4; ++i) {
      ASSERT_NEAR(got.samples[i], wanted[i], 0.02) << from << " → " << to << " at " << i;
    }
  }
  EXPECT_LE(resampled({{0.5F}, 44100, ""}, 8000).samples.size(), 1U);
}

TEST(Recording, SilenceAroundTheWordIsCutOff) {
  std::vector<float> sound(8000, 0.01F);  // with an offset, and a click in it
  sound[1000] = 0.9F;
  const std::vector<float> word = tone(500, 8000, 0.4);
  sound.insert(sound.end(), word.begin(), word.end());
  sound.resize(sound.size() + 8000, 0.01F);
  const Recording got = trimmed({sound, 8000, ""}, {});
  EXPECT_NEAR(got.seconds(), 0.4, 0.11);
  float peak = 0;
  for (const float x : got.samples) peak = std::max(peak, std::abs(x));
  EXPECT_FLOAT_EQ(peak, 1);
}

TEST(Recording, SilenceAloneIsRefused) {
  const auto refused = [](std::vector<float> samples) {
    const std::string text = error_of(ErrorCode::format, [&] {
      log_mel({samples, 8000, "still.wav"}, {});
    });
    expect_contains(text, "'still.wav': expected a word, got only silence");
  };
  refused({});
  refused({0.7F});
  refused(std::vector<float>(8000));
  refused(std::vector<float>(8000, 0.25F));
  refused(tone(500, 8000, 0.1, 1e-5));
  error_of(ErrorCode::invalid_argument, [] {
    log_mel({{0.1F, std::nanf(""), 0.2F}, 8000, ""}, {});
  });
}

TEST(Recording, TheShortestSoundIsOneFrame) {
  std::int64_t length = 0;
  const auto out = log_mel({{0.5F, -0.5F}, 8000, ""}, {}, &length);
  EXPECT_EQ(length, 1);
  EXPECT_NE(out[0], 0.0F);
  EXPECT_EQ(out[40], 0.0F);
}

}  // namespace
}  // namespace glia
