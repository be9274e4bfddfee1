#pragma once
#include <filesystem>
#include <string>

#include "base/descriptor.h"

namespace glia {

// An empty file FOLDER/.glia-XXXXXX.tmp, gone at the end unless it was renamed. It is locked
// (flock) for as long as it lives, which tells it from one that a killed program left: making one
// removes those of the same folder that nobody holds. Where a file system knows no locks nothing
// is removed. Any number of processes and threads may do so in one folder.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& folder);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  int fd() const noexcept { return file_.get(); }  // −1 when none could be made
  int error() const noexcept { return error_; }    // then the system's reason
  bool rename_to(const std::filesystem::path& target) noexcept;

 private:
  std::string name_;
  Descriptor file_;
  int error_ = 0;
  bool renamed_ = false;
};

}  // namespace glia
