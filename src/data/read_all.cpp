#include "data/read_all.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <optional>

#include "base/share_out.h"
#include "glia/error.h"

namespace glia {
namespace {

constexpr std::size_t kMostNamed = 5;

// By place in the list of files, so that the message does not depend on threads.
class Failures {
 public:
  void add(std::size_t file, ErrorCode code, const std::string& what) {
    const std::lock_guard lock(mutex_);
    found_.emplace(file, Error(code, what));
  }

  void throw_if_any(const std::vector<std::string>& files) const {
    if (found_.empty()) return;
    const Error& first = found_.begin()->second;
    if (found_.size() == 1) {
      throw Error(first.code(), std::string(first.what()) + "; or take it out of the folder");
    }
    std::string text = std::to_string(found_.size()) + " of " + std::to_string(files.size()) +
                       " pictures cannot be read; take them out of the folder. " + first.what() +
                       ". The others are ";
    std::size_t named = 0;
    for (auto it = std::next(found_.begin()); it != found_.end() && named < kMostNamed; ++it) {
      text += (named++ > 0 ? ", '" : "'") + files[it->first] + "'";
    }
    throw Error(first.code(), text + (named + 1 < found_.size() ? ", …" : ""));
  }

 private:
  std::mutex mutex_;
  std::map<std::size_t, Error> found_;
};

}  // namespace

PicturesRead read_all(const std::vector<std::string>& files, const PictureForm& form, int threads,
                      const std::function<void(std::int64_t, std::int64_t)>& progress) {
  const auto each = static_cast<std::size_t>(form.shape().elements());
  PicturesRead read;
  read.bytes.resize(files.size() * each);
  read.sides.resize(files.size());
  Failures failures;
  std::atomic<std::size_t> next{0}, done{0};
  const auto tell = [&] {
    if (progress) {
      progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(files.size()));
    }
  };
  const auto prepare = [&](std::size_t i) {
    try {
      const PreparedPicture picture = read_prepared(files[i], form);
      std::ranges::copy(picture.pixels, read.bytes.begin() + static_cast<std::ptrdiff_t>(i * each));
      read.sides[i] = {picture.width, picture.height};
    } catch (const Error& error) {
      failures.add(i, error.code(), error.what());
    } catch (const std::exception& error) {
      failures.add(i, ErrorCode::io, "'" + files[i] + "' cannot be read: " + error.what());
    }
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
  failures.throw_if_any(files);
  return read;
}

}  // namespace glia
