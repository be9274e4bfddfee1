#include "data/idx.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <vector>

#include "base/read_file.h"
#include "expect_error.h"
#include "little_memory.h"
#include "temp_dir.h"

namespace glia {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes idx(const std::vector<std::uint32_t>& sizes, std::size_t numbers, std::uint8_t type = 8) {
  Bytes out{0, 0, type, static_cast<std::uint8_t>(sizes.size())};
  for (const std::uint32_t size : sizes) {
    for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<std::uint8_t>(size >> shift));
  }
  for (std::size_t i = 0; i < numbers; ++i) out.push_back(static_cast<std::uint8_t>(i));
  return out;
}

Bytes gzip(const Bytes& plain) {
  Bytes out(plain.size() + plain.size() / 100 + 100);
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
  stream.next_in = const_cast<Bytef*>(plain.data());
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

IdxFile read_idx(const std::string& path, int rank) {
  return decode_idx(read_regular_file(path, "IDX file", kLargestIdxFile), path, rank);
}

Bytes first(Bytes bytes, std::size_t n) {
  bytes.resize(n);
  return bytes;
}
Bytes with_extra(Bytes bytes) {
  bytes.push_back(0);
  return bytes;
}

TEST(Idx, ReadsPlainAndGzipByContentAndNotByName) {
  const TempDir folder;
  const Bytes plain = idx({3, 4, 5}, 60);
  for (const Bytes& bytes : {plain, gzip(plain)}) {
    for (const char* name : {"a.gz", "a"}) {
      const IdxFile file = read_idx(folder.write(name, bytes), 3);
      EXPECT_EQ(file.shape, (Shape{3, 4, 5}));
      EXPECT_EQ(file.bytes, Bytes(plain.begin() + 16, plain.end()));
    }
  }
}

TEST(Idx, ReadsGzipFilesThatWereJoined) {
  const Bytes plain = idx({3, 4, 5}, 60);
  Bytes joined = gzip(first(plain, 20));
  const Bytes rest = gzip(Bytes(plain.begin() + 20, plain.end()));
  joined.insert(joined.end(), rest.begin(), rest.end());
  EXPECT_EQ(decode_idx(joined, "joined", 3).bytes, Bytes(plain.begin() + 16, plain.end()));
}

TEST(Idx, HoldsNumbersOfAnyType) {
  const auto numbers = [](std::uint8_t type, const Bytes& bytes, std::uint32_t count) {
    Bytes file = idx({count}, 0, type);
    file.insert(file.end(), bytes.begin(), bytes.end());
    return decode_idx(file, "any", 0, IdxTypes::any).numbers();
  };
  const auto all = []<typename T>(const Column::Numbers& found, const std::vector<T>& expected) {
    EXPECT_TRUE(std::ranges::equal(std::get<SharedNumbers<T>>(found), expected));
  };
  using Whole = std::vector<std::int32_t>;
  using Floats = std::vector<float>;
  all(numbers(8, {1, 255}, 2), Bytes{1, 255});
  all(numbers(9, {1, 255}, 2), Whole{1, -1});
  all(numbers(11, {1, 2, 255, 254}, 2), Whole{258, -2});
  all(numbers(12, {0, 1, 0, 0}, 1), Whole{65536});
  all(numbers(13, {0x3f, 0x80, 0, 0}, 1), Floats{1});
  all(numbers(14, {0xc0, 0, 0, 0, 0, 0, 0, 0}, 1), Floats{-2});
  EXPECT_ERROR(numbers(10, {1, 2}, 2), ErrorCode::format, "got 00 00 0a 01");
  EXPECT_ERROR(numbers(12, {1, 2}, 2), ErrorCode::format, "expected 2 × 4 = 8 bytes");
  EXPECT_ERROR(decode_idx(idx({1}, 4, 13), "labels", 1, IdxTypes::whole), ErrorCode::format,
               "got 00 00 0d 01");
}

TEST(Idx, RefusesEveryDamageInOneSentence) {
  struct Row {
    const char* what;
    Bytes bytes;
    int rank;
    const char* message;
  };
  const Bytes good = idx({3, 4, 5}, 60);
  const Bytes packed = gzip(good);
  Bytes damaged = packed;
  damaged[packed.size() / 2] ^= 0xff;
  const std::vector<Row> rows{
      {"empty", {}, 3, "expected it to start with 00 00 08 03 (bytes on 3 axes), got nothing"},
      {"three bytes", first(good, 3), 3, "got 00 00 08"},
      {"labels for images", idx({3}, 3), 3, "got 00 00 08 01; is it the right file?"},
      {"images for labels", good, 1, "expected it to start with 00 00 08 01 (bytes on 1 axis)"},
      {"floats", idx({3}, 12, 13), 1, "got 00 00 0d 01"},
      {"a web page", {'<', 'h', 't', 'm', 'l'}, 3, "got 3c 68 74 6d"},
      {"half a header", first(good, 9), 3, "the header is cut off"},
      {"no images", idx({0, 4, 5}, 0), 3, "expected at least 1 along each axis, got 0"},
      {"cut off", first(good, 70), 3, "expected 3×4×5 = 60 bytes after the header, got 54"},
      {"trailing bytes", with_extra(good), 3, "60 bytes after the header, got more"},
      {"trailing bytes, gzipped", gzip(with_extra(good)), 3, "got more"},
      {"3 GiB declared", idx({60000, 256, 256}, 10), 3, "declares more than 1 GiB"},
      {"sizes that overflow", idx({0xffffffff, 0xffffffff, 0xffffffff}, 10), 3, "more than 1 GiB"},
      {"gzip cut off", first(packed, packed.size() - 9), 3, "the gzip data is cut off"},
      {"gzip damaged", damaged, 3, "gzip data is"},
  };
  const TempDir folder;
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    const std::string path = folder.write("file", row.bytes);
    const std::string message = error_of(ErrorCode::format, [&] { read_idx(path, row.rank); });
    expect_contains(message, row.message);
    expect_contains(message, path);
    EXPECT_EQ(message.find('\n'), std::string::npos);
  }
}

TEST(Idx, SaysWhyAFileCannotBeOpened) {
  const TempDir folder;
  expect_contains(error_of(ErrorCode::not_found, [&] { read_idx(folder.file("none"), 3); }),
                  "No such file");
  expect_contains(error_of(ErrorCode::io, [&] { read_idx(folder.path(), 3); }), "Is a directory");
}

TEST(Idx, DoesNotWaitForAPipe) {
  const TempDir folder;
  ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  expect_contains(error_of(ErrorCode::io, [&] { read_idx(folder.file("pipe"), 3); }),
                  "it is a pipe, expected a file");
}

// Half a gigabyte is declared, a few bytes are there; and the other way round, in gzip.
TEST(Idx, MemoryIsBoundedByWhatIsThereAndByWhatIsDeclared) {
  const TempDir folder;
  const std::string empty = folder.write("empty", idx({1U << 29}, 10));
  const std::string bomb = folder.write("bomb", gzip(idx({100}, std::size_t{1} << 27)));
  // All there, and nothing but zeros: no data set is like that.
  Bytes zeros = idx({1U << 27}, 0);
  zeros.resize(zeros.size() + (std::size_t{1} << 27));
  const std::string dense = folder.write("dense", gzip(zeros));
  zeros = {};
  const auto refused = [](const std::string& path, const std::string& part) {
    expect_contains(error_of(ErrorCode::format, [&] { read_idx(path, 1); }), part);
  };
  EXPECT_TRUE(takes_little_memory([&] { refused(empty, "got 10; the file is cut off"); }));
  EXPECT_TRUE(takes_little_memory([&] { refused(bomb, "got more"); }));
  EXPECT_TRUE(takes_little_memory([&] { refused(dense, "may become 100 at most; if the file"); }));
}

}  // namespace
}  // namespace glia
