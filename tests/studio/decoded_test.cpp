// Pictures and recordings that the page's browser has decoded, of kinds that the engine cannot read
// or in a build that reads none.
#include "core/decoded.h"

#include <gtest/gtest.h>

#include <cmath>
#include <span>

#include "core/base64.h"
#include "glia/error.h"
#include "support.h"

namespace glia::studio {
namespace {

template <typename T>
std::string base64(const std::vector<T>& values) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(values.data());
  return to_base64({bytes, values.size() * sizeof(T)});
}

std::vector<float> tone(int count) {
  std::vector<float> samples;
  for (int i = 0; i < count; ++i) samples.push_back(std::sin(0.3F * static_cast<float>(i)));
  return samples;
}

TEST(Decoded, PixelsAreThePicture) {
  std::vector<std::uint8_t> rgb(std::size_t{40} * 50 * 3, 250);
  for (std::size_t y = 10; y < 40; ++y) {
    for (std::size_t x = 18; x < 22; ++x) rgb[(y * 40 + x) * 3 + y % 3] = 10;
  }
  const Json json{{"picture", {{"width", 40}, {"height", 50}, {"rgb", base64(rgb)}}}};
  const Picture picture = picture_in(Fields(json, "input", {"picture"}), "picture");
  EXPECT_EQ(std::pair(picture.width, picture.height), std::pair(40, 50));
  EXPECT_EQ(picture.channels, 3);
  EXPECT_EQ(picture.pixels, rgb);
}

TEST(Decoded, APictureOfPixelsIsLookedAtAsOneOfAFile) {
  std::vector<std::uint8_t> rgb(std::size_t{60} * 60 * 3, 255);
  for (std::size_t y = 10; y < 50; ++y) {
    for (std::size_t x = 28; x < 33; ++x) std::fill_n(&rgb[(y * 60 + x) * 3], 3, std::uint8_t{0});
  }
  Page page;
  const Json told =
      page.ask("input", {{"picture", {{"width", 60}, {"height", 60}, {"rgb", base64(rgb)}}}});
  ASSERT_FALSE(told.contains("error")) << told;
  EXPECT_EQ(told["xray"]["picture"], Json({60, 60}));
  const std::vector<std::uint8_t> stages = page.bulk().as<std::uint8_t>();
  ASSERT_EQ(stages.size(), 2U * 28 * 28);
  EXPECT_GT(stages[std::size_t{28} * 28 + 14 * 28 + 14], 128) << "ink in the middle";
  EXPECT_EQ(stages[std::size_t{28} * 28], 0) << "paper in the corner";
}

TEST(Decoded, SamplesAreTheRecording) {
  const std::vector<float> samples = tone(8000);
  const auto extra = with_ears();
  extra->recordings[0].recording = {samples, extra->speech->form.sound()->rate, "tone"};
  Page page(beside(extra));
  const Json offered = page.ask("hear", {{"recording", 0}});
  ASSERT_FALSE(offered.contains("error")) << offered;
  const Json brought = page.ask(
      "hear", {{"sound", {{"rate", page.last("hello")["soundRate"]}, {"samples", base64(samples)}}},
               {"name", "tone"}});
  for (const char* what : {"outputs", "name", "seconds", "heard", "layer"}) {
    EXPECT_EQ(brought[what], offered[what]) << what;
  }
}

TEST(Decoded, RefusesWhatIsNone) {
  const float nan = std::nanf("");
  const std::string pixel = base64(std::vector<std::uint8_t>{1, 2, 3});
  const Json picture{{"width", 1}, {"height", 1}, {"rgb", pixel}};
  const Json sound{{"rate", 8000}, {"samples", base64(tone(8000))}};
  const auto with = [](Json object, const char* name, const Json& value) {
    object[name] = value;
    return object;
  };
  const struct {
    const char* command;
    Json fields;
    const char* says;
  } rows[] = {
      {"input", {{"picture", with(picture, "width", 0)}}, "width"},
      {"input", {{"picture", with(picture, "height", 1e9)}}, "height"},
      {"input", {{"picture", with(picture, "width", 2)}}, "three bytes a pixel, 6 in all"},
      {"input", {{"picture", with(picture, "rgb", "AAA")}}, "base64"},
      {"input", {{"picture", with(picture, "alpha", 1)}}, "alpha"},
      {"input", {{"picture", 5}}, "picture"},
      {"hear", {{"sound", with(sound, "rate", 10)}}, "rate"},
      {"hear", {{"sound", with(sound, "samples", "AAAA")}}, "four bytes"},
      {"hear", {{"sound", with(sound, "samples", "")}}, "silence"},
      {"hear", {{"sound", with(sound, "samples", base64(std::vector<float>(900, nan)))}}, "finite"},
      {"hear",
       {{"sound", with(sound, "samples", base64(tone(61 * 1000)))}, {"recording", 0}},
       "one of"},
      {"hear", {{"sound", {{"rate", 1000}, {"samples", base64(tone(61 * 1000))}}}}, "60 seconds"},
  };
  Page page(beside(with_ears()));
  for (const auto& row : rows) {
    const Json told = page.ask(row.command, row.fields);
    ASSERT_TRUE(told.contains("error")) << row.says;
    EXPECT_NE(told["error"]["text"].get<std::string>().find(row.says), std::string::npos)
        << told["error"]["text"] << " says nothing of " << row.says;
  }
}

}  // namespace
}  // namespace glia::studio
