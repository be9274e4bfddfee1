// The plane: points instead of pictures, with a network, a training and a past of their own.
#include <set>

#include "core/plane/inputs.h"
#include "core/plane/shapes.h"
#include "support.h"

namespace glia::studio {
namespace {

struct PlanePage : Page {
  explicit PlanePage(const Studio::Options& options = {}) : Page(options) {
    EXPECT_EQ(ask("subject", {{"of", "plane"}}).value("error", Json()), Json());
  }
  // All points: x, y, label, whether it is kept for testing.
  std::vector<float> points() {
    ask("points");
    return bulk().as<float>();
  }
  Json now() {
    ask("subject", {{"of", "plane"}});
    return last("hello")["state"];
  }
  double accuracy() { return ask("evaluate", {{"set", "train"}})["accuracy"]; }
  // Learns until all points are told apart, or for so many epochs.
  double learn(int epochs) {
    for (int i = 0; i < epochs && accuracy() < 1; i += 50) {
      ask("learn", {{"epochs", 50}});
      while (studio.busy()) studio.work(0.01);
    }
    return accuracy();
  }
  std::vector<float> pictures() {
    ask("watch", {{"channels", {"plane"}}});
    for (int i = 0; i < 50 && (tensors.empty() || tensors.back().channel != 4); ++i) studio.work(0);
    EXPECT_EQ(tensors.back().channel, 4);
    return tensors.back().as<float>();
  }
};

TEST(PlaneInputs, SineIsThatOfTheLibraryToTheLastDigits) {
  for (double x = -20; x < 20; x += 0.01) EXPECT_NEAR(portable_sin(x), std::sin(x), 1e-14) << x;
}

TEST(PlanePoints, AreTheSameForTheSameFields) {
  for (const PointShape& shape : point_shapes()) {
    for (const int classes : std::set<int>{shape.least_classes, shape.most_classes}) {
      const std::vector<Point> points = points_of(shape, 200, 0.2, classes, 7);
      EXPECT_EQ(points, points_of(shape, 200, 0.2, classes, 7)) << shape.name;
      EXPECT_NE(points, points_of(shape, 200, 0.2, classes, 8)) << shape.name;
      ASSERT_EQ(points.size(), 200U);
      std::set<float> labels;
      for (const Point& point : points) {
        EXPECT_LE(std::max(std::abs(point.x), std::abs(point.y)), kPlaneRange);
        labels.insert(point.label);
        if (classes == 0) {
          EXPECT_LE(std::abs(point.label), 1);
        }
      }
      if (classes > 0) {
        EXPECT_EQ(labels.size(), static_cast<std::size_t>(classes)) << shape.name;
      }
    }
  }
}

TEST(Plane, IsASubjectOfItsOwn) {
  Page page;
  page.ask("learn", {{"run", true}});
  page.texts.clear();
  EXPECT_FALSE(page.ask("subject", {{"of", "plane"}}).contains("error"));
  const Json hello = page.texts.front();
  EXPECT_EQ(hello["event"], "hello");
  EXPECT_EQ(hello["subject"], "plane");
  EXPECT_EQ(hello["net"], "2-8-8-1");
  EXPECT_EQ(hello["input"]["shape"], Json({2}));
  EXPECT_EQ(hello["data"]["name"], "spirals");
  EXPECT_EQ(hello["data"]["classes"], Json({"0", "1"}));
  EXPECT_EQ(hello["plane"], Json::parse(R"({"side":32,"outputSide":96,"range":6.0,)"
                                        R"("inputs":["x","y"]})"));
  EXPECT_EQ(hello["state"]["running"], false);
  EXPECT_EQ(page.texts[1]["event"], "points");
  // Digits go on learning meanwhile.
  for (int i = 0; i < 20; ++i) page.studio.work(0.005);
  page.texts.clear();
  page.ask("subject", {{"of", "digits"}});
  EXPECT_EQ(page.texts.front()["subject"], "digits");
  EXPECT_EQ(page.texts.front()["net"], "784-16-16-10");
  EXPECT_EQ(page.texts.front()["state"]["running"], true);
  EXPECT_GT(page.texts.front()["state"]["step"], 0);
  EXPECT_NE(page.texts.front()["revision"], hello["revision"]);
  page.ask("subject", {{"of", "plane"}});
  page.studio.attach(page);  // who comes gets digits
  EXPECT_EQ(page.last("hello")["subject"], "digits");
}

TEST(Plane, WhatIsUnderWayIsToldThatItEnds) {
  Page page;
  page.ask("learn", {{"steps", 400}});
  while (page.studio.busy()) page.studio.work(0.01);
  const Json surface =
      Json::parse(R"({"id":900,"do":"surface","x":{"parameter":"hidden1.weight","index":1},)"
                  R"("y":{"parameter":"output.bias","index":0},"xRange":[0,1],"yRange":[0,1]})");
  page.studio.handle(surface.dump());
  page.ask("subject", {{"of", "plane"}});
  const auto told = std::ranges::find_if(
      page.texts, [](const Json& text) { return text.value("re", Json()) == 900; });
  ASSERT_NE(told, page.texts.end());
  EXPECT_EQ((*told)["error"]["code"], "superseded");
}

struct Lesson {
  const char* points;
  const char* recipe;
  int epochs;
};

TEST(Plane, LearnsWhatItsShapesAsk) {
  const Lesson kLessons[] = {
      {R"({"shape":"xor","noise":0})", R"({"hidden":[4]})", 1000},
      {R"({"shape":"circle","noise":0})", R"({"hidden":[4]})", 1000},
      {R"({"shape":"circle","noise":0,"inputs":["x2","y2"]})", R"({"hidden":[]})", 1000},
      {R"({"shape":"moons","noise":0})", R"({"hidden":[4]})", 1500},
      {R"({"shape":"spirals","noise":0})", R"({"hidden":[8,8]})", 3000},
      {R"({"shape":"spirals","noise":0,"classes":4})", R"({"hidden":[12,8]})", 3000},
      {R"({"shape":"rings3","noise":0})", R"({"hidden":[8]})", 1500},
  };
  for (const Lesson& lesson : kLessons) {
    PlanePage page;
    Json points = page.ask("points", Json::parse(lesson.points));
    ASSERT_FALSE(points.contains("error")) << points;
    ASSERT_FALSE(page.ask("recipe", Json::parse(lesson.recipe)).contains("error"));
    EXPECT_EQ(page.learn(lesson.epochs), 1) << lesson.points;
  }
}

TEST(Plane, FitsACurve) {
  PlanePage page;
  const Json answer = page.ask("points", {{"shape", "curve"}, {"noise", 0}});
  EXPECT_EQ(answer["reset"], true);
  const Json hello = page.last("hello");
  EXPECT_EQ(hello["net"], "1-8-8-1");
  EXPECT_EQ(hello["layers"].back()["activation"], "identity");
  EXPECT_EQ(hello["recipe"]["cost"], "squared");
  EXPECT_EQ(hello["data"]["classes"], Json::array());
  EXPECT_EQ(page.last("points")["regression"], true);
  const double before = page.ask("evaluate", {{"set", "train"}})["cost"];
  page.ask("learn", {{"epochs", 300}});
  while (page.studio.busy()) page.studio.work(0.01);
  const Json figures = page.ask("evaluate", {{"set", "train"}});
  EXPECT_LT(figures["cost"].get<double>(), before / 50);
  EXPECT_TRUE(figures["accuracy"].is_null());
  EXPECT_TRUE(page.now()["accuracy"].is_null());
}

TEST(Plane, HasAnOutputForEachOfMoreThanTwoClasses) {
  PlanePage page;
  EXPECT_EQ(page.ask("points", {{"classes", 3}})["reset"], true);
  Json hello = page.last("hello");
  EXPECT_EQ(hello["net"], "2-8-8-3");
  EXPECT_EQ(hello["layers"].back()["activation"], "softmax");
  EXPECT_EQ(hello["recipe"]["cost"], "softmax_cross_entropy");
  page.ask("points", {{"classes", 2}});
  hello = page.last("hello");
  EXPECT_EQ(hello["recipe"]["cost"], "sigmoid_cross_entropy");
  for (const Json& setting : hello["settings"]) {
    EXPECT_NE(setting["name"], "augment");
    if (setting["name"] == "cost") {
      EXPECT_EQ(setting["choices"],
                Json({"squared", "absolute", "huber", "sigmoid_cross_entropy", "focal"}));
    }
  }
}

TEST(Plane, GoesOnWithOtherPoints) {
  PlanePage page;
  page.steps(20);
  const std::vector<float> learnt = page.parameters(), before = page.points();
  const Json add = page.ask("points", {{"add", {{1.5, -2, 1}, {0.25, 3, 0}}}, {"erase", {0, 5}}});
  EXPECT_EQ(add["reset"], false);
  EXPECT_EQ(add["train"].get<int>() + add["test"].get<int>(), 240);
  const std::vector<float> after = page.bulk().as<float>();
  EXPECT_EQ(after.size(), before.size());
  EXPECT_EQ(after[0], before[4]);  // the second point is the first now
  EXPECT_EQ(after[4 * 238], 1.5F);
  EXPECT_EQ(after[4 * 239 + 2], 0);
  EXPECT_EQ(page.parameters(), learnt);
  EXPECT_EQ(page.last("hello")["state"]["step"], 0);  // no other hello came
  for (const Json& change : {Json{{"noise", 0.4}}, Json{{"count", 50}}, Json{{"test", 0.5}},
                             Json{{"shape", "moons"}}, Json{{"seed", 9}}}) {
    EXPECT_EQ(page.ask("points", change)["reset"], false) << change;
    page.steps(3);
  }
  EXPECT_EQ(page.ask("points")["train"], 25);
  EXPECT_EQ(page.ask("points", {{"test", 0}})["test"], 0);
  EXPECT_TRUE(page.now()["testCost"].is_null());
  EXPECT_EQ(page.ask("points", {{"inputs", {"y", "x", "xy"}}})["reset"], true);
  EXPECT_EQ(page.last("hello")["plane"]["inputs"], Json({"x", "y", "xy"}));
}

TEST(Plane, TakesPointsThatAreSetByHand) {
  PlanePage page;
  page.ask("points", {{"set", {{-2, -2, 0}, {2, 2, 0}, {-2, 2, 1}, {2, -2, 1}}}, {"test", 0}});
  const Json told = page.last("points");
  page.steps(1);
  EXPECT_EQ(page.ask("points", {{"noise", 0.9}, {"count", 77}})["train"], 4);
  EXPECT_EQ(page.learn(1000), 1);
  const Json refused = page.ask("points", {{"erase", {0, 1, 2, 3}}});
  EXPECT_NE(refused["error"]["text"].get<std::string>().find("at least one"), std::string::npos);
  EXPECT_EQ(page.points().size(), 16U);
}

TEST(Plane, EveryStepIsThereAgainAcrossChangesOfPoints) {
  PlanePage page;
  std::vector<std::vector<float>> seen{page.parameters()};
  const auto step = [&](int count) {
    for (int i = 0; i < count; ++i) {
      page.steps(1);
      seen.push_back(page.parameters());
    }
  };
  step(6);
  page.ask("points", {{"add", {{0, 0, 1}, {5, 5, 0}}}});
  step(5);
  page.ask("points", {{"shape", "circle"}, {"noise", 0.3}});
  step(7);
  page.ask("recipe", {{"batch", 7}});
  page.ask("points", {{"count", 30}});
  step(9);
  const std::size_t last = page.points().size();
  for (std::size_t at = seen.size(); at-- > 0;) {
    ASSERT_EQ(page.ask("time", {{"step", at}, {"exact", true}})["step"], at);
    EXPECT_EQ(page.parameters(), seen[at]) << "step " << at;
  }
  // The points are those of the moment.
  page.ask("time", {{"step", 8}, {"exact", true}});
  EXPECT_EQ(page.points().size(), 4U * 242);
  EXPECT_TRUE(page.ask("points", {{"noise", 0.1}}).contains("error"));
  page.ask("fork", {{"step", 8}});
  EXPECT_EQ(page.points().size(), 4U * 242);
  page.ask("branch", {{"to", 0}});
  EXPECT_EQ(page.points().size(), last);
  EXPECT_EQ(page.parameters(), seen.back());
  int changes = 0;
  const Json journal = page.ask("journal")["entries"];
  for (const Json& entry : journal) changes += entry["kind"] == "points";
  EXPECT_EQ(changes, 4);
}

TEST(Plane, ShowsEveryNeuronOverThePlane) {
  PlanePage page;
  page.ask("recipe", {{"hidden", {3, 2}}});
  page.steps(5);
  const std::vector<float> pictures = page.pictures();
  ASSERT_EQ(pictures.size(), 32U * 32 * (2 + 3 + 2) + 96 * 96);
  EXPECT_LT(pictures[0], 0);                // x at the left end…
  EXPECT_GT(pictures[31], 0);               // …and at the right
  EXPECT_GT(pictures[32 * 32], 0);          // y at the top…
  EXPECT_LT(pictures[2 * 32 * 32 - 1], 0);  // …and at the bottom
  // A place, and the same place as an example.
  const int row = 9, column = 22;
  const auto at = [](int i) { return 6 * ((2.0 * i + 1) / 32 - 1); };
  page.ask("input", {{"point", {at(column), -at(row)}}, {"label", 1}});
  page.seen(UINT32_MAX);
  page.ask("watch", {{"channels", {"activations", "gradient"}}});
  std::vector<float> activations;
  for (int i = 0; i < 50 && activations.empty(); ++i) {
    page.studio.work(0.002);
    for (const Tensor64& tensor : page.tensors) {
      if (tensor.channel == 2) activations = tensor.as<float>();
    }
  }
  ASSERT_EQ(activations.size(), 2U + 2 * (3 + 2 + 1));
  const std::vector<std::size_t> places{0, 1, 5, 6, 7, 10, 11};  // inputs, then lights
  for (std::size_t i = 0; i < places.size(); ++i) {
    EXPECT_FLOAT_EQ(pictures[i * 1024 + row * 32 + column], activations[places[i]]) << i;
  }
  const int large = (3 * row + 1) * 96 + 3 * column + 1;
  EXPECT_NEAR(pictures[7 * 1024 + large], activations[13], 1e-6);
  page.ask("mute", {{"layer", "hidden1"}, {"neuron", 1}, {"on", true}});
  page.seen(UINT32_MAX);
  const std::vector<float> muted = page.pictures();
  EXPECT_EQ(muted[3 * 1024 + 7], 0);
  EXPECT_NE(muted[5 * 1024 + 7], pictures[5 * 1024 + 7]);
}

TEST(Plane, NoChannelStarvesAnother) {
  PlanePage page;
  page.ask("input", {{"test", 0}});
  page.ask("watch", {{"channels", {"parameters", "activations", "gradient", "plane"}}});
  page.ask("learn", {{"run", true}});
  std::map<int, int> came;
  for (int i = 0; i < 400; ++i) {
    page.studio.work(0.002);
    for (const Tensor64& tensor : page.tensors) {
      ++came[tensor.channel];
      page.seen(tensor.sequence);
    }
    page.tensors.clear();
  }
  ASSERT_EQ(came.size(), 4U);
  for (const auto& [channel, count] : came) EXPECT_GT(count, 5) << channel;
}

TEST(Plane, ShowsAPointAsItShowsADigit) {
  PlanePage page;
  const Json input = page.ask("input", {{"point", {1, -2}}, {"label", 1}});
  EXPECT_EQ(input["label"], 1);
  EXPECT_EQ(input["point"], Json({1.0, -2.0}));
  const Json cost = page.ask("cost");
  EXPECT_EQ(cost["outputs"].size(), 1U);
  EXPECT_EQ(cost["wanted"], Json({1.0}));
  EXPECT_FALSE(page.ask("votes", {{"layer", "hidden1"}, {"neuron", 0}}).contains("error"));
  EXPECT_FALSE(page.ask("gradient", {{"of", "example"}}).contains("error"));
  const Json tested = page.ask("input", {{"test", 3}});
  const std::vector<float> all = page.points();
  int index = -1;
  for (std::size_t i = 0; i < all.size(); i += 4) {
    if (all[i + 3] != 1 || ++index != 3) continue;
    EXPECT_EQ(tested["point"], Json({all[i], all[i + 1]}));
  }
  EXPECT_EQ(tested["index"], 3);
  const Json neuron = page.ask("neuron", {{"layer", "hidden1"}, {"neuron", 0}});
  EXPECT_EQ(neuron["perClass"].size(), 2U);
  EXPECT_EQ(page.ask("confusion")["matrix"].size(), 2U);
  EXPECT_FALSE(page.ask("tug", {{"parameter", "output.bias"}, {"index", 0}}).contains("error"));
  // Another set of inputs sees the same point.
  page.ask("points", {{"inputs", {"x", "y", "x2"}}});
  EXPECT_FALSE(page.ask("votes", {{"layer", "hidden1"}, {"neuron", 0}}).contains("error"));
}

TEST(Plane, RacesShufflesAndSaves) {
  PlanePage page;
  page.ask("recipe", {{"shuffle_labels", true}, {"train_size", 100}});
  page.steps(5);
  const Json race = page.ask("race", {{"runners", {{{"rate", 0.1}}}}, {"epochs", 2}});
  EXPECT_FALSE(race.contains("error")) << race;
  while (page.studio.busy()) page.studio.work(0.01);
  const Json saved = page.ask("save");
  EXPECT_EQ(saved["name"], "spirals-step-5.safetensors");
  const std::vector<float> learnt = page.parameters();
  page.ask("reset", {{"seed", "new"}});
  EXPECT_NE(page.parameters(), learnt);
  const Json opened = page.ask("open", {{"base64", saved["base64"]}});
  EXPECT_FALSE(opened.contains("error")) << opened;
  EXPECT_EQ(page.parameters(), learnt);
}

TEST(Plane, OpensNoNetworkThatIsToldOtherInputs) {
  PlanePage page;
  const Json saved = page.ask("save");
  page.ask("points", {{"inputs", {"x2", "y2"}}});
  const Json opened = page.ask("open", {{"base64", saved["base64"]}});
  EXPECT_NE(opened["error"]["text"].get<std::string>().find("is told x, y"), std::string::npos);
}

TEST(Plane, PastPointsAreWithinTheBudgetOfMemory) {
  Studio::Options options;
  options.limits.bytes = 2'000'000;  // a quarter is the plane's
  PlanePage page(options);
  for (int seed = 1; seed < 40; ++seed) {
    page.ask("points", {{"count", 2000}, {"seed", seed}});
    page.steps(1);
  }
  const Json snapshots = page.now()["snapshots"];
  EXPECT_EQ(snapshots["budget"], 500'000);
  EXPECT_LE(snapshots["bytes"], 500'000);
  EXPECT_GT(page.now()["firstStep"], 0);
}

struct Refused {
  const char* command;
  const char* says;
};

TEST(Plane, RefusesWhatMakesNoSense) {
  const Refused kNonsense[] = {
      {R"({"do":"gallery"})", "the plane has no pictures"},
      {R"({"do":"images","set":"test","indexes":[0]})", "the plane has no pictures"},
      {R"({"do":"maps"})", "the plane has no pictures"},
      {R"({"do":"cnn","teach":true})", "the plane has no pictures"},
      {R"({"do":"hear","recording":0})", "the plane has no pictures"},
      {R"({"do":"input","noise":1})", "one of point, test"},
      {R"({"do":"input","pixels":[0,1]})", "one of point, test"},
      {R"({"do":"input","strokes":{"lines":[[1,1]],"width":1,"side":9}})", "one of point, test"},
      {R"({"do":"input","point":[1]})", "a list of 2 entries"},
      {R"({"do":"input","point":[1,7]})", "a number from -6 to 6"},
      {R"({"do":"input","point":[1,1],"label":2})", "from 0 to 1"},
      {R"({"do":"evaluate","set":"drawn"})", "28×28"},
      {R"({"do":"recipe","cost":"softmax_cross_entropy"})", "there is no"},
      {R"({"do":"recipe","augment":"shift=1"})", "means nothing"},
      {R"({"do":"recipe","hidden":[33]})", "from 1 to 32"},
      {R"({"do":"subject","of":"cube"})", "there is no"},
      {R"({"do":"points","shape":"spiral"})", "Did you mean 'spirals'?"},
      {R"({"do":"points","count":9})", "from 10 to 2000"},
      {R"({"do":"points","count":1e9})", "whole number"},
      {R"({"do":"points","noise":-1})", "a number from 0 to 1"},
      {R"({"do":"points","noise":"much"})", "a number from"},
      {R"({"do":"points","test":1})", "a number from 0 to 0.9"},
      {R"({"do":"points","seed":-1})", "whole number from 0"},
      {R"({"do":"points","classes":1})", "2 to 6 classes of spirals"},
      {R"({"do":"points","shape":"circle","classes":3})", "the 2 classes of circle"},
      {R"({"do":"points","shape":"curve","classes":2})", "values"},
      {R"({"do":"points","inputs":[]})", "a list of 1 to 7"},
      {R"({"do":"points","inputs":["x","x"]})", "each input once"},
      {R"({"do":"points","inputs":["z"]})", "there is no"},
      {R"({"do":"points","inputs":[3]})", "a text"},
      {R"({"do":"points","add":[[0,0]]})", "x, y and label"},
      {R"({"do":"points","add":[[0,0,2]]})", "from 0 to 1"},
      {R"({"do":"points","add":[[0,0,0.5]]})", "whole number"},
      {R"({"do":"points","add":[[6.5,0,1]]})", "a number from -6 to 6"},
      {R"({"do":"points","add":[[null,0,1]]})", "a number from -6 to 6"},
      {R"({"do":"points","erase":[240]})", "from 0 to 239"},
      {R"({"do":"points","set":[]})", "at least one"},
      {R"({"do":"points","shape":"circle","set":[[0,0,1]]})", "own"},
      {R"({"do":"points","point":[0,0]})", "no field"},
  };
  PlanePage page;
  const std::vector<float> before = page.parameters(), points = page.points();
  for (const Refused& refused : kNonsense) {
    const Json answer = page.command(Json::parse(refused.command));
    ASSERT_TRUE(answer.contains("error")) << refused.command << " → " << answer;
    const std::string text = answer["error"]["text"];
    EXPECT_NE(text.find(refused.says), text.npos) << refused.command << " → " << text;
  }
  EXPECT_EQ(page.parameters(), before);
  EXPECT_EQ(page.points(), points);
  page.ask("subject", {{"of", "digits"}});
  for (const char* command : {R"({"do":"points"})", R"({"do":"input","point":[0,0]})"}) {
    EXPECT_TRUE(page.command(Json::parse(command)).contains("error")) << command;
  }
}

}  // namespace
}  // namespace glia::studio
