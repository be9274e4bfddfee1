#include "glia/threads.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "base/denormals.h"
#include "glia/error.h"

namespace glia {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kSpins = 2000;  // some microseconds: longer than a phase's imbalance

// Where there are no threads the caller does it all, with the same bits.
#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
constexpr int kMost = 1;
#else
constexpr int kMost = 256;
#endif

void pause() noexcept {
#if defined(__SSE2__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

// Every thread writes to a line of its own and reads those of the others, so that a meeting costs
// one passing of a line from cache to cache.
struct ThreadPool::Shared {
  struct alignas(64) Place {
    std::atomic<std::uint32_t> meetings{0};  // barriers that the thread has reached
    std::atomic<std::uint32_t> done{0};      // the last run that it has finished
  };

  explicit Shared(int threads) : places(static_cast<std::size_t>(threads)) {}

  alignas(64) std::atomic<std::uint32_t> generation{0};  // a new value starts a run
  std::atomic<bool> stop{false};
  Call call = nullptr;
  void* fn = nullptr;
  alignas(64) std::atomic<int> sleepers{0};
  std::atomic<std::int64_t> asleep{0};  // nanoseconds
  std::vector<Place> places;            // of each thread
  std::vector<std::thread> workers;

  // Waits until `value` is `goal` or beyond: spins, then sleeps, so that the system can put the
  // threads on different processors, or run another program's meanwhile.
  void wait_for(const std::atomic<std::uint32_t>& value, std::uint32_t goal) noexcept {
    const auto reached = [goal](std::uint32_t now) {
      return static_cast<std::int32_t>(now - goal) >= 0;
    };
    for (int i = 0; i < kSpins; ++i) {
      if (reached(value.load(std::memory_order_acquire))) return;
      pause();
    }
    const Clock::time_point began = Clock::now();
    sleepers.fetch_add(1);
    for (;;) {
      const std::uint32_t now = value.load();
      if (reached(now)) break;
      value.wait(now);
    }
    sleepers.fetch_sub(1);
    const std::chrono::nanoseconds waited = Clock::now() - began;
    asleep.fetch_add(waited.count(), std::memory_order_relaxed);
  }

  // In one order for all threads: either who goes to sleep sees the value, or this sees that it
  // sleeps.
  void tell(std::atomic<std::uint32_t>& value, std::uint32_t now) noexcept {
    value.store(now);
    if (sleepers.load() > 0) value.notify_all();
  }

  void work(int thread) noexcept {
    std::uint32_t seen = 0;
    for (;;) {
      for (int i = 0; i < kSpins && generation.load(std::memory_order_acquire) == seen; ++i)
        pause();
      if (generation.load(std::memory_order_acquire) == seen) {
        sleepers.fetch_add(1);
        generation.wait(seen);
        sleepers.fetch_sub(1);
      }
      seen = generation.load(std::memory_order_acquire);
      if (stop.load(std::memory_order_relaxed)) return;
      {
        const FlushDenormals guard;
        call(fn, thread);
      }
      tell(places[static_cast<std::size_t>(thread)].done, seen);
    }
  }
};

ThreadPool::ThreadPool(int threads) : size_(std::min(threads, kMost)) {
  if (threads < 1 || threads > 256) {
    throw Error(ErrorCode::invalid_argument,
                "threads: expected 1 to 256, got " + std::to_string(threads));
  }
  if (size_ == 1) return;
  shared_ = std::make_unique<Shared>(size_);
  for (int t = 1; t < size_; ++t) {
    shared_->workers.emplace_back([s = shared_.get(), t] { s->work(t); });
  }
}

ThreadPool::~ThreadPool() {
  if (!shared_) return;
  shared_->stop = true;
  shared_->generation.fetch_add(1, std::memory_order_release);
  shared_->generation.notify_all();
  for (std::thread& worker : shared_->workers) worker.join();
}

void ThreadPool::run_erased(Call call, void* fn) noexcept {
  const FlushDenormals guard;
  if (!shared_) {
    call(fn, 0);
    return;
  }
  shared_->call = call;
  shared_->fn = fn;
  const std::uint32_t run = shared_->generation.load(std::memory_order_relaxed) + 1;
  shared_->tell(shared_->generation, run);
  call(fn, 0);
  for (std::size_t t = 1; t < shared_->places.size(); ++t) {
    shared_->wait_for(shared_->places[t].done, run);
  }
}

void ThreadPool::barrier(int thread) noexcept {
  if (!shared_) return;
  std::atomic<std::uint32_t>& mine = shared_->places[static_cast<std::size_t>(thread)].meetings;
  const std::uint32_t meeting = mine.load(std::memory_order_relaxed) + 1;
  shared_->tell(mine, meeting);
  // Another may be at the next one already, but no further.
  for (const Shared::Place& place : shared_->places) shared_->wait_for(place.meetings, meeting);
}

std::int64_t ThreadPool::slept_nanoseconds() const noexcept {
  return shared_ ? shared_->asleep.load(std::memory_order_relaxed) : 0;
}

int hardware_threads() noexcept {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) {
    const int count = CPU_COUNT(&set);
    if (count > 0) return count;
  }
  const unsigned n = std::thread::hardware_concurrency();
  return n == 0 ? 1 : static_cast<int>(n);
}

}  // namespace glia
