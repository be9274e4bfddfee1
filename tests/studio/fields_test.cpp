// Every field of every command is read strictly: what has no meaning is refused by its name.
#include <set>

#include "core/base64.h"
#include "core/extra_networks.h"
#include "glia/graph.h"
#include "glia/settings.h"
#include "support.h"

namespace glia::studio {
namespace {

enum Kind {
  whole,
  number,
  flag,
  word,
  list_of_words,
  list_of_wholes,
  list_of_numbers,
  object,
  objects
};

struct Field {
  const char* name;
  Kind kind;
};

// A command that is right in itself, and what it could bring. What begins with + is required.
struct Row {
  const char* command;
  std::vector<Field> fields;
};

const char* kPlane =
    R"("x":{"parameter":"output.bias","index":0},"y":{"parameter":"output.bias","index":1},)";

std::vector<Field> recipe_fields() {
  constexpr Kind kKinds[] = {flag, whole, number, word, word};  // of each type of setting
  std::vector<Field> fields{{"hidden", list_of_wholes}};
  for (const Setting& setting : all_settings()) {
    if (!setting.live) continue;
    fields.push_back({setting.name.data(), kKinds[static_cast<std::size_t>(setting.type)]});
  }
  return fields;
}

// So many black pictures, as commands bring them.
std::string black(std::size_t count) { return to_base64(std::vector<std::uint8_t>(count * 784)); }

const std::string& own_pictures() {
  static const std::string command = R"({"do":"own","classes":[{"name":"a","pictures":")" +
                                     black(2) + R"("},{"name":"b","pictures":")" + black(2) +
                                     R"("}],"kind":"drawing","recipe":{},"epochs":1})";
  return command;
}

std::vector<Row> rows() {
  static const std::string surface = std::string(R"({"do":"surface",)") + kPlane +
                                     R"("xRange":[0,1],"yRange":[0,1],"side":2,"samples":5})";
  static const std::string roll =
      std::string(R"({"do":"roll",)") + kPlane + R"("at":[0,1],"rate":1,"steps":1,"samples":5})";
  static const std::string own_why = R"({"do":"own_why","pixels":")" + black(1) + "\"}";
  return {
      {R"({"do":"watch","channels":[]})", {}},
      {R"({"do":"seen","sequence":0})", {{"+sequence", whole}}},
      {R"({"do":"learn","steps":1})", {{"steps", whole}, {"pace", number}}},
      {R"({"do":"learn","epochs":1})", {{"epochs", whole}}},
      {R"({"do":"learn","run":false})", {{"run", flag}}},
      {R"({"do":"recipe"})", recipe_fields()},
      {R"({"do":"reset","seed":"same"})", {{"+seed", word}}},
      {R"({"do":"input","test":0})", {{"test", whole}, {"label", whole}}},
      {R"({"do":"input","mistake":0})", {{"mistake", whole}}},
      {R"({"do":"input","noise":0})", {{"noise", whole}}},
      {R"({"do":"input","none":true})", {{"none", flag}}},
      {R"({"do":"input","pixels":null,"noise":1})", {}},
      {R"({"do":"input","strokes":{"lines":[[1,1,5,5]],"width":1,"side":10}})",
       {{"strokes", object}, {"steps", object}}},
      {R"({"do":"edit","edits":[{"kind":"set","parameter":"output.bias","index":0,"value":1}]})",
       {{"+edits", objects}, {"evaluate", flag}}},
      {R"({"do":"evaluate"})",
       {{"set", word}, {"trial", objects}, {"from", whole}, {"count", whole}}},
      {R"({"do":"mute","layer":"hidden1","neuron":0,"on":false})",
       {{"+layer", word}, {"+neuron", whole}, {"+on", flag}, {"all", flag}}},
      {R"({"do":"neuron","layer":"hidden1","neuron":0})", {{"+layer", word}, {"+neuron", whole}}},
      {R"({"do":"votes","layer":"hidden1","neuron":0})", {{"+layer", word}, {"+neuron", whole}}},
      {R"({"do":"cost"})", {}},
      {R"({"do":"gradient","of":"batch","samples":5})", {{"+of", word}, {"samples", whole}}},
      {R"({"do":"nudge"})", {}},
      {R"({"do":"tug","parameter":"output.bias","index":0,"samples":2})",
       {{"+parameter", word},
        {"+index", whole},
        {"samples", whole},
        {"from", whole},
        {"labels", objects}}},
      {R"({"do":"line","from":{"step":0},"to":{"step":1}})",
       {{"+from", object},
        {"+to", object},
        {"seed", whole},
        {"range", list_of_numbers},
        {"points", whole},
        {"samples", whole}}},
      {R"({"do":"way","from":{"step":0},"to":{"step":1}})",
       {{"+from", object}, {"+to", object}, {"most", whole}, {"samples", whole}}},
      {R"({"do":"noise","sizes":[1],"draws":1,"samples":5})",
       {{"+sizes", list_of_wholes}, {"draws", whole}, {"samples", whole}, {"seed", whole}}},
      {R"({"do":"speed"})", {{"rows", whole}, {"hidden", whole}}},
      {R"({"do":"depth","recipe":{},"samples":5})",
       {{"+recipe", object}, {"steps", whole}, {"samples", whole}}},
      {R"({"do":"saliency"})", {}},
      {R"({"do":"runner","runner":0,"parameter":"output.bias"})", {}},
      {R"({"do":"pixel_order","seed":0})", {{"+seed", whole}}},
      {R"({"do":"gate","gate":"forget_gate","unit":0,"frame":0})", {}},
      {R"({"do":"held","holds":[]})", {}},
      {R"({"do":"hold_each","gate":"forget_gate","value":0})", {}},
      {surface.c_str(),
       {{"+x", object},
        {"+y", object},
        {"+xRange", list_of_numbers},
        {"+yRange", list_of_numbers},
        {"side", whole},
        {"samples", whole}}},
      {roll.c_str(),
       {{"+x", object},
        {"+at", list_of_numbers},
        {"+rate", number},
        {"steps", whole},
        {"samples", whole}}},
      {R"({"do":"confusion"})", {}},
      {R"({"do":"gallery","count":1})",
       {{"label", whole}, {"answer", whole}, {"wrong", flag}, {"offset", whole}, {"count", whole}}},
      {R"({"do":"images","set":"test","indexes":[0]})",
       {{"+set", word}, {"+indexes", list_of_wholes}}},
      {R"({"do":"time","step":0})", {{"+step", whole}, {"branch", whole}, {"exact", flag}}},
      {R"({"do":"time","live":true})", {{"live", flag}}},
      {R"({"do":"fork","step":0})", {{"step", whole}, {"branch", whole}, {"name", word}}},
      {R"({"do":"branch","to":0})", {{"+to", whole}}},
      {R"({"do":"taught","on":true})", {{"+on", flag}}},
      {R"({"do":"journal"})", {{"branch", whole}, {"offset", whole}}},
      {R"({"do":"race","runners":[{"rate":1}],"epochs":1})",
       {{"+runners", objects}, {"+epochs", whole}, {"slopes", flag}}},
      {own_pictures().c_str(),
       {{"+classes", objects}, {"+kind", word}, {"+recipe", object}, {"+epochs", whole}}},
      {R"({"do":"own","stop":true})", {{"stop", flag}}},
      {R"({"do":"own_exam"})", {}},
      {own_why.c_str(), {{"+pixels", word}, {"output", whole}}},
      {R"({"do":"own_save"})", {}},
      {R"({"do":"form","strokes":{"lines":[[1,1,5,5]],"width":1,"side":10}})",
       {{"+strokes", object}}},
      {R"({"do":"form","picture":{"width":1,"height":1,"rgb":"AAAA"},"kind":"photograph"})",
       {{"+kind", word}}},
      {R"({"do":"link"})", {}},
      {R"({"do":"follow","link":{}})", {{"link", object}}},
      {R"({"do":"follow","stop":true})", {{"stop", flag}}},
      {R"({"do":"race","stop":true})", {{"stop", flag}}},
      {R"({"do":"hand","start":true})", {{"start", flag}}},
      {R"({"do":"hand","stop":true})", {{"stop", flag}}},
      {R"({"do":"save"})", {{"what", word}}},
      {R"({"do":"open","base64":""})", {{"+base64", word}}},
      {R"({"do":"cnn","stop":true})", {{"stop", flag}}},
      {R"({"do":"maps"})", {}},
      {R"({"do":"filters"})", {}},
      {R"({"do":"shifts","down":0})", {}},
      {R"({"do":"hear","sound":""})", {}},
      {R"({"do":"subject","of":"digits"})", {{"+of", word}}},
      {R"({"do":"points","noise":0})",
       {{"shape", word},
        {"count", whole},
        {"noise", number},
        {"classes", whole},
        {"test", number},
        {"seed", whole},
        {"inputs", list_of_wholes},
        {"add", list_of_wholes},
        {"erase", list_of_wholes},
        {"set", list_of_wholes}}},
      {R"({"do":"table","base64":"YSxiCjEseAoyLHkK","name":"t.csv"})",
       {{"+base64", word}, {"name", word}}},
      {R"({"do":"table","target":["b"]})", {{"+target", list_of_words}}},
      {R"({"do":"columns"})", {}},
      {R"({"do":"ping"})", {}},
  };
}

std::vector<Json> nonsense(Kind kind) {
  const Json fraction = 0.7, text = "7", huge = 1e300, below = -1e300, deep = Json::object();
  switch (kind) {
    case whole:
      return {fraction, text, huge, below, -5000000000, true, deep, list({1})};
    case number:
      return {text, huge, below, true, deep};
    case flag:
      return {1, 0, "true", deep};
    case word:
      return {7, fraction, true, deep, std::string(300, 'x')};
    case list_of_words:
      return {7, text, Json::array(), list({7}), list({true}), list({std::string(300, 'x')})};
    case list_of_wholes:
      return {7, text, list({fraction}), list({text}), list({huge}), list({-1}), list({true})};
    case list_of_numbers:
      return {7, list({1}), list({1, 2, 3}), list({text, 2}), list({below, huge})};
    case object:
      return {7, text, list({1}), {{"nothing", 1}}};
    case objects:
      return {7, text, list({7}), list({{{"nothing", 1}}}), deep};
  }
  return {};
}

TEST(Fields, AreRefusedByName) {
  std::set<std::string> seen;
  for (const Row& row : rows()) {
    Page page;
    page.ask("input", {{"test", 1}});
    const Json command = Json::parse(row.command);
    seen.insert(command["do"]);
    if (command["do"] == "own_why") page.command(Json::parse(own_pictures()));
    if (command["do"] == "points") page.ask("subject", {{"of", "plane"}});
    const auto refused = [&](const Json& wrong, const std::string& name) {
      page.texts.clear();
      Json sent = wrong;
      sent["id"] = 77;
      ASSERT_TRUE(page.studio.handle(sent.dump()));
      const Json answer = page.texts.empty() ? Json() : page.texts.back();
      const std::string brief = sent.dump().substr(0, 300);
      ASSERT_TRUE(answer.is_object() && answer.contains("error")) << brief << " → " << answer;
      const std::string text = answer["error"]["text"];
      EXPECT_NE(text.find(name), text.npos) << brief << " → " << text;
    };
    Json unknown = command;
    unknown["nothing"] = 1;
    refused(unknown, "there is no field \"nothing\"");
    for (const Field& field : row.fields) {
      const bool required = field.name[0] == '+';
      const std::string name = field.name + (required ? 1 : 0);
      for (const Json& value : nonsense(field.kind)) {
        if (name == "base64" && value.is_string()) continue;  // its bytes are another matter
        Json wrong = command;
        wrong[name] = value;
        refused(wrong, name);
      }
      if (!required) continue;
      Json missing = command;
      missing.erase(name);
      refused(missing, name);
    }
  }
  for (const std::string& name : command_names()) EXPECT_TRUE(seen.contains(name)) << name;
}

TEST(Fields, InsideOfFieldsAreStrictToo) {
  Page page;
  for (const char* command :
       {R"({"do":"input","strokes":{"lines":[[1,1,5,5]],"width":1,"side":10,"colour":1}})",
        R"({"do":"input","strokes":{"lines":[[1,1,5,5]],"width":1,"side":10},"steps":{"bx":true}})",
        R"({"do":"edit","edits":[{"kind":"set","parameter":"output.bias","index":0,"valeu":1}]})",
        R"({"do":"edit","edits":[{"kind":"set","parameter":"output.bias","index":0.5,"value":1}]})",
        R"({"do":"evaluate","trial":[{"parameter":"output.bias","index":0,"value":1,"kind":"x"}]})",
        R"({"do":"race","runners":[{"rates":1}],"epochs":1})"}) {
    EXPECT_TRUE(page.command(Json::parse(command)).contains("error")) << command;
  }
}

TEST(Fields, NumbersThatAreNoneAreNoFrame) {
  Page page;
  for (const char* value : {"NaN", "Infinity", "-Infinity", "1e999", "0x1", "01", "1.", "+1"}) {
    const std::string text = std::string(R"({"id":1,"do":"learn","steps":)") + value + "}";
    EXPECT_FALSE(page.studio.handle(text)) << text;
  }
  EXPECT_FALSE(page.studio.busy());
}

TEST(Open, RefusesANetworkOfTwoInputs) {
  Graph graph;
  const NodeId picture = graph.input("input", Shape{1, 28, 28});
  const NodeId other = graph.input("other", Shape{1, 28, 28});
  const NodeId sum = add(graph, "sum", picture, other);
  activation(graph, "output.activation", dense(graph, "output", sum, 10), "sigmoid");
  Model model;
  model.graph = graph;
  model.state = State(graph, 1);
  try {
    expect_one_input(graph, "open");
    ADD_FAILURE();
  } catch (const std::exception& error) {
    EXPECT_EQ(std::string(error.what()),
              "open: the network takes 2 inputs ('input', 'other'); the studio shows networks that "
              "take one");
  }
  ExtraNetworks extra;
  extra.cnn = model;
  EXPECT_THROW(check_extra_networks(extra, digits()), std::exception);
}

}  // namespace
}  // namespace glia::studio
