// Pictures of a visitor's own, which a network learns beside the one that is shown.
#include "core/own.h"

#include "core/base64.h"
#include "glia/model.h"
#include "support.h"

namespace glia::studio {
namespace {

constexpr std::size_t kOwnBytes = 784;

// A bright bar that lies or stands, somewhere.
std::vector<std::uint8_t> bar(bool stands, unsigned place) {
  std::vector<std::uint8_t> pixels(kOwnBytes);
  for (unsigned along = 4; along < 24; ++along) {
    for (unsigned across = place; across < place + 3; ++across) {
      pixels[stands ? 28 * along + across : 28 * across + along] = 255;
    }
  }
  return pixels;
}

Json bars_of(bool stands, const std::string& name, unsigned count) {
  std::vector<std::uint8_t> pixels;
  for (unsigned i = 0; i < count; ++i) {
    const std::vector<std::uint8_t> one = bar(stands, 2 + i * 7 % 22);
    pixels.insert(pixels.end(), one.begin(), one.end());
  }
  return {{"name", name}, {"pictures", to_base64(pixels)}};
}

Json bars_to_learn() {
  return {{"classes", list({bars_of(true, "standing", 12), bars_of(false, "lying", 7)})},
          {"kind", "photograph"},
          {"recipe",
           {{"net", "conv(4,5x5) relu maxpool(2) dense(8) relu"},
            {"cost", "softmax_cross_entropy"},
            {"optimizer", "adam"},
            {"rate", 0.01}}},
          {"epochs", 40}};
}

void learn(Page& page) {
  for (int i = 0; i < 5000 && page.studio.busy(); ++i) page.studio.work(0.005);
  ASSERT_FALSE(page.studio.busy());
}

TEST(Own, LearnsWhatItIsGivenAndLeavesTheOtherNetworkAlone) {
  Page page;
  const std::vector<float> before = page.parameters();
  const Json begun = page.ask("own", bars_to_learn());
  ASSERT_FALSE(begun.contains("error")) << begun;
  EXPECT_EQ(begun["tests"], Json::parse("[[0,4],[0,9],[1,4]]"));
  EXPECT_EQ(begun["recipe"]["batch"], 16);  // all that are learnt from
  learn(page);
  page.ask("own", {{"stop", true}});  // tells how it stands
  const Json event = page.last("own");
  EXPECT_EQ(event["done"], true);
  EXPECT_EQ(event["points"].back()[1], 40);
  EXPECT_EQ(event["points"].back()[3], 1.0) << event["points"].back();
  page.ask("own_exam");
  const Tensor64 exam = page.bulk();
  EXPECT_EQ(exam.dims, (std::vector<std::uint32_t>{3, 2}));
  const std::vector<float> shares = exam.as<float>();
  EXPECT_GT(shares[0], 0.5F);
  EXPECT_GT(shares[2], 0.5F);
  EXPECT_GT(shares[5], 0.5F);
  EXPECT_EQ(page.parameters(), before);
  EXPECT_EQ(page.state()["step"], 0);
}

TEST(Own, TellsWhatAnAnswerHangsOn) {
  Page page;
  page.ask("own", bars_to_learn());
  learn(page);
  const std::vector<std::uint8_t> picture = bar(true, 12);
  const Json why = page.ask("own_why", {{"pixels", to_base64(picture)}});
  EXPECT_EQ(why["output"], 0);
  EXPECT_EQ(why["of"], "z");
  const Tensor64 maps = page.bulk();
  EXPECT_EQ(maps.dims, (std::vector<std::uint32_t>{2, 28, 28}));
  const std::vector<float> values = maps.as<float>();
  double dark = 0, drop = 0;
  for (std::size_t i = 0; i < kOwnBytes; ++i) {
    if (picture[i] == 0) dark += std::abs(values[i]);
    drop = std::max(drop, double{values[kOwnBytes + i]});
  }
  EXPECT_EQ(dark, 0);  // a slope times nothing
  EXPECT_GT(drop, 0);  // without the bar it is less sure
  const Json other = page.ask("own_why", {{"pixels", to_base64(picture)}, {"output", 1}});
  EXPECT_EQ(other["outputs"], why["outputs"]);
  EXPECT_NE(page.bulk().payload, maps.payload);
}

TEST(Own, IsSavedWithItsClassesAndItsForm) {
  Page page;
  page.ask("own", bars_to_learn());
  learn(page);
  const Json saved = page.ask("own_save");
  const Model model = decode_model(from_base64(saved["base64"].get<std::string>()), "saved");
  EXPECT_EQ(model.classes, (std::vector<std::string>{"standing", "lying"}));
  ASSERT_NE(model.form.picture(), nullptr);
  EXPECT_EQ(*model.form.picture(), (PictureForm{.size = 28, .grey = true}));
  Json drawings = bars_to_learn();
  drawings["kind"] = "drawing";
  page.ask("own", drawings);
  const Json drawn = page.ask("own_save");
  const Model of_drawings = decode_model(from_base64(drawn["base64"].get<std::string>()), "saved");
  EXPECT_EQ(*of_drawings.form.picture(), PictureForm::of_digits());
}

TEST(Own, StopsAndRemains) {
  Page page;
  Json much = bars_to_learn();
  much["epochs"] = 1000;
  page.ask("own", much);
  for (int i = 0; i < 3; ++i) page.studio.work(0.005);
  EXPECT_TRUE(page.studio.busy());
  page.ask("own", {{"stop", true}});
  EXPECT_FALSE(page.studio.busy());
  EXPECT_EQ(page.last("own")["done"], true);
  EXPECT_FALSE(page.ask("own_exam").contains("error"));
}

TEST(Own, KeepsOneOfEachClassForTheTest) {
  OwnPictures pictures;
  for (const std::size_t count : {2U, 4U, 5U, 11U}) {
    pictures.classes.push_back(
        {std::to_string(count), std::vector<std::uint8_t>(count * kOwnBytes)});
  }
  std::vector<std::int64_t> places;
  for (const auto& [in_class, picture] : pictures.tests())
    places.push_back(10 * in_class + picture);
  EXPECT_EQ(places, (std::vector<std::int64_t>{1, 13, 24, 34, 39}));
  const TaskPtr task = pictures.task();
  EXPECT_EQ(task->data->train.size(), 17);
  EXPECT_EQ(task->data->test.size(), 5);
  for (int c = 0; c < 4; ++c) EXPECT_EQ(task->data->train.label(c), c);  // in turn
}

TEST(Own, RefusesWhatIsNoSet) {
  Page page;
  const auto refused = [&](const Json& asked, const std::string& why) {
    const Json answer = page.ask("own", asked);
    ASSERT_TRUE(answer.contains("error")) << why;
    const std::string text = answer["error"]["text"];
    EXPECT_NE(text.find(why), text.npos) << text;
  };
  const auto with = [](const std::function<void(Json&)>& change) {
    Json asked = bars_to_learn();
    change(asked);
    return asked;
  };
  refused(with([](Json& a) { a["classes"].erase(1); }), "a list of 2 to 10 entries");
  refused(with([](Json& a) { a["classes"][1] = bars_of(false, "lying", 1); }),
          "'pictures': expected 2 to 200 pictures of 28×28 bytes in base64");
  refused(with([](Json& a) { a["classes"][1] = bars_of(false, "lying", 201); }), "'pictures'");
  refused(with([](Json& a) { a["classes"][1]["pictures"] = "AAAA"; }), "2 to 200 pictures");
  refused(with([](Json& a) { a["classes"][1]["pictures"] = "?"; }), "base64");
  refused(with([](Json& a) { a["classes"][1]["name"] = "standing"; }),
          "a name that no other class has");
  refused(with([](Json& a) { a["classes"][1]["name"] = ""; }), "a name for each class");
  refused(with([](Json& a) { a["kind"] = "painting"; }), "'kind'");
  refused(with([](Json& a) { a["recipe"]["net"] = "conv(9)"; }), "conv");
  refused(with([](Json& a) { a["recipe"]["batch"] = 17; }), "batch");
  refused(with([](Json& a) { a["epochs"] = 1001; }), "'epochs'");
  EXPECT_FALSE(page.studio.busy());
  for (const char* name : {"own_exam", "own_save"}) {
    EXPECT_EQ(page.ask(name)["error"]["text"],
              std::string(name) + ": no pictures of one's own are learnt yet");
  }
}

TEST(Form, IsTheOneOfTheCurrentExampleWhichStays) {
  Page page;
  const Json strokes{{"lines", {{20, 10, 20, 80, 60, 80}}}, {"width", 8}, {"side", 100}};
  page.ask("input", {{"strokes", strokes}});
  const std::vector<std::uint8_t> stages = page.bulk().payload;
  page.ask("input", {{"test", 3}});
  page.ask("form", {{"strokes", strokes}});
  const std::vector<std::uint8_t> seen = page.bulk().payload;
  ASSERT_EQ(seen.size(), kOwnBytes);
  EXPECT_TRUE(std::equal(seen.begin(), seen.end(), stages.end() - kOwnBytes));
  EXPECT_FALSE(page.ask("cost")["label"].is_null());  // of the test image still
  const Json white{{"width", 1}, {"height", 1}, {"rgb", "////"}};
  page.ask("form", {{"picture", white}, {"kind", "photograph"}});
  EXPECT_EQ(page.bulk().payload, std::vector<std::uint8_t>(kOwnBytes, 255));
  EXPECT_TRUE(page.ask("form", {{"picture", white}, {"kind", "drawing"}}).contains("error"));
}

}  // namespace
}  // namespace glia::studio
