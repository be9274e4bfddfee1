#pragma once
#include <cstdint>
#include <memory>

namespace glia {

// A fixed number of threads that run one function together, with a barrier between its phases.
// The caller is thread 0, so a pool of one is inline: it starts no thread at all.
//
// Contract: run() and barrier() are for one owner at a time. run() allocates nothing and does not
// throw; `fn` must not throw.
class ThreadPool {
 public:
  explicit ThreadPool(int threads = 1);  // throws Error unless 1…256
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int size() const noexcept { return size_; }

  // Calls fn(thread) once for each thread in [0, size()) and returns when all have.
  template <typename Fn>
  void run(Fn&& fn) noexcept {
    run_erased([](void* f, int thread) { (*static_cast<std::remove_reference_t<Fn>*>(f))(thread); },
               const_cast<void*>(static_cast<const void*>(&fn)));
  }

  // Inside run(), by every thread with its number: waits until all are here. Spins, then sleeps.
  void barrier(int thread) noexcept;

  // For how long threads have slept inside run() until others came: their work was very uneven, or
  // something else took a processor away.
  std::int64_t slept_nanoseconds() const noexcept;

 private:
  using Call = void (*)(void*, int);
  void run_erased(Call call, void* fn) noexcept;

  struct Shared;
  int size_;
  std::unique_ptr<Shared> shared_;
};

int hardware_threads() noexcept;  // processors that this process may use, at least 1

}  // namespace glia
