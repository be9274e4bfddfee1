#include "base/descriptor.h"

#include <sys/file.h>

#include <cerrno>

namespace glia {

Lock Descriptor::lock() const noexcept {
#ifdef __EMSCRIPTEN__  // which has one process
  return Lock::unknown;
#else
  while (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EINTR) return errno == EWOULDBLOCK ? Lock::held_by_another : Lock::unknown;
  }
  return Lock::taken;
#endif
}

}  // namespace glia
