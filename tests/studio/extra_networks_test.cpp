// The networks beside the visitor's own: a CNN on the same digit, an LSTM that hears.
#include "core/extra_networks.h"

#include <algorithm>
#include <cmath>

#include "data/log_mel.h"
#include "expect_error.h"
#include "glia/error.h"
#include "glia/inspect.h"
#include "support.h"

namespace glia::studio {
namespace {

// What is offered besides tables, which some builds do not read.
Json networks_offered(const Page& page) {
  Json networks = Json::array();
  const Json offers = page.last("hello")["offers"];
  for (const Json& offer : offers) {
    if (offer != "tables") networks.push_back(offer);
  }
  return networks;
}

void teach(Page& page) {
  EXPECT_EQ(page.ask("cnn", {{"teach", true}}).value("error", Json()), Json());
  for (int i = 0; i < 5000 && page.studio.busy(); ++i) page.studio.work(0.005);
}

TEST(Cnn, IsOfferedAndTaughtInSlices) {
  Page page(beside(with_cnn_setup()));
  EXPECT_EQ(networks_offered(page), list({"cnn"}));
  EXPECT_EQ(page.last("cnn")["ready"], false);
  page.ask("input", {{"test", 3}});
  EXPECT_NE(page.ask("maps")["error"]["text"].get<std::string>().find("teach it first"),
            std::string::npos);

  page.ask("cnn", {{"teach", true}});
  EXPECT_TRUE(page.studio.busy());
  page.studio.work(0.001);
  page.state();
  EXPECT_EQ(page.last("cnn")["learning"], true);
  EXPECT_GT(page.last("cnn")["progress"], 0);
  EXPECT_EQ(page.ask("maps")["cnn"].size(), 10U);  // one can watch
  EXPECT_TRUE(page.ask("filters")["testAccuracy"].is_null());
  while (page.studio.busy()) page.studio.work(0.005);
  page.state();
  EXPECT_EQ(page.last("cnn")["ready"], true);
  EXPECT_EQ(page.last("cnn")["learning"], false);
  EXPECT_GT(page.ask("filters")["testAccuracy"], 0.9);
}

TEST(Cnn, IsStoppedAndMissing) {
  Page page(beside(with_cnn_setup()));
  page.ask("cnn", {{"teach", true}});
  page.ask("cnn", {{"stop", true}});
  EXPECT_FALSE(page.studio.busy());
  EXPECT_TRUE(page.ask("cnn").contains("error"));
  EXPECT_TRUE(page.ask("filters").contains("error"));

  Page bare;
  EXPECT_EQ(networks_offered(bare), Json::array());
  EXPECT_TRUE(bare.ask("cnn", {{"teach", true}}).contains("error"));
  EXPECT_NE(bare.ask("filters")["error"]["text"].get<std::string>().find("--cnn"),
            std::string::npos);
}

TEST(Maps, AreTheEnginesNumbers) {
  Page page(beside(with_cnn_setup()));
  EXPECT_TRUE(page.ask("maps").contains("error"));  // nothing has learnt, nothing goes in
  page.ask("input", {{"test", 3}});
  teach(page);
  const Json told = page.ask("maps", {{"shift", {2, -1}}});
  const std::vector<float> numbers = page.bulk().as<float>();
  EXPECT_EQ(told["label"], 3);

  std::vector<std::string> names;
  for (const Json& layer : told["layers"]) names.push_back(layer["name"]);
  EXPECT_EQ(names, (std::vector<std::string>{"conv1", "pool1", "conv2", "pool2", "output"}));
  EXPECT_EQ(told["layers"][0]["shape"], list({4, 28, 28}));
  EXPECT_EQ(told["layers"][0]["offset"], 784);

  // The picture is the test image, moved; what comes in is background.
  std::vector<float> picture(784);
  shifted(digits().test.subset({3}), 2, -1).input(0, picture.data());
  EXPECT_TRUE(std::equal(picture.begin(), picture.end(), numbers.begin()));

  // A pixel of the first map is ReLU of its window times the filter.
  const Json filters = page.ask("filters");
  const std::vector<float> weights = page.bulk().as<float>();
  EXPECT_EQ(filters["layers"][0]["shape"], list({4, 1, 5, 5}));
  double sum = filters["layers"][0]["bias"][1];
  for (int y = 0; y < 5; ++y) {
    for (int x = 0; x < 5; ++x) {
      sum += double{weights[static_cast<std::size_t>(25 + y * 5 + x)]} *
             double{picture[static_cast<std::size_t>((10 + y - 2) * 28 + 12 + x - 2)]};
    }
  }
  EXPECT_NEAR(numbers[784 + 784 + 10 * 28 + 12], std::max(sum, 0.0), 1e-4);

  const std::vector<float> said = told["cnn"];
  const auto at = told["layers"].back()["offset"].get<std::size_t>();
  ASSERT_EQ(numbers.size(), at + 10);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_NEAR(said[i], numbers[at + i], 1e-5);
  EXPECT_EQ(told["own"].size(), 10U);
}

TEST(Maps, RefuseHalfPixels) {
  Page page(beside(with_cnn_setup()));
  page.ask("input", {{"test", 3}});
  teach(page);
  EXPECT_TRUE(page.ask("maps", {{"shift", {0.5, 0}}}).contains("error"));
  EXPECT_TRUE(page.ask("maps", {{"shift", {0}}}).contains("error"));
  EXPECT_TRUE(page.ask("maps", {{"shift", {99, 0}}}).contains("error"));
}

TEST(Shifts, AreMeasuredRowByRow) {
  Page page(beside(with_cnn_setup()));
  teach(page);
  const Json row = page.ask("shifts", {{"down", 0}, {"most", 2}, {"samples", 100}});
  EXPECT_EQ(row["own"].size(), 5U);
  EXPECT_EQ(row["samples"], 100);
  EXPECT_GT(row["cnn"][2], 0.9);
  EXPECT_EQ(row["own"][2],
            page.ask("shifts", {{"down", 0}, {"most", 0}, {"samples", 100}})["own"][0]);
  EXPECT_TRUE(page.ask("shifts", {{"down", 15}}).contains("error"));
}

TEST(ExtraNetworks, ThatDoNotFitAreRefused) {
  auto wrong = with_cnn_setup();
  wrong->cnn_setup->graph = parse_net("784-10");
  EXPECT_THROW(check_extra_networks(*wrong, digits()), Error);
  auto dense = std::make_shared<ExtraNetworks>();
  dense->cnn.emplace();
  dense->cnn->graph = parse_net("dense(10)", {}, Shape{1, 28, 28});
  EXPECT_THROW(check_extra_networks(*dense, digits()), Error);
  auto deaf = std::make_shared<ExtraNetworks>();
  deaf->speech.emplace();
  EXPECT_THROW(check_extra_networks(*deaf, digits()), Error);
}

TEST(ExtraNetworks, AndOpenedNetworksTellApartWhatThePicturesAre) {
  DataSplit pets = digits();
  Model model;
  model.classes = {"0", "1"};
  EXPECT_NO_THROW(expect_classes(model, pets, "open")) << "these have no names";
  pets.classes = {"cat", "dog"};
  EXPECT_ERROR(expect_classes(model, pets, "open"), ErrorCode::shape_mismatch,
               "open: expected a network that tells apart cat, dog, as the pictures are, got one "
               "that tells apart 0, 1");
  model.classes = {"dog", "cat"};
  EXPECT_ERROR(expect_classes(model, pets, "open"), ErrorCode::shape_mismatch, "dog, cat");
  model.classes = pets.classes;
  EXPECT_NO_THROW(expect_classes(model, pets, "open"));
}

// The frames of the last answer, in their order.
std::vector<Tensor64> bulks(const Page& page) {
  std::vector<Tensor64> found;
  for (const Tensor64& tensor : page.tensors) {
    if (tensor.kind == 2 && tensor.sequence == static_cast<std::uint32_t>(page.id)) {
      found.push_back(tensor);
    }
  }
  return found;
}

TEST(Hear, TellsWaveSpectrogramMomentsAndGates) {
  const auto extra = with_ears();
  Page page(beside(extra));
  EXPECT_EQ(networks_offered(page), list({"speech"}));
  EXPECT_EQ(page.last("hello")["recordings"][0]["label"], "yes");
  const Json told = page.ask("hear", {{"recording", 0}});
  if (told.contains("error") && told["error"]["code"] == "unsupported") GTEST_SKIP() << told;
  ASSERT_FALSE(told.contains("error")) << told;
  const std::vector<Tensor64> sent = bulks(page);
  ASSERT_EQ(sent.size(), 4U);
  const auto heard = told["heard"].get<std::uint32_t>();
  EXPECT_EQ(told["classes"], list({"yes", "no", "perhaps"}));
  EXPECT_EQ(sent[1].dims, (std::vector<std::uint32_t>{64, 40}));
  EXPECT_EQ(sent[2].dims, (std::vector<std::uint32_t>{heard, 3}));
  EXPECT_EQ(sent[3].dims, (std::vector<std::uint32_t>{2, 6, heard, 6}));
  EXPECT_EQ(sent[1].as<float>(), log_mel(extra->recordings[0].recording, Features{}));

  // The last moment has heard everything.
  const std::vector<float> said = sent[2].as<float>(), outputs = told["outputs"];
  for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(said[said.size() - 3 + c], outputs[c]);

  // c = f · c before + i · g, for a unit of the way forwards.
  const std::vector<float> gates = sent[3].as<float>();
  const auto at = [&](std::size_t slot, std::size_t t) {
    return double{gates[(slot * heard + t) * 6 + 2]};
  };
  EXPECT_EQ(told["layer"]["slots"],
            list({"input_gate", "forget_gate", "cell_candidate", "output_gate", "cell", "hidden"}));
  for (std::size_t t = 1; t < heard; ++t) {
    EXPECT_NEAR(at(4, t), at(1, t) * at(4, t - 1) + at(0, t) * at(2, t), 1e-5);
    EXPECT_NEAR(at(5, t), at(3, t) * std::tanh(at(4, t)), 1e-5);
  }
}

TEST(Hear, TellsTheStretchThatIsHeardOfALongWord) {
  auto extra = with_ears();
  Recording& tone = extra->recordings[0].recording;
  for (std::size_t i = 0; i < 16000; ++i) {  // a loud second part
    tone.samples.push_back(0.5F +
                           0.4F * static_cast<float>(std::sin(0.3 * static_cast<double>(i))));
  }
  Page page(beside(extra));
  const Json told = page.ask("hear", {{"recording", 0}});
  if (told.contains("error") && told["error"]["code"] == "unsupported") GTEST_SKIP() << told;
  ASSERT_FALSE(told.contains("error")) << told;
  EXPECT_EQ(told["whole"], false);
  EXPECT_EQ(told["heard"], 64);
  // 64 windows of 200 samples every 80, which alone make the same spectrogram.
  const std::vector<float> wave = bulks(page)[0].as<float>();
  ASSERT_EQ(wave.size(), 63U * 80 + 200);
  std::vector<float> again(64 * 40);
  LogMel(Features{})(wave, again.data());
  EXPECT_EQ(again, bulks(page)[1].as<float>());
}

TEST(Hear, RefusesWhatIsNoRecording) {
  Page page(beside(with_ears()));
  EXPECT_TRUE(page.ask("hear").contains("error"));
  EXPECT_TRUE(page.ask("hear", {{"recording", 1}}).contains("error"));
  EXPECT_TRUE(page.ask("hear", {{"sound", "AAAA"}}).contains("error"));
  Page deaf;
  EXPECT_NE(
      deaf.ask("hear", {{"recording", 0}})["error"]["text"].get<std::string>().find("--speech"),
      std::string::npos);
}

}  // namespace
}  // namespace glia::studio
