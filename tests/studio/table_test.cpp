// A table: its rows are what the network learns from, its columns are what a person sets.
#include <set>

#include "core/table/rows.h"
#include "glia/model.h"
#include "tables.h"

namespace glia::studio {
namespace {

TEST_F(TableStudio, ShowsAFileBeforeAnythingIsLearnt) {
  Page page;
  const Json seen = page.ask("table", {{"base64", base64(flats(true))}, {"name", "flats.csv"}});
  EXPECT_EQ(seen["name"], "flats.csv");
  EXPECT_EQ(seen["rows"], 90);
  EXPECT_EQ(seen["columns"], Json::parse(R"([{"name":"size","words":null},)"
                                         R"({"name":"street","words":2},)"
                                         R"({"name":"dear","words":2}])"));
  EXPECT_EQ(seen["first"][0], Json::parse(R"([20,null,"no"])"));
  EXPECT_EQ(seen["first"][1], Json::parse(R"([21,"yard","no"])"));
  EXPECT_EQ(seen["likely"], "dear");
  EXPECT_EQ(page.last("hello")["subject"], "digits");
}

TEST_F(TableStudio, TakesTheColumnThatIsCalledLikeATargetForLikely) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"a,Class,b\n", "Class"}, {"y,label\n", "label"}, {"a,b\n", "b"}, {"target,y\n", "target"}};
  for (const auto& [header, likely] : rows) {
    const std::string text =
        header + (header.size() > 8 && header[1] == ',' && header[2] == 'C' ? "1,2,3\n" : "1,2\n");
    const std::vector<std::uint8_t> bytes(text.begin(), text.end());
    EXPECT_EQ(likely_target(decode_table(bytes, "t")), likely) << header;
  }
}

TEST_F(TableStudio, IsASubjectOfItsOwn) {
  TablePage page;
  ASSERT_FALSE(page.answer_.contains("error")) << page.answer_;
  const Json hello = page.hello();
  EXPECT_EQ(hello["subject"], "table");
  EXPECT_EQ(hello["net"], "3-32-2");
  EXPECT_EQ(hello["data"]["name"], "flats.csv");
  EXPECT_EQ(hello["data"]["classes"], Json({"no", "yes"}));
  EXPECT_EQ(hello["data"]["train"].get<int>() + hello["data"]["test"].get<int>(), 90);
  EXPECT_EQ(hello["layers"][1]["activation"], "softmax");
  EXPECT_EQ(hello["recipe"]["optimizer"], "adamw");
  EXPECT_EQ(hello["recipe"]["cost"], "softmax_cross_entropy");
  const Json columns = hello["table"]["columns"];
  EXPECT_EQ(columns[0]["low"], 20);
  EXPECT_EQ(columns[0]["high"], 109);
  EXPECT_EQ(columns[0]["whole"], true);
  EXPECT_EQ(columns[1]["words"], Json({"quay", "yard"}));
  EXPECT_EQ(columns[1]["middle"], 1);
  const Json offers = hello["offers"];
  for (const char* name : {"tables", "table"}) {
    EXPECT_NE(std::find(offers.begin(), offers.end(), name), offers.end()) << offers;
  }
  // The digits are there as they were, and know that there is a table.
  page.ask("subject", {{"of", "digits"}});
  EXPECT_EQ(page.last("hello")["subject"], "digits");
  EXPECT_EQ(page.last("hello")["offers"], offers);
  page.ask("subject", {{"of", "table"}});
  EXPECT_EQ(page.last("hello")["subject"], "table");
}

TEST_F(TableStudio, LearnsClasses) {
  TablePage page;
  EXPECT_GE(page.learnt(400)["accuracy"].get<double>(), 0.9);
}

TEST_F(TableStudio, LearnsNumbersInTheScaleOfTheNetwork) {
  TablePage page(false);
  const Json hello = page.hello();
  EXPECT_EQ(hello["net"], "3-32-1");
  EXPECT_EQ(hello["layers"][1]["activation"], "identity");
  EXPECT_EQ(hello["recipe"]["cost"], "squared");
  EXPECT_EQ(hello["data"]["classes"], Json::array());
  const Json figures = page.learnt(600);
  EXPECT_EQ(figures["accuracy"], Json());
  EXPECT_LT(figures["cost"].get<double>(), 0.05);
  page.ask("input", {{"row", {100, 0}}});
  const Json target = page.hello()["table"]["targets"][0];
  const double output = page.ask("cost")["outputs"][0];
  EXPECT_NEAR(output / target["scale"].get<double>() + target["offset"].get<double>(), 2300, 120);
}

TEST_F(TableStudio, AnExampleOfTheTestSetIsTheRowThatItWas) {
  TablePage page;
  const std::string text = flats(true);
  for (int i = 0; i < page.hello()["data"]["test"].get<int>(); ++i) {
    const Json answer = page.ask("input", {{"test", i}});
    const int size = answer["row"][0];
    ASSERT_GE(size, 20);
    const int at = size - 20;
    const Json street = at % 9 == 0 ? Json() : Json(at % 3 == 0 ? 0 : 1);
    EXPECT_EQ(answer["row"][1], street) << size;
    EXPECT_EQ(answer["label"], 1000 + 10 * size + (at % 3 == 0 ? 300 : 0) > 1700 ? 1 : 0) << size;
    // The same numbers by hand are the same input.
    const Json by_test = page.ask("cost")["outputs"];
    EXPECT_FALSE(page.ask("input", {{"row", answer["row"]}}).contains("error")) << answer;
    EXPECT_EQ(page.ask("cost")["outputs"], by_test);
  }
}

TEST_F(TableStudio, AColumnMattersByWhatItsUsualValueWouldAnswer) {
  TablePage page;
  page.steps(100);
  const Json usual = page.hello()["table"]["columns"];
  page.ask("input", {{"row", {105, 0}}});
  const Json outputs = page.ask("columns")["outputs"];
  const std::vector<float> without = page.bulk().as<float>();
  ASSERT_EQ(page.bulk().dims, (std::vector<std::uint32_t>{2, 2}));
  EXPECT_EQ(page.ask("cost")["outputs"], outputs);
  for (const int column : {0, 1}) {
    Json row{105, 0};
    row[static_cast<std::size_t>(column)] = usual[static_cast<std::size_t>(column)]["middle"];
    page.ask("input", {{"row", row}});
    const Json alone = page.ask("cost")["outputs"];
    for (const std::size_t output : {0, 1}) {
      EXPECT_NEAR(without[static_cast<std::size_t>(column) * 2 + output],
                  alone[output].get<double>(), 1e-6);
    }
  }
}

TEST_F(TableStudio, RefusesWhatARowCannotHave) {
  TablePage page;
  const std::vector<std::pair<Json, std::string>> wrong{
      {Json::parse(R"({"row":[1]})"), "row"},
      {Json::parse(R"({"row":[1,2]})"), "street"},
      {Json::parse(R"({"row":["x",0]})"), "size"},
      {Json::parse(R"({"row":[1e300,0]})"), "size"},
      {Json::parse(R"({"row":[1,0.5]})"), "street"},
      {Json::parse(R"({"point":[1,0]})"), "one of row, test"},
      {Json::parse(R"({"noise":1})"), "one of row, test"},
  };
  for (const auto& [fields, part] : wrong) {
    const Json answer = page.ask("input", fields);
    ASSERT_TRUE(answer.contains("error")) << fields;
    EXPECT_NE(answer["error"]["text"].get<std::string>().find(part), std::string::npos) << answer;
  }
  EXPECT_FALSE(page.ask("input", Json::parse(R"({"row":[null,null]})")).contains("error"));
}

TEST_F(TableStudio, RefusesAWrongTableByRowAndColumnAndKeepsTheOther) {
  TablePage page;
  const std::uint32_t revision = page.hello()["revision"];
  std::string broken = "a,b\n";
  for (int i = 0; i < 30; ++i) broken += "1,2\n";
  const Json answer = page.ask("table", {{"base64", base64(broken + "1\n")}, {"name", "b.csv"}});
  ASSERT_TRUE(answer.contains("error"));
  EXPECT_NE(answer["error"]["text"].get<std::string>().find("row 32"), std::string::npos) << answer;
  EXPECT_TRUE(page.ask("table", {{"target", list({"nothing"})}}).contains("error"));
  EXPECT_EQ(page.hello()["revision"], revision);
  EXPECT_FALSE(page.ask("table", {{"target", list({"size"})}}).contains("error"));
  EXPECT_GT(page.hello()["revision"], revision);
}

TEST_F(TableStudio, AnotherTargetIsAnotherNetwork) {
  TablePage page;
  page.ask("input", {{"test", 1}});
  EXPECT_FALSE(page.ask("table", {{"target", list({"street"})}}).contains("error"));
  EXPECT_EQ(page.hello()["net"], "3-32-2");
  EXPECT_EQ(page.hello()["data"]["classes"], Json({"quay", "yard"}));
  EXPECT_TRUE(page.ask("columns").contains("error")) << "nothing goes in";
}

// A flat's size and street; what it costs to buy and to rent, or whether it is large and whether
// it is on the quay.
std::string flats_with_two(bool classes) {
  std::string text = classes ? "size,street,large,wet\n" : "size,street,price,rent\n";
  for (int i = 0; i < 90; ++i) {
    const int size = 20 + (i * 37) % 90;
    const bool quay = i % 3 == 0;
    text += std::to_string(size) + (quay ? ",quay," : ",yard,");
    text += classes ? std::to_string(size > 60) + ',' + std::to_string(quay)
                    : std::to_string(1000 + 10 * size) + ',' + std::to_string(100 + size / 2);
    text += '\n';
  }
  return text;
}

TEST_F(TableStudio, LearnsSeveralNumbersAtOnce) {
  TablePage page(flats_with_two(false), list({"price", "rent"}));
  ASSERT_FALSE(page.answer_.contains("error")) << page.answer_;
  const Json hello = page.hello();
  EXPECT_EQ(hello["net"], "3-32-2");
  EXPECT_EQ(hello["table"]["kind"], "numbers");
  EXPECT_EQ(hello["recipe"]["cost"], "squared");
  EXPECT_EQ(hello["data"]["classes"], Json::array());
  EXPECT_EQ(page.learnt(800)["accuracy"], Json());
  page.ask("input", {{"row", {80, 0}}});
  const Json outputs = page.ask("cost")["outputs"], targets = hello["table"]["targets"];
  const auto said = [&](std::size_t i) {
    return outputs[i].get<double>() / targets[i]["scale"].get<double>() +
           targets[i]["offset"].get<double>();
  };
  EXPECT_NEAR(said(0), 1800, 60);
  EXPECT_NEAR(said(1), 140, 4);
  // A row of the test set has both, and a nudge follows both.
  const Json label = page.ask("input", {{"test", 1}})["label"];
  ASSERT_EQ(label.size(), 2U) << label;
  EXPECT_EQ(page.ask("cost")["wanted"], label);
  const Json nudged = page.ask("nudge");
  EXPECT_LE(nudged["after"].get<double>(), nudged["before"].get<double>());
  EXPECT_EQ(page.ask("neuron", {{"layer", "hidden1"}, {"neuron", 0}})["perClass"], Json::array());
  EXPECT_EQ(page.ask("input", {{"mistake", 0}})["error"]["code"], "unsupported");
  const Json tug = page.ask("tug", {{"parameter", "output.bias"}, {"index", 0}, {"samples", 2}});
  EXPECT_EQ(tug["pulls"][0]["label"].size(), 2U) << tug;
  EXPECT_FALSE(page.ask("recipe", {{"shuffle_labels", true}}).contains("error"));
  page.steps(5);
}

TEST_F(TableStudio, LearnsSeveralClassesAtOnce) {
  TablePage page(flats_with_two(true), list({"large", "wet"}));
  ASSERT_FALSE(page.answer_.contains("error")) << page.answer_;
  const Json hello = page.hello();
  EXPECT_EQ(hello["table"]["kind"], "several_classes");
  EXPECT_EQ(hello["recipe"]["cost"], "sigmoid_cross_entropy");
  EXPECT_EQ(hello["layers"][1]["activation"], "sigmoid");
  EXPECT_EQ(hello["data"]["classes"], Json({"large", "wet"}));
  page.ask("input", {{"mistake", 0}});
  page.steps(600);
  page.ask("input", {{"row", {100, 1}}});
  Json outputs = page.ask("cost")["outputs"];
  EXPECT_GT(outputs[0].get<double>(), 0.5);
  EXPECT_LT(outputs[1].get<double>(), 0.5);
  page.ask("input", {{"row", {100, 0}}});
  EXPECT_GT(page.ask("cost")["outputs"][1].get<double>(), 0.5);
  EXPECT_EQ(page.ask("columns")["outputs"].size(), 2U);
  const Json row = page.ask("input", {{"test", 0}});
  EXPECT_EQ(row["label"],
            list({row["row"][0].get<int>() > 60 ? 1 : 0, row["row"][1].get<int>() == 0 ? 1 : 0}));
  // The mean of a neuron over the rows of each class, which may be of both.
  const Json lights = page.ask("neuron", {{"layer", "output"}, {"neuron", 0}})["perClass"];
  EXPECT_GT(lights[0].get<double>(), lights[1].get<double>());
  const Json wrong = page.ask("recipe", {{"cost", "softmax_cross_entropy"}});
  EXPECT_TRUE(wrong.contains("error")) << "they do not exclude one another";
  EXPECT_TRUE(page.ask("input", {{"label", 1}}).contains("error"));
  EXPECT_FALSE(page.ask("input", {{"label", {0, 1}}}).contains("error"));
}

TEST_F(TableStudio, SeveralWordsInACellAreSeveralClasses) {
  std::string text = "size,has\n";
  for (int i = 0; i < 60; ++i) {
    text += std::to_string(20 + i) + (i % 3 == 0   ? ",lift;garden"
                                      : i % 3 == 1 ? ",lift"
                                                   : ",garden");
    text += '\n';
  }
  TablePage page(text);
  EXPECT_EQ(page.hello()["table"]["kind"], "several_classes");
  EXPECT_EQ(page.hello()["data"]["classes"], Json({"garden", "lift"}));
  const Json answer = page.ask("input", {{"test", 0}});
  const int size = answer["row"][0].get<int>() - 20;
  EXPECT_EQ(answer["label"], list({size % 3 == 1 ? 0 : 1, size % 3 == 2 ? 0 : 1}));
  page.steps(20);
}

TEST_F(TableStudio, SaysWhichColumnsAreNotLearntTogether) {
  TablePage page(flats_with_two(true), list({"large", "street"}));
  ASSERT_TRUE(page.answer_.contains("error"));
  EXPECT_NE(page.answer_["error"]["text"].get<std::string>().find("street"), std::string::npos);
  EXPECT_EQ(page.hello()["subject"], "digits");
}

TEST_F(TableStudio, SavesWhatAnotherProgramNeedsToKnow) {
  TablePage page;
  const Json saved = page.ask("save", {{"what", "model"}});
  const Model model = decode_model(from_base64(saved["base64"].get<std::string>()), "saved");
  ASSERT_TRUE(model.form.table());
  EXPECT_EQ(model.form.table()->inputs.size(), 2U);
  EXPECT_EQ(model.classes, (std::vector<std::string>{"no", "yes"}));
  EXPECT_FALSE(page.ask("open", {{"base64", saved["base64"]}}).contains("error"));
}

TEST_F(TableStudio, HasNoPictures) {
  TablePage page;
  for (const char* name : {"gallery", "images", "maps", "filters", "points"}) {
    Json fields = Json::object();
    if (std::string(name) == "images") fields = {{"set", "test"}, {"indexes", {0}}};
    EXPECT_EQ(page.ask(name, fields)["error"]["code"], "unsupported") << name;
  }
}

TEST_F(TableStudio, OpensWithTheTableThatItIsGiven) {
  const std::string text = flats(true);
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  Studio::Options options;
  options.table =
      rows_task(std::make_shared<const Table>(decode_table(bytes, "flats.csv")), {"dear"});
  Page page(options);
  EXPECT_EQ(page.last("hello")["subject"], "table");
  page.ask("subject", {{"of", "digits"}});
  EXPECT_EQ(page.last("hello")["subject"], "digits");
  EXPECT_FALSE(page.ask("table", {{"target", list({"size"})}}).contains("error"));
}

TEST(NoTable, IsNoSubject) {
  Page page;
  EXPECT_EQ(page.ask("subject", {{"of", "table"}})["error"]["code"], "not_found");
  EXPECT_EQ(page.last("hello")["subject"], "digits");
  EXPECT_EQ(page.ask("table", {{"target", list({"x"})}})["error"]["code"], "not_found");
}

}  // namespace
}  // namespace glia::studio
