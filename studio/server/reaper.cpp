#include "server/reaper.h"

#include <system_error>

#include "glia/error.h"
#include "server/visitors.h"

namespace glia::studio {

Reaper::Reaper() {
  try {
    thread_ = std::thread([this] { reap(); });
  } catch (const std::system_error& error) {
    throw Error(ErrorCode::unsupported, "the studio: the system does not start its thread (" +
                                            error.code().message() +
                                            "); have it allow more (ulimit -u)");
  }
}

Reaper::~Reaper() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Reaper::take(std::unique_ptr<Visitor> visitor) noexcept {
  visitor->end();
  try {
    const std::lock_guard lock(mutex_);
    taken_.push_back(std::move(visitor));
  } catch (const std::exception&) {
    return;  // no memory for a pointer: it is waited for here
  }
  changed_.notify_all();
}

std::size_t Reaper::waiting() const {
  const std::lock_guard lock(mutex_);
  return taken_.size();
}

bool Reaper::idle_within(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, time, [&] { return taken_.empty(); });
}

void Reaper::reap() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return ended_ || !taken_.empty(); });
    if (taken_.empty()) return;
    std::unique_ptr<Visitor> visitor = std::move(taken_.front());
    lock.unlock();
    visitor.reset();  // joins
    lock.lock();
    taken_.pop_front();
    changed_.notify_all();
  }
}

}  // namespace glia::studio
