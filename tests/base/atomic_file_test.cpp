#include "base/atomic_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "base/temporary_file.h"
#include "glia/error.h"
#include "glia/file.h"

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
  // What check_writable() says, which is also what a save would say.
  std::string check_error(const fs::path& path) {
    std::string message;
    try {
      check_writable(path.string());
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::io);
      message = error.what();
    }
    EXPECT_EQ(message, save_error(path, "x"));
    return message;
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

TEST_F(AtomicFile, ALinkToNothingIsFollowed) {
  fs::create_directory(dir_ / "folder");
  fs::create_symlink("folder/b", dir_ / "a");
  fs::create_symlink("../c", dir_ / "folder" / "b");
  EXPECT_EQ(check_error(dir_ / "a"), "");
  fs::remove(dir_ / "c");
  write_file_atomically((dir_ / "a").string(), bytes_of("y"));
  EXPECT_TRUE(fs::is_symlink(dir_ / "a"));
  EXPECT_TRUE(fs::is_symlink(dir_ / "folder" / "b"));
  EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(dir_ / "c")));
  EXPECT_EQ(read(dir_ / "c"), "y");
}

TEST_F(AtomicFile, LinksThatLeadNowhereAreRefused) {
  fs::create_symlink("b", dir_ / "a");
  fs::create_symlink("a", dir_ / "b");
  EXPECT_NE(check_error(dir_ / "a").find("lead in a circle"), std::string::npos);
  fs::create_symlink("none/f", dir_ / "c");
  EXPECT_NE(check_error(dir_ / "c").find("there is no folder"), std::string::npos);
  fs::create_symlink(std::string(256, 'n'), dir_ / "d");
  EXPECT_NE(check_error(dir_ / "d").find("name is too long"), std::string::npos);
}

TEST_F(AtomicFile, ANameMayHave255BytesAndNoMore) {
  EXPECT_EQ(check_error(dir_ / std::string(255, 'n')), "");
  EXPECT_EQ(read(dir_ / std::string(255, 'n')), "x");
  EXPECT_NE(check_error(dir_ / std::string(256, 'n')).find("255 bytes at most"), std::string::npos);
}

TEST_F(AtomicFile, WhatWouldStopASaveIsToldBeforehand) {
  EXPECT_EQ(check_error(dir_ / "f"), "");
  EXPECT_EQ(check_error("/dev/null"), "");
  EXPECT_NE(check_error(dir_ / "no" / "f").find("there is no folder '" + (dir_ / "no").string()),
            std::string::npos);
  EXPECT_NE(check_error(dir_).find("this is a folder"), std::string::npos);
  EXPECT_NE(check_error(dir_ / "new" / "").find("the name of a file"), std::string::npos);
  EXPECT_NE(check_error("").find("the name of a file"), std::string::npos);
  EXPECT_NE(check_error(dir_ / "f" / "g").find("Not a directory"), std::string::npos);
  EXPECT_NE(check_error("/proc/f").find("no file can be made in the folder '/proc'"),
            std::string::npos);
  EXPECT_EQ(files(), 1);
}

// What is forbidden to an ordinary user, the superuser included.
TEST_F(AtomicFile, AFolderOrFileThatMayNotBeWrittenToIsToldBeforehand) {
  fs::permissions(dir_, fs::perms(0755));
  write_file_atomically((dir_ / "f").string(), bytes_of("old"));
  fs::create_directory(dir_ / "locked");
  fs::permissions(dir_ / "f", fs::perms(0444));
  fs::permissions(dir_ / "locked", fs::perms(0555));
  const bool root = ::geteuid() == 0;
  if (root) {
    ASSERT_EQ(::chown(dir_.c_str(), 65534, 65534), 0);
    ASSERT_EQ(::seteuid(65534), 0);
  }
  EXPECT_NE(check_error(dir_ / "locked" / "f").find("Permission denied"), std::string::npos);
  EXPECT_NE(check_error(dir_ / "f").find("may not be written to"), std::string::npos);
  if (root) {
    ASSERT_EQ(::seteuid(0), 0);
  }
  EXPECT_EQ(read(dir_ / "f"), "old");
}

TEST_F(AtomicFile, ACheckOfAFullDiskFails) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit none{0, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &none), 0);
  const std::string message = check_error(dir_ / "f");
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_NE(message.find("File too large"), std::string::npos) << message;
  EXPECT_EQ(files(), 0);
}

TEST_F(AtomicFile, APipeIsWrittenToWhenSomebodyReads) {
  const std::string pipe = (dir_ / "pipe").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  check_writable(pipe);
  std::string got;
  std::thread reader([&] { got = read(pipe); });
  write_file_atomically(pipe, bytes_of("through"));
  reader.join();
  EXPECT_EQ(got, "through");
  EXPECT_NE(save_error(pipe, "x").find("nobody reads from this pipe"), std::string::npos);
}

TEST_F(AtomicFile, WhatAKilledRunLeftIsRemovedByTheNextWrite) {
  const pid_t child = ::fork();
  if (child == 0) {
    const TemporaryFile temporary(dir_);
    ::raise(SIGKILL);
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  ASSERT_EQ(files(), 1);
  write_file_atomically((dir_ / "f").string(), bytes_of("x"));
  EXPECT_EQ(files(), 1);
  EXPECT_EQ(read(dir_ / "f"), "x");
}

TEST_F(AtomicFile, WhatOthersAreWritingOrOwnIsLeftAlone) {
  const TemporaryFile theirs(dir_);
  for (const char* name : {".glia-a.tmp", ".glia-abcdefg.tmp", "glia-abcdef.tmp",
                           ".glia-ab-def.tmp", ".glia-abcdef.tmp2"}) {
    std::ofstream(dir_ / name) << name;
  }
  fs::create_directory(dir_ / ".glia-abcdef.tmp");
  fs::create_symlink("glia-abcdef.tmp", dir_ / ".glia-ghijkl.tmp");
  write_file_atomically((dir_ / "f").string(), bytes_of("x"));
  EXPECT_EQ(files(), 9);
}

TEST_F(AtomicFile, ManyMayWriteInOneFolderAtOnce) {
  constexpr int kProcesses = 4, kRounds = 150;
  const auto write_many = [&](const std::string& own) {
    for (int i = 0; i < kRounds; ++i) {
      write_file_atomically((dir_ / own).string(), bytes_of(own + std::to_string(i)));
      write_file_atomically((dir_ / "shared").string(), bytes_of(std::string(10000, own[0])));
    }
  };
  std::vector<pid_t> children;
  for (int p = 0; p < kProcesses; ++p) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    int code = 0;
    try {
      std::thread other([&] { write_many(std::string(1, static_cast<char>('p' + p)) + "-"); });
      write_many(std::string(1, static_cast<char>('a' + p)) + "-");
      other.join();
    } catch (const std::exception&) {
      code = 1;
    }
    ::_exit(code);
  }
  for (const pid_t child : children) {
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(files(), 2 * kProcesses + 1);
  EXPECT_EQ(read(dir_ / "a-"), "a-" + std::to_string(kRounds - 1));
  const std::string shared = read(dir_ / "shared");
  EXPECT_EQ(shared, std::string(10000, shared[0]));
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
