#pragma once
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "glia/error.h"

namespace glia {

// A folder of its own beside what it will become, gone at the end.
class FetchFolder {
 public:
  explicit FetchFolder(const std::filesystem::path& inside)
      : path_((inside / ".fetch.XXXXXX").string()) {
    if (::mkdtemp(path_.data()) == nullptr) {
      throw Error(ErrorCode::io, "no folder can be made in '" + inside.string() +
                                     "': " + std::generic_category().message(errno));
    }
  }
  ~FetchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  FetchFolder(const FetchFolder&) = delete;
  FetchFolder& operator=(const FetchFolder&) = delete;

  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

// The end of what a program said.
inline std::string last_lines(const std::string& text) {
  const std::size_t end = text.find_last_not_of(" \n\r\t");
  if (end == std::string::npos) return "it said nothing";
  std::string tail = text.substr(0, end + 1);
  if (tail.size() > 400) tail = "…" + tail.substr(tail.size() - 400);
  return tail;
}

}  // namespace glia
