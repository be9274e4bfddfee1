#include "data/table/npy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <limits>
#include <string_view>

#include "glia/error.h"
#include "io/json.h"

namespace glia {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kLongestHeader = std::size_t{1} << 16;
constexpr std::size_t kMostAxes = 32;
constexpr std::size_t kStep = std::size_t{1} << 20;  // bytes that are turned at once

using ToNumber = float (*)(const std::uint8_t*);

// A number as it lies, of a processor that lies like this one or the other way round.
template <typename T, bool turned>
float number_at(const std::uint8_t* bytes) {
  std::array<std::uint8_t, sizeof(T)> one;
  std::copy_n(bytes, sizeof(T), one.begin());
  if constexpr (turned) std::ranges::reverse(one);
  if constexpr (std::is_same_v<T, bool>)
    return one[0] != 0 ? 1 : 0;
  else
    return static_cast<float>(std::bit_cast<T>(one));
}

struct NumberType {
  std::string_view written;  // behind the order of bytes
  std::size_t bytes;
  ToNumber as_here, turned;
};
template <typename T>
constexpr NumberType type(std::string_view written) {
  return {written, sizeof(T), number_at<T, false>, number_at<T, true>};
}
constexpr std::array kTypes{
    type<float>("f4"),         type<double>("f8"),        type<std::int8_t>("i1"),
    type<std::int16_t>("i2"),  type<std::int32_t>("i4"),  type<std::int64_t>("i8"),
    type<std::uint8_t>("u1"),  type<std::uint16_t>("u2"), type<std::uint32_t>("u4"),
    type<std::uint64_t>("u8"), type<bool>("b1")};

// What stands before the numbers, a dictionary of Python: {'descr': '<f4', 'fortran_order': False,
// 'shape': (3, 4), }
class NpyHeader {
 public:
  NpyHeader(std::string_view text, const std::string& what) : text_(text), what_(what) {
    expect('{');
    while (!take('}')) {
      const std::string_view key = quoted();
      expect(':');
      if (key == "descr") {
        if (peek() != '\'' && peek() != '"') fail_type("a record of several");
        take_type(quoted());
      } else if (key == "fortran_order") {
        fortran = truth();
      } else if (key == "shape") {
        take_shape();
      } else {
        fail();
      }
      if (!take(',') && peek() != '}') fail();
    }
    if (peek() != 0 || type == nullptr || sizes.empty()) fail();
  }

  const NumberType* type = nullptr;
  bool turned = false;   // its bytes lie the other way round
  bool fortran = false;  // the first axis is the fastest
  std::vector<std::int64_t> sizes;

 private:
  [[noreturn]] void fail() const {
    throw Error(ErrorCode::format, what_ + ": its header is damaged, or it is no array with rows");
  }
  [[noreturn]] void fail_type(const std::string& got) const {
    throw Error(ErrorCode::format, what_ +
                                       ": expected floats of 32 or 64 bits, whole numbers or "
                                       "bools, got " +
                                       got + "; convert it with astype()");
  }

  char peek() {
    while (!text_.empty() && (text_[0] == ' ' || text_[0] == '\n')) text_.remove_prefix(1);
    return text_.empty() ? '\0' : text_[0];
  }
  bool take(char wanted) {
    if (peek() != wanted) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char wanted) {
    if (!take(wanted)) fail();
  }

  std::string_view quoted() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') fail();
    const std::size_t end = text_.find(quote, 1);
    if (end == text_.npos) fail();
    const std::string_view inside = text_.substr(1, end - 1);
    text_.remove_prefix(end + 1);
    return inside;
  }

  bool truth() {
    for (const bool value : {false, true}) {
      const std::string_view word = value ? "True" : "False";
      peek();
      if (!text_.starts_with(word)) continue;
      text_.remove_prefix(word.size());
      return value;
    }
    fail();
  }

  void take_type(std::string_view written) {
    const std::string_view all = written;
    char order = '|';
    if (!written.empty() && std::string_view("<>|=").find(written[0]) != written.npos) {
      order = written[0];
      written.remove_prefix(1);
    }
    const auto* const found = std::ranges::find(kTypes, written, &NumberType::written);
    if (found == kTypes.end()) fail_type(io::in_quotes(all));
    type = found;
    turned = order == (std::endian::native == std::endian::little ? '>' : '<');
  }

  void take_shape() {
    expect('(');
    while (!take(')')) {
      std::int64_t size = 0;
      peek();
      const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), size);
      if (error != std::errc() || size < 0 || sizes.size() == kMostAxes) fail();
      text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
      sizes.push_back(size);
      if (!take(',') && peek() != ')') fail();
    }
  }

  std::string_view text_;
  const std::string& what_;
};

// Fills the columns of an array whose header has been read.
class NpyNumbers {
 public:
  NpyNumbers(const ReadBytes& more, const NpyHeader& header, const std::string& what)
      : more_(more), header_(header), what_(what) {}

  // Throws where there is no room for so many in `bytes`.
  NumberArray declared(std::optional<std::int64_t> bytes) const {
    NumberArray array{.flat = header_.sizes.size() == 1};
    array.rows = header_.sizes.front();
    std::int64_t width = 1;
    for (std::size_t axis = 1; axis < header_.sizes.size(); ++axis) {
      if (header_.sizes[axis] != 0 && width > kMostColumns / header_.sizes[axis]) {
        fail("expected at most a million columns");
      }
      width *= header_.sizes[axis];
    }
    if (array.rows == 0 || width == 0) fail("expected rows with numbers in them, got none");
    if (array.rows > std::numeric_limits<std::uint32_t>::max()) fail("more than 2^32 rows");
    const std::int64_t total = array.rows * width * static_cast<std::int64_t>(header_.type->bytes);
    if (bytes && total != *bytes) {
      fail("expected " + std::to_string(total) + " bytes after the header, got " +
           std::to_string(*bytes) + "; the file is cut off or damaged");
    }
    array.columns.resize(static_cast<std::size_t>(width));
    if (bytes) {  // they are there
      for (auto& column : array.columns) column.reserve(static_cast<std::size_t>(array.rows));
    }
    return array;
  }

  void by_rows(NumberArray& array) {
    const std::size_t each = array.columns.size() * header_.type->bytes;
    const std::size_t at_once = std::max<std::size_t>(1, kStep / each);
    auto left = static_cast<std::size_t>(array.rows);
    while (left > 0) {
      const std::size_t rows = std::min(left, at_once);
      const std::uint8_t* number = next(rows * each);
      for (std::size_t r = 0; r < rows; ++r) {
        for (auto& column : array.columns) {
          column.push_back(to_number(number));
          number += header_.type->bytes;
        }
      }
      left -= rows;
    }
  }

  // Columns follow one another; where a row has several axes, their first is the fastest.
  void by_columns(NumberArray& array) {
    std::vector<std::int64_t> at(header_.sizes.size() - 1, 0);
    for (std::size_t n = 0; n < array.columns.size(); ++n) {
      std::int64_t place = 0;
      for (std::size_t axis = 0; axis < at.size(); ++axis) {
        place = place * header_.sizes[axis + 1] + at[axis];
      }
      fill(array.columns[static_cast<std::size_t>(place)], static_cast<std::size_t>(array.rows));
      for (std::size_t axis = 0; axis < at.size() && ++at[axis] == header_.sizes[axis + 1];
           ++axis) {
        at[axis] = 0;
      }
    }
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw Error(ErrorCode::format, what_ + ": " + why);
  }
  float to_number(const std::uint8_t* bytes) const {
    return header_.turned ? header_.type->turned(bytes) : header_.type->as_here(bytes);
  }

  const std::uint8_t* next(std::size_t bytes) {
    if (buffer_.size() < bytes) buffer_.resize(bytes);
    if (more_(std::span(buffer_).first(bytes)) < bytes) {
      fail("it is cut off; fetch it again");
    }
    return buffer_.data();
  }

  void fill(std::vector<float>& column, std::size_t left) {
    while (left > 0) {
      const std::size_t numbers = std::min(left, kStep / header_.type->bytes);
      const std::uint8_t* number = next(numbers * header_.type->bytes);
      for (std::size_t i = 0; i < numbers; ++i, number += header_.type->bytes) {
        column.push_back(to_number(number));
      }
      left -= numbers;
    }
  }

  const ReadBytes& more_;
  const NpyHeader& header_;
  const std::string& what_;
  std::vector<std::uint8_t> buffer_;
};

}  // namespace

NumberArray read_npy(const ReadBytes& more, std::optional<std::int64_t> bytes,
                     const std::string& what) {
  const auto fail = [&](const std::string& why) {
    throw Error(ErrorCode::format, what + ": " + why);
  };
  std::array<std::uint8_t, 12> begin{};
  const auto read = [&](std::span<std::uint8_t> out) {
    if (more(out) < out.size()) fail("its header is cut off; fetch it again");
  };
  read(std::span(begin).first(8));
  if (!std::ranges::equal(std::span(begin).first(6), kMagic, [](std::uint8_t a, char b) {
        return a == static_cast<std::uint8_t>(b);
      })) {
    fail("expected an array of numpy, got other bytes");
  }
  const std::size_t word = begin[6] == 1 ? 2 : 4;  // of its length
  if (begin[6] < 1 || begin[6] > 3) fail("expected version 1 to 3 of the format .npy");
  read(std::span(begin).subspan(8, word));
  std::size_t size = 0;
  for (std::size_t i = word; i-- > 0;) size = size << 8 | begin[8 + i];
  if (size > kLongestHeader) fail("its header is damaged: it would be longer than 64 KiB");
  std::string text(size, '\0');
  read({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  const NpyHeader header(text, what);
  NpyNumbers numbers(more, header, what);
  if (bytes) *bytes -= static_cast<std::int64_t>(8 + word + size);
  NumberArray array = numbers.declared(bytes);
  if (header.fortran) {
    numbers.by_columns(array);
  } else {
    numbers.by_rows(array);
  }
  std::array<std::uint8_t, 1> extra{};
  if (more(extra) != 0) fail("more follows than its header declares; it is damaged");
  return array;
}

}  // namespace glia
