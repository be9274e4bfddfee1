// Files that an older library wrote are read as it read them: tests/golden/old/make.sh made them.
#include <gtest/gtest.h>

#include <bit>
#include <filesystem>

#include "glia/checkpoint.h"
#include "golden.h"
#include "old/training.h"

namespace glia {
namespace {

class OldFiles : public testing::TestWithParam<const char*> {
 protected:
  std::string file(const std::string& name) const {
    return GLIA_SOURCE_DIR "/tests/golden/old/" + std::string(GetParam()) + "/" + name;
  }
  const json answers_ = read_golden("old/" + std::string(GetParam()) + "/answers.json");

  // To the bit where this machine computes in the same way.
  void expect_answers(const Model& model, const std::string& name) const {
    const std::vector<std::uint32_t> now = old::outputs(model);
    const auto then = answers_.at(name).get<std::vector<std::uint32_t>>();
    if (Engine(1).simd.numeric_path() == answers_.at("numeric_path").get<std::string>()) {
      EXPECT_EQ(now, then) << name;
    }
    ASSERT_EQ(now.size(), then.size());
    for (std::size_t i = 0; i < now.size(); ++i) {
      EXPECT_NEAR(std::bit_cast<float>(now[i]), std::bit_cast<float>(then[i]), 1e-4) << name;
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Of, OldFiles, testing::Values("bc3ff0d"));

TEST_P(OldFiles, ModelsAnswerAsTheyDid) {
  const Model dense = load_model(file("dense.safetensors"));
  EXPECT_EQ(dense.classes, (std::vector<std::string>{"кот", "dog"}));
  EXPECT_EQ(dense.cost, Cost::softmax_cross_entropy);
  EXPECT_EQ(dense.history.at("data"), "waves");
  expect_answers(dense, "dense");
  const Model pictures = load_model(file("pictures.safetensors"));
  ASSERT_NE(pictures.form.picture(), nullptr);
  EXPECT_EQ(pictures.form.picture()->size, 6);
  EXPECT_TRUE(pictures.form.picture()->grey);
  expect_answers(pictures, "pictures");
  const Model speech = load_model(file("speech.safetensors"));
  ASSERT_NE(speech.form.sound(), nullptr);
  EXPECT_EQ(*speech.form.sound(), old::features());
  expect_answers(speech, "speech");
}

TEST_P(OldFiles, ATrainingGoesOnAsItWouldHave) {
  Engine engine(2);
  const Checkpoint from = load_checkpoint(file(""));
  EXPECT_EQ(from.snapshot.step, old::kSteps);
  ASSERT_EQ(from.journal.size(), 1u);
  EXPECT_EQ(from.journal[0].edit, (Edit{Edit::Kind::hold, "hidden1.weight", 5, 0.25}));
  Trainer trainer(engine, from.model, old::data(), old::recipe());
  trainer.replay(from.journal);
  trainer.restore(from.snapshot);
  trainer.run();
  expect_answers(trainer.model(), "trained");
}

}  // namespace
}  // namespace glia
