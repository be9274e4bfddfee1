#include <mutex>

#include "data/memory_file.h"
#include "data/sound_bytes.h"

#ifdef GLIA_HAS_MPG123
#include <mpg123.h>
#endif

namespace glia {

#ifdef GLIA_HAS_MPG123
namespace {

// libsndfile would do, but lets libmpg123 write on stderr what it thinks of a file.
class MpegReader : public SoundReader {
 public:
  explicit MpegReader(std::span<const std::uint8_t> bytes) : file_{bytes} {
    static std::once_flag once;  // versions before 1.27 need it
    std::call_once(once, [] { mpg123_init(); });
    handle_.reset(mpg123_new(nullptr, nullptr));
  }

  bool open() {
    mpg123_handle* h = handle_.get();
    if (h == nullptr) return false;
    mpg123_param(h, MPG123_ADD_FLAGS, MPG123_QUIET | MPG123_FORCE_FLOAT | MPG123_GAPLESS, 0);
    mpg123_param(h, MPG123_REMOVE_FLAGS, MPG123_AUTO_RESAMPLE, 0);
    const auto read = [](void* self, void* to, std::size_t count) {
      return static_cast<ssize_t>(MemoryFile::read(to, static_cast<std::int64_t>(count), self));
    };
    const auto seek = [](void* self, off_t offset, int whence) {
      return static_cast<off_t>(MemoryFile::seek(offset, whence, self));
    };
    if (mpg123_replace_reader_handle(h, read, seek, nullptr) != MPG123_OK ||
        mpg123_open_handle(h, &file_) != MPG123_OK || mpg123_scan(h) != MPG123_OK) {
      return false;
    }
    long hertz = 0;
    int encoding = 0;
    if (mpg123_getformat(h, &hertz, &channels, &encoding) != MPG123_OK ||
        encoding != MPG123_ENC_FLOAT_32) {
      return false;
    }
    mpg123_format_none(h);
    mpg123_format(h, hertz, channels, encoding);
    rate = static_cast<int>(hertz);
    frames = std::max<std::int64_t>(0, mpg123_length(h));
    exact = false;  // the first frames may need what was cut off before them
    return true;
  }

  std::int64_t read(float* to, std::int64_t most) override {
    const std::size_t frame = sizeof(float) * static_cast<std::size_t>(channels);
    std::size_t done = 0;
    mpg123_read(handle_.get(), reinterpret_cast<unsigned char*>(to),
                static_cast<std::size_t>(most) * frame, &done);
    return static_cast<std::int64_t>(done / frame);
  }

 private:
  struct Delete {
    void operator()(mpg123_handle* handle) const { mpg123_delete(handle); }
  };
  MemoryFile file_;
  std::unique_ptr<mpg123_handle, Delete> handle_;
};

}  // namespace

std::unique_ptr<SoundReader> open_mpeg(std::span<const std::uint8_t> bytes) {
  auto reader = std::make_unique<MpegReader>(bytes);
  if (!reader->open()) return nullptr;
  return reader;
}

#else

std::unique_ptr<SoundReader> open_mpeg(std::span<const std::uint8_t>) { return nullptr; }

#endif

}  // namespace glia
