// The line between two moments, the way beside it, the noise of batches, and both ways of summing.
#include "support.h"

namespace glia::studio {
namespace {

Json moment(int step) { return {{"branch", 0}, {"step", step}}; }

std::string error_of(const Json& answer) { return answer["error"]["text"]; }

double length_of(std::span<const float> numbers) {
  double square = 0;
  for (const float number : numbers) square += double{number} * number;
  return std::sqrt(square);
}

TEST(Line, HasTheCostsOfItsEndsAndTheirParameters) {
  Page page;
  const std::vector<float> newborn = page.parameters();
  const Json first = page.ask("evaluate", {{"set", "test"}});
  page.steps(20);
  const std::vector<float> later = page.parameters();
  const Json last = page.ask("evaluate", {{"set", "test"}});

  const Json answer =
      page.ask("line", {{"from", moment(0)}, {"to", moment(20)}, {"range", {0, 1}}, {"points", 5}});
  const std::vector<float> ends = page.bulk().as<float>();
  ASSERT_EQ(page.bulk().dims, (std::vector<std::uint32_t>{2, 13002}));
  EXPECT_TRUE(std::equal(newborn.begin(), newborn.end(), ends.begin()));
  EXPECT_TRUE(std::equal(later.begin(), later.end(), ends.begin() + 13002));
  EXPECT_EQ(answer["at"], Json({0, 0.25, 0.5, 0.75, 1}));
  EXPECT_EQ(answer["costs"].size(), 5U);
  EXPECT_EQ(answer["costs"][0], first["cost"]);
  EXPECT_EQ(answer["accuracies"][0], first["accuracy"]);
  EXPECT_NEAR(answer["costs"][4], last["cost"], 1e-6);
  std::vector<float> between(newborn.size());
  for (std::size_t i = 0; i < between.size(); ++i) between[i] = later[i] - newborn[i];
  EXPECT_NEAR(answer["length"], length_of(between), 1e-5);
  EXPECT_EQ(page.parameters(), later);  // nothing was changed
}

TEST(Line, InARandomDirectionIsAsLong) {
  Page page;
  page.steps(20);
  const Json ask{{"from", moment(0)}, {"to", moment(20)}, {"points", 2}};
  const Json straight = page.ask("line", ask);
  Json thrown = ask;
  thrown["seed"] = 7;
  const Json first = page.ask("line", thrown);
  const std::vector<float> ends = page.bulk().as<float>();
  std::vector<float> way(13002);
  for (std::size_t i = 0; i < way.size(); ++i) way[i] = ends[13002 + i] - ends[i];
  EXPECT_NEAR(length_of(way), straight["length"], 1e-4);
  EXPECT_NE(first["costs"], straight["costs"]);
  EXPECT_EQ(page.ask("line", thrown)["costs"], first["costs"]);
  thrown["seed"] = 8;
  EXPECT_NE(page.ask("line", thrown)["costs"], first["costs"]);
}

TEST(Way, BeginsAndEndsOnTheLine) {
  Studio::Options options;
  options.limits.keep_every = 0;
  Page page(options);
  for (int i = 0; i < 10; ++i) page.steps(3);
  const Json answer =
      page.ask("way", {{"from", moment(0)}, {"to", moment(30)}, {"most", 6}, {"samples", 100}});
  const Json& moments = answer["moments"];
  ASSERT_EQ(moments.size(), 6U);
  EXPECT_EQ(moments.front()[0], 0);
  EXPECT_EQ(moments.back()[0], 30);
  EXPECT_NEAR(moments.front()[1], 0, 1e-6);
  EXPECT_NEAR(moments.back()[1], 1, 1e-6);
  EXPECT_NEAR(moments.front()[2], 0, 1e-6);
  EXPECT_NEAR(moments.back()[2], 0, 1e-6);
  for (const Json& each : moments) {
    EXPECT_LE(std::abs(each[3].get<double>()), 1) << each;
    EXPECT_GT(each[4], 0);
  }
  EXPECT_GT(moments[2][2], 0.01);           // between them it went aside
  EXPECT_GT(moments[0][3], 0);              // at first it goes down that way
  EXPECT_GT(moments[0][4], moments[5][4]);  // the cost fell
}

TEST(Way, IsRefusedWhereThereIsNoLine) {
  Page page;
  page.steps(3);
  for (const char* what : {"line", "way"}) {
    EXPECT_NE(error_of(page.ask(what, {{"from", moment(1)}, {"to", moment(1)}})).find("another"),
              std::string::npos);
    EXPECT_TRUE(page.ask(what, {{"from", moment(0)}, {"to", moment(9)}}).contains("error"));
  }
  EXPECT_TRUE(page.ask("line", {{"from", moment(0)}, {"to", moment(3)}, {"range", {1, 0}}})
                  .contains("error"));
}

// Batches thrown from a set have its mean slope on average, and trouble that falls with the root of
// their size.
TEST(Noise, FallsWithTheRootOfTheBatch) {
  Page page;
  const Json answer = page.ask("noise", {{"sizes", {4, 64}}, {"draws", 40}, {"samples", 300}});
  const double whole = page.ask("gradient", {{"of", "batch"}, {"samples", 300}})["norm"];
  EXPECT_NEAR(answer["length"], whole, 1e-5 * whole);
  ASSERT_EQ(answer["noise"].size(), 2U);
  const double small = answer["noise"][0]["mean"], large = answer["noise"][1]["mean"];
  EXPECT_NEAR(small / large, 4, 1);
  for (const Json& draw : answer["noise"][1]["draws"]) {
    const double length = draw[0], cosine = draw[1], off = draw[2];
    EXPECT_NEAR(off * off, length * length + whole * whole - 2 * length * whole * cosine,
                1e-4 * whole * whole);
  }
}

TEST(Speed, AgreesWithThePlainLoop) {
  Page page;
  const Json answer = page.ask("speed", {{"rows", 10}, {"hidden", 32}});
  EXPECT_EQ(answer["parameters"], 784 * 32 + 32 + 32 * 32 + 32 + 32 * 10 + 10);
  EXPECT_GT(answer["loop"], 0);
  EXPECT_GT(answer["kernel"], 0);
  EXPECT_LT(answer["difference"], 1e-5);
}

TEST(Tug, TakesOtherLabels) {
  Page page;
  const Json ask{{"parameter", "output.bias"}, {"index", 3}, {"samples", 4}};
  const Json before = page.ask("tug", ask);
  ASSERT_EQ(before["pulls"].size(), 4U);
  EXPECT_EQ(before["pulls"][2]["label"], 2);
  EXPECT_GT(before["pulls"][2]["gradient"], 0);  // it is no 3
  EXPECT_EQ(before["pulls"][2]["outputs"].size(), 10U);
  Json other = ask;
  other["labels"] = list({{{"index", 2}, {"label", 3}}});
  const Json after = page.ask("tug", other);
  EXPECT_EQ(after["pulls"][2]["label"], 3);
  EXPECT_LT(after["pulls"][2]["gradient"], 0);
  EXPECT_EQ(after["pulls"][1], before["pulls"][1]);
  EXPECT_LT(after["mean"], before["mean"]);
  other["labels"] = list({{{"index", 4}, {"label", 3}}});
  EXPECT_NE(error_of(page.ask("tug", other)).find("from 0 to 3"), std::string::npos);
}

TEST(Evaluate, LooksAtAPartOfTheTestSet) {
  Page page;
  page.steps(10);
  const Json whole = page.ask("evaluate", {{"set", "test"}});
  const Json first = page.ask("evaluate", {{"set", "test"}, {"count", 50}});
  const Json rest = page.ask("evaluate", {{"set", "test"}, {"from", 50}});
  EXPECT_EQ(first["samples"], 50);
  EXPECT_EQ(rest["samples"], 150);
  const auto together = [&](const char* what) {
    return (50 * first[what].get<double>() + 150 * rest[what].get<double>()) / 200;
  };
  EXPECT_NEAR(together("accuracy"), whole["accuracy"], 1e-9);
  EXPECT_NEAR(together("cost"), whole["cost"], 1e-6);
  EXPECT_TRUE(page.ask("evaluate", {{"set", "train"}, {"count", 5}}).contains("error"));
  EXPECT_TRUE(page.ask("evaluate", {{"set", "test"}, {"from", 200}}).contains("error"));
}

// An output, when a pixel becomes lighter and darker.
TEST(Saliency, IsTheSlopeByEachPixel) {
  Page page;
  page.steps(30);
  std::vector<int> pixels(784, 100);
  for (int i = 0; i < 784; ++i) pixels[static_cast<std::size_t>(i)] += (i * 37) % 80;
  const auto outputs = [&](std::size_t pixel, int change) {
    std::vector<int> other = pixels;
    other[pixel] += change;
    page.ask("input", {{"pixels", other}});
    return page.ask("cost")["outputs"];
  };
  page.ask("input", {{"pixels", pixels}});
  EXPECT_EQ(page.ask("saliency")["of"], "activation");
  ASSERT_EQ(page.bulk().dims, (std::vector<std::uint32_t>{10, 784}));
  const std::vector<float> slopes = page.bulk().as<float>();
  for (const std::size_t pixel : {100U, 406U, 600U}) {
    const Json up = outputs(pixel, 12), down = outputs(pixel, -12);
    for (std::size_t k = 0; k < 10; ++k) {
      const double nudged = (up[k].get<double>() - down[k].get<double>()) / (24.0 / 255);
      EXPECT_NEAR(slopes[784 * k + pixel], nudged, 2e-5 + 0.02 * std::abs(nudged)) << pixel;
    }
  }
}

}  // namespace
}  // namespace glia::studio
