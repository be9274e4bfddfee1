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
  alignas(64) std::atomic<std::int64_t> yielded{0};  // nanoseconds
  std::vector<Place> places;  // of each thread
  std::vector<std::thread> workers;

  // Spins, then yields, until `done` is true.
  template <typename Done>
  void wait_until(Done&& done) noexcept {
    for (int i = 0; i < kSpins; ++i) {
      if (done()) return;
      pause();
    }
    const Clock::time_point began = Clock::now();
    while (!done()) std::this_thread::yield();
    const std::chrono::nanoseconds waited = Clock::now() - began;
    yielded.fetch_add(waited.count(), std::memory_order_relaxed);
  }

  void work(int thread) noexcept {
    std::uint32_t seen = 0;
    for (;;) {
      for (int i = 0; i < kSpins && generation.load(std::memory_order_acquire) == seen; ++i)
        pause();
      // Idle between steps for longer: sleep in the kernel.
      generation.wait(seen, std::memory_order_acquire);
      seen = generation.load(std::memory_order_acquire);
      if (stop.load(std::memory_order_relaxed)) return;
      {
        const FlushDenormals guard;
        call(fn, thread);
      }
      places[static_cast<std::size_t>(thread)].done.store(seen, std::memory_order_release);
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
  const std::uint32_t run = shared_->generation.fetch_add(1, std::memory_order_release) + 1;
  shared_->generation.notify_all();
  call(fn, 0);
  for (std::size_t t = 1; t < shared_->places.size(); ++t) {
    const Shared::Place& place = shared_->places[t];
    shared_->wait_until([&] { return place.done.load(std::memory_order_acquire) == run; });
  }
}

void ThreadPool::barrier(int thread) noexcept {
  if (!shared_) return;
  std::vector<Shared::Place>& places = shared_->places;
  auto& mine = places[static_cast<std::size_t>(thread)].meetings;
  const std::uint32_t meeting = mine.load(std::memory_order_relaxed) + 1;
  mine.store(meeting, std::memory_order_release);
  for (const Shared::Place& place : places) {
    // Another may be at the next one already, but no further.
    shared_->wait_until([&] {
      return static_cast<std::int32_t>(place.meetings.load(std::memory_order_acquire) - meeting) >=
             0;
    });
  }
}

std::int64_t ThreadPool::yielded_nanoseconds() const noexcept {
  return shared_ ? shared_->yielded.load(std::memory_order_relaxed) : 0;
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
