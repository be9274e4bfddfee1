#include "glia/threads.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/denormals.h"
#include "base/start_thread.h"
#include "glia/error.h"

namespace glia {
namespace {

using Clock = std::chrono::steady_clock;

// What a thread that left a run by an exception is ahead of all barriers.
constexpr std::uint32_t kGone = 1U << 30;
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

// Where a thread is inside a run. The threads of a pool also are where the one that called is.
struct ThreadPool::Run {
  Run(const ThreadPool* in, const Run* from) noexcept : pool(in), outer(from) { innermost = this; }
  ~Run() { innermost = left; }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  const ThreadPool* pool;
  const Run* outer;
  const Run* left = innermost;

  static constinit thread_local const Run* innermost;
};
constinit thread_local const ThreadPool::Run* ThreadPool::Run::innermost = nullptr;

// Every thread writes to a line of its own and reads those of the others, so that a meeting costs
// one passing of a line from cache to cache.
struct ThreadPool::Shared {
  struct alignas(64) Place {
    std::atomic<std::uint32_t> meetings{0};  // barriers that the thread has reached
    std::atomic<std::uint32_t> done{0};      // the last run that it has finished
    std::exception_ptr thrown;               // in this run
  };

  explicit Shared(const ThreadPool* owner, int threads)
      : pool(owner), places(static_cast<std::size_t>(threads)) {
    workers.reserve(places.size() - 1);
  }
  ~Shared() {
    stop = true;
    generation.fetch_add(1, std::memory_order_release);
    generation.notify_all();
    for (std::thread& worker : workers) worker.join();
  }
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;

  alignas(64) std::atomic<std::uint32_t> generation{0};  // a new value starts a run
  std::atomic<bool> stop{false};
  Call call = nullptr;
  void* fn = nullptr;
  const Run* from = nullptr;       // where the caller is
  Denormals denormals = {};        // what it does with them
  std::atomic<bool> threw{false};  // somebody, in this run
  alignas(64) std::atomic<int> sleepers{0};
  std::atomic<std::int64_t> asleep{0};                // nanoseconds
  alignas(64) std::atomic<std::uint32_t> tickets{0};  // callers that have come…
  std::atomic<std::uint32_t> turn{0};                 // …and whose turn it is
  const ThreadPool* pool;
  std::vector<Place> places;  // of each thread
  std::vector<std::thread> workers;

  // A caller's turn, while it lives.
  class Turn {
   public:
    explicit Turn(Shared& shared) noexcept : shared_(shared), mine_(shared.tickets.fetch_add(1)) {
      for (int i = 0; i < kSpins; ++i) {
        if (shared_.turn.load(std::memory_order_acquire) == mine_) return;
        pause();
      }
      for (std::uint32_t now; (now = shared_.turn.load()) != mine_;) shared_.turn.wait(now);
    }
    // In one order for all threads, as in tell().
    ~Turn() {
      shared_.turn.store(mine_ + 1);
      if (shared_.tickets.load() != mine_ + 1) shared_.turn.notify_all();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    Shared& shared_;
    std::uint32_t mine_;
  };

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

  // One thread's part of a run.
  void take_part(int thread) noexcept {
    const Run here(pool, from);
    try {
      call(fn, thread);
    } catch (...) {
      Place& mine = places[static_cast<std::size_t>(thread)];
      mine.thrown = std::current_exception();
      threw.store(true, std::memory_order_relaxed);
      tell(mine.meetings, mine.meetings.load(std::memory_order_relaxed) + kGone);
    }
  }

  // After a run in which somebody threw: all meet from the same number again.
  [[noreturn]] void pass_on() {
    std::exception_ptr first;
    for (Place& place : places) {
      place.meetings.store(0, std::memory_order_relaxed);
      const std::exception_ptr thrown = std::exchange(place.thrown, nullptr);
      if (!first) first = thrown;
    }
    threw.store(false, std::memory_order_relaxed);
    std::rethrow_exception(first);
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
        const WithDenormals guard(denormals);
        take_part(thread);
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
  shared_ = std::make_unique<Shared>(this, size_);
  for (int t = 1; t < size_; ++t) {
    try {
      shared_->workers.push_back(start_thread([s = shared_.get(), t] { s->work(t); }));
    } catch (const std::system_error& error) {
      throw Error(ErrorCode::unsupported,
                  "threads: the system does not start number " + std::to_string(t + 1) + " of " +
                      std::to_string(size_) + " (" + error.code().message() +
                      "); ask for fewer, or have it allow more (ulimit -u)");
    }
  }
}

ThreadPool::~ThreadPool() = default;

std::int64_t ThreadPool::run_erased(Call call, void* fn) {
  if (inside()) {
    throw Error(ErrorCode::invalid_argument,
                "threads: run() was called inside a run of the same pool; call it after that one, "
                "or use a pool of its own");
  }
  if (!shared_) {
    const Run here(this, Run::innermost);
    call(fn, 0);
    return 0;
  }
  Shared& shared = *shared_;
  const Shared::Turn turn(shared);
  shared.call = call;
  shared.fn = fn;
  shared.from = Run::innermost;
  shared.denormals = denormals_here();
  const std::int64_t asleep = shared.asleep.load(std::memory_order_relaxed);
  const std::uint32_t run = shared.generation.load(std::memory_order_relaxed) + 1;
  shared.tell(shared.generation, run);
  shared.take_part(0);
  for (std::size_t t = 1; t < shared.places.size(); ++t) {
    shared.wait_for(shared.places[t].done, run);
  }
  if (shared.threw.load(std::memory_order_relaxed)) shared.pass_on();
  return shared.asleep.load(std::memory_order_relaxed) - asleep;
}

void ThreadPool::barrier(int thread) noexcept {
  if (!shared_) return;
  std::atomic<std::uint32_t>& mine = shared_->places[static_cast<std::size_t>(thread)].meetings;
  const std::uint32_t meeting = mine.load(std::memory_order_relaxed) + 1;
  shared_->tell(mine, meeting);
  // Another may be at the next one already, but no further.
  for (const Shared::Place& place : shared_->places) shared_->wait_for(place.meetings, meeting);
}

bool ThreadPool::inside() const noexcept {
  for (const Run* run = Run::innermost; run; run = run->outer) {
    if (run->pool == this) return true;
  }
  return false;
}

}  // namespace glia
