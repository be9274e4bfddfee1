#pragma once
#include <unistd.h>

#include <utility>

namespace glia {

enum class Lock { taken, held_by_another, unknown };  // unknown: the file system has none

// An open file or folder; closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) noexcept : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }

  int get() const noexcept { return fd_; }
  int release() noexcept { return std::exchange(fd_, -1); }
  bool is_open() const noexcept { return fd_ >= 0; }

  // Holds it against every other opening, of this process too, until it is closed. Never waits.
  Lock lock() const noexcept;

 private:
  int fd_;
};

}  // namespace glia
