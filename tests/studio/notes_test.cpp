// What may be meant and mostly is not is said when a recipe is set.
#include "support.h"

namespace glia::studio {
namespace {

// A page that keeps the answers.
class Reader : public Sink {
 public:
  explicit Reader(const DataSplit& data) : studio_(engine_, data, {}) { studio_.attach(*this); }
  void text(std::string frame) override { last_ = Json::parse(frame); }
  void binary(std::vector<std::uint8_t>) override {}
  bool has_room() const override { return false; }  // for events
  Json ask(Json command) {
    command["id"] = 1;
    EXPECT_TRUE(studio_.handle(command.dump()));
    EXPECT_FALSE(last_.contains("error")) << last_;
    return last_;
  }

 private:
  Engine engine_{1};
  Json last_;
  Studio studio_;
};

DataSplit of_one_class() {
  const auto pictures = [](std::int64_t count) {
    return Dataset::images(Shape{1, 8, 8}, std::vector<std::uint8_t>(count * 64, 100),
                           std::vector<std::uint8_t>(count), 1);
  };
  DataSplit data;
  data.train = pictures(12);
  data.test = pictures(6);
  return data;
}

TEST(Notes, ComeWithTheAnswerThatSetsADoubtfulRecipe) {
  const DataSplit data = of_one_class();
  Reader page(data);
  Json command{{"do", "recipe"}, {"cost", "softmax_cross_entropy"}};
  const Json answer = page.ask(command);
  ASSERT_EQ(answer["notes"].size(), 1U) << answer;
  EXPECT_NE(answer["notes"][0].get<std::string>().find("a softmax of one output is always 1"),
            std::string::npos);
  EXPECT_EQ(page.ask({{"do", "reset"}, {"seed", "same"}})["notes"], answer["notes"]);
  const Json saved = page.ask({{"do", "save"}});
  EXPECT_EQ(page.ask({{"do", "open"}, {"base64", saved["base64"]}})["notes"], answer["notes"]);
}

TEST(Notes, AreNotThereWhenThereIsNothingToSay) {
  const DataSplit data = of_one_class();
  Reader page(data);
  EXPECT_FALSE(page.ask({{"do", "recipe"}, {"cost", "sigmoid_cross_entropy"}}).contains("notes"));
  EXPECT_FALSE(page.ask({{"do", "reset"}, {"seed", "new"}}).contains("notes"));
}

}  // namespace
}  // namespace glia::studio
