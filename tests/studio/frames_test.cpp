// Frames: their bytes, and the credit by which they go.
#include <cstdlib>
#include <fstream>
#include <thread>

#include "support.h"

namespace glia::studio {
namespace {

using std::chrono::milliseconds;

const std::string kFixture = std::string(GLIA_SOURCE_DIR) + "/tests/studio/frames.json";

std::string hex(const std::vector<std::uint8_t>& bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

// What both sides' tests decode: bytes beside what they mean.
Json fixture() {
  Frame watched;
  watched.channel = Frame::Channel::parameters;
  watched.sequence = 7;
  watched.branch = 2;
  watched.revision = 3;
  watched.edits = 5;
  watched.step = 0x1'0000'0002;
  Frame plane = watched;
  plane.channel = Frame::Channel::plane;
  plane.sequence = 8;
  Frame answer;
  answer.kind = Frame::Kind::answer;
  answer.sequence = 0xFFFFFFFF;
  const std::vector<float> f32{0, 1.5F, -0.25F, 1e-30F};
  const std::vector<std::uint8_t> u8{0, 1, 127, 128, 255, 42};
  const std::vector<double> f64{0.1, -1e300};
  const std::uint32_t four[]{4}, pictures[]{1, 2, 3}, two[]{2}, none[]{0};
  const auto entry = [](const char* name, const Frame& frame, const char* dtype, const auto& dims,
                        const auto& values) {
    return Json{{"name", name},
                {"hex", hex(encode(frame, dims, std::span(values)))},
                {"kind", frame.kind},
                {"channel", frame.channel},
                {"dtype", dtype},
                {"sequence", frame.sequence},
                {"branch", frame.branch},
                {"revision", frame.revision},
                {"edits", frame.edits},
                {"step", frame.step},
                {"dims", std::vector<std::uint32_t>(std::begin(dims), std::end(dims))},
                {"values", values}};
  };
  return list({entry("parameters", watched, "f32", four, std::span<const float>(f32)),
               entry("plane", plane, "f32", four, std::span<const float>(f32)),
               entry("pictures", answer, "u8", pictures, std::span<const std::uint8_t>(u8)),
               entry("votes", answer, "f64", two, std::span<const double>(f64)),
               entry("nothing", answer, "u8", none, std::span<const std::uint8_t>())});
}

TEST(Frames, AreWhatTheFixtureSays) {
  const std::string made = fixture().dump(1) + "\n";
  if (std::getenv("GLIA_MAKE_FIXTURES")) std::ofstream(kFixture) << made;
  std::ifstream in(kFixture);
  const std::string kept{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(made, kept);
}

TEST(Frames, MustBeAsLargeAsTheySay) {
  const std::vector<float> values(3);
  const std::uint32_t dims[]{4};
  EXPECT_THROW(encode({}, dims, std::span<const float>(values)), std::exception);
}

TEST(Credits, AtMostTwoTensorsAreUnacknowledged) {
  Page page;
  page.ask("input", {{"test", 1}});
  page.ask("watch", {{"channels", {"parameters", "activations", "gradient"}}});
  page.ask("learn", {{"run", true}});
  page.tensors.clear();
  for (int i = 0; i < 60; ++i) page.studio.work(0.002);
  std::size_t watched = page.tensors.size();
  EXPECT_LE(watched, 2U);  // some may have gone before the clear
  const std::uint64_t before = page.last("state")["step"];
  for (int i = 0; i < 60; ++i) page.studio.work(0.002);
  EXPECT_EQ(page.tensors.size(), watched);  // nobody acknowledges, nothing comes
  page.ask("ping");
  EXPECT_GT(page.last("state")["step"], before);  // training went on
  page.seen(UINT32_MAX);
  for (int i = 0; i < 60; ++i) page.studio.work(0.002);
  EXPECT_GT(page.tensors.size(), watched);
  EXPECT_GT(page.tensors.back().step, before);  // the latest, not what waited
}

TEST(Credits, AreGivenBackInOrder) {
  Page page;
  page.ask("watch", {{"channels", {"parameters"}}});
  page.ask("learn", {{"run", true}});
  std::uint32_t last = 0;
  for (int i = 0; i < 300; ++i) {
    page.studio.work(0.002);
    for (const Tensor64& tensor : page.tensors) {
      if (tensor.kind != 1) continue;
      EXPECT_EQ(tensor.sequence, last + 1);
      last = tensor.sequence;
      page.seen(last);
    }
    page.tensors.clear();
  }
  EXPECT_GT(last, 5U);
}

TEST(Events, WaitWhileThereIsNoRoom) {
  Page page;
  page.room = false;
  page.ask("watch", {{"channels", {"parameters"}}});
  page.ask("learn", {{"run", true}});
  page.texts.clear();
  page.tensors.clear();
  for (int i = 0; i < 150; ++i) page.studio.work(0.002);
  EXPECT_TRUE(page.texts.empty());
  EXPECT_TRUE(page.tensors.empty());
  EXPECT_FALSE(page.ask("ping").contains("error"));  // answers always come
  page.room = true;
  for (int i = 0; i < 60; ++i) page.studio.work(0.002);
  EXPECT_FALSE(page.last("state").is_null());
  std::size_t points = 0;
  for (const Json& text : page.texts) {
    if (text.value("event", "") == "curve") points += text["points"].size();
  }
  EXPECT_GT(points, 2U);  // none was lost
}

TEST(Events, AreAtMostTenASecond) {
  Page page;
  page.ask("learn", {{"run", true}});
  page.texts.clear();
  const auto start = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - start < milliseconds(450)) page.studio.work(0.002);
  int states = 0;
  for (const Json& text : page.texts) states += text.value("event", "") == "state";
  EXPECT_GE(states, 2);
  EXPECT_LE(states, 6);
}

TEST(Page, ThatComesBackFindsTheTrainingGoingOn) {
  Page page;
  page.ask("learn", {{"run", true}});
  page.studio.detach();
  page.texts.clear();
  for (int i = 0; i < 50; ++i) page.studio.work(0.005);
  EXPECT_TRUE(page.texts.empty());
  EXPECT_FALSE(page.studio.watched());
  page.studio.attach(page);
  EXPECT_EQ(page.texts.front()["event"], "hello");
  EXPECT_EQ(page.texts.front()["state"]["running"], true);
  EXPECT_GT(page.texts.front()["state"]["step"], 3);
  EXPECT_GT(page.last("curve")["points"].size(), 3U);  // from the beginning
}

}  // namespace
}  // namespace glia::studio
