#include "io/safetensors.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "base/rng.h"
#include "expect_error.h"
#include "io/json.h"
#include "io/old_format.h"
#include "temp_dir.h"

namespace glia::io {
namespace {

// A file with this header and so many bytes of data.
std::string file_of(const std::string& header, std::size_t data_bytes = 0) {
  const auto length = std::bit_cast<std::array<char, 8>>(static_cast<std::uint64_t>(header.size()));
  return std::string(length.data(), 8) + header + std::string(data_bytes, '\0');
}

SafeTensors parse(const std::string& bytes) { return decode_safetensors(as_bytes(bytes)); }

SafeTensors sample() {
  SafeTensors contents;
  contents.metadata = {{"a", "b"}, {"слово", "вес\n\"quoted\""}};
  contents.tensors["weight"] = {{2, 3}, {1, -2, 0.1F, 1e-40F, 3e38F, -0.0F}};
  contents.tensors["bias"] = {{3}, {NAN, INFINITY, 4}};
  contents.tensors["scalar"] = {{}, {7}};
  contents.tensors["empty"] = {{3, 0}, {}};
  return contents;
}

std::vector<std::uint32_t> bits_of(const std::vector<float>& values) {
  std::vector<std::uint32_t> bits;
  for (const float v : values) bits.push_back(std::bit_cast<std::uint32_t>(v));
  return bits;
}

void expect_same(const SafeTensors& a, const SafeTensors& b) {
  EXPECT_EQ(a.metadata, b.metadata);
  ASSERT_EQ(a.tensors.size(), b.tensors.size());
  for (const auto& [name, tensor] : a.tensors) {
    SCOPED_TRACE(name);
    ASSERT_TRUE(b.tensors.contains(name));
    EXPECT_EQ(tensor.shape, b.tensors.at(name).shape);
    EXPECT_EQ(bits_of(tensor.values), bits_of(b.tensors.at(name).values));
  }
}

TEST(SafeTensors, GiveBackEveryBit) {
  const TempDir dir;
  write_safetensors(sample(), dir.file("a"));
  expect_same(sample(), read_safetensors(dir.file("a")));
}

TEST(SafeTensors, MayHoldNothing) {
  const TempDir dir;
  write_safetensors({}, dir.file("a"));
  expect_same({}, read_safetensors(dir.file("a")));
}

TEST(SafeTensors, StartTheDataAtAMultipleOf8AndPadWithSpaces) {
  const TempDir dir;
  for (std::size_t extra = 0; extra < 9; ++extra) {
    SafeTensors contents = sample();
    contents.metadata["pad"] = std::string(extra, 'x');
    write_safetensors(contents, dir.file("a"));
    const std::string bytes = read_bytes(dir.file("a"));
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), 8);
    EXPECT_EQ((8 + length) % 8, 0U);
    EXPECT_EQ(bytes.size(), 8 + length + 10 * sizeof(float));
    const std::string header = bytes.substr(8, length);
    EXPECT_EQ(header.front(), '{');
    EXPECT_EQ(header[header.find_last_not_of(' ')], '}');
  }
}

TEST(SafeTensors, AreReadInAnyOrderOfTheHeader) {
  std::string bytes = file_of(R"({"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},)"
                              R"("a":{"shape":[1],"data_offsets":[8,12],"dtype":"F32"},)"
                              R"("c":{"data_offsets":[0,4],"dtype":"F32","shape":[1,1]}}    )",
                              0);
  for (const float v : {3.0F, 2.0F, 1.0F}) {
    const auto raw = std::bit_cast<std::array<char, 4>>(v);
    bytes.append(raw.data(), raw.size());
  }
  const SafeTensors contents = parse(bytes);
  EXPECT_EQ(contents.tensors.at("a").values, std::vector<float>{1});
  EXPECT_EQ(contents.tensors.at("b").values, std::vector<float>{2});
  EXPECT_EQ(contents.tensors.at("c").values, std::vector<float>{3});
}

std::string tensor(const std::string& shape, const std::string& offsets,
                   const std::string& dtype = R"("F32")") {
  return R"({"dtype":)" + dtype + R"(,"shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
}
std::string one(const std::string& shape, const std::string& offsets,
                const std::string& dtype = R"("F32")") {
  return R"({"t":)" + tensor(shape, offsets, dtype) + "}";
}

TEST(SafeTensors, RefuseWhatIsMalformed) {
  const auto with_length = [](std::uint64_t length, const std::string& rest) {
    const auto raw = std::bit_cast<std::array<char, 8>>(length);
    return std::string(raw.data(), 8) + rest;
  };
  std::string deep = R"({"__metadata__":{"a":)";
  deep += std::string(100'000, '[') + std::string(100'000, ']') + "}}";
  std::string wide = R"({"t":{"dtype":"F32","data_offsets":[0,4],"shape":[0)";
  for (int i = 0; i < 4'000'000; ++i) wide += ",0";
  wide += "]}}";
  const std::string long_name(1001, 'n');

  const struct {
    const char* what;
    std::string bytes;
    const char* part;
  } rows[] = {
      {"empty file", "", "at least 8 bytes"},
      {"half a length", "\x10\0\0", "at least 8 bytes"},
      {"length beyond the file", with_length(3, "{}"), "cut short"},
      {"length 2^64 - 1", with_length(~std::uint64_t{0}, "{}"), "18446744073709551615"},
      {"length 2^63", with_length(std::uint64_t{1} << 63, "{}"), "cut short"},
      {"length over 100 MB", with_length(100'000'001, std::string(100'000'002, ' ')),
       "is the most"},
      {"header of no bytes", file_of(""), "does not start with '{'"},
      {"header of spaces", file_of("   "), "does not start with '{'"},
      {"space before the header", file_of(" {}"), "does not start with '{'"},
      {"byte order mark", file_of("\xef\xbb\xbf{}"), "does not start with '{'"},
      {"header a list", file_of("[]"), "does not start with '{'"},
      {"broken JSON", file_of("{"), "broken at byte"},
      {"comment", file_of("{/**/}"), "broken at byte"},
      {"trailing comma", file_of(one("[1]", "[0,4],"), 4), "broken at byte"},
      {"two values", file_of("{}{}"), "broken at byte"},
      {"zero byte after the header", file_of(std::string("{}\0x", 4)), "zero byte"},
      {"NaN in JSON", file_of(one("[NaN]", "[0,4]"), 4), "broken at byte"},
      {"name not UTF-8", file_of("{\"\xff\":" + tensor("[1]", "[0,4]") + "}", 4), "broken at byte"},
      {"overlong UTF-8", file_of("{\"\xc0\xaf\":" + tensor("[1]", "[0,4]") + "}", 4),
       "broken at byte"},
      {"surrogate alone", file_of(R"({"\ud800":)" + tensor("[1]", "[0,4]") + "}", 4),
       "broken at byte"},
      {"control character in JSON", file_of("{\"a\x01\":1}"), "broken at byte"},
      {"escape in a name", file_of(R"({"\u001b[2J":)" + tensor("[1]", "[0,4]") + "}", 4),
       "control characters"},
      {"name of no bytes", file_of(R"({"":)" + tensor("[1]", "[0,4]") + "}", 4), "1 to 1000 bytes"},
      {"name too long", file_of("{\"" + long_name + "\":" + tensor("[1]", "[0,4]") + "}", 4),
       "1 to 1000 bytes"},
      {"same tensor twice",
       file_of(R"({"t":)" + tensor("[1]", "[0,4]") + R"(,"t":)" + tensor("[1]", "[4,8]") + "}", 8),
       "'t' twice"},
      {"same tensor twice, spelt differently",
       file_of(R"({"t":)" + tensor("[1]", "[0,4]") + R"(,"\u0074":)" + tensor("[1]", "[4,8]") + "}",
               8),
       "'t' twice"},
      {"same field twice",
       file_of(R"({"t":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4),
       "'dtype' twice"},
      {"metadata twice", file_of(R"({"__metadata__":{},"__metadata__":{}})"),
       "'__metadata__' twice"},
      {"metadata key twice", file_of(R"({"__metadata__":{"a":"","a":""}})"), "'a' twice"},
      {"metadata null", file_of(R"({"__metadata__":null})"), "expected an object, got null"},
      {"metadata a list", file_of(R"({"__metadata__":[]})"), "expected an object, got array"},
      {"metadata value a number", file_of(R"({"__metadata__":{"a":1}})"), "expected a text, got 1"},
      {"metadata value null", file_of(R"({"__metadata__":{"a":null}})"), "expected a text"},
      {"metadata value an object", file_of(R"({"__metadata__":{"a":{}}})"), "expected a text"},
      {"deep nesting", file_of(deep), "nested more than 16 deep"},
      {"millions of sizes", file_of(wide, 4), "1000000 values"},
      {"tensor null", file_of(R"({"t":null})"), "expected an object, got null"},
      {"tensor without dtype", file_of(R"({"t":{"shape":[1],"data_offsets":[0,4]}})", 4),
       "'dtype' is missing"},
      {"tensor without shape", file_of(R"({"t":{"dtype":"F32","data_offsets":[0,4]}})", 4),
       "'shape' is missing"},
      {"tensor without offsets", file_of(R"({"t":{"dtype":"F32","shape":[1]}})", 4),
       "'data_offsets' is missing"},
      {"unknown field",
       file_of(R"({"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"strides":[1]}})", 4),
       "unknown field 'strides'"},
      {"dtype a number", file_of(one("[1]", "[0,4]", "32"), 4), "expected a text, got 32"},
      {"shape a number", file_of(one("1", "[0,4]"), 4), "expected a list, got 1"},
      {"shape null", file_of(one("null", "[0,4]"), 4), "expected a list"},
      {"size negative", file_of(one("[-1]", "[0,4]"), 4), "0 or more, got -1"},
      {"size with a point", file_of(one("[1.0]", "[0,4]"), 4), "whole number below 2^63, got 1.0"},
      {"size with an exponent", file_of(one("[1e0]", "[0,4]"), 4), "whole number"},
      {"size a text", file_of(one(R"(["1"])", "[0,4]"), 4), "whole number"},
      {"size a truth value", file_of(one("[true]", "[0,4]"), 4), "whole number"},
      {"size 2^63", file_of(one("[9223372036854775808]", "[0,4]"), 4), "whole number below 2^63"},
      {"zero times 2^64 - 1", file_of(one("[0,18446744073709551615]", "[0,0]")),
       "whole number below 2^63"},
      {"size 2^64", file_of(one("[18446744073709551616]", "[0,4]"), 4), "whole number"},
      {"size beyond double", file_of(one("[1e999]", "[0,4]"), 4), "too large"},
      {"product over 2^63", file_of(one("[4294967296,4294967296]", "[0,0]")), "more elements"},
      {"product that wraps to 1",
       file_of(one("[9223372036854775807,9223372036854775807]", "[0,4]"), 4), "more elements"},
      {"bytes over 2^64", file_of(one("[4611686018427387905]", "[0,4]"), 4),
       "do not fit its shape"},
      {"nine axes", file_of(one("[1,1,1,1,1,1,1,1,1]", "[0,4]"), 4), "at most 8 sizes"},
      {"one offset", file_of(one("[1]", "[0]"), 4), "expected two, got 1"},
      {"three offsets", file_of(one("[1]", "[0,4,8]"), 4), "expected two, got 3"},
      {"offsets an object", file_of(one("[1]", "{}"), 4), "expected a list"},
      {"offset negative", file_of(one("[1]", "[-4,0]"), 4), "from 0 to 2^64"},
      {"offset minus zero", file_of(one("[1]", "[-0,4]"), 4), "from 0 to 2^64"},
      {"offset with a point", file_of(one("[1]", "[0.0,4]"), 4), "from 0 to 2^64"},
      {"offset 2^64", file_of(one("[1]", "[0,18446744073709551616]"), 4), "from 0 to 2^64"},
      {"offsets reversed", file_of(one("[1]", "[4,0]"), 4), "do not fit its shape"},
      {"offsets that wrap", file_of(one("[1]", "[18446744073709551612,0]"), 4),
       "do not fit its shape"},
      {"fewer bytes than the shape", file_of(one("[2]", "[0,4]"), 4), "do not fit its shape 2"},
      {"more bytes than the shape", file_of(one("[1]", "[0,8]"), 8), "do not fit its shape 1"},
      {"a part of a number", file_of(one("[1]", "[0,5]"), 5), "do not fit its shape"},
      {"data cut short", file_of(one("[2]", "[0,8]"), 7), "cut short"},
      {"data missing", file_of(one("[1]", "[0,4]")), "cut short"},
      {"offset far beyond", file_of(one("[1]", "[4000000000,4000000004]"), 4), "gap"},
      {"something after the data", file_of(one("[1]", "[0,4]"), 5), "something follows"},
      {"data without tensors", file_of("{}", 1), "something follows"},
      {"gap before the first", file_of(one("[1]", "[4,8]"), 8), "gap"},
      {"gap between",
       file_of(R"({"a":)" + tensor("[1]", "[0,4]") + R"(,"b":)" + tensor("[1]", "[8,12]") + "}",
               12),
       "tensor 'b': its data begins at byte 8, expected 4: there is a gap"},
      {"overlap",
       file_of(R"({"a":)" + tensor("[2]", "[0,8]") + R"(,"b":)" + tensor("[2]", "[4,12]") + "}",
               12),
       "overlaps"},
      {"the same bytes twice",
       file_of(R"({"a":)" + tensor("[1]", "[0,4]") + R"(,"b":)" + tensor("[1]", "[0,4]") + "}", 4),
       "overlaps"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    EXPECT_ERROR(parse(row.bytes), ErrorCode::format, row.part);
  }
}

TEST(SafeTensors, RefuseNumbersThatAreNoFloatsAndSayWhichAreRead) {
  for (const char* dtype : {"I64", "U8", "BOOL", "F8_E5M2", "f32", "F33", ""}) {
    EXPECT_ERROR(parse(file_of(one("[1]", "[0,4]", std::string(1, '"') + dtype + '"'), 4)),
                 ErrorCode::format, "expected numbers of the type F32, F16, BF16 or F64");
  }
}

// A file with one tensor, "t", of these numbers.
template <typename T>
std::string file_of_numbers(const std::string& dtype, const std::vector<T>& numbers) {
  const std::size_t bytes = numbers.size() * sizeof(T);
  std::string file = file_of(one("[" + std::to_string(numbers.size()) + "]",
                                 "[0," + std::to_string(bytes) + "]", '"' + dtype + '"'));
  return file.append(reinterpret_cast<const char*>(numbers.data()), bytes);
}

template <typename T>
std::vector<std::uint32_t> floats_from(const std::string& dtype, const std::vector<T>& numbers) {
  return bits_of(parse(file_of_numbers(dtype, numbers)).tensors.at("t").values);
}

TEST(SafeTensors, WidenHalvesExactly) {
  const std::vector<std::uint16_t> halves{0x0000, 0x8000, 0x0001, 0x8001, 0x03ff, 0x0400,
                                          0x3c00, 0x3555, 0xc500, 0x7bff, 0x7c00, 0xfc00};
  EXPECT_EQ(floats_from("F16", halves),
            bits_of({0.0F, -0.0F, 0x1p-24F, -0x1p-24F, 1023 * 0x1p-24F, 0x1p-14F, 1.0F,
                     0.333251953125F, -5.0F, 65504.0F, INFINITY, -INFINITY}));
  EXPECT_TRUE(std::isnan(
      parse(file_of_numbers("F16", std::vector<std::uint16_t>{0x7e00})).tensors.at("t").values[0]));
  const std::vector<std::uint16_t> brains{0x0000, 0x8000, 0x3f80, 0xc0a0, 0x0001, 0x7f7f, 0x7f80};
  EXPECT_EQ(floats_from("BF16", brains),
            bits_of({0.0F, -0.0F, 1.0F, -5.0F, 0x1p-133F, 0x1.fep127F, INFINITY}));
}

TEST(SafeTensors, RoundDoublesAndRefuseWhatNoFloatReaches) {
  EXPECT_EQ(floats_from("F64", std::vector<double>{0.1, -0.0, 1e-60, 3e38, INFINITY}),
            bits_of({0.1F, -0.0F, 0.0F, 3e38F, INFINITY}));
  EXPECT_ERROR(parse(file_of_numbers("F64", std::vector<double>{1, -1e39})), ErrorCode::format,
               "tensor 't': number 1 is too large for a float32");
  EXPECT_ERROR(parse(file_of(one("[1]", "[0,4]", "\"F64\""), 4)), ErrorCode::format,
               "do not fit its shape 1 of F64");
}

TEST(SafeTensors, TheMetadataAreJudgedBeforeTheNumbers) {
  const std::string bytes = file_of(one("[1]", "[0,8]", "\"I64\""), 8);
  const auto refuse = [](const Metadata&) { throw Error(ErrorCode::format, "not ours"); };
  EXPECT_ERROR(decode_safetensors(as_bytes(bytes), refuse), ErrorCode::format, "not ours");
}

TEST(SafeTensors, CutAnywhereAreRefused) {
  const TempDir dir;
  write_safetensors(sample(), dir.file("a"));
  const std::string bytes = read_bytes(dir.file("a"));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THROW(parse(bytes.substr(0, size)), Error) << size;
  }
}

TEST(SafeTensors, WhoseFileShrinksWhileItIsReadAreRefused) {
  const TempDir dir;
  write_safetensors(sample(), dir.file("a"));
  const std::string bytes = read_bytes(dir.file("a"));
  std::size_t at = 0;
  const auto shrinks = [&](void* to, std::uint64_t count) {
    if (at + count >= bytes.size()) return false;
    bytes.copy(static_cast<char*>(to), count, at);
    at += count;
    return true;
  };
  EXPECT_ERROR(read_safetensors(shrinks, bytes.size()), ErrorCode::io, "before the end");
}

TEST(SafeTensors, OfOthersWithAnyBytesChangedAreReadOrRefused) {
  const TempDir dir;
  write_safetensors(sample(), dir.file("a"));
  const std::string good = without_digest(without_format(read_bytes(dir.file("a"))));
  const std::string_view alphabet = "\"{}[],:0123456789-.eE \\\xff\x7f_tF32";
  Rng rng(42);
  const auto below = [&](std::size_t n) { return rng.below(static_cast<std::uint32_t>(n)); };
  int read = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = good;
    for (std::uint32_t change = below(3) + 1; change != 0; --change) {
      const std::size_t at = below(bytes.size());
      switch (below(4)) {
        case 0:
          bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
          break;
        case 1:
          bytes[at] = alphabet[below(alphabet.size())];
          break;
        case 2:
          bytes.erase(at, below(3) + 1);
          break;
        default:
          bytes.insert(at, 1, alphabet[below(alphabet.size())]);
      }
    }
    try {
      for (const auto& [name, tensor] : parse(bytes).tensors) {
        ASSERT_EQ(static_cast<std::int64_t>(tensor.values.size()), tensor.shape.elements());
      }
      ++read;
    } catch (const Error&) {
    }
  }
  EXPECT_GT(read, 100);     // changed numbers and metadata
  EXPECT_LT(read, 19'000);  // changed anything else
}

TEST(SafeTensors, NameTheFileThatCannotBeRead) {
  const TempDir dir;
  EXPECT_ERROR(read_safetensors(dir.file("none")), ErrorCode::not_found, dir.file("none"));
  EXPECT_ERROR(read_safetensors(dir.path()), ErrorCode::io, "it is not a file");
  EXPECT_ERROR(read_safetensors("/dev/zero"), ErrorCode::io, "it is not a file");
  write_bytes(dir.file("text"), "this is no model at all");
  EXPECT_ERROR(read_safetensors(dir.file("text")), ErrorCode::format, dir.file("text"));
}

TEST(SafeTensors, AreNotWrittenWhenTheyCouldNotBeRead) {
  const TempDir dir;
  SafeTensors contents;
  contents.tensors["t"] = {{2}, {1}};
  EXPECT_ERROR(write_safetensors(contents, dir.file("a")), ErrorCode::invalid_argument, "got 1");
  contents.tensors = {{"__metadata__", {{1}, {1}}}};
  EXPECT_ERROR(write_safetensors(contents, dir.file("a")), ErrorCode::invalid_argument,
               "name of its own");
  contents.tensors = {{"\xff", {{1}, {1}}}};
  EXPECT_ERROR(write_safetensors(contents, dir.file("a")), ErrorCode::invalid_argument, "UTF-8");
  EXPECT_FALSE(std::filesystem::exists(dir.file("a")));
}

}  // namespace
}  // namespace glia::io
