#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <csignal>

#include "base/rng.h"
#include "expect_error.h"
#include "glia/checkpoint.h"
#include "io/json.h"
#include "io/model_file.h"
#include "io/models.h"
#include "io/old_format.h"
#include "temp_dir.h"

namespace glia {
namespace {

TEST(ModelFile, GivesBackTheModel) {
  const TempDir dir;
  Model model = small_model();
  model.state["hidden1.bias"].values = {-0.0F, 1e-45F, 3.4e38F};
  save_model(model, dir.file("m"));
  EXPECT_TRUE(same(load_model(dir.file("m")), model));
}

TEST(ModelFile, GivesBackTheSeedNetwork) {
  const TempDir dir;
  Model model;
  model.graph = parse_net("784-16-16-10", {}, {1, 28, 28});
  model.state = State(model.graph, 3);
  save_model(model, dir.file("m"));
  EXPECT_TRUE(same(load_model(dir.file("m")), model));
  EXPECT_EQ(load_model(dir.file("m")).graph.parameters(), 13'002);
}

TEST(ModelFile, KeepsTheNumbersOfItsCost) {
  const TempDir dir;
  Model model = small_model();
  model.cost_parameters = {.huber_delta = 0.3, .focal_gamma = 1.25};
  save_model(model, dir.file("m"));
  EXPECT_EQ(load_model(dir.file("m")).cost_parameters, CostParameters{}) << "another cost's";
  model.cost = Cost::huber;
  save_model(model, dir.file("m"));
  EXPECT_EQ(load_model(dir.file("m")).cost_parameters, (CostParameters{.huber_delta = 0.3}));
  model.cost = Cost::focal;
  save_model(model, dir.file("m"));
  EXPECT_EQ(load_model(dir.file("m")).cost_parameters, (CostParameters{.focal_gamma = 1.25}));
  model.cost_parameters.focal_gamma = -1;
  EXPECT_ERROR(save_model(model, dir.file("m")), ErrorCode::invalid_argument, "focal_gamma");
}

TEST(ModelFile, IsAFunctionOfTheModel) {
  const TempDir dir;
  save_model(small_model(), dir.file("a"));
  save_model(load_model(dir.file("a")), dir.file("b"));
  EXPECT_EQ(read_bytes(dir.file("a")), read_bytes(dir.file("b")));
}

TEST(ModelFile, RefusesToSaveWhatCouldNotBeLoaded) {
  const TempDir dir;
  save_model(small_model(), dir.file("m"));
  const std::string before = read_bytes(dir.file("m"));
  const auto refused = [&](auto&& spoil, const std::string& part) {
    Model model = small_model(2);
    spoil(model);
    SCOPED_TRACE(part);
    try {
      save_model(model, dir.file("m"));
      ADD_FAILURE() << "nothing was thrown";
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
      EXPECT_NE(std::string(error.what()).find(dir.file("m")), std::string::npos) << error.what();
    }
    EXPECT_EQ(read_bytes(dir.file("m")), before);
  };
  refused([](Model& m) { m.state["output.bias"].values[1] = NAN; }, "'output.bias': number 1");
  refused([](Model& m) { m.state.tensors().erase("output.bias"); }, "missing");
  refused([](Model& m) { m.state["output.bias"] = {{3}, {1, 2, 3}}; }, "expected 2, got 3");
  refused([](Model& m) { m.classes = {"one"}; }, "2 outputs, got 1 classes");
  refused([](Model& m) { m.classes = {"\xff", "dog"}; }, "UTF-8");
  refused([](Model& m) { m.classes[0] = "\x1b[2J"; }, "control characters");
  refused([](Model& m) { m.history.emplace("\x07", ""); }, "control characters");
  refused([](Model& m) { m.graph = Graph(); }, "no such one");
}

Model hearing_model() {
  Model model;
  model.graph = parse_net("160-2", {}, {16, 10});
  model.state = State(model.graph, 3);
  model.form =
      Features{.rate = 16000, .window_ms = 20.5, .bands = 10, .high_hz = 7000, .frames = 16};
  return model;
}

TEST(ModelFile, RemembersHowSureItsAnswersAre) {
  const TempDir dir;
  Model model = small_model();
  model.temperature = 1.2345;
  save_model(model, dir.file("m"));
  EXPECT_TRUE(same(load_model(dir.file("m")), model));
  io::SafeTensors contents = io::pack_model(model, model.state);
  for (const auto& [text, part] : std::map<std::string, std::string>{{"0", "from 0.01 to 100"},
                                                                     {"-1", "from 0.01"},
                                                                     {"101", "got 101"},
                                                                     {"[]", "temperature"},
                                                                     {"nan", "JSON"}}) {
    contents.metadata["glia.temperature"] = text;
    io::write_safetensors(contents, dir.file("m"));
    EXPECT_ERROR(load_model(dir.file("m")), ErrorCode::format, part);
  }
}

TEST(ModelFile, RemembersThatTheNetworkSeesDigits) {
  const TempDir dir;
  Model model;
  model.graph = parse_net("784-2", {}, {1, 28, 28});
  model.state = State(model.graph, 3);
  model.form = PictureForm::of_digits();
  save_model(model, dir.file("m"));
  EXPECT_EQ(load_model(dir.file("m")).form, model.form);
}

TEST(ModelFile, RemembersHowTheNetworkHears) {
  const TempDir dir;
  save_model(hearing_model(), dir.file("m"));
  EXPECT_TRUE(same(load_model(dir.file("m")), hearing_model()));
  Checkpoint checkpoint{.model = hearing_model()};
  checkpoint.snapshot.state = checkpoint.model.state;
  save_checkpoint(checkpoint, dir.file("c"));
  EXPECT_EQ(load_checkpoint(dir.file("c")).model.form, hearing_model().form);
}

TEST(ModelFile, OfAnotherProgramIsToldFromADamagedOne) {
  const TempDir dir;
  io::SafeTensors contents;
  contents.tensors["fc1.weight"] = {{2}, {1, 2}};
  io::write_safetensors(contents, dir.file("theirs"));
  EXPECT_ERROR(load_model(dir.file("theirs")), ErrorCode::format, "it is no model of Glia");
}

// A model file in whose text `key` the words `from` became `to` is refused, with `part`.
void expect_refused(const TempDir& dir, const Model& model, const char* key,
                    const std::string& from, const std::string& to, const std::string& part) {
  io::SafeTensors contents = io::pack_model(model, model.state);
  std::string& text = contents.metadata.at(key);
  ASSERT_NE(text.find(from), std::string::npos) << text;
  text.replace(text.find(from), from.size(), to);
  io::write_safetensors(contents, dir.file("m"));
  const bool newer = part.find("expected version") != std::string::npos;
  EXPECT_ERROR(load_model(dir.file("m")), newer ? ErrorCode::unsupported : ErrorCode::format, part);
}

TEST(ModelFile, RefusesFeaturesThatAreNotWholeOrDoNotFit) {
  const TempDir dir;
  const Model model = hearing_model();
  const std::string good = io::pack_model(model, model.state).metadata.at("glia.features");
  const auto refused = [&](const std::string& from, const std::string& to,
                           const std::string& part) {
    expect_refused(dir, model, "glia.features", from, to, part);
  };
  refused("\"bands\":10", "\"bands\":11", "its features are 16×11");
  refused("\"bands\":10", "\"bands\":10.0", "features, bands");
  refused("\"bands\":10", "\"bands\":-10", "features, bands");
  refused("\"bands\":10", "\"bands\":10,\"more\":1", "unknown field 'more'");
  refused("\"rate\":16000", "\"rate\":1", "rate from 4000");
  refused("\"rate\":16000,", "", "'rate' is missing");
  refused("\"version\":2", "\"version\":3", "expected version 1 to 2, got 3");
  refused("\"band_mean\":0.7,", "", "'band_mean' is missing");
  refused(good, "[]", "features");
}

TEST(ModelFile, OfVersion1OfTheFeaturesTakesNoBandsMeanAway) {
  const TempDir dir;
  const Model model = hearing_model();
  io::SafeTensors contents = io::pack_model(model, model.state);
  std::string& text = contents.metadata.at("glia.features");
  text.replace(text.find("\"band_mean\":0.7,"), 16, "");
  text.replace(text.find("\"version\":2"), 11, "\"version\":1");
  io::write_safetensors(contents, dir.file("m"));
  const Model old = load_model(dir.file("m"));
  EXPECT_EQ(old.form.sound()->band_mean, 0);
}

Model seeing_model() {
  Model model;
  model.graph = parse_net("conv(2,3x3) relu dense(2)", {}, {3, 12, 12});
  model.state = State(model.graph, 3);
  model.classes = {"cat", "dog"};
  model.form = PictureForm{.size = 12};
  return model;
}

TEST(ModelFile, RemembersHowTheNetworkSees) {
  const TempDir dir;
  save_model(seeing_model(), dir.file("m"));
  EXPECT_TRUE(same(load_model(dir.file("m")), seeing_model()));
  const auto refused = [&](const std::string& from, const std::string& to,
                           const std::string& part) {
    expect_refused(dir, seeing_model(), "glia.pictures", from, to, part);
  };
  refused("\"size\":12", "\"size\":13", "its pictures are 3×13×13");
  refused("\"size\":12", "\"size\":2", "4 to 1024");
  refused("\"size\":12", "\"size\":-12", "pictures, size");
  refused("false", "true", "its pictures are 1×12×12");
  refused("false", "0", "expected true or false, got '0'");
  refused("\"version\":1", "\"version\":2", "expected version 1, got 2");
}

// Files that are good safetensors and no good models.
TEST(ModelFile, RefusesWhatIsNoWholeModel) {
  const TempDir dir;
  const auto refused = [&](auto&& spoil, const std::string& part) {
    const Model model = small_model();
    io::SafeTensors contents = io::pack_model(model, model.state);
    spoil(contents);
    io::write_safetensors(contents, dir.file("m"));
    SCOPED_TRACE(part);
    EXPECT_ERROR(load_model(dir.file("m")), ErrorCode::format, part);
    EXPECT_ERROR(load_model(dir.file("m")), ErrorCode::format, dir.file("m"));
  };
  using File = io::SafeTensors;
  const auto with = [](const char* key, const std::string& text) {
    return [=](File& f) { f.metadata[key] = text; };
  };
  refused([](File& f) { f.metadata.clear(); }, "no 'glia.graph'");
  for (const char* key : {"glia.graph", "glia.cost", "glia.classes", "glia.history"}) {
    refused([&](File& f) { f.metadata.erase(key); }, std::string("no '") + key + "'");
  }
  refused(with("glia.graph", "{"), "architecture: its JSON is broken");
  refused(with("glia.cost", "sqared"), "'sqared'");
  refused(with("glia.classes", "{}"), "classes: expected a list");
  refused(with("glia.classes", "[1,2]"), "classes: expected a text");
  refused(with("glia.classes", R"(["a"])"), "got 1 classes");
  refused(with("glia.classes", R"(["a","\u001b"])"), "control characters");
  refused(with("glia.history", "[]"), "history: expected an object");
  refused(with("glia.history", R"({"a":1})"), "history, 'a'");
  refused([](File& f) { f.tensors.erase("output.bias"); }, "'output.bias'");
  refused([](File& f) { f.tensors["stranger"] = {{1}, {1}}; }, "'stranger'");
  refused([](File& f) { f.tensors["optimizer:m"] = {{1}, {1}}; }, "'optimizer:m'");
  refused([](File& f) { f.tensors["hidden1.weight"].shape = {4, 3}; }, "expected 3×4, got 4×3");
  refused([](File& f) { f.tensors["hidden1.weight"].values[0] = NAN; }, "NaN");
  refused([](File& f) { f.tensors["hidden1.weight"].values[0] = -INFINITY; }, "infinite");
  refused(with("glia.graph", graph_to_json(parse_net("4-5-2"))),
          "'hidden1.weight': expected 5×4, got 3×4");
}

TEST(ModelFile, ForgivesMetadataOfOthers) {
  const TempDir dir;
  const Model model = small_model();
  io::SafeTensors contents = io::pack_model(model, model.state);
  contents.metadata["format"] = "np";
  io::write_safetensors(contents, dir.file("m"));
  EXPECT_TRUE(same(load_model(dir.file("m")), model));
}

TEST(ModelFile, OfTheOldFormatWithAnyBytesChangedIsAModelOrAnError) {
  const TempDir dir;
  save_model(small_model(), dir.file("good"));
  const std::string good = without_digest(without_format(read_bytes(dir.file("good"))));
  Rng rng(7);
  const auto below = [&](std::size_t n) { return rng.below(static_cast<std::uint32_t>(n)); };
  for (int round = 0; round < 10'000; ++round) {
    std::string bytes = good;
    for (std::uint32_t change = below(2) + 1; change != 0; --change) {
      bytes[below(bytes.size())] = static_cast<char>(round % 2 ? below(256) : 32 + below(95));
    }
    try {
      io::SafeTensors contents = io::decode_safetensors(as_bytes(bytes));
      const Model model = io::unpack_model(contents);
      model.state.check(model.graph);
    } catch (const Error&) {
    }
  }
}

// No file of this process may grow beyond `bytes`: what a full disk looks like.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : old_signal_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit{bytes, old_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_signal_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit old_{};
  void (*old_signal_)(int);
};

TEST(ModelFile, SurvivesAFullDisk) {
  const TempDir dir;
  save_model(small_model(1), dir.file("m"));
  {
    const FullDisk disk(600);
    EXPECT_ERROR(save_model(small_model(2), dir.file("m")), ErrorCode::io, dir.file("m"));
    EXPECT_ERROR(save_model(small_model(2), dir.file("new")), ErrorCode::io, dir.file("new"));
  }
  EXPECT_TRUE(same(load_model(dir.file("m")), small_model(1)));
  const auto entries = std::filesystem::directory_iterator(dir.path());
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1) << "a failed save left something";
  EXPECT_ERROR(save_model(small_model(), "/dev/full"), ErrorCode::io, "free some space");
}

TEST(ModelFile, NamesAFolderThatIsNotThere) {
  const TempDir dir;
  EXPECT_ERROR(save_model(small_model(), dir.file("none/m")), ErrorCode::io, "none/m");
}

// What is forbidden to an ordinary user, the superuser included.
class OrdinaryUser {
 public:
  OrdinaryUser() : root_(::geteuid() == 0) {
    if (root_ && ::seteuid(65534) != 0) ADD_FAILURE() << "cannot step down";
  }
  ~OrdinaryUser() {
    if (root_ && ::seteuid(0) != 0) ADD_FAILURE() << "cannot step up again";
  }
  OrdinaryUser(const OrdinaryUser&) = delete;
  OrdinaryUser& operator=(const OrdinaryUser&) = delete;

 private:
  bool root_;
};

TEST(ModelFile, NamesAFileThatMayNotBeRead) {
  const TempDir dir;
  std::filesystem::permissions(dir.path(), std::filesystem::perms(0755));
  save_model(small_model(), dir.file("m"));
  std::filesystem::permissions(dir.file("m"), std::filesystem::perms::none);
  const OrdinaryUser user;
  EXPECT_ERROR(load_model(dir.file("m")), ErrorCode::io, "Permission denied");
  EXPECT_ERROR(load_model(dir.file("m")), ErrorCode::io, dir.file("m"));
}

}  // namespace
}  // namespace glia
