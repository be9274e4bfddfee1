#include "data/gunzip.h"

#include <zlib.h>

#include <algorithm>
#include <new>

#include "glia/error.h"

namespace glia {
namespace {

constexpr int kOnlyGzip = 15 + 16;                         // for inflateInit2: a window of 32 KiB
constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;  // zlib counts in 32 bits

}  // namespace

struct Gunzip::Stream {
  z_stream zlib = {};
  std::span<const std::uint8_t> rest;
  bool over = false;

  ~Stream() { inflateEnd(&zlib); }
};

Gunzip::Gunzip(std::span<const std::uint8_t> bytes, std::string what)
    : stream_(std::make_unique<Stream>()), what_(std::move(what)) {
  stream_->rest = bytes;
  if (inflateInit2(&stream_->zlib, kOnlyGzip) != Z_OK) throw std::bad_alloc();
}

Gunzip::~Gunzip() = default;

std::size_t Gunzip::read(std::span<std::uint8_t> out) {
  Stream& stream = *stream_;
  z_stream& zlib = stream.zlib;
  const auto fail = [&](const char* how) {
    throw Error(ErrorCode::format, what_ + ": the gzip data is " + how + "; fetch the file again");
  };
  std::size_t have = 0;
  while (have < out.size() && !stream.over) {
    if (zlib.avail_in == 0) {
      zlib.next_in = const_cast<Bytef*>(stream.rest.data());  // zlib does not write there
      zlib.avail_in = static_cast<uInt>(std::min(stream.rest.size(), kMostAtOnce));
      stream.rest = stream.rest.subspan(zlib.avail_in);
    }
    const auto room = static_cast<uInt>(std::min(out.size() - have, kMostAtOnce));
    zlib.next_out = out.data() + have;
    zlib.avail_out = room;
    const int code = inflate(&zlib, Z_NO_FLUSH);
    have += room - zlib.avail_out;
    if (code == Z_MEM_ERROR) throw std::bad_alloc();
    if (code == Z_BUF_ERROR ||
        (code == Z_OK && zlib.avail_out > 0 && stream.rest.empty() && zlib.avail_in == 0)) {
      fail("cut off");
    }
    if (code != Z_OK && code != Z_STREAM_END) fail("damaged");
    if (code != Z_STREAM_END) continue;
    // Another may follow, as `cat` joins them; what is none is left alone.
    const std::span<const std::uint8_t> next(zlib.next_in, zlib.avail_in);
    stream.over = !is_gzip(next);
    if (!stream.over) inflateReset(&zlib);
  }
  return have;
}

}  // namespace glia
