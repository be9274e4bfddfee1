// A word heard again with a gate held, and a gate's sum put together.
#include "support.h"

namespace glia::studio {
namespace {

constexpr std::size_t kUnits = 6, kClasses = 3;

// The binary frames of the answer that came last, in their order.
std::vector<Tensor64> bulk_of(const Page& page) {
  std::vector<Tensor64> found;
  for (const Tensor64& tensor : page.tensors) {
    if (tensor.kind == 2 && tensor.sequence == static_cast<std::uint32_t>(page.id)) {
      found.push_back(tensor);
    }
  }
  return found;
}

void expect_near(const std::vector<float>& a, const std::vector<float>& b, const char* what) {
  ASSERT_EQ(a.size(), b.size()) << what;
  for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 2e-5) << what << " " << i;
}

class Held : public testing::Test {
 protected:
  Held() : page(beside(with_ears())) {
    heard = page.ask("hear", {{"recording", 0}});
    tensors = bulk_of(page);
  }
  std::size_t frames() const { return heard["layer"]["heard"]; }
  std::size_t slot(const std::string& name) const {
    const Json& slots = heard["layer"]["slots"];
    return static_cast<std::size_t>(std::find(slots.begin(), slots.end(), name) - slots.begin());
  }
  // Of the forward direction.
  float at(const std::vector<float>& seen, const std::string& name, std::size_t t,
           std::size_t unit) const {
    return seen[(slot(name) * frames() + t) * kUnits + unit];
  }

  Page page;
  Json heard;
  std::vector<Tensor64> tensors;  // samples, spectrogram, moments, gates
};

TEST_F(Held, WithNothingHeldIsWhatTheEngineHeard) {
  const Json answer = page.ask("held", {{"holds", Json::array()}});
  ASSERT_FALSE(answer.contains("error")) << answer;
  expect_near(answer["outputs"].get<std::vector<float>>(),
              heard["outputs"].get<std::vector<float>>(), "outputs");
  const std::vector<Tensor64> now = bulk_of(page);
  ASSERT_EQ(now.size(), 2U);
  EXPECT_EQ(now[0].dims, tensors[2].dims);
  expect_near(now[0].as<float>(), tensors[2].as<float>(), "moments");
  expect_near(now[1].as<float>(), tensors[3].as<float>(), "gates");
}

TEST_F(Held, WipesTheCellsWhereForgettingIsShut) {
  const Json hold{{"gate", "forget_gate"}, {"first", 3}, {"last", 3}, {"value", 0}};
  page.ask("held", {{"holds", list({hold})}});
  const std::vector<float> seen = bulk_of(page)[1].as<float>();
  const std::vector<float> before = tensors[3].as<float>();
  for (std::size_t unit = 0; unit < kUnits; ++unit) {
    EXPECT_NEAR(at(seen, "cell", 2, unit), at(before, "cell", 2, unit), 2e-5);
    EXPECT_EQ(at(seen, "forget_gate", 3, unit), 0);
    const double fresh =
        double{at(seen, "input_gate", 3, unit)} * at(seen, "cell_candidate", 3, unit);
    EXPECT_NEAR(at(seen, "cell", 3, unit), fresh, 1e-6);
  }
}

TEST_F(Held, TakesOneUnitAlone) {
  const Json hold{{"gate", "output_gate"}, {"units", {2}}, {"value", 0}};
  page.ask("held", {{"holds", list({hold})}});
  const std::vector<float> seen = bulk_of(page)[1].as<float>();
  for (std::size_t t = 0; t < frames(); ++t) {
    EXPECT_EQ(at(seen, "hidden", t, 2), 0);
    EXPECT_NE(at(seen, "hidden", t, 1), 0);
  }
}

TEST_F(Held, TriesEachFrame) {
  const Json each = page.ask("hold_each", {{"gate", "forget_gate"}, {"value", 0}});
  ASSERT_EQ(each["answers"].size(), frames()) << each;
  for (const std::size_t frame : {std::size_t{0}, frames() / 2}) {
    const Json hold{{"gate", "forget_gate"}, {"first", frame}, {"last", frame}, {"value", 0}};
    const auto outputs = page.ask("held", {{"holds", list({hold})}})["outputs"];
    EXPECT_EQ(each["answers"][frame],
              std::max_element(outputs.begin(), outputs.end()) - outputs.begin());
  }
}

TEST_F(Held, PutsAGateTogether) {
  const std::vector<float> seen = tensors[3].as<float>();
  for (const std::size_t frame : {std::size_t{0}, std::size_t{4}}) {
    const Json answer = page.ask("gate", {{"gate", "input_gate"}, {"unit", 3}, {"frame", frame}});
    const std::vector<Tensor64> parts = bulk_of(page);
    ASSERT_EQ(parts.size(), 2U);
    double z = answer["bias"];
    for (const Tensor64& part : parts) {
      for (const double each : part.as<double>()) z += each;
    }
    EXPECT_NEAR(z, answer["z"], 1e-9);
    EXPECT_NEAR(1 / (1 + std::exp(-z)), at(seen, "input_gate", frame, 3), 1e-5);
    EXPECT_EQ(parts[1].as<double>().size(), kUnits);
  }
}

TEST_F(Held, RefusesWhatIsNotThere) {
  const auto says = [&](const char* command, const Json& fields, const char* what) {
    const std::string text = page.ask(command, fields)["error"]["text"];
    EXPECT_NE(text.find(what), text.npos) << text;
  };
  says("held", {{"holds", list({{{"gate", "door"}, {"value", 0}}})}}, "input_gate");
  says("held", {{"holds", list({{{"gate", "forget_gate"}, {"value", 2}}})}}, "0 to 1");
  says("gate", {{"gate", "forget_gate"}, {"unit", 6}, {"frame", 0}}, "0 to 5");
  Page silent(beside(with_ears()));
  EXPECT_TRUE(silent.ask("held", {{"holds", Json::array()}}).contains("error"));
}

}  // namespace
}  // namespace glia::studio
