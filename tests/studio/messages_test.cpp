// What is said on the wire: one example of each answer and event, for the types of the page.
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <set>
#include <thread>

#include "core/base64.h"
#include "core/studio.h"
#include "core/taught.h"
#include "support.h"

namespace glia::studio {
namespace {

const std::string kFixture = std::string(GLIA_SOURCE_DIR) + "/tests/studio/messages.json";

// Each command once, in an order in which each has something to say.
const char* kCommands[] = {
    R"({"do":"watch","channels":["parameters"]})",
    R"({"do":"recipe","rate":0.5})",
    R"({"do":"input","strokes":{"lines":[[20,10,20,80,60,80]],"width":8,"side":100},"label":1})",
    R"({"do":"nudge"})",
    R"({"do":"learn","epochs":1,"pace":100000,"accelerate":{"from":90000,"by":1}})",
    R"({"do":"edit","edits":[{"kind":"hold","parameter":"output.bias","index":0,"value":1}],)"
    R"("evaluate":true})",
    R"({"do":"edit","edits":[{"kind":"set","parameter":"output.bias","index":1,"value":1}]})",
    R"({"do":"edit","edits":[{"kind":"release","parameter":"output.bias","index":0}]})",
    R"({"do":"recipe","batch":20})",
    R"({"do":"learn","steps":2})",
    R"({"do":"evaluate","set":"test"})",
    R"({"do":"mute","layer":"hidden1","neuron":0,"on":true})",
    R"({"do":"votes","layer":"output","neuron":3})",
    R"({"do":"neuron","layer":"hidden1","neuron":1})",
    R"({"do":"cost"})",
    R"({"do":"gradient","of":"example"})",
    R"({"do":"tug","parameter":"output.bias","index":0,"samples":2,)"
    R"("labels":[{"index":1,"label":3}]})",
    R"({"do":"surface","x":{"parameter":"output.bias","index":0},)"
    R"("y":{"parameter":"output.bias","index":1},"xRange":[0,1],"yRange":[0,1],"side":2,)"
    R"("samples":5})",
    R"({"do":"roll","x":{"parameter":"output.bias","index":0},)"
    R"("y":{"parameter":"output.bias","index":1},"at":[0,1],"rate":1,"steps":1,"samples":5})",
    R"({"do":"line","from":{"step":0},"to":{"step":5},"points":2})",
    R"({"do":"way","from":{"step":0},"to":{"step":5},"most":2,"samples":5})",
    R"({"do":"noise","sizes":[2],"draws":1,"samples":5})",
    R"({"do":"speed","rows":1,"hidden":4})",
    R"({"do":"saliency"})",
    R"({"do":"depth","recipe":{"net":"dense(3) tanh"},"steps":2,"samples":5})",
    R"({"do":"evaluate","set":"test","from":1,"count":5})",
    R"({"do":"confusion"})",
    R"({"do":"gallery","offset":0,"count":1})",
    R"({"do":"images","set":"test","indexes":[0]})",
    R"({"do":"journal"})",
    R"({"do":"link"})",
    R"({"do":"follow","stop":true})",
    R"({"do":"save","what":"model"})",
    R"({"do":"hand","start":true})",
    R"({"do":"hand","stop":true})",
    R"({"do":"race","runners":[{"rate":1}],"epochs":1,"slopes":true})",
    R"({"do":"runner","runner":0,"parameter":"output.bias"})",
    R"({"do":"pixel_order","seed":1})",
    R"({"do":"own","classes":[{"name":"a"},{"name":"b"}],"kind":"drawing","recipe":{},"epochs":1})",
    R"({"do":"own_exam"})",
    R"({"do":"own_why"})",
    R"({"do":"own_save"})",
    R"({"do":"form","strokes":{"lines":[[20,10,20,80,60,80]],"width":8,"side":100}})",
    R"({"do":"time","step":2})",
    R"({"do":"fork","step":2,"name":"other"})",
    R"({"do":"branch","to":0})",
    R"({"do":"cnn","teach":true})",
    R"({"do":"maps","shift":[1,0]})",
    R"({"do":"filters"})",
    R"({"do":"shifts","down":0,"most":1,"samples":5})",
    R"({"do":"hear","recording":0})",
    R"({"do":"gate","direction":0,"gate":"forget_gate","unit":0,"frame":1})",
    R"({"do":"held","holds":[{"gate":"forget_gate","first":1,"last":2,"value":0}]})",
    R"({"do":"hold_each","gate":"forget_gate","value":0})",
    R"({"do":"taught","on":true})",
    R"({"do":"reset","seed":"same"})",
    R"({"do":"subject","of":"plane"})",
    R"({"do":"points"})",
    R"({"do":"points","shape":"circle","noise":0.2,"add":[[1,2,0]],"erase":[3]})",
    R"({"do":"input","point":[1,-2],"label":1})",
    R"({"do":"table","base64":"eCxjb2xvdXIsbGFyZ2UKMSxyZWQsMS41CjIsYmx1ZSwyLjUKMyxyZWQsMy41CjQsYmx1ZSw0CjUscmVkLDUKNiw)"
    R"(sNgo=","name":"t.csv"})",
    R"({"do":"table","target":["large"]})",
    R"({"do":"input","row":[2.5,1]})",
    R"({"do":"columns"})",
    R"({"do":"subject","of":"digits"})",
    R"({"do":"ping"})",
};

// Long lists and texts by how they begin.
Json brief(const Json& json) {
  constexpr std::size_t kMostEntries = 10, kMostText = 100;
  if (json.is_string()) return json.get<std::string>().substr(0, kMostText);
  if (!json.is_structured()) return json;
  Json made = json.is_array() ? Json::array() : Json::object();
  for (const auto& [key, value] : json.items()) {
    if (json.is_object()) made[key] = brief(value);
    if (json.is_array() && (json.size() <= kMostEntries || made.empty())) {
      made.push_back(brief(value));
    }
  }
  return made;
}

// Whether two messages have the same names and kinds at every place. How many there are of a list
// of messages, and what was not yet measured, is another matter at each run.
bool same_form(const Json& a, const Json& b) {
  if (a.is_null() || b.is_null()) return true;
  if (a.is_number() && b.is_number()) return true;
  if (a.type() != b.type()) return false;
  if (a.is_object()) {
    for (const auto& [key, value] : a.items()) {
      if (!b.contains(key) || !same_form(value, b[key])) return false;
    }
    return a.size() == b.size();
  }
  if (!a.is_array()) return true;
  if (a.empty() || b.empty()) return true;
  if (a[0].is_structured() || b[0].is_structured()) return same_form(a[0], b[0]);
  return a.size() == b.size();
}

// Nothing where a build cannot do all of it.
Json said() {
  auto extra = with_cnn_setup();
  extra->taught = teach_first_network(1, digits());
  extra->speech = with_ears()->speech;
  extra->recordings = with_ears()->recordings;
  Page page(beside(extra));
  Json answers = Json::array(), events = Json::object();
  std::set<std::string> seen{"seen", "open"};  // the one has no answer, the other that of `recipe`
  const auto ask = [&](Json command) {
    seen.insert(command["do"]);
    Json answer = page.command(command);
    if (answer.contains("error") && answer["error"]["code"] == "unsupported") return false;
    EXPECT_FALSE(answer.contains("error")) << command << " → " << answer;
    answer.erase("re");
    command.erase("base64");
    answers.push_back({{"sent", command}, {"answer", brief(answer)}});
    for (int i = 0; i < 20000 && page.studio.busy(); ++i) page.studio.work(0.005);
    // Events come ten times a second at most: those that tell of this come before the next.
    const std::set<std::string> eventful{"learn", "race", "fork", "cnn", "own"};
    if (eventful.contains(command["do"])) {
      std::this_thread::sleep_for(std::chrono::milliseconds(110));
      page.studio.work(0);
    }
    return true;
  };
  const auto black = [](std::size_t count) {
    return to_base64(std::vector<std::uint8_t>(count * 784));
  };
  for (const char* each : kCommands) {
    Json command = Json::parse(each);
    if (command["do"] == "own") {
      for (Json& own_class : command["classes"]) own_class["pictures"] = black(2);
    }
    if (command["do"] == "own_why") command["pixels"] = black(1);
    if (!ask(command)) return {};
  }
  for (const std::string& name : command_names()) EXPECT_TRUE(seen.contains(name)) << name;
  page.state();
  page.ask("recipe", {{"rate", 1e6}, {"cost", "squared"}, {"activation", "relu"}});
  page.steps(50);
  for (const Json& text : page.texts) {
    if (text.contains("event")) events[text["event"]] = brief(text);
  }
  for (const char* name :
       {"hello", "state", "curve", "branches", "points", "race", "cnn", "own", "stopped"}) {
    EXPECT_TRUE(events.contains(name)) << name;
  }
  return {{"answers", answers}, {"events", events}};
}

TEST(Messages, AreOfTheFormThatTheFixtureShows) {
  const Json made = said();
  if (made.is_null()) GTEST_SKIP() << "without recordings";
  if (std::getenv("GLIA_MAKE_FIXTURES")) std::ofstream(kFixture) << made.dump(1) << "\n";
  std::ifstream in(kFixture);
  const Json kept = Json::parse(in);
  for (const auto& [name, event] : kept["events"].items()) {
    EXPECT_TRUE(same_form(made["events"][name], event)) << made["events"][name] << event;
  }
  EXPECT_EQ(made["events"].size(), kept["events"].size());
  ASSERT_EQ(made["answers"].size(), kept["answers"].size());
  for (std::size_t i = 0; i < kept["answers"].size(); ++i) {
    EXPECT_TRUE(same_form(made["answers"][i], kept["answers"][i])) << made["answers"][i];
  }
}

}  // namespace
}  // namespace glia::studio
