// Settings: what was asked becomes complete, and each is described once.
#include "glia/settings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "expect_error.h"
#include "glia/error.h"
#include "glia/presets.h"

namespace glia {
namespace {

SettingValue word(const char* text) { return std::string(text); }
double rate_of(const Asked& asked) { return complete(asked).recipe.schedule.rate; }

TEST(Settings, AreUsualWhereNothingIsAsked) {
  const Settings s = complete({});
  EXPECT_EQ(s.data, "mnist");
  EXPECT_EQ(s.net, "784-16-16-10");
  EXPECT_EQ(s.recipe.cost, Cost::squared);
  EXPECT_EQ(s.recipe.optimizer.method, Method::sgd);
  EXPECT_EQ(s.recipe.schedule.rate, 3);
  EXPECT_EQ(s.recipe.schedule.curve, Curve::cosine);
  EXPECT_EQ(s.recipe.optimizer.weight_decay, 5e-5);
  EXPECT_EQ(s.recipe.epochs, 100);
}

TEST(Settings, FollowFromOneAnother) {
  const Settings s = complete({{"cost", word("softmax_cross_entropy")}});
  EXPECT_EQ(s.recipe.optimizer.method, Method::adamw);
  EXPECT_EQ(s.recipe.schedule.rate, 0.003);
  EXPECT_EQ(s.recipe.optimizer.weight_decay, 0.06);
  EXPECT_EQ(s.recipe.epochs, 50);
  EXPECT_EQ(complete({{"activation", word("relu")}}).init, Initializer::he);
  EXPECT_EQ(rate_of({{"activation", word("relu")}}), 0.2);
  EXPECT_EQ(rate_of({{"optimizer", word("momentum")}}), 0.3);
  EXPECT_EQ(rate_of({{"optimizer", word("sgd")}, {"cost", word("softmax_cross_entropy")}}), 0.3);
}

TEST(Settings, TakeWhatIsAskedThenTheBaseThenTheUsual) {
  const Asked base{{"rate", 0.5}, {"batch", std::int64_t{8}}};
  const Settings s = complete({{"rate", 0.25}}, base);
  EXPECT_EQ(s.recipe.schedule.rate, 0.25);
  EXPECT_EQ(s.recipe.batch, 8);
  EXPECT_EQ(s.recipe.seed, 1U);
}

TEST(Settings, ThatChangeBringWhatFollows) {
  const Settings before = complete({{"rate", 0.7}});
  const Settings adam = changed(before, {{"optimizer", word("adam")}});
  EXPECT_EQ(adam.recipe.schedule.rate, 0.003);
  EXPECT_EQ(changed(before, {{"optimizer", word("adam")}, {"rate", 0.1}}).recipe.schedule.rate,
            0.1);
  EXPECT_EQ(changed(before, {{"batch", std::int64_t{7}}}).recipe.schedule.rate, 0.7);
  EXPECT_EQ(changed(before, {{"optimizer", word("adam")}}, {{"rate", 1.0}}).recipe.schedule.rate,
            0.7)
      << "what is fixed follows nothing";
}

TEST(Settings, SayWhatAChangeAsksOfATraining) {
  const Settings before = complete({});
  const auto change = [&](const char* name, const SettingValue& value) {
    return between(before, changed(before, {{name, value}}, {{"rate", 1.0}, {"init", word("he")}}));
  };
  EXPECT_EQ(change("batch", std::int64_t{64}), Change::nothing);
  EXPECT_EQ(change("rate", 0.1), Change::edit);
  EXPECT_EQ(change("dropout", 0.1), Change::era);
  EXPECT_EQ(change("activation", word("relu")), Change::network);
}

TEST(Settings, RefuseWhatMakesNoSense) {
  const struct {
    const char* name;
    const char* text;
    const char* why;
  } rows[] = {
      {"rate", "nan", "rate: expected a number above 0 and at most 1000000, got 'nan'"},
      {"rate", "-1", "rate: expected a number above 0 and at most 1000000, got -1"},
      {"rate", "", "got ''"},
      {"dropout", "1", "dropout: expected a number of at least 0 and below 1, got 1"},
      {"batch", "0", "batch: expected a whole number from 1 to 16777216, got 0"},
      {"batch", "1.5", "got '1.5'"},
      {"epochs", "0", "epochs: expected a whole number of at least 1"},
      {"optimizer", "admw", "optimizer: there is no 'admw'. Did you mean 'adamw'?"},
      {"augment", "shift=-1", "augmentation: expected shift=0 to 1000"},
      {"grey", "maybe", "grey: expected true or false, got 'maybe'"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.name) + " " + row.text);
    EXPECT_ERROR(setting_named(row.name).parsed(row.text), ErrorCode::invalid_argument, row.why);
  }
  EXPECT_ERROR(complete({{"rte", 1.0}}), ErrorCode::invalid_argument, "Did you mean 'rate'?");
  EXPECT_ERROR(complete({{"rate", word("3")}}), ErrorCode::invalid_argument, "got '3'");
  EXPECT_ERROR(complete({{"batch", 2.5}}), ErrorCode::invalid_argument, "got 2.5");
  EXPECT_EQ(complete({{"batch", 2.0}}).recipe.batch, 2);
}

// So that a program may say it in another language.
TEST(Settings, AreRefusedWithTheFactsApartFromTheWords) {
  const auto facts = [](auto&& wrong) -> Error::Facts {
    try {
      wrong();
    } catch (const Error& error) {
      return Error(error, "training: " + std::string(error.what())).facts();
    }
    return {};
  };
  const Error::Facts range = facts([] { setting_named("dropout").checked(1.5); });
  EXPECT_EQ(range.kind, "setting_range");
  EXPECT_EQ(range.values,
            (std::map<std::string, std::string>{
                {"setting", "dropout"}, {"low", "0"}, {"high", "1"}, {"got", "1.5"}}));
  const Error::Facts choice = facts([] { setting_named("optimizer").checked("adm"); });
  EXPECT_EQ(choice.kind, "setting_choice");
  EXPECT_EQ(choice.values.at("got"), "adm");
  EXPECT_EQ(facts([] { setting_named("rtae"); }).kind, "setting_unknown");
}

TEST(Settings, ComeBackFromText) {
  Asked asked = asked_of(complete({{"preset", word("lenet")}}, preset_named("lenet").settings));
  EXPECT_EQ(asked_from_json(to_json(asked)), asked);
  asked = {{"seed", std::uint64_t{18446744073709551615U}}, {"augment", word("shift=2,flip=1")}};
  EXPECT_EQ(asked_from_json(to_json(asked)), asked);
  EXPECT_TRUE(asked_from_json(R"({"of_a_later_version":1})").empty());
  for (const char* text : {"", "[]", R"({"rate":"x"})", R"({"rate":-1})", R"({"rate":[]})"}) {
    SCOPED_TRACE(text);
    EXPECT_ERROR(asked_from_json(text), ErrorCode::format, "");
  }
}

TEST(Settings, AreSaidInOneLine) {
  EXPECT_EQ(in_words(complete({{"clip", 1.0}, {"shuffle_labels", true}})),
            "sigmoid, squared cost, sgd rate 3 cosine, batch 64, decay 5e-05, lecun start, seed 1, "
            "shuffle labels, clip 1");
  EXPECT_EQ(usual_in_words(setting_named("weight_decay")), "5e-05; adamw: 0.06");
  EXPECT_EQ(usual_in_words(setting_named("clip")), "0: any");
}

TEST(Settings, OfACostMeanSomethingBesideItAlone) {
  const Setting& delta = setting_named("huber_delta");
  EXPECT_FALSE(delta.means_something({}));
  EXPECT_TRUE(delta.means_something({.cost = Cost::huber}));
  EXPECT_TRUE(setting_named("rate").means_something({}));
  const std::string plain = in_words(complete({}));
  EXPECT_EQ(in_words(complete({{"huber_delta", 3.0}})), plain);
  EXPECT_NE(in_words(complete({{"cost", word("huber")}, {"huber_delta", 3.0}})).find("delta 3"),
            std::string::npos);
}

// One row of the list is enough for a setting to be whole.
class EverySetting : public testing::TestWithParam<std::string> {};

TEST_P(EverySetting, IsReadAndWrittenAlike) {
  const Setting& setting = setting_named(GetParam());
  const Settings settings = complete({});
  const SettingValue value = setting.get(settings);
  EXPECT_EQ(setting.checked(value), value);
  EXPECT_FALSE(setting.help.empty());
  EXPECT_EQ(value, setting.usual(settings));
  const std::string text = to_text(value);
  EXPECT_EQ(setting.parsed(text), value);
  for (const std::string_view choice : setting.choices) {
    EXPECT_EQ(setting.parsed(choice), SettingValue(std::string(choice)));
  }
  for (const double offer : setting.offers) EXPECT_NO_THROW(setting.checked(offer));
}

TEST_P(EverySetting, ComesAfterWhatItFollows) {
  const Setting& setting = setting_named(GetParam());
  for (const std::string_view leader : setting.follows) {
    EXPECT_LT(&setting_named(leader), &setting) << leader;
  }
}

std::vector<std::string> names() {
  std::vector<std::string> list;
  for (const Setting& setting : all_settings()) list.emplace_back(setting.name);
  return list;
}
INSTANTIATE_TEST_SUITE_P(All, EverySetting, testing::ValuesIn(names()),
                         [](const auto& row) { return row.param; });

TEST(Presets, AreComplete) {
  for (const Preset& preset : all_presets()) {
    SCOPED_TRACE(preset.name);
    const Settings settings = complete({}, preset.settings);
    EXPECT_EQ(settings.preset, preset.name);
    EXPECT_NE(settings.net.find(kAnyClasses), std::string::npos);
    EXPECT_NE(net_for(settings.net, 7).find("dense(7)"), std::string::npos);
    EXPECT_NO_THROW(settings.recipe.check());
  }
}

TEST(Presets, TurnNoPictureThatMeansAnotherThingTurned) {
  const Preset& cnn = preset_named("cnn");
  EXPECT_EQ(settings_for(cnn, "mnist"), cnn.settings);
  EXPECT_EQ(settings_for(cnn, "pictures of somebody"), cnn.settings);
  EXPECT_EQ(settings_for(cnn, "fashion-mnist").at("augment"), word("shift=2,flip=1"));
  EXPECT_EQ(settings_for(preset_named("lenet"), "fashion-mnist"), preset_named("lenet").settings);
}

}  // namespace
}  // namespace glia
