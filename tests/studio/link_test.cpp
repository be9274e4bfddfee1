// A link is what a lesson hangs on, written down: whoever follows it has the same network, bit for
// bit.
#include "core/link.h"

#include <functional>

#include "core/plane/points.h"
#include "core/settings.h"
#include "core/taught.h"
#include "lessons.h"

namespace glia::studio {
namespace {

Studio::Options with_taught() {
  static const auto extra = [] {
    auto made = std::make_shared<ExtraNetworks>();
    made->taught = teach_first_network(1, digits());
    return made;
  }();
  return beside(extra);
}

struct Lesson {
  const char* name;
  std::function<void(Page&)> teach;
  bool plane = false, taught = false;
};

void PrintTo(const Lesson& lesson, std::ostream* out) { *out << lesson.name; }

std::vector<Lesson> lessons() {
  return {
      {"Newborn", [](Page&) {}},
      {"Plain", [](Page& page) { page.steps(70); }},
      {"EditsAndHolds",
       [](Page& page) {
         page.steps(7);
         edit(page, {edit("set", "hidden2.weight", 3, 1.5), edit("hold", "output.bias", 2, 0.1)});
         page.steps(9);
         edit(page, {release("output.bias", 2), edit("set", "hidden2.weight", 3, -1.0 / 3)});
         page.steps(4);
         edit(page, {edit("hold", "hidden1.weight", 5, 0.7)});  // waits
       }},
      {"MoreEditsThanAQueueHas",
       [](Page& page) {
         page.steps(2);
         Json many = Json::array();
         for (int i = 0; i < 1500; ++i) many.push_back(edit("set", "hidden1.weight", i, i * 1e-3));
         page.ask("edit", {{"edits", many}});
         page.steps(3);
       }},
      {"SettingsInTheMiddle",
       [](Page& page) {
         page.steps(5);
         recipe(page, {{"rate", 0.7}});
         page.steps(3);
         recipe(page, {{"batch", 11}});
         page.steps(60);
         recipe(page, {{"optimizer", "adam"}, {"dropout", 0.2}});
         page.steps(6);
         recipe(page, {{"train_size", 50}, {"shuffle_labels", true}, {"augment", "shift=2"}});
         page.steps(12);
         recipe(page, {{"rate", 0.01}, {"batch", 7}});  // wait
       }},
      {"SettingsThereAndBack",  // nothing of it is left but moments that begin anew
       [](Page& page) {
         recipe(page, {{"optimizer", "adam"}});
         page.steps(5);
         recipe(page, {{"optimizer", "momentum"}});
         recipe(page, {{"optimizer", "adam"}});
         recipe(page, {{"shuffle_labels", true}});
         recipe(page, {{"shuffle_labels", false}});
         page.steps(5);
       }},
      {"Nudges",
       [](Page& page) {
         page.ask("input", {{"test", 3}});
         page.steps(4);
         edit(page, {edit("set", "output.bias", 0, 2), edit("hold", "output.bias", 4, 0.75)});
         page.ask("nudge");
         page.ask("nudge");
         page.steps(6);
         page.ask("input", {{"noise", 9}, {"label", 2}});
         page.ask("nudge");
       }},
      {"AnotherNetwork",
       [](Page& page) {
         recipe(page, {{"hidden", {12}}, {"activation", "relu"}, {"seed", 9}});
         page.steps(20);
       }},
      {"ANewSeed",
       [](Page& page) {
         page.steps(3);
         page.ask("reset", {{"seed", "new"}});
         page.steps(8);
       }},
      {"AFork",
       [](Page& page) {
         page.steps(20);
         edit(page, {edit("set", "hidden2.weight", 1, 2)});
         page.steps(5);
         page.ask("fork", {{"step", 8}, {"name", "slow"}});
         recipe(page, {{"rate", 0.1}});
         page.steps(12);
         page.ask("fork", {{"step", 14}});
         edit(page, {edit("hold", "output.bias", 1, 1)});
         page.steps(3);
       }},
      {"AForkOfThePresent",
       [](Page& page) {
         page.steps(6);
         edit(page, {edit("hold", "output.bias", 1, 1)});
         page.ask("fork");
         page.steps(3);
       }},
      {"StoppedEarly",
       [](Page& page) {
         recipe(page, {{"train_size", 20}, {"shuffle_labels", true}, {"patience", 2}});
         page.ask("learn", {{"run", true}});
         for (int i = 0; i < 3000 && page.studio.busy(); ++i) page.studio.work(0.005);
         EXPECT_EQ(page.last("stopped")["reason"], "early_stopping");
         page.steps(2);
       }},
      {"Taught", [](Page&) {}, false, true},
      {"TaughtFurther",
       [](Page& page) {
         page.steps(5);
         edit(page, {edit("set", "hidden2.weight", 1, 2)});
         page.steps(3);
       },
       false, true},
      {"NewbornBesideATaughtOne",
       [](Page& page) {
         page.ask("taught", {{"on", false}});
         page.steps(5);
       },
       false, true},
      {"Plane", [](Page& page) { page.steps(40); }, true},
      {"PlaneOfAShape",
       [](Page& page) {
         points(page, {{"shape", "rings3"}, {"noise", 0.25}, {"inputs", {"x", "y", "x2"}}});
         recipe(page, {{"hidden", {4, 3}}, {"activation", "relu"}});
         page.steps(30);
         points(page, {{"noise", 0.5}, {"test", 0.5}});
         page.steps(10);
       },
       true},
      {"PlaneWithOwnPoints",
       [](Page& page) {
         page.steps(5);
         points(page, {{"erase", {3, 4, 100}}, {"add", list({{1.1, -2.3, 1}, {0.5, 0.5, 0}})}});
         page.steps(5);
         points(page, {{"erase", {237}}, {"add", list({{1.25, 2, 1}})}, {"test", 0.1}});
         page.steps(5);
         points(page, {{"set", list({{1, 1, 0}, {-1, 1.3, 1}, {1, -1, 1}, {2, 2, 0}})}});
         page.steps(5);
         page.ask("input", {{"point", {1.7, -2}}, {"label", 1}});
         page.ask("nudge");
       },
       true},
      {"PlaneOfValues",
       [](Page& page) {
         points(page, {{"shape", "curve"}, {"add", list({{0.3, 0, -0.7}})}});
         page.steps(25);
       },
       true},
  };
}

// Who followed it.
std::unique_ptr<Page> follower_of(const Json& link, const Lesson& lesson) {
  auto page = std::make_unique<Page>(lesson.taught ? with_taught() : Studio::Options());
  if (lesson.plane) page->ask("subject", {{"of", "plane"}});
  const Json answer = page->ask("follow", {{"link", link}});
  EXPECT_FALSE(answer.contains("error")) << answer << link;
  return page;
}

// As it stands now; who comes gets the digits first.
Json hello_of(Page& page, const Lesson& lesson) {
  page.state();
  if (lesson.plane) page.ask("subject", {{"of", "plane"}});
  return page.last("hello");
}

class Links : public testing::TestWithParam<Lesson> {};

TEST_P(Links, LeadToTheSameBits) {
  const Lesson& lesson = GetParam();
  Page page(lesson.taught ? with_taught() : Studio::Options());
  if (lesson.plane) page.ask("subject", {{"of", "plane"}});
  lesson.teach(page);
  const Json answer = page.ask("link");
  ASSERT_TRUE(answer.contains("link")) << answer;
  const auto other = follower_of(answer["link"], lesson);
  EXPECT_EQ(other->parameters(), page.parameters()) << answer;
  const Json here = hello_of(page, lesson)["state"], there = hello_of(*other, lesson)["state"];
  for (const char* name : {"step", "epochFraction", "recipe", "testAccuracy", "taught"}) {
    EXPECT_EQ(here[name], there[name]) << name;
  }
  EXPECT_EQ(other->ask("link")["link"], answer["link"]);
  for (Page* each : {&page, other.get()}) each->steps(9);  // what waits is in it
  EXPECT_EQ(other->parameters(), page.parameters());
}

INSTANTIATE_TEST_SUITE_P(Link, Links, testing::ValuesIn(lessons()),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Link, OfThePastIsOfThatMoment) {
  Page page;
  page.steps(6);
  edit(page, {edit("set", "hidden2.weight", 1, 2)});
  page.steps(6);
  for (const int step : {0, 5, 6, 7, 12}) {
    page.ask("time", {{"step", step}});
    const auto other = follower_of(page.ask("link")["link"], {});
    EXPECT_EQ(other->parameters(), page.parameters()) << step;
    EXPECT_EQ(other->state()["step"], step);
    EXPECT_EQ(other->state()["shown"]["live"], true);
  }
}

TEST(Link, BringsTheCurvesOfItsWay) {
  Page page;
  page.steps(300);
  const auto other = follower_of(page.ask("link")["link"], {});
  other->state();
  const Json points = other->last("curve")["points"];
  ASSERT_GT(points.size(), 20U);
  EXPECT_LT(points.size(), 100U);
  EXPECT_EQ(points.front()[0], 0);
  EXPECT_EQ(points.back()[0], 300);
  EXPECT_EQ(points.back()[4], page.state()["testCost"]);
  for (const Json& point : points) EXPECT_EQ(point[2].is_null(), point[0] == 0) << point;
}

TEST(Link, OfASimpleLessonIsShort) {
  Page page;
  page.steps(30);
  const Json link = page.ask("link")["link"];
  EXPECT_LT(link.dump().size(), 240U) << link;
}

// A link leaves out what equals these: whoever changes one of them changes what links mean, and has
// to raise their version.
TEST(Link, LeavesOutWhatItsVersionKnows) {
  EXPECT_EQ(
      to_json(first_settings()).dump(),
      R"({"activation":"sigmoid","augment":"","batch":64,"beta1":0.9,"beta2":0.999,"clip":0.0,)"
      R"("cost":"squared","dropout":0.0,"epsilon":1e-08,"focal_gamma":2.0,"hidden":[16,16],)"
      R"("huber_delta":1.0,"init":"lecun","l1":0.0,"label_smoothing":0.0,"momentum":0.9,)"
      R"("optimizer":"sgd","patience":0,"rate":3.0,)"
      R"("seed":1,"shuffle_labels":false,"train_size":0,"weight_decay":0.0})");
  EXPECT_EQ(difference(first_settings(), first_plane_settings()).dump(),
            R"({"activation":"tanh","batch":16,"cost":"sigmoid_cross_entropy","hidden":[8,8],)"
            R"("optimizer":"adam","rate":0.01})");
  EXPECT_EQ(to_json(first_points()).dump(),
            R"({"byHand":false,"classes":2,"count":240,"inputs":["x","y"],"noise":0.1,"seed":1,)"
            R"("shape":"spirals","test":0.3})");
}

TEST(Link, IsFollowedInPiecesWhileThePageLives) {
  Page page, other;
  page.steps(3000);
  const Json link = page.ask("link")["link"];
  other.ask("learn", {{"run", true}});
  other.studio.handle(Json{{"id", 900}, {"do", "follow"}, {"link", link}}.dump());
  bool told = false;
  std::uint64_t learnt = 0;
  for (int i = 0; i < 100'000 && other.last("hello")["revision"] == 1; ++i) {
    other.studio.work(0.002);
    const Json state = other.last("state");
    if (!state["following"].is_object()) continue;
    learnt = state["step"];
    told = state["following"]["steps"] == 3000;
  }
  EXPECT_TRUE(told);
  EXPECT_GT(learnt, 0U);
  EXPECT_EQ(other.state()["step"], 3000);
  EXPECT_EQ(other.state()["running"], false);
  EXPECT_EQ(other.parameters(), page.parameters());
}

TEST(Link, CanBeLeft) {
  Page page, other;
  page.steps(3000);
  other.steps(5);
  const std::vector<float> before = other.parameters();
  const Json link = page.ask("link")["link"];
  other.studio.handle(Json{{"id", 900}, {"do", "follow"}, {"link", link}}.dump());
  EXPECT_FALSE(other.ask("follow", {{"stop", true}}).contains("error"));
  const auto told = std::ranges::find_if(
      other.texts, [](const Json& text) { return text.value("re", Json()) == 900; });
  ASSERT_NE(told, other.texts.end());
  EXPECT_EQ((*told)["error"]["code"], "superseded");
  EXPECT_EQ(other.parameters(), before);
  EXPECT_TRUE(other.state()["following"].is_null());
}

TEST(Link, BringsItsNumericPathWhereTheMachineHasIt) {
  for (const std::string& name : Simd::available()) {
    const Simd simd(name);
    Page page;
    page.engine.simd = simd;
    Studio studio(page.engine, digits(), {});
    studio.attach(page);
    page.texts.clear();
    studio.handle(R"({"id":1,"do":"learn","steps":40})");
    while (studio.busy()) studio.work(0.01);
    studio.handle(R"({"id":2,"do":"link"})");
    const Json link = page.texts.back()["link"];
    EXPECT_EQ(link["path"], simd.numeric_path());
    Page other;
    EXPECT_FALSE(other.ask("follow", {{"link", link}}).contains("error"));
    EXPECT_EQ(other.ask("link")["link"], link) << name;
    EXPECT_EQ(Simd(other.last("hello")["simd"].get<std::string>()).numeric_path(),
              simd.numeric_path());
  }
}

TEST(MoreDigits, LinksMadeBeforeTheyCameStillLead) {
  Page page, other;
  const DataSplit few{.train = digits().train.first(200), .test = digits().test};
  Studio studio(page.engine, few, {});
  studio.attach(page);
  studio.handle(R"({"id":1,"do":"learn","steps":25})");
  while (studio.busy()) studio.work(0.01);
  studio.bring(digits());
  studio.handle(R"({"id":2,"do":"learn","steps":25})");
  while (studio.busy()) studio.work(0.01);
  page.texts.clear();
  studio.handle(R"({"id":3,"do":"link"})");
  const Json link = page.texts.back()["link"];
  EXPECT_FALSE(other.ask("follow", {{"link", link}}).contains("error"));
  EXPECT_EQ(other.ask("link")["link"], link);
}

}  // namespace
}  // namespace glia::studio
