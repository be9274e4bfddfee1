#include <gtest/gtest.h>
#include <sndfile.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <random>

#include "data/sound_bytes.h"
#include "expect_error.h"
#include "glia/speech.h"
#include "sound.h"

namespace glia {
namespace {

using Bytes = std::vector<std::uint8_t>;

// A file that grows in memory.
struct Growing {
  Bytes bytes;
  sf_count_t at = 0;
};

Growing& of(void* self) { return *static_cast<Growing*>(self); }

// What libsndfile makes of these samples; nothing where it cannot write this format.
Bytes written(int format, const std::vector<float>& samples, int channels = 1, int rate = 8000) {
  SF_VIRTUAL_IO io{
      [](void* self) { return static_cast<sf_count_t>(std::ssize(of(self).bytes)); },
      [](sf_count_t offset, int whence, void* self) {
        const sf_count_t base = whence == SEEK_SET   ? 0
                                : whence == SEEK_CUR ? of(self).at
                                                     : std::ssize(of(self).bytes);
        return of(self).at = base + offset;
      },
      [](void* to, sf_count_t count, void* self) {
        Growing& file = of(self);
        count = std::max<sf_count_t>(0, std::min(count, std::ssize(file.bytes) - file.at));
        std::memcpy(to, file.bytes.data() + file.at, static_cast<std::size_t>(count));
        file.at += count;
        return count;
      },
      [](const void* from, sf_count_t count, void* self) {
        Growing& file = of(self);
        file.bytes.resize(std::max(file.bytes.size(), static_cast<std::size_t>(file.at + count)));
        std::memcpy(file.bytes.data() + file.at, from, static_cast<std::size_t>(count));
        file.at += count;
        return count;
      },
      [](void* self) { return of(self).at; }};
  Growing file;
  SF_INFO info{};
  info.samplerate = rate;
  info.channels = channels;
  info.format = format;
  if (sf_format_check(&info) == 0) return {};
  SNDFILE* sound = sf_open_virtual(&io, SFM_WRITE, &info, &file);
  if (sound == nullptr) return {};
  sf_write_float(sound, samples.data(), std::ssize(samples));
  sf_close(sound);
  return file.bytes;
}

struct Form {
  int format;
  std::string name;
};

// Those that have a header, of everything that libsndfile can write here.
std::vector<Form> forms() {
  std::vector<Form> result;
  int majors = 0, minors = 0;
  sf_command(nullptr, SFC_GET_FORMAT_MAJOR_COUNT, &majors, sizeof majors);
  sf_command(nullptr, SFC_GET_FORMAT_SUBTYPE_COUNT, &minors, sizeof minors);
  for (int i = 0; i < majors; ++i) {
    SF_FORMAT_INFO major{};
    major.format = i;
    sf_command(nullptr, SFC_GET_FORMAT_MAJOR, &major, sizeof major);
    if (major.format == SF_FORMAT_RAW || major.format == SF_FORMAT_SD2) continue;
    for (int k = 0; k < minors; ++k) {
      SF_FORMAT_INFO minor{};
      minor.format = k;
      sf_command(nullptr, SFC_GET_FORMAT_SUBTYPE, &minor, sizeof minor);
      // libsndfile cannot read what it wrote.
      if (minor.format == SF_FORMAT_DWVW_12 && major.format == SF_FORMAT_AIFF) continue;
      SF_INFO info{0, 8000, 1, major.format | minor.format, 0, 0};
      if (sf_format_check(&info) == 0) continue;
      result.push_back({info.format, std::string(major.name) + ", " + minor.name});
    }
  }
  return result;
}

// The header of these does not say how long the sound is.
bool says_no_length(int format) {
  const int major = format & SF_FORMAT_TYPEMASK;
  return major == SF_FORMAT_IRCAM || major == SF_FORMAT_PAF || major == SF_FORMAT_PVF ||
         major == SF_FORMAT_XI;
}

Bytes first(const Bytes& bytes, std::size_t count) {
  return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count)};
}

std::string refusal(const Bytes& bytes) {
  return error_of(ErrorCode::format, [&] { decode_recording(bytes, "odd"); });
}

void expect_silent(const std::function<void()>& work) {
  testing::internal::CaptureStderr();
  work();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

const std::vector<float> kSound = tone(500, 8000, 1);

TEST(DamagedSound, EveryFormatIsReadWhole) {
  expect_silent([] {
    for (const Form& form : forms()) {
      SCOPED_TRACE(form.name);
      const Bytes bytes = written(form.format, kSound);
      if (bytes.empty()) continue;
      const Recording got = decode_recording(bytes, "whole");
      EXPECT_GE(got.samples.size(), kSound.size());
      EXPECT_LE(got.samples.size(), kSound.size() + 400);
    }
  });
}

TEST(DamagedSound, EveryFormatThatIsCutIsNamed) {
  expect_silent([] {
    for (const Form& form : forms()) {
      const Bytes bytes = written(form.format, kSound);
      if (bytes.empty()) continue;
      for (const double part : {0.02, 0.1, 0.31, 0.6, 0.9, 0.98}) {
        SCOPED_TRACE(form.name + " cut to " + std::to_string(part));
        const auto count = static_cast<std::size_t>(static_cast<double>(bytes.size()) * part);
        try {
          decode_recording(first(bytes, count), "odd");
          EXPECT_TRUE(says_no_length(form.format));
        } catch (const Error& error) {
          EXPECT_EQ(error.code(), ErrorCode::format);
          expect_contains(error.what(), "'odd'");
        }
      }
    }
  });
}

TEST(DamagedSound, SaysHowMuchIsMissingAndWhatToDo) {
  for (const int format : {SF_FORMAT_WAV | SF_FORMAT_PCM_16, SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM,
                           SF_FORMAT_AIFF | SF_FORMAT_PCM_24, SF_FORMAT_CAF | SF_FORMAT_FLOAT,
                           SF_FORMAT_AU | SF_FORMAT_ULAW, SF_FORMAT_W64 | SF_FORMAT_PCM_16,
                           SF_FORMAT_RF64 | SF_FORMAT_PCM_16}) {
    const Bytes bytes = written(format, kSound);
    const auto length = sound_length(bytes);
    ASSERT_TRUE(length.has_value()) << format;
    const auto count = static_cast<std::size_t>(length->begin + length->declared / 4);
    expect_contains(refusal(first(bytes, count)),
                    "'odd' is damaged: it was cut off, 75 % of its sound is missing; copy or "
                    "fetch it again");
  }
  const Bytes flac = written(SF_FORMAT_FLAC | SF_FORMAT_PCM_16, tone(500, 8000, 5));
  expect_contains(refusal(first(flac, flac.size() / 2)), "% of its sound is missing");
}

// Recorders that are switched off leave such headers.
TEST(DamagedSound, ALengthOfZeroOrTooSmallIsPassedOver) {
  for (const Form& form : forms()) {
    const Bytes whole = written(form.format, kSound);
    const auto length = sound_length(whole);
    if (!length || length->width == 0) continue;
    const Recording wanted = decode_recording(whole, "whole");
    for (const double part : {0.0, 0.1, 0.5}) {
      SCOPED_TRACE(form.name + " that claims " + std::to_string(part));
      Bytes bytes = first(whole, static_cast<std::size_t>(length->begin + length->declared));
      const auto value =
          static_cast<std::uint64_t>(static_cast<double>(length->declared) * part) / 24 * 24;
      for (std::size_t i = 0; i < length->width; ++i) {
        bytes[length->at + (length->big ? length->width - 1 - i : i)] =
            static_cast<std::uint8_t>(value >> 8 * i);
      }
      const Recording got = decode_recording(bytes, "odd");
      EXPECT_NEAR(static_cast<double>(got.samples.size()),
                  static_cast<double>(wanted.samples.size()), 330);
    }
  }
}

TEST(DamagedSound, AnUnknownLengthIsReadToTheEnd) {
  const Wav wav = wav_of(kSound);
  for (const std::int64_t claimed : {0xffffffffLL, 0x7fffffffLL, 0x7ffff000LL, 0x80000000LL}) {
    EXPECT_EQ(decode_recording(wav.bytes(claimed), "piped").samples.size(), kSound.size());
  }
  Bytes flac = written(SF_FORMAT_FLAC | SF_FORMAT_PCM_16, kSound);
  flac[21] &= 0xf0;  // the number of samples
  std::fill_n(flac.begin() + 22, 4, std::uint8_t{0});
  EXPECT_EQ(decode_recording(flac, "piped").samples.size(), kSound.size());
}

TEST(DamagedSound, WhatFollowsTheSoundIsNone) {
  const Wav wav = wav_of(kSound);
  for (const std::string& after : {std::string("LIST\x40\0\0\0", 8) + std::string(64, 'x'),
                                   "TAG" + std::string(125, ' '), std::string(1000, '\0')}) {
    Bytes bytes = wav.bytes();
    bytes.insert(bytes.end(), after.begin(), after.end());
    EXPECT_EQ(decode_recording(bytes, "odd").samples.size(), kSound.size());
  }
  // Of an odd length, filled up.
  Wav odd = wav_of(tone(500, 8000, 0.1), {.bits = 8});
  odd.data.pop_back();
  Bytes bytes = odd.bytes();
  bytes.push_back(0);
  for (const char c : std::string("LIST\x40\0\0\0", 8) + std::string(64, 'x')) {
    bytes.push_back(static_cast<std::uint8_t>(c));
  }
  EXPECT_EQ(decode_recording(bytes, "odd").samples.size(), 799U);
}

TEST(DamagedSound, TheDecoderOfMp3NeverSpeaks) {
  const Bytes mp3 =
      written(SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, tone(500, 44100, 2), 1, 44100);
  if (mp3.empty()) GTEST_SKIP() << "libsndfile here writes no MP3";
  const std::size_t wanted = decode_recording(mp3, "whole").samples.size();
  EXPECT_EQ(wanted, 88200U);
  expect_silent([&] {
    for (std::size_t cut = 1; cut < mp3.size(); cut += 97) {
      refusal(first(mp3, mp3.size() - cut));  // in the last frame, too
    }
    expect_contains(refusal(first(mp3, mp3.size() / 2)), "% of its sound is missing");
    Bytes tagged(40, 0);
    std::memcpy(tagged.data(), "ID3\3\0\0\0\0\0\36", 10);
    tagged.insert(tagged.end(), mp3.begin(), mp3.end());
    for (const char c : "TAG" + std::string(20'000, ' ')) {
      tagged.push_back(static_cast<std::uint8_t>(c));
    }
    EXPECT_EQ(decode_recording(tagged, "tagged").samples.size(), wanted);
    std::mt19937 random(3);
    for (int i = 0; i < 300; ++i) {
      Bytes spoilt = mp3;
      for (int k = 0; k < 8; ++k) {
        spoilt[random() % spoilt.size()] = static_cast<std::uint8_t>(random());
      }
      try {
        decode_recording(spoilt, "odd");
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::format);
      }
    }
    Bytes hole = mp3;
    hole.erase(hole.begin() + 5000, hole.begin() + 5100);
    expect_contains(refusal(hole), "'odd' is damaged: what follows after 1.");
  });
}

TEST(DamagedSound, AHoleInAnOggIsNamed) {
  std::vector<float> noise(8000 * 20);
  std::mt19937 random(1);
  for (float& x : noise) x = 0.2F * std::normal_distribution<float>()(random);
  for (const int kind : {SF_FORMAT_VORBIS, SF_FORMAT_OPUS}) {
    const Bytes ogg = written(SF_FORMAT_OGG | kind, noise);
    std::vector<std::ptrdiff_t> pages;
    for (auto at = ogg.begin(); at != ogg.end(); ++at) {
      static constexpr std::string_view kPage = "OggS";
      at = std::search(at, ogg.end(), kPage.begin(), kPage.end());
      if (at == ogg.end()) break;
      pages.push_back(at - ogg.begin());
    }
    ASSERT_GE(pages.size(), 5U);
    Bytes hole = ogg;
    hole.erase(hole.begin() + pages[3], hole.begin() + pages[4]);
    expect_contains(refusal(hole), "'odd' is damaged: a part of it is missing");
    Bytes spoilt = ogg;
    spoilt.erase(spoilt.begin() + pages[3] + 100);
    expect_contains(refusal(spoilt), "'odd' is damaged: a part of it is missing");
    expect_contains(refusal(first(ogg, ogg.size() - 1)), "its end is missing");
  }
}

TEST(DamagedSound, NoByteLeadsToACrash) {
  for (const Form& form : forms()) {
    SCOPED_TRACE(form.name);
    const Bytes whole = written(form.format, tone(500, 8000, 0.05));
    for (std::size_t i = 0; i < std::min<std::size_t>(whole.size(), 140); ++i) {
      for (const int value : {0, 0x7f, 0xff}) {
        Bytes bytes = whole;
        bytes[i] = static_cast<std::uint8_t>(value);
        try {
          whole_sound(bytes, "odd");
        } catch (const Error& error) {
          EXPECT_EQ(error.code(), ErrorCode::format);
        }
      }
    }
    for (std::size_t n = 0; n < std::min<std::size_t>(whole.size(), 140); ++n) {
      try {
        whole_sound(first(whole, n), "odd");
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::format);
      }
    }
  }
}

double power(const std::vector<float>& samples) {
  double sum = 0;
  for (const float x : samples) sum += double{x} * double{x};
  return sum / static_cast<double>(samples.size());
}

// The sound in channels that are it times these.
Recording in_channels(const std::vector<double>& factors) {
  Wav wav{.channels = static_cast<int>(factors.size())};
  for (const float x : kSound) {
    for (const double factor : factors) wav.add_sample(factor * double{x});
  }
  return decode_recording(wav.bytes(), "wide");
}

TEST(DamagedSound, ChannelsThatCancelOutGiveOneOfThem) {
  for (const auto& factors : std::vector<std::vector<double>>{
           {1, -1}, {-1, 1}, {1, -0.9}, {0.7, -1}, {1, -1, 1, -1}, {1, -0.5, -0.5}}) {
    EXPECT_GT(power(in_channels(factors).samples), 0.9 * power(kSound));
  }
  const Recording got = in_channels({1, -1});
  for (std::size_t i = 0; i < kSound.size(); ++i) ASSERT_NEAR(got.samples[i], kSound[i], 1e-3);
  EXPECT_GT(log_mel(got, {}).size(), 0U);
}

TEST(DamagedSound, ChannelsThatDoNotCancelOutStayTheirMean) {
  EXPECT_NEAR(power(in_channels({1, 1}).samples), power(kSound), 1e-4);
  EXPECT_NEAR(power(in_channels({1, 0}).samples), power(kSound) / 4, 1e-4);
  EXPECT_NEAR(power(in_channels({1, 0, 0, 0}).samples), power(kSound) / 16, 1e-4);
  EXPECT_NEAR(power(in_channels({0, 0}).samples), 0, 1e-9);
}

// An offset is no sound: where both have the same, the mean has it, too.
TEST(DamagedSound, AnOffsetHidesNoCancelling) {
  Wav wav{.channels = 2};
  for (const float x : kSound) {
    wav.add_sample(0.5 * double{x} + 0.3).add_sample(-0.5 * double{x} + 0.3);
  }
  const Recording got = trimmed(decode_recording(wav.bytes(), "wide"), {});
  EXPECT_GT(power(got.samples), 0.3);
  EXPECT_NEAR(got.seconds(), 1, 0.1);
}

}  // namespace
}  // namespace glia
