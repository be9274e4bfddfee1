#include "glia/threads.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "base/denormals.h"
#include "glia/error.h"

namespace glia {
namespace {

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

struct ThreadPool::Shared {
  alignas(64) std::atomic<std::uint32_t> generation{0};  // a new value starts a run
  alignas(64) std::atomic<int> running{0};               // workers still in it
  alignas(64) std::atomic<int> arrived{0};               // at the barrier
  alignas(64) std::atomic<std::uint32_t> phase{0};
  std::atomic<std::uint64_t> long_waits{0};
  std::atomic<bool> stop{false};
  Call call = nullptr;
  void* fn = nullptr;
  std::vector<std::thread> workers;

  // Spins, then yields, until `done` is true.
  template <typename Done>
  void wait_until(Done&& done) noexcept {
    for (int i = 0; i < kSpins; ++i) {
      if (done()) return;
      pause();
    }
    long_waits.fetch_add(1, std::memory_order_relaxed);
    while (!done()) std::this_thread::yield();
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
      running.fetch_sub(1, std::memory_order_release);
    }
  }
};

ThreadPool::ThreadPool(int threads) : size_(std::min(threads, kMost)) {
  if (threads < 1 || threads > 256) {
    throw Error(ErrorCode::invalid_argument,
                "threads: expected 1 to 256, got " + std::to_string(threads));
  }
  if (size_ == 1) return;
  shared_ = std::make_unique<Shared>();
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
  shared_->running.store(size_ - 1, std::memory_order_relaxed);
  shared_->generation.fetch_add(1, std::memory_order_release);
  shared_->generation.notify_all();
  call(fn, 0);
  shared_->wait_until([this] { return shared_->running.load(std::memory_order_acquire) == 0; });
}

void ThreadPool::barrier() noexcept {
  if (!shared_) return;
  const std::uint32_t phase = shared_->phase.load(std::memory_order_relaxed);
  if (shared_->arrived.fetch_add(1, std::memory_order_acq_rel) == size_ - 1) {
    shared_->arrived.store(0, std::memory_order_relaxed);
    shared_->phase.store(phase + 1, std::memory_order_release);
    return;
  }
  shared_->wait_until([&] { return shared_->phase.load(std::memory_order_acquire) != phase; });
}

std::uint64_t ThreadPool::long_waits() const noexcept {
  return shared_ ? shared_->long_waits.load(std::memory_order_relaxed) : 0;
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
