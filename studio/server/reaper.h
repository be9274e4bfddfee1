#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

namespace glia::studio {

class Visitor;

// Waits for the threads of visitors who are let go, so that nobody else has to. Any thread may
// call.
class Reaper {
 public:
  Reaper();   // throws Error when its thread cannot be started
  ~Reaper();  // waits for all
  Reaper(const Reaper&) = delete;
  Reaper& operator=(const Reaper&) = delete;

  void take(std::unique_ptr<Visitor> visitor) noexcept;  // and ends it
  std::size_t waiting() const;                           // for so many
  bool idle_within(std::chrono::milliseconds time);      // whether it waits for none by then

 private:
  void reap();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Visitor>> taken_;  // the first is being waited for
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace glia::studio
