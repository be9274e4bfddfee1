// Models that are saved and opened.
#include "core/base64.h"
#include "support.h"

namespace glia::studio {
namespace {

TEST(Files, AreSavedAndOpened) {
  Page page, other;
  page.ask("recipe", {{"hidden", {12}}, {"activation", "relu"}});
  page.steps(10);
  const Json saved = page.ask("save", {{"what", "model"}});
  EXPECT_NE(saved["name"].get<std::string>().find(".safetensors"), std::string::npos);
  const Json opened = other.ask("open", {{"base64", saved["base64"]}});
  EXPECT_EQ(opened["recipe"]["hidden"], list({12}));
  EXPECT_EQ(other.parameters(), page.parameters());
  EXPECT_EQ(other.last("hello")["revision"], 2);
}

// What the page would show must compute what the model does.
TEST(Files, WithNetworksThatTheStudioWouldShowOtherwiseAreRefused) {
  const struct {
    const char* activation;
    const char* output;
    const char* says;  // empty: it is opened
  } rows[] = {
      {"relu", "sigmoid", ""},
      {"leaky_relu", "sigmoid", ""},
      {"relu", "tanh", "it would show a sigmoid where this one has a tanh"},
      {"relu", "identity", "it would show 4 operations, and this one has 3"},
      {"relu", "softmax", "where this one has a softmax"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.activation) + " " + row.output);
    Model model;
    model.graph =
        parse_net("784-12-10", {.hidden = row.activation, .output = row.output}, {1, 28, 28});
    model.state = State(model.graph, 3);
    Page page;
    const Json answer = page.ask("open", {{"base64", to_base64(encode_model(model))}});
    if (*row.says == 0) {
      EXPECT_FALSE(answer.contains("error")) << answer;
    } else {
      ASSERT_TRUE(answer.contains("error"));
      EXPECT_NE(answer["error"]["text"].get<std::string>().find(row.says), std::string::npos)
          << answer;
    }
  }
}

TEST(Files, OfSeveralActivationsAreRefused) {
  Model model;
  NodeId x = model.graph.input("input", Shape{1, 28, 28});
  x = activation(model.graph, "hidden1.activation", dense(model.graph, "hidden1", x, 8), "relu");
  x = activation(model.graph, "hidden2.activation", dense(model.graph, "hidden2", x, 8), "tanh");
  activation(model.graph, "output.activation", dense(model.graph, "output", x, 10), "sigmoid");
  model.state = State(model.graph, 3);
  Page page;
  const Json answer = page.ask("open", {{"base64", to_base64(encode_model(model))}});
  EXPECT_NE(answer["error"]["text"].get<std::string>().find("where this one has a relu"),
            std::string::npos)
      << answer;
}

TEST(Base64, IsStrict) {
  for (const std::string text : {"", "AA==", "AAA=", "AAAA", "/+8="}) {
    EXPECT_EQ(to_base64(from_base64(text)), text);
  }
  for (const char* text : {"A", "AA", "AAA", "A===", "AB==", "AA=A", "AA\n=", "====", "A*A="}) {
    EXPECT_THROW(from_base64(text), std::exception) << text;
  }
}

}  // namespace
}  // namespace glia::studio
