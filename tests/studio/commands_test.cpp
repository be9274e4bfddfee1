// Each command's good and bad cases.
#include <algorithm>
#include <numeric>

#include "support.h"

namespace glia::studio {
namespace {

Json edit(const std::string& parameter, int index, double value, const char* kind = "set") {
  return {{"kind", kind}, {"parameter", parameter}, {"index", index}, {"value", value}};
}

TEST(Hello, TellsWhatThereIs) {
  Page page;
  const Json hello = page.texts.front();
  EXPECT_EQ(hello["event"], "hello");
  EXPECT_EQ(hello["protocol"], 2);
  EXPECT_EQ(hello["net"], "784-16-16-10");
  EXPECT_EQ(hello["count"], 13002);
  EXPECT_EQ(hello["data"]["name"], "bars");
  EXPECT_EQ(hello["layers"].size(), 3U);
  EXPECT_EQ(hello["parameters"][1]["name"], "hidden1.bias");
  EXPECT_EQ(hello["parameters"][1]["offset"], 784 * 16);
  EXPECT_EQ(hello["state"]["step"], 0);
  EXPECT_TRUE(hello["state"]["cost"].is_null());
  EXPECT_TRUE(hello["state"]["testCost"].is_number());
  EXPECT_EQ(page.last("curve")["points"].size(), 1U);
}

TEST(Messages, ThatAreNoObjectsAreNotUnderstood) {
  Page page;
  for (const char* text : {"", "{", "[]", "7", "\"x\"", "{\"a\":1,\"a\":2}", "null"}) {
    EXPECT_FALSE(page.studio.handle(text)) << text;
  }
  EXPECT_TRUE(page.studio.handle("{}"));  // understood, and refused
  EXPECT_TRUE(page.texts.back().contains("error"));
}

struct Refused {
  const char* command;
  const char* says;  // part of the message
};

const Refused kNonsense[] = {
    {R"({"do":"lern"})", "Did you mean 'learn'?"},
    {R"({"do":7})", "expected a text"},
    {R"({"do":"learn"})", "one of run, steps and epochs"},
    {R"({"do":"learn","run":true,"steps":3})", "one of run, steps and epochs"},
    {R"({"do":"learn","steps":0})", "whole number from 1"},
    {R"({"do":"learn","steps":1.5})", "whole number from 1"},
    {R"({"do":"learn","pace":30})", "one of run, steps and epochs"},
    {R"({"do":"learn","run":true,"pace":0})", "a number from 0.01"},
    {R"({"do":"learn","run":true,"pace":-3})", "a number from 0.01"},
    {R"({"do":"learn","run":true,"pace":"slow"})", "a number from 0.01"},
    {R"({"do":"learn","run":true,"accelerate":{"from":1}})", "'by' is missing"},
    {R"({"do":"learn","run":true,"accelerate":{"from":1,"by":0}})", "a number from 0.01"},
    {R"({"do":"learn","run":"yes"})", "true or false"},
    {R"({"do":"watch","channels":["weights"]})", "parameters, activations, gradient and plane"},
    {R"({"do":"watch","channels":[1,2,3,4,5]})", "a list of 0 to 4 entries"},
    {R"({"do":"recipe","rate":-1})", "a number above 0"},
    {R"({"do":"recipe","rate":"3"})", "a number above 0"},
    {R"({"do":"recipe","hidden":[0]})", "whole number from 1"},
    {R"({"do":"recipe","hidden":[2.5]})", "whole number from 1"},
    {R"({"do":"recipe","hidden":[9,9,9,9,9,9,9]})", "a list of 0 to 6 entries"},
    {R"({"do":"recipe","activation":"sigmoidd"})", "Did you mean 'sigmoid'?"},
    {R"({"do":"recipe","batch":601})", "whole number from 1 to 600"},
    {R"({"do":"recipe","train_size":601})", "whole number from 0 to 600"},
    {R"({"do":"recipe","augment":"spin=1"})", "augmentation"},
    {R"({"do":"reset"})", "'seed' is missing"},
    {R"({"do":"reset","seed":"other"})", "there is no"},
    {R"({"do":"input"})", "one of strokes"},
    {R"({"do":"input","test":200})", "whole number from 0 to 199"},
    {R"({"do":"input","pixels":[1,2]})", "a list of 784 entries"},
    {R"({"do":"input","strokes":{"lines":[],"width":1,"side":10}})", "a list of 1 to 500"},
    {R"({"do":"input","strokes":{"lines":[[]],"width":1,"side":10}})", "the drawing is empty"},
    {R"({"do":"input","strokes":{"lines":[[1]],"width":1,"side":10}})", "x, y, x, y"},
    {R"({"do":"input","strokes":{"lines":[[1,1e9]],"width":1,"side":10}})", "a number from"},
    {R"({"do":"input","strokes":{"lines":[[1,1]],"width":0,"side":10}})", "a number from"},
    {R"({"do":"input","picture":"****"})", "base64"},
    {R"({"do":"input","picture":"AAAA"})", "the picture"},
    {R"({"do":"edit","edits":[]})", "a list of 1 to"},
    {R"({"do":"edit","edits":[{"kind":"set","parameter":"hidden1.weigt","index":0,"value":1}]})",
     "hidden1.weight"},
    {R"({"do":"edit","edits":[{"kind":"set","parameter":"hidden1.bias","index":16,"value":1}]})",
     "from 0 to 15"},
    {R"({"do":"edit","edits":[{"kind":"set","parameter":"hidden1.bias","index":0}]})", "value"},
    {R"({"do":"edit","edits":[{"kind":"set","parameter":"hidden1.bias","index":0,"value":1e39}]})",
     "a number from"},
    {R"({"do":"evaluate","set":"tset"})", "Did you mean 'test'?"},
    {R"({"do":"evaluate","set":"validation"})", "patience"},
    {R"({"do":"evaluate","trial":[{"parameter":"x","index":0,"value":0}]})", "x"},
    {R"({"do":"mute","layer":"output","neuron":0,"on":true})", "hidden layer"},
    {R"({"do":"mute","layer":"hidden1","neuron":16,"on":true})", "hidden layer"},
    {R"({"do":"votes","layer":"hidden1","neuron":0})", "choose an input"},
    {R"({"do":"neuron","layer":"hidden9","neuron":0})", "hidden"},
    {R"({"do":"neuron","layer":"hidden1","neuron":16})", "from 0 to 15"},
    {R"({"do":"cost"})", "choose an input"},
    {R"({"do":"gradient","of":"example"})", "needs a label"},
    {R"({"do":"gradient","of":"batch","samples":0})", "whole number from 1"},
    {R"({"do":"tug","parameter":"hidden1.bias","index":99})", "from 0 to 15"},
    {R"({"do":"surface","x":{"parameter":"hidden1.bias","index":0},)"
     R"("y":{"parameter":"hidden1.bias","index":0},"xRange":[0,1],"yRange":[0,1]})",
     "another weight"},
    {R"({"do":"surface","x":{"parameter":"hidden1.bias","index":0},)"
     R"("y":{"parameter":"hidden1.bias","index":1},"xRange":[1,0],"yRange":[0,1]})",
     "the smaller first"},
    {R"({"do":"surface","x":{"parameter":"hidden1.bias","index":0},)"
     R"("y":{"parameter":"hidden1.bias","index":1},"xRange":[0,1],"yRange":[0,1],"side":999})",
     "from 2 to 65"},
    {R"({"do":"gallery","count":65})", "from 1 to 64"},
    {R"({"do":"images","set":"test","indexes":[200]})", "whole number from 0 to 199"},
    {R"({"do":"time"})", "'step' is missing"},
    {R"({"do":"time","step":1})", "a step from 0 to 0"},
    {R"({"do":"time","step":0,"branch":77})", "no branch 77"},
    {R"({"do":"fork","step":9})", "a step from 0 to 0"},
    {R"({"do":"branch","to":5})", "no branch 5"},
    {R"({"do":"race","runners":[],"epochs":1})", "a list of 1 to 4"},
    {R"({"do":"race","runners":[{"rate":-1}],"epochs":1})", "a number above 0"},
    {R"({"do":"hand","stop":true})", "has not begun"},
    {R"({"do":"hand"})", "start: true or stop: true"},
    {R"({"do":"open","base64":"AAAAAAAAAAA="})", "the file"},
};

TEST(Commands, RefuseWhatMakesNoSense) {
  Page page;
  const std::vector<float> before = page.parameters();
  for (const Refused& refused : kNonsense) {
    const Json answer = page.command(Json::parse(refused.command));
    ASSERT_TRUE(answer.contains("error")) << refused.command << " → " << answer;
    const std::string text = answer["error"]["text"];
    EXPECT_NE(text.find(refused.says), text.npos) << refused.command << " → " << text;
    EXPECT_FALSE(answer["error"]["code"].get<std::string>().empty());
  }
  EXPECT_EQ(page.parameters(), before);
}

TEST(Commands, SayWhatWasWrongApartFromTheWords) {
  Page page;
  const Json facts = page.command({{"do", "recipe"}, {"activation", "sigmoidd"}})["error"]["facts"];
  EXPECT_EQ(facts["kind"], "setting_choice");
  EXPECT_EQ(facts["values"], (Json{{"setting", "activation"}, {"got", "sigmoidd"}}));
}

TEST(Learn, TakesExactlyTheStepsThatWereAskedFor) {
  Page page;
  page.steps(7);
  EXPECT_EQ(page.state()["step"], 7);
  EXPECT_EQ(page.last("stopped")["reason"], "finished");
  page.ask("learn", {{"epochs", 1}});  // to the end of the epoch that is open
  while (page.studio.busy()) page.studio.work(0.001);
  EXPECT_EQ(page.state()["step"], 10);
  page.ask("learn", {{"epochs", 2}});
  while (page.studio.busy()) page.studio.work(0.001);
  EXPECT_EQ(page.state()["step"], 30);
  EXPECT_EQ(page.state()["epoch"], 3);
}

TEST(Learn, LearnsAndDrawsCurves) {
  Page page;
  page.ask("learn", {{"run", true}});
  for (int i = 0; i < 200; ++i) page.studio.work(0.005);
  page.ask("learn", {{"run", false}});
  page.studio.work(0);
  const Json state = page.ask("evaluate", {{"set", "test"}});
  EXPECT_GT(state["accuracy"], 0.95);
  std::uint64_t last = 0, points = 0;
  for (const Json& text : page.texts) {
    if (text.value("event", "") != "curve") continue;
    for (const Json& point : text["points"]) {
      EXPECT_TRUE(points == 0 || point[0].get<std::uint64_t>() >= last);
      last = point[0];
      ++points;
    }
  }
  EXPECT_GT(points, 5U);
}

TEST(Learn, APointIsTheMeanSinceTheOneBefore) {
  Page page;
  page.ask("learn", {{"epochs", 30}});
  while (page.studio.busy()) page.studio.work(0.002);
  const Json state = page.state();
  // At the end of an epoch, not its whole mean; and not that of one batch.
  EXPECT_NEAR(state["cost"].get<double>(),
              page.ask("evaluate", {{"set", "train"}})["cost"].get<double>(), 0.1);
  // One batch says too little; ten make the next mean.
  const auto changes = [&] {
    const Json before = page.state()["cost"];
    page.steps(1);
    return page.state()["cost"] != before;
  };
  int batches = 1;
  while (!changes() && batches < 20) ++batches;
  EXPECT_LE(batches, 10);
  for (int i = 0; i < 9; ++i) EXPECT_FALSE(changes()) << i;
  EXPECT_TRUE(changes());
}

TEST(Learn, SaysWhenItDiverges) {
  Page page;
  page.ask("recipe", {{"rate", 1000}, {"weight_decay", 10}});
  page.ask("learn", {{"run", true}});
  for (int i = 0; i < 400 && page.studio.busy(); ++i) page.studio.work(0.005);
  EXPECT_EQ(page.last("stopped")["reason"], "diverged");
  EXPECT_TRUE(page.ask("evaluate")["cost"].is_number());
}

TEST(Recipe, GoesOnWhereThatHasMeaning) {
  const struct {
    Json change;
    bool reset;
  } cases[] = {{{{"rate", 1.5}}, false},
               {{{"batch", 10}}, false},
               {{{"optimizer", "adam"}}, false},
               {{{"weight_decay", 0.01}}, false},
               {{{"dropout", 0.2}}, false},
               {{{"train_size", 100}}, false},
               {{{"augment", "shift=1"}}, false},
               {{{"shuffle_labels", true}}, false},
               {{{"patience", 3}}, false},
               {{{"hidden", {8}}}, true},
               {{{"activation", "relu"}}, true},
               {{{"init", "he"}}, true},
               {{{"seed", 5}}, true},
               {{{"cost", "softmax_cross_entropy"}}, true}};
  for (const auto& c : cases) {
    Page page;
    page.steps(5);
    const std::vector<float> before = page.parameters();
    const Json answer = page.ask("recipe", c.change);
    ASSERT_TRUE(answer.contains("reset")) << answer;
    EXPECT_EQ(answer["reset"], c.reset) << c.change;
    if (!c.reset) {
      EXPECT_EQ(page.parameters(), before) << c.change;
    }
    page.steps(3);
    EXPECT_EQ(page.state()["step"], c.reset ? 3 : 8) << c.change;
    EXPECT_EQ(page.last("hello")["revision"], c.reset ? 2 : 1) << c.change;
  }
}

TEST(Reset, GivesTheSameWeightsOrOthers) {
  Page page;
  const std::vector<float> before = page.parameters();
  page.steps(5);
  EXPECT_EQ(page.ask("reset", {{"seed", "same"}})["seed"], 1);
  EXPECT_EQ(page.parameters(), before);
  EXPECT_EQ(page.ask("reset", {{"seed", "new"}})["seed"], 2);
  EXPECT_NE(page.parameters(), before);
}

TEST(Input, ComesInManyForms) {
  Page page;
  EXPECT_EQ(page.ask("input", {{"test", 3}})["label"], 3);
  EXPECT_EQ(page.bulk().dims, (std::vector<std::uint32_t>{1, 28, 28}));
  EXPECT_EQ(page.ask("input", {{"mistake", 1'000'000}})["label"].is_number(), true);
  page.ask("input", {{"noise", 4}});
  const auto noise = page.bulk().as<std::uint8_t>();
  page.ask("input", {{"noise", 5}});
  EXPECT_NE(page.bulk().as<std::uint8_t>(), noise);
  page.ask("input", {{"noise", 4}});
  EXPECT_EQ(page.bulk().as<std::uint8_t>(), noise);
  page.ask("input", {{"pixels", std::vector<int>(784, 9)}, {"label", 2}});
  EXPECT_EQ(page.bulk().as<std::uint8_t>(), std::vector<std::uint8_t>(784, 9));
  EXPECT_EQ(page.ask("cost")["label"], 2);
  page.ask("input", {{"none", true}});
  EXPECT_TRUE(page.ask("cost").contains("error"));
}

TEST(Input, BringsADrawingIntoForm) {
  Page page;
  // A tall stroke at the left edge of a large square.
  const Json strokes{{"lines", {{20, 20, 20, 180}}}, {"width", 20}, {"side", 200}};
  const Json all = page.ask("input", {{"strokes", strokes}});
  const Tensor64 stages = page.bulk();
  ASSERT_EQ(stages.dims, (std::vector<std::uint32_t>{5, 28, 28}));
  EXPECT_EQ(all["xray"]["box"], list({10.0, 10.0, 20.0, 180.0}));
  const auto pixels = stages.as<std::uint8_t>();
  const auto box = [&](int stage) {  // left, top, right, bottom of what is lit
    int l = 28, t = 28, r = -1, b = -1;
    for (int i = 0; i < 784; ++i) {
      if (pixels[static_cast<std::size_t>(784 * stage + i)] < 64) continue;
      l = std::min(l, i % 28), r = std::max(r, i % 28);
      t = std::min(t, i / 28), b = std::max(b, i / 28);
    }
    return std::vector<int>{l, t, r, b};
  };
  EXPECT_LT(box(0)[2], 6);               // at the left, as drawn
  EXPECT_NEAR(box(1)[0], 12, 1);         // in the middle
  EXPECT_EQ(box(2)[3] - box(2)[1], 19);  // 20 pixels high
  EXPECT_EQ(box(3)[3] - box(3)[1], 19);
  EXPECT_EQ(box(3)[2] - box(3)[0], 3);  // 2.5 pixels wide, over four
  EXPECT_NEAR(box(4)[0] + box(4)[2], 28, 2);

  const Json off{{"box", false}, {"scale", false}, {"stroke", false}, {"mass", false}};
  page.ask("input", {{"strokes", strokes}, {"steps", off}});
  const auto left = page.bulk().as<std::uint8_t>();
  for (int stage = 1; stage < 5; ++stage) {
    EXPECT_TRUE(std::equal(left.begin(), left.begin() + 784, left.begin() + 784 * stage));
  }
}

TEST(Edit, AnswersWithItsPrice) {
  Page page;
  page.steps(20);
  const Json before = page.ask("evaluate");
  const Json answer =
      page.ask("edit", {{"edits", list({edit("output.bias", 3, 9)})}, {"evaluate", true}});
  EXPECT_EQ(answer["edit"], 1);
  EXPECT_EQ(answer["samples"], 200);
  EXPECT_GT(answer["cost"], before["cost"]);
  // A trial tells the same and changes nothing.
  const Json trial{{"parameter", "output.bias"}, {"index", 3}, {"value", -9}};
  const Json tried = page.ask("evaluate", {{"trial", list({trial})}});
  EXPECT_EQ(page.ask("evaluate")["cost"], answer["cost"]);
  EXPECT_EQ(
      page.ask("edit", {{"edits", list({edit("output.bias", 3, -9)})}, {"evaluate", true}})["cost"],
      tried["cost"]);
  const std::vector<float> values = page.parameters();
  EXPECT_EQ(values[13002 - 10 + 3], -9);
}

TEST(Edit, HeldNumbersStayAndReleasedOnesLearn) {
  Page page;
  page.ask(
      "edit",
      {{"edits", list({edit("output.bias", 3, 0.5, "hold"), edit("output.bias", 4, 0.5, "set")})}});
  page.steps(5);
  std::vector<float> values = page.parameters();
  EXPECT_EQ(values[13002 - 10 + 3], 0.5F);
  EXPECT_NE(values[13002 - 10 + 4], 0.5F);
  page.ask("edit", {{"edits", list({edit("output.bias", 3, 0, "release")})}});
  page.steps(5);
  EXPECT_NE(page.parameters()[13002 - 10 + 3], 0.5F);
}

TEST(Edit, ManyMoreThanATrainersQueueTakes) {
  Page page;
  Json edits = Json::array();
  for (int i = 0; i < 3000; ++i) edits.push_back(edit("hidden1.weight", i, 0.25, "hold"));
  page.ask("edit", {{"edits", edits}});
  page.steps(3);
  const std::vector<float> values = page.parameters();
  EXPECT_TRUE(
      std::all_of(values.begin(), values.begin() + 3000, [](float v) { return v == 0.25F; }));
  EXPECT_NE(values[3000], 0.25F);
}

TEST(Mute, IsSeenButNotLearnt) {
  Page page, same;
  page.steps(30);
  same.steps(30);
  const Json before = page.ask("evaluate");
  EXPECT_NE(page.ask("mute", {{"layer", "hidden2"}, {"neuron", 2}, {"on", true}})["cost"],
            before["cost"]);
  EXPECT_EQ(page.ask("mute", {{"layer", "hidden2"}, {"neuron", 2}, {"on", false}})["cost"],
            before["cost"]);
  page.ask("mute", {{"layer", "hidden1"}, {"neuron", 2}, {"on", true}});
  page.steps(5);
  same.steps(5);
  EXPECT_EQ(page.parameters(), same.parameters());
  EXPECT_EQ(page.state()["muted"].size(), 1U);
}

TEST(Votes, AddUpToWhatTheEngineComputed) {
  Page page;
  page.steps(30);
  page.ask("input", {{"test", 7}});
  const Json votes = page.ask("votes", {{"layer", "hidden1"}, {"neuron", 5}});
  const auto parts = page.bulk().as<double>();
  ASSERT_EQ(parts.size(), 784U);
  double sum = 0;
  for (const double part : parts) sum += part;
  EXPECT_EQ(sum + votes["bias"].get<double>() + votes["rounding"].get<double>(), votes["z"]);
}

TEST(Cost, IsSpelledOut) {
  Page page;
  page.ask("input", {{"test", 3}});
  const Json cost = page.ask("cost");
  double sum = 0;
  for (int i = 0; i < 10; ++i) {
    const double a = cost["outputs"][i], y = i == 3 ? 1 : 0;
    EXPECT_EQ(cost["wanted"][i], y);
    EXPECT_EQ(cost["terms"][i], (a - y) * (a - y));
    sum += (a - y) * (a - y);
  }
  EXPECT_EQ(cost["sum"], sum);
}

TEST(Neuron, IsKnownOverTheTestSet) {
  Page page;
  page.steps(30);
  const Json neuron = page.ask("neuron", {{"layer", "hidden1"}, {"neuron", 5}});
  EXPECT_EQ(neuron["best"].size(), 16U);
  EXPECT_GE(neuron["best"][0]["activation"], neuron["best"][1]["activation"]);
  int total = 0;
  for (const Json& bin : neuron["histogram"]) total += bin.get<int>();
  EXPECT_EQ(total, 200);
  EXPECT_EQ(neuron["perClass"].size(), 10U);
}

TEST(Landscape, AgreesWithTheGradient) {
  Page page;
  page.steps(10);
  const Json x{{"parameter", "output.weight"}, {"index", 0}};
  const Json y{{"parameter", "output.weight"}, {"index", 1}};
  const Json plane{{"x", x}, {"y", y}, {"samples", 50}};
  Json asked = plane;
  asked.update({{"xRange", {-1, 1}}, {"yRange", {-1, 1}}, {"side", 3}});
  const Json surface = page.ask("surface", asked);
  ASSERT_EQ(page.bulk().dims, (std::vector<std::uint32_t>{3, 3}));
  const auto costs = page.bulk().as<float>();
  const double h = 1e-3;
  const double ax = surface["at"][0], ay = surface["at"][1];
  asked.update({{"xRange", {ax - h, ax + h}}, {"yRange", {ay - h, ay + h}}});
  page.ask("surface", asked);
  const auto near = page.bulk().as<float>();
  const Json gradient = page.ask("gradient", {{"of", "batch"}, {"samples", 50}});
  const auto slopes = page.bulk().as<float>();
  const std::size_t first = 13002 - 170;  // of output.weight
  EXPECT_NEAR((near[5] - near[3]) / (2 * h), slopes[first], 2e-3);
  EXPECT_NEAR((near[7] - near[1]) / (2 * h), slopes[first + 1], 2e-3);
  EXPECT_NEAR(gradient["cost"].get<double>(), surface["cost"].get<double>(), 1e-5);

  Json roll = plane;
  roll.update({{"at", {0.8, -0.8}}, {"rate", 0.5}, {"steps", 30}});
  const Json path = page.ask("roll", roll)["path"];
  EXPECT_EQ(path.size(), 31U);
  EXPECT_LT(path[30][2], path[0][2]);

  const Json tug = page.ask("tug", {{"parameter", "output.weight"}, {"index", 0}});
  double mean = 0;
  for (const Json& pull : tug["pulls"]) mean += pull["gradient"].get<double>() / 10;
  EXPECT_NEAR(mean, tug["mean"].get<double>(), 1e-9);
}

TEST(Gallery, ShowsTheCellsOfTheConfusion) {
  Page page;
  page.steps(20);
  const Json confusion = page.ask("confusion");
  int wrong = 0;
  for (int label = 0; label < 10; ++label) {
    for (int answer = 0; answer < 10; ++answer) {
      const int count = confusion["matrix"][label][answer];
      if (label != answer) wrong += count;
      const Json cell = page.ask("gallery", {{"label", label}, {"answer", answer}});
      EXPECT_EQ(cell["total"], count);
      EXPECT_EQ(page.bulk().dims[0], cell["items"].size());
    }
  }
  EXPECT_EQ(page.ask("gallery", {{"wrong", true}, {"count", 1}})["total"], wrong);
  EXPECT_EQ(page.ask("images", {{"set", "train"}, {"indexes", {1, 2}}})["labels"], list({1, 2}));
}

TEST(Hand, PlaysAgainstOneStep) {
  Page page;
  page.ask("hand", {{"start", true}});
  for (int i = 0; i < 5; ++i) {
    page.ask("edit", {{"edits", list({edit("output.bias", i, -1)})}, {"evaluate", true}});
  }
  const Json end = page.ask("hand", {{"stop", true}});
  EXPECT_LT(end["byHand"]["cost"], end["before"]["cost"]);
  EXPECT_LT(end["oneStep"]["cost"], end["before"]["cost"]);
  EXPECT_EQ(end["paths"]["hand"].size(), 6U);
  EXPECT_EQ(end["paths"]["descent"].size(), 21U);
}

TEST(Recipe, BringsTheUsualRateOfAllThatIsChosen) {
  Page page;
  const auto after = [&](const Json& fields) { return page.ask("recipe", fields)["recipe"]; };
  EXPECT_EQ(after({{"optimizer", "adamw"}})["rate"], 0.003);
  const Json relu = after({{"activation", "relu"}});
  EXPECT_EQ(relu["rate"], 0.003) << "AdamW's, whatever the activation";
  EXPECT_EQ(relu["init"], "he");
  EXPECT_EQ(after({{"optimizer", "sgd"}})["rate"], 0.2);
  EXPECT_EQ(after({{"activation", "identity"}})["rate"], 0.2);
  EXPECT_EQ(after({{"activation", "identity"}, {"rate", 0.7}})["rate"], 0.7);
  const Json sigmoid = after({{"activation", "sigmoid"}});
  EXPECT_EQ(sigmoid["rate"], 3);
  EXPECT_EQ(sigmoid["init"], "lecun");
  EXPECT_EQ(after({{"cost", "softmax_cross_entropy"}})["rate"], 0.3);
}

}  // namespace
}  // namespace glia::studio
