#include "server/visitors.h"

#include <algorithm>

#include "glia/error.h"

namespace glia::studio {
namespace {

using Clock = std::chrono::steady_clock;

// How long a visitor's thread trains before it looks up. Watched, commands are answered soon.
constexpr double kWatchedSlice = 0.005, kSlice = 0.03;

}  // namespace

Visitor::Visitor(const DataSplit& data, int threads, const std::string& simd,
                 Studio::Options options, const StartThread& start)
    : data_(data),
      engine_(threads, simd.empty() ? Simd() : Simd(simd)),
      options_(std::move(options)),
      alone_since_(Clock::now()) {
  options_.ended = [this] { return ended_.load(); };
  thread_ = start([this] { live(); });
}

Visitor::~Visitor() {
  end();
  thread_.join();
}

void Visitor::end() noexcept {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  news_.notify_one();
}

void Visitor::come(std::shared_ptr<Outlet> outlet) {
  std::shared_ptr<Outlet> before;
  {
    const std::lock_guard lock(mutex_);
    before = std::exchange(outlet_, std::move(outlet));
    inbox_.clear();
  }
  news_.notify_one();
  if (before) before->close(Outlet::End::taken_over);
}

void Visitor::go(const Outlet* outlet) {
  {
    const std::lock_guard lock(mutex_);
    if (outlet_.get() != outlet) return;
    outlet_.reset();
    inbox_.clear();
    alone_since_ = Clock::now();
  }
  news_.notify_one();
}

void Visitor::say(std::string frame, const Outlet* outlet) {
  {
    const std::lock_guard lock(mutex_);
    if (outlet_.get() != outlet) return;
    inbox_.push_back(std::move(frame));
  }
  news_.notify_one();
}

bool Visitor::alone() const {
  const std::lock_guard lock(mutex_);
  return !outlet_;
}

Clock::time_point Visitor::alone_since() const {
  const std::lock_guard lock(mutex_);
  return alone_since_;
}

// Whatever goes wrong here, memory most likely, is the end of this visitor and of no other.
void Visitor::live() {
  try {
    go_on();
  } catch (const Ended&) {
  } catch (const std::exception&) {
    failed_ = true;
  }
  studio_.reset();
  followed_.reset();
  std::shared_ptr<Outlet> outlet;
  {
    const std::lock_guard lock(mutex_);
    outlet = std::exchange(outlet_, nullptr);
    inbox_.clear();
  }
  if (outlet) outlet->close(Outlet::End::failed);
}

// Waits for something to do; false at the end.
bool Visitor::stir(std::unique_lock<std::mutex>& lock) {
  const auto news = [&] { return ended_ || !inbox_.empty() || outlet_ != followed_; };
  const std::optional<double> rest = studio_->rest();
  if (!rest) {
    news_.wait(lock, news);
  } else if (*rest > 0) {
    news_.wait_for(lock, std::chrono::duration<double>(*rest), news);
  }
  return !ended_;
}

// Turns to the page that is there now.
void Visitor::follow(std::shared_ptr<Outlet> outlet) {
  if (outlet == followed_) return;
  studio_->detach();
  followed_ = std::move(outlet);
  if (followed_) studio_->attach(*followed_);
}

// Of the page that it follows.
std::optional<std::string> Visitor::next_frame() {
  const std::lock_guard lock(mutex_);
  if (ended_ || inbox_.empty() || !followed_ || followed_ != outlet_) return std::nullopt;
  std::string frame = std::move(inbox_.front());
  inbox_.pop_front();
  return frame;
}

void Visitor::go_on() {
  studio_ = std::make_unique<Studio>(engine_, data_, options_);
  for (;;) {
    std::shared_ptr<Outlet> outlet;
    {
      std::unique_lock lock(mutex_);
      if (!stir(lock)) return;
      outlet = outlet_;
    }
    follow(std::move(outlet));
    while (const auto frame = next_frame()) {
      followed_->handled(studio_->handle(*frame));
    }
    studio_->work(studio_->watched() ? kWatchedSlice : kSlice);
  }
}

Visitors::Visitors(const DataSplit& data, Limits limits, Studio::Options options)
    : data_(data),
      limits_(std::move(limits)),
      options_(std::move(options)),
      reaper_(std::make_shared<Reaper>()) {}

std::shared_ptr<Visitor> Visitors::find(const std::string& key) {
  if (full(key)) return nullptr;
  if (const auto found = all_.find(key); found != all_.end()) return found->second;
  Studio::Options options = options_;
  options.key = key;
  const auto let_go = [reaper = reaper_](Visitor* visitor) {
    reaper->take(std::unique_ptr<Visitor>(visitor));
  };
  const std::shared_ptr<Visitor> visitor(
      new Visitor(data_, limits_.threads, limits_.simd, options, limits_.start), let_go);
  if (all_.size() >= limits_.most) all_.erase(longest_alone());
  all_[key] = visitor;
  return visitor;
}

bool Visitors::full(const std::string& key) {
  tidy();
  if (all_.contains(key)) return false;
  // Those who are still leaving take memory and processors too.
  if (reaper_->waiting() >= limits_.most) return true;
  return all_.size() >= limits_.most && longest_alone() == all_.end();
}

bool Visitors::end_within(std::chrono::milliseconds time) {
  all_.clear();
  return reaper_->idle_within(time);
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
