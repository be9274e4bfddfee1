#include "glia/checkpoint.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "expect_error.h"
#include "io/json.h"
#include "io/model_file.h"
#include "io/models.h"
#include "io/settings_json.h"
#include "temp_dir.h"

namespace glia {
namespace {

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();

Checkpoint checkpoint_at(std::uint64_t step) {
  Checkpoint checkpoint;
  checkpoint.model = small_model(step);
  Snapshot& snapshot = checkpoint.snapshot;
  snapshot.state = checkpoint.model.state;
  snapshot.optimizer["momentum:hidden1.weight"] = {1.5F, -0.0F, 1e-45F};
  snapshot.optimizer["momentum:output.bias"] = {};
  snapshot.step = step;
  snapshot.epoch = (std::uint64_t{1} << 53) + 1;  // a double would round it
  snapshot.batch = kLargest;
  snapshot.edits = 1;
  snapshot.held["hidden1.weight[2,1]"] = 0.1F;
  checkpoint.recipe.schedule.rate = 1.0 / 3;
  checkpoint.recipe.optimizer.method = Method::adamw;
  checkpoint.train = {"цифры", 60000, kLargest};
  checkpoint.numeric_path = "fma";
  checkpoint.run = "a";
  snapshot.best = Snapshot::Best{checkpoint.model.state, 1.0 / 3, 2};
  snapshot.best->state["output.bias"].values = {7, 8};
  checkpoint.journal = {{7, 0, {Edit::Kind::hold, "hidden1.weight", 9, 0.1}},
                        {kLargest, 1, {Edit::Kind::learning_rate, "", -1, 1.0 / 3}}};
  return checkpoint;
}

void expect_same(const Checkpoint& a, const Checkpoint& b) {
  EXPECT_TRUE(same(a.model, b.model));
  EXPECT_EQ(bits_of(a.snapshot.state), bits_of(b.snapshot.state));
  EXPECT_EQ(a.snapshot.optimizer, b.snapshot.optimizer);
  EXPECT_EQ(a.snapshot.step, b.snapshot.step);
  EXPECT_EQ(a.snapshot.epoch, b.snapshot.epoch);
  EXPECT_EQ(a.snapshot.batch, b.snapshot.batch);
  EXPECT_EQ(a.snapshot.edits, b.snapshot.edits);
  EXPECT_EQ(a.snapshot.held, b.snapshot.held);
  EXPECT_EQ(a.journal, b.journal);
  EXPECT_EQ(io::recipe_to_json(a.recipe), io::recipe_to_json(b.recipe));
  EXPECT_EQ(a.train, b.train);
  EXPECT_EQ(a.validation, b.validation);
  EXPECT_EQ(a.numeric_path, b.numeric_path);
  EXPECT_EQ(a.run, b.run);
  ASSERT_TRUE(a.snapshot.best && b.snapshot.best);
  EXPECT_EQ(bits_of(a.snapshot.best->state), bits_of(b.snapshot.best->state));
  EXPECT_EQ(a.snapshot.best->cost, b.snapshot.best->cost);
  EXPECT_EQ(a.snapshot.best->epochs_since, b.snapshot.best->epochs_since);
}

std::set<std::string> names_in(const TempDir& dir) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(dir.path())) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

// So many seconds later than it was.
void touch(const std::string& path, int seconds) {
  std::filesystem::last_write_time(
      path, std::filesystem::last_write_time(path) + std::chrono::seconds(seconds));
}

TEST(Checkpoint, GivesBackTheWholeMoment) {
  const TempDir dir;
  const std::string path = save_checkpoint(checkpoint_at(kLargest), dir.path());
  EXPECT_EQ(path, dir.file("checkpoint-18446744073709551615.safetensors"));
  std::string note = "old";
  expect_same(load_checkpoint(dir.path(), &note), checkpoint_at(kLargest));
  EXPECT_EQ(note, "");
}

TEST(Checkpoint, IsAModelToo) {
  const TempDir dir;
  const std::string path = save_checkpoint(checkpoint_at(5), dir.path());
  EXPECT_TRUE(same(load_model(path), small_model(5)));
}

TEST(Checkpoint, HoldsTheSnapshotsNumbers) {
  const TempDir dir;
  Checkpoint checkpoint = checkpoint_at(5);
  checkpoint.snapshot.state["output.bias"].values = {3, 4};
  save_checkpoint(checkpoint, dir.path());
  const Checkpoint back = load_checkpoint(dir.path());
  EXPECT_EQ(back.snapshot.state["output.bias"].values, (std::vector<float>{3, 4}));
  EXPECT_EQ(back.model.state["output.bias"].values, (std::vector<float>{3, 4}));
}

TEST(Checkpoint, MakesItsFolder) {
  const TempDir dir;
  save_checkpoint(checkpoint_at(5), dir.file("a/b"));
  EXPECT_EQ(load_checkpoint(dir.file("a/b")).snapshot.step, 5U);
}

TEST(Checkpoint, KeepsTheLastOnesAndNothingElse) {
  const TempDir dir;
  write_bytes(dir.file("notes.txt"), "mine");
  write_bytes(dir.file("checkpoint-best.safetensors"), "mine");
  for (std::uint64_t step = 8; step <= 12; ++step) {
    const std::string path = save_checkpoint(checkpoint_at(step), dir.path(), 3);
    EXPECT_EQ(load_checkpoint(dir.path()).snapshot.step, step);
    touch(path, static_cast<int>(step) - 100);
  }
  EXPECT_EQ(names_in(dir),
            (std::set<std::string>{"checkpoint-10.safetensors", "checkpoint-11.safetensors",
                                   "checkpoint-12.safetensors", "checkpoint-best.safetensors",
                                   "notes.txt"}));
}

TEST(Checkpoint, WrittenLastIsTheNewestWhateverItsStepAndTheClockSay) {
  const TempDir dir;
  for (const std::uint64_t step : {900, 1000}) {
    touch(save_checkpoint(checkpoint_at(step), dir.path()), 1000);
  }
  save_checkpoint(checkpoint_at(7), dir.path(), 2);  // it went back in time
  EXPECT_EQ(load_checkpoint(dir.path()).snapshot.step, 7U);
  EXPECT_EQ(names_in(dir),
            (std::set<std::string>{"checkpoint-1000.safetensors", "checkpoint-7.safetensors"}));
}

TEST(Checkpoint, BrokenOnesArePassedOver) {
  const TempDir dir;
  save_checkpoint(checkpoint_at(1), dir.path());
  const std::string cut = save_checkpoint(checkpoint_at(2), dir.path());
  const std::string bytes = read_bytes(cut);
  write_bytes(cut, bytes.substr(0, bytes.size() / 2));
  const std::string model = dir.file("checkpoint-3.safetensors");
  save_model(small_model(), model);

  std::string note;
  expect_same(load_checkpoint(dir.path(), &note), checkpoint_at(1));
  EXPECT_NE(note.find(cut), std::string::npos) << note;
  EXPECT_NE(note.find("cut short"), std::string::npos) << note;
  EXPECT_NE(note.find(model), std::string::npos) << note;
  EXPECT_NE(note.find("not a checkpoint"), std::string::npos) << note;
}

TEST(Checkpoint, OneThatCannotBeGoneOnFromIsPassedOver) {
  const TempDir dir;
  for (const std::uint64_t step : {1, 2, 3}) save_checkpoint(checkpoint_at(step), dir.path());
  std::string note;
  const auto at_most = [](std::uint64_t step) {
    return [step](const Checkpoint& c) {
      if (c.snapshot.step > step) throw Error(ErrorCode::shape_mismatch, "it is too late");
    };
  };
  const CheckpointFolder folder(dir.path());
  EXPECT_EQ(folder.load(&note, at_most(2)).snapshot.step, 2U);
  EXPECT_NE(note.find("checkpoint-3.safetensors': it is too late"), std::string::npos) << note;
  EXPECT_ERROR(folder.load(&note, at_most(0)), ErrorCode::format, "too late");
}

// A bit of every seventh byte, in the newest of two.
TEST(Checkpoint, ADamagedByteLeavesTheOneBefore) {
  const TempDir dir;
  save_checkpoint(checkpoint_at(1), dir.path());
  const std::string newest = save_checkpoint(checkpoint_at(2), dir.path());
  const std::string bytes = read_bytes(newest);
  for (std::size_t at = 0; at < bytes.size(); at += 7) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
    write_bytes(newest, damaged);
    ASSERT_EQ(load_checkpoint(dir.path()).snapshot.step, 1U) << "byte " << at;
  }
}

Checkpoint of_another_training(std::uint64_t step) {
  Checkpoint checkpoint = checkpoint_at(step);
  checkpoint.run = "b";
  return checkpoint;
}

TEST(Checkpoint, TwoTrainingsDoNotMixInAFolder) {
  const TempDir dir;
  save_checkpoint(checkpoint_at(5), dir.path());
  EXPECT_ERROR(save_checkpoint(of_another_training(6), dir.path()), ErrorCode::invalid_argument,
               "moments of another training");
  EXPECT_EQ(names_in(dir), std::set<std::string>{"checkpoint-5.safetensors"});

  CheckpointFolder folder(dir.path());
  EXPECT_EQ(folder.moments(), 1);
  folder.replace_others();
  EXPECT_EQ(names_in(dir), std::set<std::string>{"checkpoint-5.safetensors"}) << "not yet";
  folder.save(of_another_training(1));
  EXPECT_EQ(names_in(dir), std::set<std::string>{"checkpoint-1.safetensors"});
}

TEST(Checkpoint, OneTrainingHoldsTheFolder) {
  const TempDir dir;
  {
    CheckpointFolder mine(dir.path());
    EXPECT_ERROR(CheckpointFolder{dir.path()}, ErrorCode::io, "another training that is running");
    EXPECT_ERROR(save_checkpoint(checkpoint_at(5), dir.path()), ErrorCode::io, "another training");
    mine.save(checkpoint_at(5));
    EXPECT_EQ(load_checkpoint(dir.path()).snapshot.step, 5U) << "anyone may look";
  }
  save_checkpoint(checkpoint_at(6), dir.path());
}

TEST(Checkpoint, OfAsManyEditsAsItMayHaveCanBeGoneOnFrom) {
  const TempDir dir;
  Checkpoint checkpoint = checkpoint_at(5);
  checkpoint.journal.resize(250'000, checkpoint.journal[0]);
  save_checkpoint(checkpoint, dir.path());
  EXPECT_EQ(load_checkpoint(dir.path()).journal.size(), 250'000U);
}

// As they were before they held recipe, data and identity.
TEST(Checkpoint, OfTheFirstVersionCanBeGoneOnFrom) {
  const TempDir dir;
  const std::string path = save_checkpoint(checkpoint_at(5), dir.path());
  io::SafeTensors contents = io::read_safetensors(path);
  io::Json json = io::parse_json(contents.metadata["glia.checkpoint"]);
  for (const char* key :
       {"moment", "run", "recipe", "train", "validation", "numeric_path", "best"}) {
    json.erase(key);
  }
  json["version"] = 1;
  contents.metadata["glia.checkpoint"] = json.dump();
  std::erase_if(contents.tensors, [](const auto& t) { return t.first.starts_with("best:"); });
  io::write_safetensors(contents, path);
  const Checkpoint back = load_checkpoint(dir.path());
  EXPECT_EQ(back.snapshot.step, 5U);
  EXPECT_EQ(back.train, DataPrint{});
  EXPECT_EQ(back.run, "");
  EXPECT_FALSE(back.snapshot.best);
  save_checkpoint(checkpoint_at(6), dir.path());
  EXPECT_EQ(load_checkpoint(dir.path()).snapshot.step, 6U);
}

// As they were when some settings had other names, and each augmentation one of its own.
TEST(Checkpoint, OfTheSecondVersionCanBeGoneOnFrom) {
  const TempDir dir;
  Checkpoint checkpoint = checkpoint_at(5);
  checkpoint.recipe.augment = parse_augment("shift=2,elastic=1.5");
  checkpoint.recipe.optimizer.clip_norm = 3;
  const std::string path = save_checkpoint(checkpoint, dir.path());
  io::SafeTensors contents = io::read_safetensors(path);
  io::Json json = io::parse_json(contents.metadata["glia.checkpoint"]);
  io::Json& recipe = json["recipe"];
  recipe["method"] = recipe["optimizer"];
  recipe["clip_norm"] = recipe["clip"];
  for (const char* name : {"optimizer", "clip", "augment"}) recipe.erase(name);
  for (const char* name : {"shift", "rotate", "scale", "shear", "flip", "elastic", "speed", "noise",
                           "time_mask", "band_mask"}) {
    recipe[name] = 0.0;
  }
  recipe["shift"] = 2.0;
  recipe["elastic"] = 1.5;
  json["version"] = 2;
  contents.metadata["glia.checkpoint"] = json.dump();
  io::write_safetensors(contents, path);
  const Checkpoint back = load_checkpoint(dir.path());
  EXPECT_EQ(io::recipe_to_json(back.recipe), io::recipe_to_json(checkpoint.recipe));
  EXPECT_EQ(back.run, checkpoint.run);
}

TEST(Checkpoint, NoneThatIsWholeIsAnErrorThatSaysWhy) {
  const TempDir dir;
  EXPECT_ERROR(load_checkpoint(dir.file("none")), ErrorCode::not_found, "none");
  EXPECT_ERROR(load_checkpoint(dir.path()), ErrorCode::not_found, "holds no checkpoint");
  write_bytes(dir.file("checkpoint-1.safetensors"), "");
  EXPECT_ERROR(load_checkpoint(dir.path()), ErrorCode::format, "at least 8 bytes");
  std::filesystem::create_directory(dir.file("checkpoint-2.safetensors"));
  EXPECT_ERROR(load_checkpoint(dir.path()), ErrorCode::format, "it is not a file");
}

TEST(Checkpoint, WithBrokenProgressIsRefused) {
  const TempDir dir;
  const std::string path = save_checkpoint(checkpoint_at(5), dir.path());
  const auto good = io::read_safetensors(path);
  const auto refused = [&](auto&& spoil, const std::string& part) {
    io::SafeTensors contents = good;
    io::Json json = io::parse_json(contents.metadata["glia.checkpoint"]);
    spoil(json);
    contents.metadata["glia.checkpoint"] = json.dump();
    io::write_safetensors(contents, path);
    SCOPED_TRACE(part);
    EXPECT_ERROR(load_checkpoint(dir.path()), ErrorCode::format, part);
  };
  using io::Json;
  refused([](Json& j) { j = nullptr; }, "checkpoint: expected an object");
  for (const char* key : {"version", "moment", "recipe", "train", "step", "epoch", "batch", "edits",
                          "held", "journal"}) {
    refused([&](Json& j) { j.erase(key); }, std::string("'") + key + "' is missing");
    refused([&](Json& j) { j[key] = "x"; }, std::string("checkpoint, ") + key + ": expected");
  }
  for (const char* key : {"run", "numeric_path"}) {
    refused([&](Json& j) { j.erase(key); }, std::string("'") + key + "' is missing");
    refused([&](Json& j) { j[key] = 1; }, std::string("checkpoint, ") + key + ": expected");
  }
  refused([](Json& j) { j["recipe"]["rate"] = -1; }, "recipe, rate: expected a number above 0");
  refused([](Json& j) { j["recipe"].erase("epochs"); }, "recipe: 'epochs' is missing");
  refused([](Json& j) { j["recipe"]["more"] = 1; }, "recipe: it has unknown fields");
  refused([](Json& j) { j["recipe"]["cost"] = "huber"; }, "recipe: 'huber_delta' is missing");
  refused([](Json& j) { j["train"]["digest"] = "x"; }, "digest: expected 16 hexadecimal digits");
  refused([](Json& j) { j["best"]["cost"] = "x"; }, "best, cost: expected a number");
  refused([](Json& j) { j.erase("best"); }, "unknown tensor 'best:hidden1.bias'");
  refused([](Json& j) { j["more"] = 1; }, "unknown field 'more'");
  refused([](Json& j) { j["step"] = -1; }, "step: expected a whole number from 0");
  refused([](Json& j) { j["step"] = 1.0; }, "step: expected a whole number from 0");
  refused([](Json& j) { j["edits"] = 3; }, "3 edits were applied, and its journal has 2");
  refused([](Json& j) { j["held"]["a"] = "x"; }, "held 'a': expected a number");
  refused([](Json& j) { j["held"]["a"] = 0.1; }, "held 'a': expected a float32 number");
  refused([](Json& j) { j["held"]["a"] = 1e300; }, "held 'a': expected a float32 number");
  refused([](Json& j) { j["journal"][0]["kind"] = "st"; }, "edit 'st'");
  refused([](Json& j) { j["journal"][0].erase("value"); }, "'value' is missing");
  refused([](Json& j) { j["journal"][0]["order"] = -1; }, "order: expected a whole number");
  refused([](Json& j) { j["journal"][0] = 1; }, "journal: expected an object");
}

TEST(Checkpoint, RefusesToSaveWhatCouldNotBeLoaded) {
  const TempDir dir;
  EXPECT_ERROR(save_checkpoint(checkpoint_at(5), dir.path(), 0), ErrorCode::invalid_argument,
               "to keep 1 or more, got 0");
  Checkpoint checkpoint = checkpoint_at(5);
  checkpoint.snapshot.held["a"] = NAN;
  EXPECT_ERROR(save_checkpoint(checkpoint, dir.path()), ErrorCode::invalid_argument, "held a");
  checkpoint = checkpoint_at(5);
  checkpoint.journal[0].edit.value = INFINITY;
  EXPECT_ERROR(save_checkpoint(checkpoint, dir.path()), ErrorCode::invalid_argument, "journal");
  checkpoint = checkpoint_at(5);
  checkpoint.snapshot.state["output.bias"].values[0] = NAN;
  EXPECT_ERROR(save_checkpoint(checkpoint, dir.path()), ErrorCode::invalid_argument, "NaN");
  checkpoint = checkpoint_at(5);
  checkpoint.snapshot.best->state["output.bias"].values[0] = NAN;
  EXPECT_ERROR(save_checkpoint(checkpoint, dir.path()), ErrorCode::invalid_argument, "NaN");
  checkpoint = checkpoint_at(5);
  checkpoint.journal.resize(250'001, checkpoint.journal[0]);
  EXPECT_ERROR(save_checkpoint(checkpoint, dir.path()), ErrorCode::unsupported,
               "at most 250000 edits, got 250001");
  write_bytes(dir.file("file"), "");
  EXPECT_ERROR(save_checkpoint(checkpoint_at(5), dir.file("file/dir")), ErrorCode::io,
               dir.file("file/dir"));
  EXPECT_EQ(names_in(dir), std::set<std::string>{"file"});
}

}  // namespace
}  // namespace glia
