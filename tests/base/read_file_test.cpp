#include "base/read_file.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

#include "expect_error.h"
#include "temp_dir.h"

namespace glia {
namespace {

std::string text_of(const std::string& path, std::int64_t limit = 1 << 20) {
  const std::vector<std::uint8_t> bytes = read_file(path, limit);
  return {bytes.begin(), bytes.end()};
}

std::string make_pipe(const TempDir& dir) {
  EXPECT_EQ(::mkfifo(dir.file("pipe").c_str(), 0600), 0);
  return dir.file("pipe");
}

TEST(ReadFile, GivesEveryByteUpToTheLimit) {
  const TempDir dir;
  write_bytes(dir.file("empty"), "");
  EXPECT_EQ(text_of(dir.file("empty")), "");
  const std::string long_text(3'000'000, 'x');
  write_bytes(dir.file("long"), long_text);
  EXPECT_EQ(text_of(dir.file("long"), 3'000'000), long_text);
  EXPECT_ERROR(text_of(dir.file("long"), 2'999'999), ErrorCode::format, "at most 2999999 bytes");
  EXPECT_NE(text_of("/proc/self/status").find("Umask"), std::string::npos) << "it has no size";
}

TEST(ReadFile, SaysApartFromItsWordsWhatIsNoFile) {
  const TempDir dir;
  for (const std::string& path : {dir.path(), std::string("/dev/zero")}) {
    try {
      text_of(path);
      ADD_FAILURE() << path << " was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.facts().kind, "not_a_file");
      EXPECT_EQ(error.facts().values.at("path"), path);
    }
  }
}

TEST(ReadFile, RefusesWhatIsNoFile) {
  const TempDir dir;
  EXPECT_ERROR(text_of(dir.file("none")), ErrorCode::not_found, dir.file("none"));
  EXPECT_ERROR(text_of(dir.path()), ErrorCode::io, "Is a directory");
  EXPECT_ERROR(text_of("/dev/zero"), ErrorCode::io, "it is a device, expected a file");
  sockaddr_un address{.sun_family = AF_UNIX};
  std::strncpy(address.sun_path, dir.file("socket").c_str(), sizeof address.sun_path - 1);
  const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_ERROR(text_of(dir.file("socket")), ErrorCode::io, "it is a socket");
}

TEST(ReadFile, ReadsAPipeAlsoOfAWriterThatTakesItsTime) {
  const TempDir dir;
  const std::string pipe = make_pipe(dir), half(100'000, 'x');
  std::thread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    std::ofstream out(pipe);
    out << half << std::flush;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    out << half;
  });
  EXPECT_EQ(text_of(pipe), half + half);
  writer.join();
}

TEST(ReadFile, DoesNotWaitForeverForAPipeWithoutAWriter) {
  const TempDir dir;
  EXPECT_ERROR(text_of(make_pipe(dir)), ErrorCode::io, "nothing came through this pipe");
}

TEST(ReadFile, BoundsAPipeThatNeverEnds) {
  const TempDir dir;
  const std::string pipe = make_pipe(dir);
  const auto handler = std::signal(SIGPIPE, SIG_IGN);  // of the writer whose reader is gone
  std::thread writer([&] {
    std::ofstream out(pipe);
    while (out << std::string(100'000, 'x')) {
    }
  });
  EXPECT_ERROR(text_of(pipe, 1'000'000), ErrorCode::format, "at most 1000000 bytes");
  writer.join();
  std::signal(SIGPIPE, handler);
}

TEST(OpenRegular, TakesNothingElse) {
  const TempDir dir;
  write_bytes(dir.file("f"), "abc");
  EXPECT_EQ(open_regular(dir.file("f"), "file").bytes, 3);
  EXPECT_ERROR(open_regular(make_pipe(dir), "file").bytes, ErrorCode::io,
               "cannot read file '" + dir.file("pipe") + "': it is a pipe");
  EXPECT_ERROR(open_regular(dir.path(), "file").bytes, ErrorCode::io, "Is a directory");
  EXPECT_ERROR(open_regular(dir.file("none"), "file").bytes, ErrorCode::not_found, "No such file");
}

}  // namespace
}  // namespace glia
