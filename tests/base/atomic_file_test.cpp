#include "base/atomic_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "glia/error.h"

namespace glia {
namespace {

namespace fs = std::filesystem;

std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class AtomicFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "glia_atomic.XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    dir_ = name;
  }
  void TearDown() override { fs::remove_all(dir_); }

  std::string save_error(const fs::path& path, const std::string& text) {
    try {
      write_file_atomically(path.string(), bytes_of(text));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::io);
      return error.what();
    }
    return "";
  }
  std::ptrdiff_t files() { return std::distance(fs::directory_iterator(dir_), {}); }

  fs::path dir_;
};

TEST_F(AtomicFile, JoinsItsPartsAndReplacesWhatWasThere) {
  const std::string a = "first ", b, c = "second";
  const std::vector<std::span<const std::uint8_t>> parts{bytes_of(a), bytes_of(b), bytes_of(c)};
  write_file_atomically((dir_ / "f").string(), parts);
  EXPECT_EQ(read(dir_ / "f"), "first second");
  write_file_atomically((dir_ / "f").string(), bytes_of("x"));
  EXPECT_EQ(read(dir_ / "f"), "x");
  EXPECT_EQ(files(), 1);
}

TEST_F(AtomicFile, NewFilesFollowTheMaskAndOldOnesKeepTheirPermissions) {
  const mode_t mask = ::umask(027);
  write_file_atomically((dir_ / "f").string(), bytes_of("x"));
  ::umask(mask);
  struct stat info {};
  ASSERT_EQ(::stat((dir_ / "f").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0640U);
  ::chmod((dir_ / "f").c_str(), 0604);
  write_file_atomically((dir_ / "f").string(), bytes_of("y"));
  ASSERT_EQ(::stat((dir_ / "f").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0604U);
}

TEST_F(AtomicFile, ALinkStaysALink) {
  write_file_atomically((dir_ / "f").string(), bytes_of("x"));
  fs::create_symlink("f", dir_ / "link");
  write_file_atomically((dir_ / "link").string(), bytes_of("y"));
  EXPECT_TRUE(fs::is_symlink(dir_ / "link"));
  EXPECT_EQ(read(dir_ / "f"), "y");
}

// A limit on file sizes stands for a full disk: write() fails half-way.
TEST_F(AtomicFile, AFailedWriteLeavesTheOldFileAndNothingElse) {
  write_file_atomically((dir_ / "f").string(), bytes_of("old"));
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small{4096, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string message = save_error(dir_ / "f", std::string(100000, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_NE(message.find("File too large"), std::string::npos) << message;
  EXPECT_EQ(read(dir_ / "f"), "old");
  EXPECT_EQ(files(), 1);
}

TEST_F(AtomicFile, SaysWhichPathAndWhy) {
  const std::string missing = save_error(dir_ / "no" / "f", "x");
  EXPECT_NE(missing.find((dir_ / "no" / "f").string()), std::string::npos);
  EXPECT_NE(missing.find("No such file or directory"), std::string::npos) << missing;
  EXPECT_NE(save_error(dir_, "x").find("Is a directory"), std::string::npos);
}

TEST_F(AtomicFile, AFullDeviceIsReported) {
  EXPECT_NE(save_error("/dev/full", "x").find("No space left"), std::string::npos);
  write_file_atomically("/dev/null", bytes_of("x"));
}

}  // namespace
}  // namespace glia
