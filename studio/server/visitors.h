#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/studio.h"
#include "server/reaper.h"

namespace glia::studio {

// The way to one page: what a visitor's thread gives to the network's. Any thread may call.
class Outlet : public Sink {
 public:
  virtual void handled(bool understood) = 0;  // the frame that was oldest
  enum class End : std::uint16_t { taken_over = 4001, failed = 1011 };
  virtual void close(End why) = 0;
};

// Starts a thread that runs that; throws std::system_error when there can be none.
using StartThread = std::function<std::thread(std::function<void()>)>;

// A Studio with a thread of its own. Outlives the pages that come and go.
class Visitor {
 public:
  // Throws Error or std::exception when there is no memory or no thread to be had.
  Visitor(const DataSplit& data, int threads, const std::string& simd, Studio::Options options,
          const StartThread& start);
  ~Visitor();  // waits for its thread; see Reaper

  // A page comes; what the one before it still wanted is forgotten, and so when a page goes.
  void come(std::shared_ptr<Outlet> outlet);
  void go(const Outlet* outlet);
  void say(std::string frame, const Outlet* outlet);
  void end() noexcept;  // its thread leaves off soon, whatever it is at

  bool alone() const;  // no page
  bool failed() const { return failed_; }
  std::chrono::steady_clock::time_point alone_since() const;

 private:
  void live();
  void go_on();
  bool stir(std::unique_lock<std::mutex>& lock);
  void follow(std::shared_ptr<Outlet> outlet);
  std::optional<std::string> next_frame();

  const DataSplit& data_;
  Engine engine_;
  Studio::Options options_;
  std::shared_ptr<Outlet> followed_;  // the page that the studio talks to; the thread's alone
  std::unique_ptr<Studio> studio_;    // likewise

  mutable std::mutex mutex_;
  std::condition_variable news_;
  std::shared_ptr<Outlet> outlet_;  // whose page is there
  std::deque<std::string> inbox_;   // frames of that page
  std::chrono::steady_clock::time_point alone_since_;
  std::atomic<bool> failed_{false}, ended_{false};
  std::thread thread_;
};

// All visitors, their number bounded. One thread, which never waits for a visitor's.
class Visitors {
 public:
  struct Limits {
    std::size_t most = 4;
    int threads = 1;  // of each
    std::string simd;
    std::chrono::seconds patience{600};  // how long one without a page is kept
    StartThread start = [](std::function<void()> run) { return std::thread(std::move(run)); };
  };
  Visitors(const DataSplit& data, Limits limits, Studio::Options options);

  // The visitor of that key, new when there is none; whoever has been away for longest makes room.
  // Null when all are here. Throws as Visitor does.
  std::shared_ptr<Visitor> find(const std::string& key);
  bool full(const std::string& key);  // find() would give null
  void tidy();                        // lets go of those that have been alone for too long
  // Ends them all; whether their threads were over by then.
  bool end_within(std::chrono::milliseconds time);

 private:
  const DataSplit& data_;
  Limits limits_;
  Studio::Options options_;
  using All = std::map<std::string, std::shared_ptr<Visitor>>;
  All::iterator longest_alone();  // end() when none is

  std::shared_ptr<Reaper> reaper_;  // takes every visitor in the end
  All all_;
};

}  // namespace glia::studio
