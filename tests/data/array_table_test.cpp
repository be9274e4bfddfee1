// Tables that are arrays: of numpy, alone or in a zip, and of IDX files.
#include <gtest/gtest.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "expect_error.h"
#include "glia/table_set.h"
#include "temp_dir.h"

namespace glia {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes npy(const std::string& type, const std::string& shape, const Bytes& numbers,
          bool fortran = false, std::uint8_t version = 1) {
  std::string header = "{'descr': '" + type +
                       "', 'fortran_order': " + (fortran ? "True" : "False") +
                       ", 'shape': " + shape + ", }";
  header.resize((header.size() + 75) / 64 * 64 - 11, ' ');
  header += '\n';
  Bytes bytes{0x93, 'N', 'U', 'M', 'P', 'Y', version, 0};
  for (int i = 0; i < (version == 1 ? 2 : 4); ++i) {
    bytes.push_back(static_cast<std::uint8_t>(header.size() >> 8 * i));
  }
  bytes.insert(bytes.end(), header.begin(), header.end());
  bytes.insert(bytes.end(), numbers.begin(), numbers.end());
  return bytes;
}

template <typename T>
Bytes bytes_of(const std::vector<T>& numbers, bool turned = false) {
  Bytes bytes;
  for (const T number : numbers) {
    std::array<std::uint8_t, sizeof(T)> one;
    std::memcpy(one.data(), &number, sizeof(T));
    if (turned) std::ranges::reverse(one);
    bytes.insert(bytes.end(), one.begin(), one.end());
  }
  return bytes;
}

Table decoded(const Bytes& bytes) { return decode_table(bytes, "a"); }

struct Typed {
  const char* name;
  std::string type;
  Bytes numbers;
};
void PrintTo(const Typed& row, std::ostream* out) { *out << row.name; }

class ArrayType : public testing::TestWithParam<Typed> {};

// Rows of 1, 0 and 2, 1, 3, 5; a bool tells 0 from others.
TEST_P(ArrayType, IsRead) {
  const Table table = decoded(npy(GetParam().type, "(3, 2)", GetParam().numbers));
  EXPECT_EQ(table.rows, 3);
  EXPECT_EQ(table.first_row, 1);
  const bool whole = GetParam().type != "|b1";
  EXPECT_EQ(table.column("0").numbers, (std::vector<float>{1, whole ? 2.0F : 1, whole ? 3.0F : 1}));
  EXPECT_EQ(table.column("1").numbers, (std::vector<float>{0, 1, whole ? 5.0F : 1}));
}

template <typename T>
Typed typed(const char* name, const std::string& type, bool turned = false) {
  return {name, type, bytes_of<T>({T(1), T(0), T(2), T(1), T(3), T(5)}, turned)};
}
INSTANTIATE_TEST_SUITE_P(
    Table, ArrayType,
    testing::Values(typed<float>("Floats", "<f4"), typed<float>("FloatsTurned", ">f4", true),
                    typed<double>("Doubles", "<f8"), typed<double>("DoublesTurned", ">f8", true),
                    typed<std::int8_t>("I1", "|i1"), typed<std::uint8_t>("U1", "|u1"),
                    typed<std::int16_t>("I2", "<i2"), typed<std::uint16_t>("U2", ">u2", true),
                    typed<std::int32_t>("I4", ">i4", true), typed<std::uint32_t>("U4", "<u4"),
                    typed<std::int64_t>("I8", "<i8"), typed<std::uint64_t>("U8", ">u8", true),
                    typed<std::uint8_t>("Bools", "|b1")),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ArrayTable, OrderOfAxesIsWhatTheHeaderSays) {
  // [row][a][b] = 100·row + 10·a + b, for 2 rows of 2 × 3
  std::vector<std::uint8_t> c, fortran;
  for (int row = 0; row < 2; ++row)
    for (int a = 0; a < 2; ++a)
      for (int b = 0; b < 3; ++b) c.push_back(static_cast<std::uint8_t>(100 * row + 10 * a + b));
  for (int b = 0; b < 3; ++b)
    for (int a = 0; a < 2; ++a)
      for (int row = 0; row < 2; ++row)
        fortran.push_back(static_cast<std::uint8_t>(100 * row + 10 * a + b));
  for (const Table& table :
       {decoded(npy("|u1", "(2, 2, 3)", c)), decoded(npy("|u1", "(2, 2, 3)", fortran, true)),
        decoded(npy("|u1", "(2, 2, 3)", c, false, 2))}) {
    ASSERT_EQ(table.columns.size(), 6U);
    EXPECT_EQ(table.column("5").numbers, (std::vector<float>{12, 112}));
    EXPECT_EQ(table.column("1").numbers, (std::vector<float>{1, 101}));
  }
}

TEST(ArrayTable, NoNumberIsMissing) {
  const Table table = decoded(npy("<f4", "(2,)", bytes_of<float>({1, std::nanf("")})));
  EXPECT_TRUE(table.column("0").missing(1));
  EXPECT_ERROR(decoded(npy("<f4", "(2,)", bytes_of<float>({1, INFINITY}))), ErrorCode::format,
               "row 2, column '0': expected a number, got infinity");
}

struct Hostile {
  const char* name;
  Bytes bytes;
  const char* says;
};
void PrintTo(const Hostile& row, std::ostream* out) { *out << row.name; }

class HostileArray : public testing::TestWithParam<Hostile> {};

TEST_P(HostileArray, IsRefused) {
  EXPECT_ERROR(decoded(GetParam().bytes), ErrorCode::format, GetParam().says);
}
INSTANTIATE_TEST_SUITE_P(
    Table, HostileArray,
    testing::Values(
        Hostile{"CutOff", npy("<f4", "(2, 2)", Bytes(12)), "expected 16 bytes after the header"},
        Hostile{"TooMuch", npy("<f4", "(2, 2)", Bytes(20)), "got 20"},
        Hostile{"Overflow", npy("<f8", "(4294967295, 1000000)", Bytes(8)), "expected 343"},
        Hostile{"ManyRows", npy("<f8", "(9223372036854775807, 2)", Bytes(8)), "more than 2^32"},
        Hostile{"ManyColumns", npy("<f8", "(1, 4294967296, 4294967296)", Bytes(8)), "a million"},
        Hostile{"Negative", npy("<f4", "(-1, 2)", Bytes(8)), "header is damaged"},
        Hostile{"NoRows", npy("<f4", "(0, 2)", {}), "expected rows with numbers"},
        Hostile{"Scalar", npy("<f4", "()", Bytes(4)), "no array with rows"},
        Hostile{"Objects", npy("|O", "(1,)", Bytes(8)), "got '|O'; convert it with astype()"},
        Hostile{"Words", npy("<U5", "(1,)", Bytes(20)), "expected floats of 32 or 64 bits"},
        Hostile{"NoHeader", {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 9, 0, '{'}, "header is cut off"},
        Hostile{"LongHeader",
                {0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, 255, 255, 255, 255},
                "longer than 64 KiB"},
        Hostile{"Zip", {'P', 'K', 3, 4, 1, 2, 3, 4}, "the zip is damaged"}),
    [](const auto& row) { return std::string(row.param.name); });

class NpzFile {
 public:
  NpzFile& with(const std::string& name, Bytes bytes, bool deflated = false) {
    entries_.push_back({name + ".npy", std::move(bytes), deflated});
    return *this;
  }
  std::string write(const TempDir& folder) const {
    const std::string path = folder.file("a.npz");
    zip_t* const zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    for (const Entry& entry : entries_) {
      zip_source_t* const source =
          zip_source_buffer(zip, entry.bytes.data(), entry.bytes.size(), 0);
      const zip_int64_t at = zip_file_add(zip, entry.name.c_str(), source, 0);
      zip_set_file_compression(zip, static_cast<zip_uint64_t>(at),
                               entry.deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    }
    EXPECT_EQ(zip_close(zip), 0);
    return path;
  }

 private:
  struct Entry {
    std::string name;
    Bytes bytes;
    bool deflated;
  };
  std::vector<Entry> entries_;
};

TEST(ArrayTable, ArraysOfAZipGoSideBySide) {
  const TempDir folder;
  for (const bool deflated : {false, true}) {
    const std::string file =
        NpzFile()
            .with("X", npy("<f4", "(3, 2)", bytes_of<float>({1, 2, 3, 4, 5, 6})), deflated)
            .with("y", npy("<i8", "(3,)", bytes_of<std::int64_t>({0, 1, 0})), deflated)
            .with("box", npy("|u1", "(3, 2)", {1, 2, 3, 4, 5, 6}), deflated)
            .write(folder);
    const Table table = read_table(file);
    std::vector<std::string> names;
    for (const auto& column : table.columns) names.push_back(column.name);
    EXPECT_EQ(names, (std::vector<std::string>{"0", "1", "y", "box.0", "box.1"}));
    EXPECT_EQ(table.column("1").numbers, (std::vector<float>{2, 4, 6}));
    EXPECT_EQ(table.column("y").numbers, (std::vector<float>{0, 1, 0}));
  }
}

TEST(ArrayTable, PartsFollowOneAnother) {
  const TempDir folder;
  const std::string file = NpzFile()
                               .with("x_test", npy("|u1", "(2, 1, 2)", {50, 60, 70, 80}))
                               .with("x_train", npy("|u1", "(4, 1, 2)", {1, 2, 3, 4, 5, 6, 7, 8}))
                               .with("y_test", npy("|u1", "(2,)", {0, 1}))
                               .with("y_train", npy("|u1", "(4,)", {0, 1, 0, 1}))
                               .write(folder);
  const Table table = read_table(file);
  EXPECT_EQ(table.rows, 6);
  EXPECT_EQ(table.column("1").numbers, (std::vector<float>{60, 80, 2, 4, 6, 8}));
  const DataSplit split = learn_table(table, {.target = {"y"},
                                              .scaling = Scaling::none,
                                              .division = Division::value,
                                              .divided_by = "part"});
  EXPECT_EQ(split.train.size(), 4);
  EXPECT_EQ(split.test.size(), 2);
  EXPECT_EQ(split.train.shape(), Shape{2});
  std::vector<float> input(2);
  split.test.input(1, input.data());
  EXPECT_EQ(input, (std::vector<float>{70, 80}));
}

TEST(ArrayTable, ArraysThatDoNotGoTogetherAreNamed) {
  const TempDir folder;
  const Bytes two = npy("|u1", "(2,)", {1, 2}), three = npy("|u1", "(3,)", {1, 2, 3});
  EXPECT_ERROR(read_table(NpzFile().with("X", two).with("y", three).write(folder)),
               ErrorCode::format, "got 2 in 'X' and 3 in 'y'");
  EXPECT_ERROR(
      read_table(
          NpzFile().with("x_train", two).with("y_train", two).with("x_test", two).write(folder)),
      ErrorCode::format, "'x_test' has no match beside 'x_train'");
  EXPECT_ERROR(read_table(NpzFile().with("X", two).with("x", two).write(folder)), ErrorCode::format,
               "two columns would be called '0'");
  EXPECT_ERROR(read_table(NpzFile().with("X", {1, 2, 3}).write(folder)), ErrorCode::format,
               "array 'X': its header is cut off");
}

TEST(ArrayTable, AnIdxFileOfAnyTypeIsOne) {
  const Table table = decoded({0, 0, 11, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 1, 0, 2, 1, 0, 255, 255});
  EXPECT_EQ(table.column("0").numbers, (std::vector<float>{1, 256}));
  EXPECT_EQ(table.column("1").numbers, (std::vector<float>{2, -1}));
}

}  // namespace
}  // namespace glia
