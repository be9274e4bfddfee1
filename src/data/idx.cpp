#include "data/idx.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <span>
#include <system_error>

#include "base/read_file.h"
#include "glia/error.h"

namespace glia {
namespace {

constexpr std::int64_t kMaxBytes = std::int64_t{1} << 30;
constexpr std::int64_t kSmall = std::int64_t{1} << 26;
constexpr std::int64_t kMostGrowth = 100;  // of gzip; photos and drawings grow by less than 20
constexpr std::size_t kStep = std::size_t{1} << 22;

class Reader {
 public:
  explicit Reader(const std::string& path) : path_(path) {
    OpenFile opened = open_regular(path, "IDX file");
    bytes_ = opened.bytes;
    file_.reset(gzdopen(opened.file.get(), "rb"));
    if (!file_) refuse(ENOMEM);
    opened.file.release();
    gzbuffer(file_.get(), 1U << 18);
  }

  // Throws Error when a header of `header` bytes cannot be followed by `total`: what a plain file
  // has is known, and a gzipped one grows by no more than data do.
  void check_room_for(std::int64_t header, std::int64_t total, const std::string& declared) {
    if (gzdirect(file_.get()) != 0) {
      const std::int64_t rest = bytes_ - header;
      if (rest < total) {
        fail(declared + "got " + std::to_string(rest) + "; the file is cut off, fetch it again");
      }
      if (rest > total) fail(declared + "got more; is it the right file?");
    } else if (total > std::max(kSmall, kMostGrowth * bytes_)) {
      fail(declared + "got a gzip of " + std::to_string(bytes_) +
           " bytes, each of which may become " + std::to_string(kMostGrowth) +
           " at most; if the file is good, unpack it");
    }
  }

  // Up to out.size() bytes; fewer at the end of the file.
  std::size_t read(std::span<std::uint8_t> out) {
    std::size_t have = 0;
    while (have < out.size()) {
      const auto want = static_cast<unsigned>(std::min(out.size() - have, kStep));
      const int got = gzread(file_.get(), out.data() + have, want);
      if (got < 0) fail_inside();
      if (got == 0) break;
      have += static_cast<std::size_t>(got);
    }
    // A compressed stream that stops early is only told at the end of the file.
    int code = Z_OK;
    if (have < out.size()) gzerror(file_.get(), &code);
    if (code == Z_BUF_ERROR) fail_inside();
    return have;
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ErrorCode::format, "IDX file '" + path_ + "': " + what);
  }

 private:
  [[noreturn]] void refuse(int reason) const {
    throw Error(reason == ENOENT ? ErrorCode::not_found : ErrorCode::io,
                "cannot read IDX file '" + path_ + "': " + std::generic_category().message(reason));
  }
  [[noreturn]] void fail_inside() const {
    int code = Z_OK;
    gzerror(file_.get(), &code);
    if (code == Z_ERRNO) refuse(errno != 0 ? errno : EIO);
    if (code == Z_BUF_ERROR) fail("the gzip data is cut off; fetch the file again");
    fail("the gzip data is damaged; fetch the file again");
  }

  struct Close {
    void operator()(gzFile f) const { gzclose_r(f); }
  };
  std::string path_;
  std::int64_t bytes_ = 0;  // of the file, as it lies there
  std::unique_ptr<gzFile_s, Close> file_;
};

std::uint32_t big_endian(const std::array<std::uint8_t, 4>& b) noexcept {
  return std::uint32_t{b[0]} << 24 | std::uint32_t{b[1]} << 16 | std::uint32_t{b[2]} << 8 | b[3];
}

std::string hex(std::span<const std::uint8_t> bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    if (!text.empty()) text += ' ';
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text.empty() ? "nothing" : text;
}

}  // namespace

IdxFile read_idx(const std::string& path, int rank) {
  Reader reader(path);
  std::array<std::uint8_t, 4> magic{};
  const std::size_t got = reader.read(magic);
  const std::array<std::uint8_t, 4> expected{0, 0, 8, static_cast<std::uint8_t>(rank)};
  if (got < 4 || magic != expected) {
    reader.fail("expected it to start with " + hex(expected) + " (bytes on " +
                std::to_string(rank) + (rank == 1 ? " axis" : " axes") + "), got " +
                hex(std::span(magic).first(got)) + "; is it the right file?");
  }

  std::array<std::int64_t, Shape::kMaxRank> sizes{};
  std::int64_t total = 1;
  for (int axis = 0; axis < rank; ++axis) {
    std::array<std::uint8_t, 4> word{};
    if (reader.read(word) < 4) reader.fail("the header is cut off; fetch the file again");
    const std::int64_t size = big_endian(word);
    if (size == 0) reader.fail("expected at least 1 along each axis, got 0");
    if (total > kMaxBytes / size) {
      reader.fail("its header declares more than 1 GiB; the file is damaged or no IDX file");
    }
    total *= size;
    sizes[static_cast<std::size_t>(axis)] = size;
  }

  IdxFile idx;
  idx.shape = Shape(std::span<const std::int64_t>(sizes).first(static_cast<std::size_t>(rank)));
  const std::string declared =
      "expected " + idx.shape.str() + " = " + std::to_string(total) + " bytes after the header, ";
  reader.check_room_for(4 + 4 * std::int64_t{rank}, total, declared);
  idx.bytes.reserve(static_cast<std::size_t>(total));  // memory is taken as it is written to
  for (std::size_t have = 0; have < static_cast<std::size_t>(total);) {
    const std::size_t next = std::min(static_cast<std::size_t>(total), have + kStep);
    idx.bytes.resize(next);
    have += reader.read(std::span(idx.bytes).subspan(have));
    if (have < next) {
      reader.fail(declared + "got " + std::to_string(have) +
                  "; the file is cut off, fetch it again");
    }
  }
  std::array<std::uint8_t, 1> extra{};
  if (reader.read(extra) != 0) reader.fail(declared + "got more; is it the right file?");
  return idx;
}

}  // namespace glia
