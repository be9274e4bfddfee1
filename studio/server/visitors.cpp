#include "server/visitors.h"

#include <algorithm>

#include "glia/error.h"

namespace glia::studio {
namespace {

using Clock = std::chrono::steady_clock;

// How long a visitor's thread trains before it looks up. Watched, commands are answered soon.
constexpr double kWatchedSlice = 0.005, kSlice = 0.03;
constexpr auto kTick = std::chrono::milliseconds(8);

}  // namespace

// A Session's sink, whoever is there.
class Visitor::Relay : public Sink {
 public:
  explicit Relay(std::shared_ptr<Outlet> outlet) : outlet_(std::move(outlet)) {}
  void text(std::string frame) override { outlet_->send_text(std::move(frame)); }
  void binary(std::vector<std::uint8_t> frame) override { outlet_->send_binary(std::move(frame)); }
  bool has_room() const override { return outlet_->has_room(); }
  Outlet* outlet() const { return outlet_.get(); }

 private:
  std::shared_ptr<Outlet> outlet_;
};

Visitor::Visitor(const DataSplit& data, int threads, const std::string& simd,
                 Session::Options options)
    : data_(data),
      engine_(threads, simd.empty() ? Simd() : Simd(simd)),
      options_(std::move(options)),
      alone_since_(Clock::now()),
      thread_([this] { live(); }) {}

Visitor::~Visitor() {
  post({.kind = Letter::Kind::end});
  thread_.join();
}

void Visitor::post(Letter letter) {
  {
    const std::lock_guard lock(mutex_);
    inbox_.push_back(std::move(letter));
  }
  letters_.notify_one();
}

void Visitor::come(std::shared_ptr<Outlet> outlet) {
  std::shared_ptr<Outlet> before;
  {
    const std::lock_guard lock(mutex_);
    before = std::exchange(outlet_, outlet);
  }
  if (before) before->close(Outlet::End::taken_over);
  post({.kind = Letter::Kind::come, .outlet = std::move(outlet)});
}

void Visitor::go(const Outlet* outlet) {
  {
    const std::lock_guard lock(mutex_);
    if (outlet_.get() != outlet) return;
    outlet_.reset();
    alone_since_ = Clock::now();
  }
  post({.kind = Letter::Kind::go, .from = outlet});
}

void Visitor::say(std::string frame, const Outlet* outlet) {
  post({.kind = Letter::Kind::text, .from = outlet, .text = std::move(frame)});
}

bool Visitor::alone() const {
  const std::lock_guard lock(mutex_);
  return !outlet_;
}

Clock::time_point Visitor::alone_since() const {
  const std::lock_guard lock(mutex_);
  return alone_since_;
}

// False at the end.
bool Visitor::take(const Letter& letter) {
  switch (letter.kind) {
    case Letter::Kind::end:
      return false;
    case Letter::Kind::come:
      relay_ = std::make_unique<Relay>(letter.outlet);
      session_->attach(*relay_);
      return true;
    case Letter::Kind::go:
      if (relay_ && relay_->outlet() == letter.from) {
        session_->detach();
        relay_.reset();
      }
      return true;
    case Letter::Kind::text:
      if (relay_ && relay_->outlet() == letter.from) {
        relay_->outlet()->handled(session_->handle(letter.text));
      }
      return true;
  }
  return true;
}

// Whatever goes wrong here, memory most likely, is the end of this visitor and of no other.
void Visitor::live() {
  try {
    go_on();
  } catch (const std::exception&) {
    failed_ = true;
  }
  relay_.reset();
  session_.reset();
  std::shared_ptr<Outlet> outlet;
  {
    const std::lock_guard lock(mutex_);
    outlet = std::exchange(outlet_, nullptr);
    inbox_.clear();
  }
  if (outlet) outlet->close(Outlet::End::failed);
}

void Visitor::go_on() {
  session_ = std::make_unique<Session>(engine_, data_, options_);
  std::deque<Letter> letters;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      const auto some = [&] { return !inbox_.empty(); };
      if (!session_->busy()) {
        if (session_->waiting()) {
          letters_.wait_for(lock, kTick, some);
        } else {
          letters_.wait(lock, some);
        }
      }
      letters.swap(inbox_);
    }
    for (const Letter& letter : letters) {
      if (!take(letter)) return;
    }
    letters.clear();
    session_->work(session_->watched() ? kWatchedSlice : kSlice);
  }
}

Visitors::Visitors(const DataSplit& data, Limits limits, Session::Options options)
    : data_(data), limits_(std::move(limits)), options_(std::move(options)) {}

std::shared_ptr<Visitor> Visitors::find(const std::string& key) {
  if (full(key)) return nullptr;
  if (const auto found = all_.find(key); found != all_.end()) return found->second;
  if (all_.size() >= limits_.most) all_.erase(longest_alone());
  Session::Options options = options_;
  options.key = key;
  auto visitor = std::make_shared<Visitor>(data_, limits_.threads, limits_.simd, options);
  all_[key] = visitor;
  return visitor;
}

bool Visitors::full(const std::string& key) {
  tidy();
  return !all_.contains(key) && all_.size() >= limits_.most && longest_alone() == all_.end();
}

Visitors::All::iterator Visitors::longest_alone() {
  auto longest = all_.end();
  for (auto it = all_.begin(); it != all_.end(); ++it) {
    if (it->second->alone() &&
        (longest == all_.end() || it->second->alone_since() < longest->second->alone_since())) {
      longest = it;
    }
  }
  return longest;
}

void Visitors::tidy() {
  const auto now = Clock::now();
  std::erase_if(all_, [&](const auto& entry) {
    if (entry.second->failed()) return true;
    return entry.second->alone() && now - entry.second->alone_since() > limits_.patience;
  });
}

}  // namespace glia::studio
