// Recordings that a page without a server offers come out as they went in, to sixteen bits.
#include "page/words.h"

#include <gtest/gtest.h>

#include <cmath>

#include "expect_error.h"

namespace glia::studio {
namespace {

Words two_words() {
  Recording low{{}, 8000, "one"}, high{{0, 1, -1, 2}, 16'000, "два"};
  for (int i = 0; i < 4000; ++i) low.samples.push_back(std::sin(0.1F * static_cast<float>(i)));
  return {.recordings = {{low, "1"}, {high, "2"}}, .synthetic = true};
}

TEST(PackedWords, ComeOutAsTheyWentIn) {
  const Words words = two_words(), again = unpack_words(pack(words));
  EXPECT_TRUE(again.synthetic);
  ASSERT_EQ(again.recordings.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto& [recording, label] = again.recordings[i];
    EXPECT_EQ(label, words.recordings[i].label);
    EXPECT_EQ(recording.name, words.recordings[i].recording.name);
    EXPECT_EQ(recording.rate, words.recordings[i].recording.rate);
    ASSERT_EQ(recording.samples.size(), words.recordings[i].recording.samples.size());
  }
  for (std::size_t i = 0; i < 4000; ++i) {
    EXPECT_NEAR(again.recordings[0].recording.samples[i], words.recordings[0].recording.samples[i],
                1 / 65'000.0);
  }
  EXPECT_EQ(again.recordings[1].recording.samples, (std::vector<float>{0, 1, -1, 1}));
  EXPECT_TRUE(unpack_words(pack(Words{})).recordings.empty());
}

TEST(PackedWords, ThatAreDamagedAreRefused) {
  const std::vector<std::uint8_t> packed = pack(two_words());
  EXPECT_ERROR(unpack_words({}), ErrorCode::format, "cut off");
  for (const std::size_t kept : {std::size_t{4}, std::size_t{9}, packed.size() - 1}) {
    EXPECT_ERROR(unpack_words(std::span(packed).first(kept)), ErrorCode::format, "cut off");
  }
  std::vector<std::uint8_t> other = packed;
  other[0] ^= 1;
  EXPECT_ERROR(unpack_words(other), ErrorCode::format, "none of them");
}

}  // namespace
}  // namespace glia::studio
