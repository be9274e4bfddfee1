#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "expect_error.h"
#include "glia/model.h"
#include "io/json.h"
#include "io/model_file.h"
#include "io/models.h"
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

TEST(Checkpoint, WrittenLastIsTheNewestWhateverItsStep) {
  const TempDir dir;
  for (const std::uint64_t step : {900, 1000}) {
    touch(save_checkpoint(checkpoint_at(step), dir.path()), -100);
  }
  save_checkpoint(checkpoint_at(7), dir.path(), 2);  // training began anew in this folder
  EXPECT_EQ(load_checkpoint(dir.path()).snapshot.step, 7U);
  EXPECT_EQ(names_in(dir),
            (std::set<std::string>{"checkpoint-1000.safetensors", "checkpoint-7.safetensors"}));
}

TEST(Checkpoint, ABrokenNewestIsPassedOver) {
  const TempDir dir;
  touch(save_checkpoint(checkpoint_at(1), dir.path()), -300);
  const std::string cut = save_checkpoint(checkpoint_at(2), dir.path());
  const std::string bytes = read_bytes(cut);
  write_bytes(cut, bytes.substr(0, bytes.size() / 2));
  touch(cut, -200);
  const std::string model = dir.file("checkpoint-3.safetensors");
  save_model(small_model(), model);

  std::string note;
  expect_same(load_checkpoint(dir.path(), &note), checkpoint_at(1));
  EXPECT_NE(note.find(cut), std::string::npos) << note;
  EXPECT_NE(note.find("cut short"), std::string::npos) << note;
  EXPECT_NE(note.find(model), std::string::npos) << note;
  EXPECT_NE(note.find("not a checkpoint"), std::string::npos) << note;
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
  for (const char* key : {"version", "step", "epoch", "batch", "edits", "held", "journal"}) {
    refused([&](Json& j) { j.erase(key); }, std::string("'") + key + "' is missing");
    refused([&](Json& j) { j[key] = "x"; }, std::string("checkpoint, ") + key + ": expected");
  }
  refused([](Json& j) { j["version"] = 2; }, "expected version 1, got 2");
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
               "1 checkpoint or more, got 0");
  Checkpoint checkpoint = checkpoint_at(5);
  checkpoint.snapshot.held["a"] = NAN;
  EXPECT_ERROR(save_checkpoint(checkpoint, dir.path()), ErrorCode::invalid_argument, "held a");
  checkpoint = checkpoint_at(5);
  checkpoint.journal[0].edit.value = INFINITY;
  EXPECT_ERROR(save_checkpoint(checkpoint, dir.path()), ErrorCode::invalid_argument, "journal");
  checkpoint = checkpoint_at(5);
  checkpoint.snapshot.state["output.bias"].values[0] = NAN;
  EXPECT_ERROR(save_checkpoint(checkpoint, dir.path()), ErrorCode::invalid_argument, "NaN");
  write_bytes(dir.file("file"), "");
  EXPECT_ERROR(save_checkpoint(checkpoint_at(5), dir.file("file/dir")), ErrorCode::io,
               dir.file("file/dir"));
  EXPECT_EQ(names_in(dir), std::set<std::string>{"file"});
}

}  // namespace
}  // namespace glia
