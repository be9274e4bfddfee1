#include "data/read_all.h"

#include <algorithm>
#include <atomic>

#include "base/share_out.h"

namespace glia {

PicturesRead read_all(const std::vector<std::string>& files, const PictureForm& form, int threads,
                      const std::function<void(std::int64_t, std::int64_t)>& progress,
                      DamagedFiles& damaged) {
  const auto each = static_cast<std::size_t>(form.shape().elements());
  PicturesRead read;
  read.bytes.resize(files.size() * each);
  read.sides.resize(files.size());
  std::atomic<std::size_t> next{0}, done{0};
  const auto tell = [&] {
    if (progress) {
      progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(files.size()));
    }
  };
  const auto prepare = [&](std::size_t i) {
    damaged.reading(i, files[i], [&] {
      const PreparedPicture picture = read_prepared(files[i], form);
      std::ranges::copy(picture.pixels, read.bytes.begin() + static_cast<std::ptrdiff_t>(i * each));
      read.sides[i] = {picture.width, picture.height};
    });
  };
  share_out(std::min(threads, static_cast<int>(std::min<std::size_t>(files.size(), 256))),
            [&](int thread) {
              for (std::size_t i = next++; i < files.size(); i = next++) {
                prepare(i);
                ++done;
                if (thread == 0) tell();
              }
            });
  tell();  // the caller's thread may have got none
  return read;
}

}  // namespace glia
