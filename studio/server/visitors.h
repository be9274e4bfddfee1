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
#include <string>
#include <thread>
#include <vector>

#include "core/session.h"

namespace glia::studio {

// The way to one page: what a visitor's thread gives to the network's. Any thread may call.
class Outlet {
 public:
  virtual ~Outlet() = default;
  virtual void send_text(std::string frame) = 0;
  virtual void send_binary(std::vector<std::uint8_t> frame) = 0;
  virtual bool has_room() const = 0;
  virtual void handled(bool understood) = 0;  // the frame that was oldest
  enum class End : std::uint16_t { taken_over = 4001, failed = 1011 };
  virtual void close(End why) = 0;
};

// A Session with a thread of its own. Outlives the pages that come and go.
class Visitor {
 public:
  Visitor(const DataSplit& data, int threads, const std::string& simd, Session::Options options);
  ~Visitor();  // waits for the slice that is under way

  void come(std::shared_ptr<Outlet> outlet);
  void go(const Outlet* outlet);
  void say(std::string frame, const Outlet* outlet);

  bool alone() const;  // no page
  bool failed() const { return failed_; }
  std::chrono::steady_clock::time_point alone_since() const;

 private:
  struct Letter {
    enum class Kind { come, go, text, end } kind = Kind::text;
    std::shared_ptr<Outlet> outlet;
    const Outlet* from = nullptr;
    std::string text;
  };
  class Relay;
  void post(Letter letter);
  void live();
  void go_on();
  bool take(const Letter& letter);

  const DataSplit& data_;
  Engine engine_;
  Session::Options options_;
  std::unique_ptr<Session> session_;  // the thread's alone
  std::unique_ptr<Relay> relay_;      // likewise

  mutable std::mutex mutex_;
  std::condition_variable letters_;
  std::deque<Letter> inbox_;
  std::shared_ptr<Outlet> outlet_;  // whose page is there
  std::chrono::steady_clock::time_point alone_since_;
  std::atomic<bool> failed_{false};
  std::thread thread_;
};

// All visitors, their number bounded. One thread.
class Visitors {
 public:
  struct Limits {
    std::size_t most = 4;
    int threads = 1;  // of each
    std::string simd;
    std::chrono::seconds patience{600};  // how long one without a page is kept
  };
  Visitors(const DataSplit& data, Limits limits, Session::Options options);

  // The visitor of that key, new when there is none; whoever has been away for longest makes room.
  // Null when all are here.
  std::shared_ptr<Visitor> find(const std::string& key);
  bool full(const std::string& key);  // find() would give null
  void tidy();                        // lets go of those that have been alone for too long

 private:
  const DataSplit& data_;
  Limits limits_;
  Session::Options options_;
  using All = std::map<std::string, std::shared_ptr<Visitor>>;
  All::iterator longest_alone();  // end() when none is

  All all_;
};

}  // namespace glia::studio
