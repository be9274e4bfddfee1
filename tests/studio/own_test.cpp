// Examples of a visitor's own, which a network learns beside the one that is shown.
#include "core/own.h"

#include "core/base64.h"
#include "glia/model.h"
#include "glia/session.h"
#include "glia/speech.h"
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
  OwnSet set;
  for (const std::size_t count : {2U, 4U, 5U, 11U}) {
    set.classes.push_back({std::to_string(count), std::vector<std::uint8_t>(count * kOwnBytes)});
  }
  std::vector<std::int64_t> places;
  for (const auto& [in_class, example] : set.tests()) places.push_back(10 * in_class + example);
  EXPECT_EQ(places, (std::vector<std::int64_t>{1, 13, 24, 34, 39}));
  const TaskPtr task = set.task();
  EXPECT_EQ(task->data->train.size(), 17);
  EXPECT_EQ(task->data->test.size(), 5);
  for (int c = 0; c < 4; ++c) EXPECT_EQ(task->data->train.label(c), c);  // in turn
}

// A sound that glides from one pitch to another, in silence.
Recording glide(double from, double to, unsigned seed) {
  constexpr int kRate = 8000;
  std::mt19937 random(seed);
  const double begin = 0.1 + 1e-4 * static_cast<double>(random() % 1000);
  const double seconds = 0.3 + 1e-4 * static_cast<double>(random() % 1000);
  const double pitch = 0.9 + 2e-4 * static_cast<double>(random() % 1000);
  Recording sound{std::vector<float>(kRate), kRate, "a glide"};
  for (std::size_t i = 0; i < sound.samples.size(); ++i) {
    const double t = static_cast<double>(i) / kRate - begin;
    if (t < 0 || t > seconds) continue;
    const double turns = pitch * (from + (to - from) * t / (2 * seconds)) * t;
    sound.samples[i] = static_cast<float>(0.3 * std::sin(2 * std::numbers::pi * turns));
  }
  return sound;
}

Json samples_of(const Recording& sound) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(sound.samples.data());
  return {{"rate", sound.rate},
          {"samples", to_base64({bytes, sound.samples.size() * sizeof(float)})}};
}

// A glide as the page keeps a word: what is heard of it, in 16 bits.
std::string word(Page& page, const Recording& sound) {
  page.ask("form", {{"kind", "word"}, {"sound", samples_of(sound)}});
  std::vector<std::uint8_t> bytes;
  for (const float sample : page.bulk().as<float>()) {
    const auto whole = static_cast<std::int16_t>(std::lround(32767 * sample));
    bytes.push_back(static_cast<std::uint8_t>(whole & 255));
    bytes.push_back(static_cast<std::uint8_t>(whole >> 8 & 255));
  }
  return to_base64(bytes);
}

Json glides_to_learn(Page& page) {
  Json rising = Json::array(), falling = Json::array();
  for (unsigned i = 0; i < 7; ++i) {
    rising.push_back(word(page, glide(400, 1600, i)));
    if (i < 5) falling.push_back(word(page, glide(1600, 400, 100 + i)));
  }
  return {{"classes", list({{{"name", "rising"}, {"words", rising}},
                            {{"name", "falling"}, {"words", falling}}})},
          {"kind", "word"},
          {"recipe",
           {{"net", "lstm(8,bidirectional,mean)"},
            {"cost", "softmax_cross_entropy"},
            {"optimizer", "adamw"},
            {"rate", 0.01},
            {"batch", 4},
            {"augment", "shift=100,speed=0.1,noise=20,time_mask=8,band_mask=6"}}},
          {"epochs", 60}};
}

TEST(OwnWords, AreCutAndHeardAsTheNetworkHearsThem) {
  Page page;
  const Recording sound = glide(400, 1600, 3);
  const Json form = page.ask("form", {{"kind", "word"}, {"sound", samples_of(sound)}});
  EXPECT_EQ(form["rate"], Features{}.rate);
  const std::vector<float> heard = page.bulk().as<float>();
  EXPECT_EQ(heard, heard_part(trimmed(sound, {}), {}).samples);
  EXPECT_LT(heard.size(), sound.samples.size() / 2);
  const Recording silence{std::vector<float>(8000), 8000, ""};
  EXPECT_TRUE(page.ask("form", {{"sound", samples_of(silence)}}).contains("error"));
  EXPECT_TRUE(page.ask("form", {{"sound", samples_of(sound)}, {"picture", ""}}).contains("error"));
}

TEST(OwnWords, AreLearntAndToldApart) {
  Page page;
  const std::vector<float> before = page.parameters();
  const Json begun = page.ask("own", glides_to_learn(page));
  ASSERT_FALSE(begun.contains("error")) << begun;
  EXPECT_EQ(begun["tests"], Json::parse("[[0,4],[1,4]]"));
  learn(page);
  page.ask("own_exam");
  const std::vector<float> exam = page.bulk().as<float>();
  ASSERT_EQ(exam.size(), 4U);
  EXPECT_GT(exam[0], 0.5F);
  EXPECT_GT(exam[3], 0.5F);
  EXPECT_EQ(page.parameters(), before);
  const Json saved = page.ask("own_save");
  const Model model = decode_model(from_base64(saved["base64"].get<std::string>()), "saved");
  EXPECT_EQ(model.classes, (std::vector<std::string>{"rising", "falling"}));
  ASSERT_NE(model.form.sound(), nullptr);
  // A recording that it never met, heard as `glia predict` hears a file.
  Engine engine;
  std::int64_t frames = 0;
  const std::vector<float> input = log_mel(glide(1600, 400, 50), *model.form.sound(), &frames);
  Session session(engine, model.graph, {});
  session.load(model.state);
  EXPECT_GT(session.forward(input, 1, {&frames, 1})[1], 0.5F);
}

TEST(OwnWords, TellWhatAnAnswerHangsOn) {
  Page page;
  page.ask("own", glides_to_learn(page));
  learn(page);
  const std::string asked = word(page, glide(400, 1600, 60));
  const Json why = page.ask("own_why", {{"word", asked}});
  ASSERT_FALSE(why.contains("error")) << why;
  EXPECT_EQ(why["output"], 0);
  const Tensor64 until = page.bulk();  // the last of two
  ASSERT_EQ(until.dims.size(), 2U);
  EXPECT_EQ(until.dims[1], 2U);
  const std::vector<float> said = until.as<float>();
  EXPECT_FLOAT_EQ(said.end()[-2], why["outputs"][0].get<float>());  // all of it is heard
  const auto drops = std::find_if(page.tensors.begin(), page.tensors.end(), [&](const auto& each) {
    return each.kind == 2 && each.sequence == until.sequence;
  });
  ASSERT_NE(drops, page.tensors.end());
  EXPECT_EQ(drops->dims, std::vector<std::uint32_t>{until.dims[0]});
  const auto lost = drops->as<float>();
  EXPECT_GT(*std::ranges::max_element(lost), 0);
  EXPECT_TRUE(page.ask("own_why", {{"pixels", to_base64(bar(true, 9))}}).contains("error"));
  EXPECT_TRUE(page.ask("own_why", {{"word", "AAA="}, {"output", 2}}).contains("error"));
}

TEST(OwnWords, ThatAreNoneAreRefused) {
  Page page;
  const Json whole = glides_to_learn(page);
  const auto refused = [&](const Json& words, const std::string& why) {
    Json asked = whole;
    asked["classes"][1]["words"] = words;
    const std::string text = page.ask("own", asked)["error"]["text"];
    EXPECT_NE(text.find(why), text.npos) << text;
  };
  const Json some = whole["classes"][1]["words"];
  refused(list({some[0], some[1]}), "'words': expected a list of 3 to 20 entries");
  refused(list({some[0], some[1], 7}), "samples of 16 bits in base64");
  refused(list({some[0], some[1], ""}), "samples of 16 bits in base64");
  refused(list({some[0], some[1], to_base64(std::vector<std::uint8_t>(33'000))}), "two seconds");
  refused(list({some[0], some[1], to_base64(std::vector<std::uint8_t>(800))}), "only silence");
  refused(bars_of(true, "standing", 3)["pictures"], "'words'");
  EXPECT_FALSE(page.studio.busy());
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
              std::string(name) + ": nothing of one's own is learnt yet");
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
