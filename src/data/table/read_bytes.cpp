#include "data/table/read_bytes.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

#include "glia/error.h"

namespace glia {

ReadBytes from_memory(std::span<const std::uint8_t> bytes) {
  return [bytes](std::span<std::uint8_t> out) mutable {
    const std::size_t size = std::min(out.size(), bytes.size());
    std::copy_n(bytes.begin(), size, out.begin());
    bytes = bytes.subspan(size);
    return size;
  };
}

ReadBytes from_file(int file, const std::string& what) {
  return [file, what](std::span<std::uint8_t> out) {
    std::size_t done = 0;
    while (done < out.size()) {
      const ssize_t got = ::read(file, out.data() + done, out.size() - done);
      if (got == 0) break;
      if (got > 0) {
        done += static_cast<std::size_t>(got);
      } else if (errno != EINTR) {
        throw Error(ErrorCode::io,
                    what + " cannot be read: " + std::generic_category().message(errno));
      }
    }
    return done;
  };
}

ReadBytes from_both(std::vector<std::uint8_t> begin, ReadBytes rest) {
  return [begin = std::move(begin), rest = std::move(rest),
          at = std::size_t{0}](std::span<std::uint8_t> out) mutable {
    const std::size_t size = std::min(out.size(), begin.size() - at);
    std::copy_n(begin.begin() + static_cast<std::ptrdiff_t>(at), size, out.begin());
    at += size;
    return size < out.size() ? size + rest(out.subspan(size)) : size;
  };
}

namespace {

constexpr std::size_t kUnits = std::size_t{1} << 16;  // of UTF-16 that are read at once

// Pieces of UTF-16 become pieces of UTF-8.
class Utf16 {
 public:
  Utf16(ReadBytes from, bool big_endian, std::string what)
      : from_(std::move(from)), big_endian_(big_endian), what_(std::move(what)) {}

  std::size_t read(std::span<std::uint8_t> out) {
    std::size_t done = 0;
    while (done < out.size()) {
      if (at_ == text_.size() && !more()) break;
      const std::size_t size = std::min(out.size() - done, text_.size() - at_);
      std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(at_), size, out.begin() + done);
      at_ += size;
      done += size;
    }
    return done;
  }

 private:
  [[noreturn]] void fail() const {
    throw Error(ErrorCode::format, what_ +
                                       ": its UTF-16 is damaged or cut off; save it as "
                                       "\"CSV UTF-8\"");
  }

  bool more() {
    text_.clear();
    at_ = 0;
    const std::size_t size = from_(bytes_);
    if (size % 2 != 0) fail();
    for (std::size_t i = 0; i < size; i += 2) {
      const std::uint32_t a = bytes_[i], b = bytes_[i + 1];
      take(big_endian_ ? a << 8 | b : b << 8 | a);
    }
    if (size < bytes_.size() && high_ != 0) fail();
    return !text_.empty() || size == bytes_.size();
  }

  void take(std::uint32_t unit) {
    const bool high = unit >= 0xD800 && unit < 0xDC00, low = unit >= 0xDC00 && unit < 0xE000;
    if (low != (high_ != 0)) fail();
    if (high) {
      high_ = unit;
      return;
    }
    put(low ? 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00) : unit);
    high_ = 0;
  }

  void put(std::uint32_t point) {
    const auto tail = [&](int shift) {
      text_.push_back(static_cast<std::uint8_t>(0x80 | (point >> shift & 0x3F)));
    };
    if (point < 0x80) {
      text_.push_back(static_cast<std::uint8_t>(point));
    } else if (point < 0x800) {
      text_.push_back(static_cast<std::uint8_t>(0xC0 | point >> 6));
      tail(0);
    } else if (point < 0x10000) {
      text_.push_back(static_cast<std::uint8_t>(0xE0 | point >> 12));
      tail(6), tail(0);
    } else {
      text_.push_back(static_cast<std::uint8_t>(0xF0 | point >> 18));
      tail(12), tail(6), tail(0);
    }
  }

  ReadBytes from_;
  bool big_endian_;
  std::string what_;
  std::vector<std::uint8_t> bytes_ = std::vector<std::uint8_t>(2 * kUnits), text_;
  std::size_t at_ = 0;
  std::uint32_t high_ = 0;  // half of a pair that waits for the other
};

}  // namespace

ReadBytes utf8_of(ReadBytes utf16, bool big_endian, const std::string& what) {
  const auto turned = std::make_shared<Utf16>(std::move(utf16), big_endian, what);
  return [turned](std::span<std::uint8_t> out) { return turned->read(out); };
}

}  // namespace glia
